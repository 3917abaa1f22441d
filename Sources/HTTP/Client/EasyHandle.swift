internal import CCurl

/// One of libcurl's handles, used for one transfer after another. It stays on the driver's thread.
final class EasyHandle {
    let easy: UnsafeMutableRawPointer
    private(set) var transfer: Transfer?
    /// Whether the driver knows that the reader has to be told.
    var isTouched = false
    /// When the present part of the exchange is late, in milliseconds of the monotonic clock.
    private(set) var deadline = Int64.max

    private unowned let driver: TransferDriver
    private let sockets: WatchedSockets
    private let userAgent: String
    /// The fields of the last request in libcurl's form, which the next one usually has too.
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var fieldsSource: Headers?
    /// libcurl writes its words about a failure here.
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var phase = Phase.connecting
    private var head = ResponseHead()
    private var received = 0
    private var uploaded: curl_off_t = 0
    private var totalDeadline = Int64.max
    /// Why the answer was refused here, which libcurl calls a write error.
    private var verdict: ClientError?

    private enum Phase {
        case connecting, waiting, receiving, paused
    }

    init?(driver: TransferDriver, sockets: WatchedSockets, _ configuration: Client.Configuration) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.driver = driver
        self.sockets = sockets
        userAgent = configuration.userAgent
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // libcurl uses the pointers to `self` and `sockets` while it is called by the driver only, which keeps
        // both alive for longer than its multi handle.
        var callbacks = curl_easy_callbacks(
            header: Self.headerCame, write: Self.bodyCame, connected: Self.connected, open_socket: Self.openSocket,
            close_socket: Self.closeSocket, context: Unmanaged.passUnretained(self).toOpaque(),
            socket_context: Unmanaged.passUnretained(sockets).toOpaque())
        curl_set_callbacks(easy, &callbacks)
        curl_set_pointer(easy, CURLOPT_ERRORBUFFER, words)
        curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        curl_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1_)
        curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        curl_set_text(easy, CURLOPT_PROXY, "")
        curl_set_long(easy, CURLOPT_MAXAGE_CONN, Int(configuration.keptFor.components.seconds))
        if let file = configuration.certificateFile { curl_set_text(easy, CURLOPT_CAINFO, file) }
        if let key = configuration.pinnedKey {
            curl_set_text(easy, CURLOPT_PINNEDPUBLICKEY, key)
            curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 0)
            curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    /// Frees what C has allocated; the handle is not used again.
    func destroy() {
        curl_easy_cleanup(easy)
        curl_slist_free_all(fields)
        words.deallocate()
    }

    static func of(_ easy: UnsafeMutableRawPointer) -> EasyHandle? {
        // Every handle in the driver's multi handle is one whose private pointer was set in `init` and which the
        // driver holds.
        curl_get_private(easy).map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: A transfer's course

    /// Takes a transfer up.
    ///
    /// - Returns: false when there is no memory for it.
    func prepare(_ transfer: Transfer) -> Bool {
        let request = transfer.request
        self.transfer = transfer
        guard setFields(request.headers) else {
            clear()
            return false
        }
        curl_set_text(easy, CURLOPT_URL, request.url)
        curl_set_long(easy, CURLOPT_HTTPGET, 1)
        if transfer.body.count > 0 || [.post, .put, .patch].contains(request.method) {
            // libcurl reads from the body's memory, which the transfer owns; `transfer` is held until the
            // handle has left the multi handle.
            curl_set_long(easy, CURLOPT_POST, 1)
            curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(transfer.body.count))
            curl_set_pointer(easy, CURLOPT_POSTFIELDS, transfer.body.bytes.baseAddress)
        } else if request.method == .head {
            curl_set_long(easy, CURLOPT_NOBODY, 1)
        }
        curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        let connect = request.timeouts.connect.map(MonotonicTime.milliseconds) ?? 300_000
        let now = MonotonicTime.milliseconds
        totalDeadline = request.timeouts.total.map { now + MonotonicTime.milliseconds($0) } ?? .max
        enter(.connecting, within: .milliseconds(connect))
        return true
    }

    /// Lets the transfer go. The handle must not be in the multi handle.
    func clear() {
        transfer = nil
        curl_set_pointer(easy, CURLOPT_POSTFIELDS, nil)
        words[0] = 0
        head = ResponseHead()
        received = 0
        uploaded = 0
        verdict = nil
        deadline = .max
        phase = .connecting
    }

    func resume() {
        guard phase == .paused else { return }
        enter(.receiving, within: transfer?.request.timeouts.idle)
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    func result(_ code: CURLcode) -> Result<Void, ClientError> {
        if let verdict { return .failure(verdict) }
        if code == CURLE_OK && head.isComplete { return .success(()) }
        // A connection that ends within the head counts as a success to libcurl.
        return .failure(
            ClientError(
                code == CURLE_OK ? CURLE_PARTIAL_FILE : code,
                systemError: curl_get_long(easy, CURLINFO_OS_ERRNO), detail: String(cString: words),
                origin: transfer?.request.origin ?? "", connected: phase != .connecting, answerBegan: head.hasBegun))
    }

    /// The error that a transfer which is late ends with; nil when it is not.
    func lateness(at now: Int64) -> ClientError? {
        guard deadline <= now, let request = transfer?.request else { return nil }
        func error(_ kind: ClientError.Kind, _ words: String) -> ClientError {
            ClientError(kind, "\(request.origin) \(words)", answerBegan: head.hasBegun)
        }
        if totalDeadline <= now { return error(.totalTimeout, "did not finish its answer in time.") }
        switch phase {
        case .connecting:
            return error(.connectTimeout, "could not be connected to in time.")
        case .waiting:
            let sent = curl_get_size(easy, CURLINFO_SIZE_UPLOAD_T)
            guard sent > uploaded else { return error(.firstByteTimeout, "did not begin its answer in time.") }
            uploaded = sent
            enter(.waiting, within: request.timeouts.firstByte)
            return nil
        case .receiving:
            return error(.idleTimeout, "stopped in the middle of its answer.")
        case .paused:
            return nil
        }
    }

    private func enter(_ phase: Phase, within limit: Duration?) {
        self.phase = phase
        deadline = min(totalDeadline, limit.map { MonotonicTime.milliseconds + MonotonicTime.milliseconds($0) } ?? .max)
    }

    private func freeFields() {
        curl_set_lines(easy, CURLOPT_HTTPHEADER, nil)
        curl_slist_free_all(fields)
        fields = nil
        fieldsSource = nil
    }

    private func setFields(_ headers: Headers) -> Bool {
        if fieldsSource == headers { return true }
        freeFields()
        var lines = ["Expect:"]
        var hasType = false
        var hasAgent = false
        for (name, value) in headers {
            switch name.lowercased() {
            case "content-length", "transfer-encoding", "connection", "expect": continue
            case "content-type": hasType = true
            case "user-agent": hasAgent = true
            default: break
            }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        // libcurl would claim a form.
        if !hasType { lines.append("Content-Type:") }
        if !hasAgent && !userAgent.isEmpty { lines.append("User-Agent: \(userAgent)") }
        for line in lines {
            guard let longer = curl_slist_append(fields, line) else { return false }
            fields = longer
        }
        curl_set_lines(easy, CURLOPT_HTTPHEADER, fields)
        fieldsSource = headers
        return true
    }

    // MARK: What libcurl reports

    private func requestGoesOut() {
        uploaded = 0
        enter(.waiting, within: transfer?.request.timeouts.firstByte)
        driver.deadlineChanged(self)
    }

    private func headerCame(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let transfer else { return false }
        switch head.read(line) {
        case .more:
            return true
        case .tooLarge:
            verdict = .tooLarge(ResponseHead.mostBytes)
            return false
        case .complete(let complete):
            if let limit = transfer.request.maximumBodyBytes, transfer.request.method != .head,
                let length = complete.headers["Content-Length"].flatMap({ Int($0) }), length > limit
            {
                verdict = .tooLarge(limit)
                return false
            }
            enter(.receiving, within: transfer.request.timeouts.idle)
            driver.deadlineChanged(self)
            transfer.deliver(complete)
            driver.touch(self)
            return true
        }
    }

    private func bodyCame(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let transfer else { return 0 }
        if let limit = transfer.request.maximumBodyBytes, received + bytes.count > limit {
            verdict = .tooLarge(limit)
            return 0
        }
        driver.touch(self)
        guard transfer.deliver(bytes) else {
            // The slow one is the reader now.
            enter(.paused, within: nil)
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        received += bytes.count
        enter(.receiving, within: transfer.request.timeouts.idle)
        return bytes.count
    }

    // MARK: What libcurl calls

    private static let headerCame: curl_write_callback = { data, size, count, context in
        guard let context else { return 0 }
        let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
        return handle.headerCame(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
    }

    private static let bodyCame: curl_write_callback = { data, size, count, context in
        guard let context else { return 0 }
        let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
        return handle.bodyCame(UnsafeRawBufferPointer(start: data, count: size * count))
    }

    private static let connected: curl_prereq_callback = { context, _, _, _, _ in
        guard let context else { return Int32(CURL_PREREQFUNC_ABORT) }
        Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().requestGoesOut()
        return Int32(CURL_PREREQFUNC_OK)
    }

    private static let openSocket: curl_opensocket_callback = { context, _, address in
        guard let context, let address else { return -1 }
        return Unmanaged<WatchedSockets>.fromOpaque(context).takeUnretainedValue().open(address.pointee)
    }

    private static let closeSocket: curl_closesocket_callback = { context, descriptor in
        guard let context else { return -1 }
        return Unmanaged<WatchedSockets>.fromOpaque(context).takeUnretainedValue().close(descriptor)
    }
}
