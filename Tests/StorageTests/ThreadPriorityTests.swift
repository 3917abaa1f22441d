import Foundation
import Glibc
import Testing

@testable import Storage

@Suite("The priority of threads")
struct ThreadPriorityTests {
    private struct Standing: Sendable {
        let policy: Int32
        let niceness: Int32
    }

    /// `SCHED_BATCH`, which the system's module leaves out.
    private static let batch: Int32 = 3

    private static var standing: Standing {
        Standing(policy: sched_getscheduler(0), niceness: getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
    }

    @Test("a thread that stands back does so alone: it preempts nobody and is nicer than the others")
    func standingBack() async {
        let before = Self.standing
        let after = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                ThreadPriority.standBack()
                ThreadPriority.giveWay()
                continuation.resume(returning: Self.standing)
            }
        }
        #expect(after.policy == Self.batch)
        #expect(after.niceness > before.niceness)
        let others = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Self.standing) }
        }
        #expect(others.policy == SCHED_OTHER)
        #expect(others.niceness == before.niceness)
    }
}
