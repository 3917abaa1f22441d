import Synchronization
import Telemetry

/// Counts every request as it comes and as it goes.
///
/// Nothing that all threads share is touched on a request's way: a request is counted in one of the shards, mostly one to
/// a thread, when it comes and in the same one when it goes. That is why the totals agree at every instant: in each shard
/// received = succeeded + failed + cancelled + in flight, so it is in their sum. What a shard counted in a second is added
/// to the history by whoever comes first in the next one, or by a reader.
public final class RequestMeter: Sendable {
    /// Where a request in flight is noted.
    package struct Place: Sendable {
        fileprivate let shard: Int
        fileprivate let flight: Int
    }

    private final class Shard: Sendable {
        let state = Mutex(MeterShard())
        /// Keeps the next one off the lines of memory that this one changes.
        private let gap = InlineArray<16, Int>(repeating: 0)
    }

    private static let shardCount = 16
    /// Models that are told apart.
    private static let modelLimit = 50

    private let shards = (0..<shardCount).map { _ in Shard() }
    /// What waits to be added to the history. Nobody holds this lock for longer than it takes to append.
    private let pending = Mutex<[MeterBatch]>([])
    private let history = Mutex(MeterHistory())
    private let names = BoundedNames(limit: modelLimit)
    private let former: Ledger.Totals
    private let clock: any EngineClock
    /// Nanoseconds at which the first second began.
    package let origin: Int64

    /// - Parameter former: what earlier runs counted.
    package init(former: Ledger.Totals, clock: any EngineClock) {
        self.former = former
        self.clock = clock
        origin = clock.nanoseconds
    }

    /// Everything ever counted: received = succeeded + failed + cancelled + in flight.
    public var totals: Ledger.Totals {
        shards.reduce(into: former) { totals, shard in
            let part = shard.state.withLock { $0.totals }
            totals.received += part.received
            totals.succeeded += part.succeeded
            totals.failed += part.failed
            totals.cancelled += part.cancelled
        }
    }

    /// - Parameter now: nanoseconds.
    package func open(_ opening: consuming RequestOpening, at now: Int64) -> Place {
        let shard = Self.threadShard
        var flight = RequestInFlight(opening: opening, arrival: now)
        return Place(shard: shard, flight: shards[shard].state.withLock { $0.open(&flight) })
    }

    /// - Parameter now: nanoseconds.
    package func close(_ place: Place, _ record: borrowing RequestRecord, at now: Int64) {
        let second = second(at: now)
        let wall = record.outcome == .failed ? clock.milliseconds : 0
        let done = shards[place.shard].state.withLock {
            $0.close(place.flight, record, second: second, wall: wall, number: names.number)
        }
        if let done { hand(over: done) }
    }

    /// The requests in flight, the oldest first.
    func inFlight() -> [RequestInFlight] {
        shards.flatMap { $0.state.withLock { $0.inFlight } }.sorted { $0.arrival < $1.arrival }
    }

    /// What has been counted until now, with the models' names by their numbers.
    func read<Result: Sendable>(_ body: @Sendable (borrowing MeterHistory, [String]) -> Result) -> Result {
        let second = second(at: clock.nanoseconds)
        return history.withLock { history in
            for shard in shards {
                if let batch = shard.state.withLock({ $0.take() }) { history.add(batch) }
            }
            drain(into: &history)
            history.advance(to: second)
            return body(history, names.all)
        }
    }

    /// Seconds since the meter began; a clock that goes back stands still here.
    func second(at now: Int64) -> Int64 { max(0, now - origin) / 1_000_000_000 }

    private func hand(over batch: MeterBatch) {
        let waiting = pending.withLock { pending in
            pending.append(batch)
            return pending.count
        }
        // Where nobody reads, a request now and then does the reader's work; it does not wait for one that is at it.
        guard waiting > 2 * Self.shardCount else { return }
        history.withLockIfAvailable { drain(into: &$0) }
    }

    private func drain(into history: inout MeterHistory) {
        let batches = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        for batch in batches { history.add(batch) }
    }

    /// The same for a thread each time, mostly: stacks lie far apart, whereas a thread's calls lie close together.
    private static var threadShard: Int {
        var here: UInt8 = 0
        let address = withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) }
        let spread = UInt64(address >> 16) &* 0x9E37_79B9_7F4A_7C15
        return Int((spread >> 32) % UInt64(shardCount))
    }
}

extension RequestRecord {
    /// The model to count it for: the one that answered, else the one that was asked for if there is one of that name.
    borrowing func model(askedFor asked: String) -> String {
        if !modelServed.isEmpty { return modelServed }
        return errorCode == "model_not_found" ? "" : asked
    }
}
