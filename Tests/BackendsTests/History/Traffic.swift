import Engine
import Storage

@testable import Backends

/// Requests of all kinds, the same ones for the same seed.
struct Traffic {
    private var state: UInt64

    init(seed: UInt64 = 1) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// - Parameters:
    ///   - first: the sequence of the first.
    ///   - pace: milliseconds from one to the next, on average.
    mutating func requests(_ count: Int, first: UInt64 = 1, from start: Int64, pace: Int64) -> [StoredRequest] {
        var now = start
        return (0..<UInt64(count)).map { index in
            now += Int64(next(below: UInt64(2 * pace + 1)))
            return request(first + index, at: now)
        }
    }

    mutating func request(_ sequence: UInt64, at instant: Int64) -> StoredRequest {
        var record = RequestRecord()
        record.outcome = [.succeeded, .succeeded, .succeeded, .failed, .cancelled][Int(next(below: 5))]
        record.cache = record.outcome == .succeeded ? CacheOutcome.allCases[Int(next(below: 6))] : .miss
        record.modelServed = record.outcome == .failed ? "" : "custom:m\(next(below: 3))"
        record.attempts = Int(next(below: 3))
        record.usage = Usage(
            input: Int64(next(below: 900)), cachedInput: Int64(next(below: 90)), output: Int64(next(below: 300)))
        record.cost = Int64(next(below: 10_000))
        record.saving = Int64(next(below: 90_000))
        record.queued = Double(next(below: 5_000)) / 1_000
        let firstByte = next(below: 100_000)
        record.firstByte = Double(firstByte) / 1_000
        record.total = Double(firstByte + next(below: 1_000_000)) / 1_000
        if record.outcome == .failed { record.errorCode = ["http_503", "timeout"][Int(next(below: 2))] }
        return StoredRequest(
            number: sequence << SlotTable.indexBits | next(below: 1_000),
            opening: RequestOpening(
                id: "id-\(sequence)", receivedAt: instant, tenant: "team-\(next(below: 4))",
                modelAsked: "custom:m\(next(below: 3))", isStreamed: next(below: 2) == 0),
            record: record)
    }

    private mutating func next(below bound: UInt64) -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state % bound
    }
}

extension RequestFigures {
    /// The same figures counted one by one.
    init(counting requests: some Sequence<StoredRequest>) {
        self.init()
        var minutes: [Int64: Int64] = [:]
        for request in requests {
            var sum = RequestSum(
                model: request.model, outcome: request.record.outcome, cache: request.record.cache)
            sum.add(request)
            self.add(sum)
            if request.record.outcome == .succeeded {
                minutes[request.opening.receivedAt / 60_000, default: 0] += 1
            }
        }
        busiestMinute = minutes.values.max() ?? 0
    }

    /// Without what is known of minutes alone.
    var withoutBusiest: RequestFigures {
        var figures = self
        figures.busiestMinute = 0
        return figures
    }
}
