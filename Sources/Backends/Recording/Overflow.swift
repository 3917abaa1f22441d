import Engine
import Synchronization

/// Requests that found no slot, in memory: recorded like the others unless the process is killed first.
final class Overflow: Sendable {
    /// About 30 MB.
    private static let capacity = 65_536

    private struct State {
        var open: [UInt64: RequestOpening] = [:]
        var finished: [StoredRequest] = []
        var lost: UInt64 = 0
    }

    private let state = Mutex(State())

    /// How many requests wait here, and how many were too many even for that.
    var counts: (waiting: Int, lost: UInt64) {
        state.withLock { ($0.open.count + $0.finished.count, $0.lost) }
    }

    func open(_ number: UInt64, _ opening: RequestOpening) {
        state.withLock { state in
            if state.open.count + state.finished.count < Self.capacity {
                state.open[number] = opening
            } else {
                state.lost += 1
            }
        }
    }

    /// - Returns: whether it was open here.
    func finish(_ number: UInt64, _ record: RequestRecord) -> Bool {
        state.withLock { state in
            guard let opening = state.open.removeValue(forKey: number) else { return false }
            state.finished.append(StoredRequest(number: number, opening: opening, record: record))
            return true
        }
    }

    /// Takes some of what is finished. What cannot be recorded now is to be put back.
    func takeFinished(_ limit: Int) -> [StoredRequest] {
        state.withLock { state in
            let taken = Array(state.finished.prefix(limit))
            state.finished.removeFirst(taken.count)
            return taken
        }
    }

    func putBack(_ requests: [StoredRequest]) {
        state.withLock { $0.finished.append(contentsOf: requests) }
    }
}
