import Glibc

/// How much of the processor a thread gets when there is not enough for all.
package enum ThreadPriority {
    /// How many steps of niceness those that can wait stand behind: when all are busy they get two fifths of what another
    /// gets, enough to keep up, and whoever wakes up goes first.
    private static let steps: Int32 = 4

    /// Lets the other threads of this process go before the calling one, for good: what it does must be able to wait.
    package static func standBack() {
        // Linux keeps a niceness for each thread; 0 is the calling one. That it may not be raised is no reason to fail.
        let thread = __priority_which_t(PRIO_PROCESS.rawValue)
        _ = setpriority(thread, 0, min(19, getpriority(thread, 0) + steps))
    }
}
