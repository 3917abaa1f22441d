internal import CMicroHTTPD
internal import Glibc
import Synchronization

/// One client's socket and the request that is on its way through it.
///
/// Why it may cross threads unchecked: the library calls everything here on the one thread that serves
/// this socket, and every plain `var` is touched in these calls only. Others reach it by `answering`,
/// `deadline` (atomic) and `resting` (locked) alone.
///
/// Who keeps it alive: the table from accept to close; the library, by the reference that ``opened(_:)``
/// gives it and ``closed()`` takes back after the last call for this socket; a resting request's task.
final class Connection: @unchecked Sendable {
    let descriptor: Int32
    let remoteAddress: String
    /// Whose connection it counts as.
    let subscriber: String
    /// Tells this connection from an earlier one whose socket had the same number.
    let generation: UInt32
    private let table: ConnectionTable
    /// Set before the library has the socket.
    var loop: ServingLoop?
    private let answering = Atomic(false)
    /// When the arriving request is late, in milliseconds of the monotonic clock.
    private let deadline: Atomic<Int64>
    private let resting = Mutex(Resting.no)

    private var handle: OpaquePointer?
    private var stage = Stage.idle
    private var target = ""
    /// Where the library has it.
    private var targetSpan: Range<UInt> = 0..<0
    private var request: Request?
    private var body: [UInt8] = []
    private var ordinal = RequestOrdinal.next()
    private var isWatched = false
    /// What its session was given, kept for as long as that may use it.
    private var certificate: ServerCertificate?
    /// Where this request's tasks run; nil for anywhere.
    private var executor: (any TaskExecutor)?
    /// Whether nothing more is read from the client. The library ends a chunk's line at a bare line feed, too, which a proxy
    /// before it may not, so what comes behind chunks may be a part of them to others.
    private var endsWithAnswer = false
    /// When the request's head was there, where somebody wants to hear how long it took.
    private var arrival: Int64 = 0
    private var status: Status?

    private enum Stage {
        case idle, receiving, resting, answered
    }

    private enum Resting {
        case no
        case waiting(Task<Void, Never>)
        case ready(Response)
        case streaming(Outflow)
        /// The client has hung up or the server stops; for good.
        case abandoned
    }

    init(descriptor: Int32, remoteAddress: SocketAddress, generation: UInt32, table: ConnectionTable) {
        self.generation = generation
        self.descriptor = descriptor
        self.remoteAddress = remoteAddress.host
        subscriber = remoteAddress.subscriber
        self.table = table
        deadline = Atomic(MonotonicTime.milliseconds + Self.patience(table.limits))
    }

    var isAnswering: Bool { answering.load(ordering: .sequentiallyConsistent) }

    func isLate(at now: Int64) -> Bool { deadline.load(ordering: .relaxed) < now }

    private static func patience(_ limits: Limits) -> Int64 {
        MonotonicTime.milliseconds(limits.idle) + MonotonicTime.milliseconds(limits.arrival)
    }

    // MARK: What the library calls

    func opened(_ handle: OpaquePointer) {
        self.handle = handle
    }

    /// What to show the client that opens its encrypted session.
    func chooseCertificate() -> ServerCertificate? {
        certificate = table.certificate?.current
        return certificate
    }

    func closed() {
        table.forget(descriptor)
    }

    func begin(_ target: UnsafePointer<CChar>) {
        self.target = String(cString: target)
        let start = UInt(bitPattern: target)
        targetSpan = start..<start + UInt(strlen(target))
    }

    /// - Returns: whether the connection goes on.
    func handle(
        _ method: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>, _ upload: UnsafeRawBufferPointer
    ) -> Bool {
        switch stage {
        case .idle: admit(method, version)
        case .receiving: upload.isEmpty ? respond() : receive(upload)
        case .resting: conclude()
        case .answered: true
        }
    }

    func completed() {
        let outflow = resting.withLock { resting -> Outflow? in
            guard case .streaming(let outflow) = resting else { return nil }
            resting = .no
            return outflow
        }
        outflow?.abandon()
        reportExchange()
        stage = .idle
        request = nil
        executor = nil
        status = nil
        body = []
        deadline.store(MonotonicTime.milliseconds + Self.patience(table.limits), ordering: .relaxed)
        answering.store(false, ordering: .sequentiallyConsistent)
        table.connectionBecameIdle()
    }

    private func reportExchange() {
        guard let onExchange = table.onExchange, let request else { return }
        onExchange(Exchange(request: request, status: status, nanoseconds: MonotonicTime.nanoseconds - arrival))
    }

    // MARK: A request's way

    /// The headers are here. An answer given now ends the connection, so only refusals are.
    private func admit(_ methodName: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>) -> Bool {
        answering.store(true, ordering: .sequentiallyConsistent)
        deadline.store(
            MonotonicTime.milliseconds + MonotonicTime.milliseconds(table.limits.arrival), ordering: .relaxed)
        let method = Method(rawValue: String(cString: methodName))
        let head = RequestHead(
            method: method, target: target, isOldVersion: version[7] == CChar(0x30),
            span: HeadSpan(method: methodName, count: strlen(methodName), target: targetSpan, version: version),
            handle: handle)
        endsWithAnswer = head.isChunked
        ordinal = RequestOrdinal.next(after: ordinal)
        if table.onExchange != nil { arrival = MonotonicTime.nanoseconds }
        do {
            let target = try head.checked(against: table.limits)
            request = Request(
                method, target, headers: head.headers, body: [], remoteAddress: remoteAddress, ordinal: ordinal)
            stage = .receiving
            return true
        } catch {
            let refused = Request(
                method, RequestTarget(unreadable: target), headers: head.headers, body: [],
                remoteAddress: remoteAddress, ordinal: ordinal)
            request = refused
            return send(table.responder.refuse(refused, error), to: refused)
        }
    }

    private func receive(_ upload: UnsafeRawBufferPointer) -> Bool {
        let limit = table.limits.bodyBytes(for: target)
        guard body.count + upload.count <= limit else { return refuseUpload(limit) }
        body.append(contentsOf: upload)
        return true
    }

    /// While a body arrives the library takes no answer, so this one goes to the socket directly:
    /// nothing else is being sent on it, and the connection ends with it.
    private func refuseUpload(_ limit: Int) -> Bool {
        guard let request else { return false }
        stage = .answered
        let response = table.responder.refuse(request, RequestHead.bodyTooLarge(limit))
        status = response.status
        Answer(response, to: request, standing: table.responder.standing)
            .sendClosing(descriptor, over: TLSSession(of: handle))
        return false
    }

    private func respond() -> Bool {
        guard var request else { return false }
        deadline.store(.max, ordering: .relaxed)
        request.body = body
        body = []
        switch table.responder.reply(to: request) {
        case .now(let response):
            return send(response, to: request)
        case .later(let work):
            self.request = request
            return rest(until: work, request, on: nil)
        case .soon(let work):
            self.request = request
            return rest(until: work, request, on: table.executor)
        }
    }

    private func send(_ response: Response, to request: Request) -> Bool {
        stage = .answered
        if let stream = response.stream { return send(stream, of: response, to: request) }
        let standing = table.responder.standing
        if let content = response.content, response.headers.isEmpty, !isLast {
            let variant = Variant.chosen(of: content, for: response, to: request)
            let kept = content.kept.withLock { $0.response(variant, of: content, standing: standing) }
            if let kept {
                return queue(kept, variant.isUnmodified ? .notModified : response.status)
            }
        }
        let parts = parts(of: response, to: request)
        if let native = NativeResponse(parts.body, headers: parts.headers) {
            return queue(native, parts.status)
        }
        return sendFailure()
    }

    private func send(_ stream: BodyStream, of response: Response, to request: Request) -> Bool {
        guard let handle, let loop else { return false }
        let parts = parts(of: response, to: request)
        let outflow = Outflow(handle, loop: loop, table: table)
        guard let native = outflow.makeResponse(headers: parts.headers) else { return sendFailure() }
        if request.method == .head {
            // The library would send the last chunk even here, where a client expects its next answer.
            native.endWithConnection()
            outflow.close()
            return queue(native, parts.status)
        }
        watch()
        let isAbandoned = resting.withLock { resting in
            if case .abandoned = resting { return true }
            if table.isClosing { return true }
            resting = .streaming(outflow)
            return false
        }
        // The producer runs even then, cancelled, so that it can note how its work has ended.
        if isAbandoned { outflow.abandon() }
        outflow.start(stream, for: request, on: executor)
        return !isAbandoned && queue(native, parts.status, isStream: true)
    }

    /// Whether the connection ends with the answer.
    private var isLast: Bool { endsWithAnswer || table.isDraining }

    private func parts(of response: Response, to request: Request) -> AnswerParts {
        var response = response
        if isLast { response.headers["Connection"] = "close" }
        return AnswerParts(response, to: request, standing: table.responder.standing)
    }

    private func sendFailure() -> Bool {
        // A field that cannot be sent is the program's mistake; the client still gets an answer.
        let failure = HTTPError(.internalServerError, "The answer could not be sent.", tip: "Report this address.")
        guard let native = NativeResponse(Response(failure).content?.body, headers: [:]) else { return false }
        return queue(native, failure.status)
    }

    private func queue(_ native: NativeResponse, _ status: Status, isStream: Bool = false) -> Bool {
        self.status = status
        let patience = isStream ? nil : MonotonicTime.milliseconds(table.limits.departure)
        deadline.store(patience.map { MonotonicTime.milliseconds + $0 } ?? .max, ordering: .relaxed)
        return MHD_queue_response(handle, UInt32(status.rawValue), native.pointer) == .YES
    }

    // MARK: Later

    // The handle is used off the library's thread by `settle` and `abandon` only (and by an `Outflow`, which has a
    // proof of its own). It is valid there: a suspended connection cannot end, it leaves that state only by one
    // call of `MHD_resume_connection`, and that call is made under the lock by whoever finds `.waiting` and replaces
    // it: exactly one does. The loops are stopped only after `abandon` has passed through every connection's lock,
    // when none waits any more, nor will: `rest` asks for `isClosing` under the same lock.

    private func rest(
        until work: @escaping @Sendable () async throws -> Response, _ request: Request,
        on executor: (any TaskExecutor)?
    ) -> Bool {
        self.executor = executor
        watch()
        let isResting = resting.withLock { resting in
            if table.isClosing { return false }
            if case .abandoned = resting {
                // The work begins all the same, cancelled, so that it can note the request.
                Task { [table] in
                    _ = await table.responder.finish(work, for: request)
                }.cancel()
                return false
            }
            MHD_suspend_connection(handle)
            resting = .waiting(
                Task(executorPreference: executor) { [table] in
                    self.settle(await table.responder.finish(work, for: request))
                })
            return true
        }
        stage = isResting ? .resting : .answered
        return isResting
    }

    private func settle(_ response: Response) {
        resting.withLock { resting in
            guard case .waiting = resting else { return }
            resting = .ready(response)
            loop?.resume(handle)
        }
    }

    /// Ends what the connection is busy with besides the library: the client has hung up, or the server stops.
    func abandon() {
        let outflow = resting.withLock { resting -> Outflow? in
            defer { resting = .abandoned }
            switch resting {
            case .waiting(let task):
                task.cancel()
                loop?.resume(handle)
            case .streaming(let outflow):
                return outflow
            case .no, .ready, .abandoned:
                break
            }
            return nil
        }
        outflow?.abandon()
    }

    /// While a connection is suspended the library does not see its client hang up, so another looks out.
    private func watch() {
        if isWatched { return }
        isWatched = true
        table.watch(self)
    }

    /// The library calls again after a rest.
    private func conclude() -> Bool {
        let outcome = resting.withLock { resting in
            let outcome = resting
            if case .ready = resting { resting = .no }
            return outcome
        }
        switch outcome {
        case .ready(let response):
            guard let request else { return false }
            return send(response, to: request)
        case .waiting: return true
        case .no, .streaming, .abandoned: return false
        }
    }
}
