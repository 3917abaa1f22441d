import Glibc

/// SIGTERM and SIGINT, taken in one place rather than wherever they happen to strike.
///
/// To be made before any other thread is: threads inherit that the signals are held back.
struct StopSignals {
    private let set: sigset_t

    init() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A client that went away is an error of its own request.
        signal(SIGPIPE, SIG_IGN)
        self.set = set
    }

    /// Waits until one of them arrives.
    func wait() {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
    }

    /// Takes one that has arrived meanwhile.
    func hasArrived() -> Bool {
        var set = set
        var now = timespec()
        return sigtimedwait(&set, nil, &now) > 0
    }
}
