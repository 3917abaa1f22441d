import Glibc

/// SIGTERM, SIGINT and SIGHUP, taken in one place rather than wherever they happen to strike.
///
/// To be made before any other thread is: threads inherit that the signals are held back.
struct ServerSignals {
    enum Wish {
        case stop
        /// SIGHUP: to read the configuration again.
        case reload
    }

    private let all: sigset_t
    private let stopping: sigset_t
    /// Whether a terminal shows the messages, whose closing is a SIGHUP too.
    private let hasTerminal = isatty(STDERR_FILENO) == 1

    init() {
        var stopping = sigset_t()
        sigemptyset(&stopping)
        sigaddset(&stopping, SIGTERM)
        sigaddset(&stopping, SIGINT)
        var all = stopping
        sigaddset(&all, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        // A client that went away is an error of its own request.
        signal(SIGPIPE, SIG_IGN)
        self.all = all
        self.stopping = stopping
    }

    /// Waits until one of them arrives.
    func next() -> Wish {
        var set = all
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        guard number == SIGHUP else { return .stop }
        return hasTerminal && isatty(STDERR_FILENO) != 1 ? .stop : .reload
    }

    /// Takes a wish to stop that has arrived meanwhile.
    func hasStop() -> Bool {
        var set = stopping
        var now = timespec()
        return sigtimedwait(&set, nil, &now) > 0
    }
}
