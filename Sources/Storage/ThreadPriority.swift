internal import CScheduling
import Glibc

/// How much of the processor a thread gets when there is not enough for all.
package enum ThreadPriority {
    /// How many steps of niceness those that can wait stand behind: when all are busy they get two fifths of what another
    /// gets, enough to keep up.
    package static let usual: Int32 = 4

    /// How long they run at a time, in nanoseconds. The kernel's own measure is milliseconds, for which a request that is
    /// being answered on the same core would stand still.
    private static let slice: UInt64 = 100_000

    /// Lets the other threads of this process go before the calling one, for good: what it does must be able to wait, and
    /// where it does much at a time it has to call ``giveWay()`` in between.
    /// - Parameter steps: of niceness. Each of them takes a fifth of what the thread gets when all are busy.
    package static func standBack(by steps: Int32 = usual) {
        // Linux keeps a niceness for each thread; 0 is the calling one. That it may not be raised is no reason to fail, nor
        // that the kernel does not know the rest.
        let thread = __priority_which_t(PRIO_PROCESS.rawValue)
        _ = setpriority(thread, 0, min(19, getpriority(thread, 0) + steps))
        _ = scheduling_enter_background(slice)
    }

    /// Lets others go first who wait for the processor: the thread rests for about a tenth of a millisecond.
    ///
    /// To yield would not do. The kernel counts what each thread has had, and goes at once on with one that stood back
    /// before; and it looks for others at its ticks only, every few milliseconds.
    package static func giveWay() {
        var rest = timespec(tv_sec: 0, tv_nsec: 50_000)
        nanosleep(&rest, nil)
    }
}
