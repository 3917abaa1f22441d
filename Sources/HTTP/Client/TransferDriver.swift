internal import CCurl
internal import CEpoll
internal import Glibc

/// libcurl's multi handle and the epoll that drives it. Made, used and destroyed on one thread.
final class TransferDriver {
    private let loop: EventLoop
    private let executor: UnownedTaskExecutor
    private let bell: Int32
    private let multi: UnsafeMutableRawPointer
    private let sockets: WatchedSockets
    private let configuration: Client.Configuration
    /// When libcurl wants to be called, in microseconds of the monotonic clock. Called too early it would not
    /// ask again, so the coarse clock will not do.
    private var timer = Int64.max
    /// When the next transfer may be late. Times are put off far more often than they come, so the transfers
    /// are only looked at when this one has come.
    private var nextCheck = Int64.max
    private var active: [ObjectIdentifier: EasyHandle] = [:]
    private var spare: [EasyHandle] = []

    private static let mostSpare = 256
    /// How often new commands are looked for before the sockets are.
    private static let rounds = 16

    /// What else is served, by descriptor, and when the next of it wants to be called, in milliseconds of the monotonic
    /// clock.
    private var sources: [Int32: (source: any EventSource, due: Int64)] = [:]
    private var nextWork = Int64.max

    /// Returns nil when there is no memory or descriptor left.
    init?(loop: EventLoop, bell: Int32, _ configuration: Client.Configuration) {
        guard let sockets = WatchedSockets() else { return nil }
        guard sockets.watch(bell, EPOLL_READABLE), let multi = curl_multi_init() else { return nil }
        self.loop = loop
        executor = loop.asUnownedTaskExecutor()
        self.bell = bell
        self.multi = multi
        self.sockets = sockets
        self.configuration = configuration
        curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.connectionsPerHost)
        curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(1, configuration.keptConnections))
        // libcurl calls these only while it is called itself, by `run`, which keeps the driver alive.
        curl_multi_set_callbacks(
            multi, Self.socketChanged, Self.timerChanged, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        for handle in spare { handle.destroy() }
        curl_multi_cleanup(multi)
    }

    func run() {
        var commands: [EventLoop.Command] = []
        var ready = [epoll_readiness](repeating: epoll_readiness(), count: Int(EPOLL_BATCH))
        while obeyAll(&commands) {
            let wait = commands.isEmpty ? patience : 0
            for event in sockets.wait(&ready, wait) { react(to: event) }
            actWhenDue()
            if nextCheck != .max { endLate(MonotonicTime.milliseconds) }
            if nextWork != .max { workWhenDue() }
        }
        loop.refuse(commands)
        for handle in Array(active.values) { finish(handle, .failure(.closed)) }
    }

    /// Does what there is to be done, and what that leads to, but looks at the sockets now and then.
    ///
    /// - Returns: false when the thread is to end.
    private func obeyAll(_ commands: inout [EventLoop.Command]) -> Bool {
        for _ in 0..<Self.rounds {
            guard loop.takeCommands(into: &commands) else { return false }
            if commands.isEmpty { break }
            for command in commands { obey(command) }
            actWhenDue()
        }
        return true
    }

    private func actWhenDue() {
        guard timer != .max, timer <= Self.microseconds else { return }
        timer = .max
        act(CURL_SOCKET_TIMEOUT_, 0)
    }

    /// Milliseconds until something is due, or -1.
    private var patience: Int32 {
        let untilTimer = timer == .max ? .max : (timer - Self.microseconds + 999) / 1_000
        let next = min(nextCheck, nextWork)
        let untilCheck = next == .max ? .max : next - MonotonicTime.milliseconds
        let until = min(untilTimer, untilCheck)
        return until == .max ? -1 : Int32(clamping: max(0, until))
    }

    private static var microseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
    }

    private func react(to event: epoll_readiness) {
        let descriptor = Int32(event.tag)
        if descriptor == bell {
            var count: eventfd_t = 0
            eventfd_read(bell, &count)
            return
        }
        if let source = sources[descriptor]?.source { return work(for: source) }
        guard sockets.isWanted(descriptor) else { return sockets.release(descriptor) }
        var bits: Int32 = 0
        if event.events & EPOLL_READABLE != 0 { bits |= CURL_CSELECT_IN }
        if event.events & EPOLL_WRITABLE != 0 { bits |= CURL_CSELECT_OUT }
        if event.events & EPOLL_BROKEN != 0 { bits |= CURL_CSELECT_ERR }
        act(descriptor, bits)
    }

    /// Lets libcurl work on a socket, or on what is due, and hands on what came of it.
    private func act(_ descriptor: Int32, _ bits: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, descriptor, bits, &running)
        var code = CURLE_OK
        while let easy = curl_multi_next_done(multi, &code) {
            guard let handle = EasyHandle.of(easy) else { continue }
            finish(handle, handle.result(code))
        }
        wakeTouched()
    }

    // MARK: Other sources

    /// - Returns: whether the source is served from now on.
    func serve(_ source: any EventSource) -> Bool {
        guard sockets.watch(source.descriptor, EPOLL_READABLE) else { return false }
        sources[source.descriptor] = (source, .max)
        work(for: source)
        return true
    }

    /// Serves a source no longer, whose descriptor is about to be closed.
    func leave(_ source: any EventSource) { sources[source.descriptor] = nil }

    /// Lets a source do what there is to do.
    func work(for source: any EventSource) {
        let pause = source.work()
        let due = pause.map { $0 == 0 ? 0 : MonotonicTime.milliseconds + $0 } ?? .max
        sources[source.descriptor]?.due = due
        nextWork = min(nextWork, due)
    }

    private func workWhenDue() {
        let now = MonotonicTime.milliseconds
        guard nextWork <= now else { return }
        nextWork = .max
        for (source, due) in Array(sources.values) {
            if due <= now { work(for: source) } else { nextWork = min(nextWork, due) }
        }
    }

    // MARK: Transfers

    /// The transfers that have something new for their readers.
    private var touched: [EasyHandle] = []

    private func wakeTouched() {
        while let handle = touched.popLast() {
            handle.isTouched = false
            handle.transfer?.wake()
        }
    }

    func touch(_ handle: EasyHandle) {
        guard !handle.isTouched else { return }
        handle.isTouched = true
        touched.append(handle)
    }

    private func obey(_ command: EventLoop.Command) {
        switch command {
        case .start(let transfer):
            start(transfer)
        case .resume(let transfer):
            guard let handle = active[ObjectIdentifier(transfer)] else { return }
            handle.resume()
            lookAfter(handle)
            // The bytes that were held back are delivered within the call.
            wakeTouched()
        case .abort(let transfer):
            guard let handle = active[ObjectIdentifier(transfer)] else { return }
            finish(handle, .failure(.cancelled))
        case .run(let job):
            job.runSynchronously(on: executor)
        case .perform(let body):
            body(self)
        }
    }

    private func start(_ transfer: Transfer) {
        guard !transfer.isEnded else { return }
        guard let handle = spare.popLast() ?? EasyHandle(driver: self, sockets: sockets, configuration),
            handle.prepare(transfer)
        else { return transfer.end(.failure(.unstarted)) }
        active[ObjectIdentifier(transfer)] = handle
        lookAfter(handle)
        let code = curl_multi_add_handle(multi, handle.easy)
        if code != CURLM_OK { finish(handle, .failure(.unstarted)) }
    }

    private func finish(_ handle: EasyHandle, _ result: Result<Void, ClientError>) {
        guard let transfer = handle.transfer else { return }
        // Removing a handle whose answer is not complete closes its connection.
        curl_multi_remove_handle(multi, handle.easy)
        active[ObjectIdentifier(transfer)] = nil
        handle.clear()
        if spare.count < Self.mostSpare { spare.append(handle) } else { handle.destroy() }
        transfer.end(result)
    }

    private func lookAfter(_ handle: EasyHandle) {
        nextCheck = min(nextCheck, handle.deadline)
    }

    func deadlineChanged(_ handle: EasyHandle) { lookAfter(handle) }

    private func endLate(_ now: Int64) {
        guard nextCheck <= now else { return }
        for handle in Array(active.values) {
            if let error = handle.lateness(at: now) { finish(handle, .failure(error)) }
        }
        nextCheck = active.values.lazy.map(\.deadline).min() ?? .max
    }

    // MARK: What libcurl calls

    private static let socketChanged: curl_socket_callback = { _, descriptor, what, context, _ in
        guard let context else { return 0 }
        let driver = Unmanaged<TransferDriver>.fromOpaque(context).takeUnretainedValue()
        switch what {
        case CURL_POLL_IN: driver.sockets.want(descriptor, EPOLL_READABLE)
        case CURL_POLL_OUT: driver.sockets.want(descriptor, EPOLL_WRITABLE)
        case CURL_POLL_INOUT: driver.sockets.want(descriptor, EPOLL_READABLE | EPOLL_WRITABLE)
        default: driver.sockets.want(descriptor, 0)
        }
        return 0
    }

    private static let timerChanged: curl_multi_timer_callback = { _, milliseconds, context in
        guard let context else { return 0 }
        let driver = Unmanaged<TransferDriver>.fromOpaque(context).takeUnretainedValue()
        driver.timer = milliseconds < 0 ? .max : microseconds + Int64(milliseconds) * 1_000
        return 0
    }
}
