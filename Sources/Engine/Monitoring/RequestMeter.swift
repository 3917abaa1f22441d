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
    struct Place: Sendable {
        fileprivate let shard: Int
        fileprivate let flight: Int
    }

    private struct Shard {
        var totals = Ledger.Totals()
        var flights = FlightTable()
        var batch = MeterBatch(second: 0)
        /// The numbers of the models that came by, so that nobody has to wait for the table of all.
        var numbers: [String: Int] = [:]
    }

    private final class ShardBox: Sendable {
        let state = Mutex(Shard())
    }

    private static let shardCount = 16
    /// Models that are told apart.
    private static let modelLimit = 50

    private let shards = (0..<shardCount).map { _ in ShardBox() }
    /// What waits to be added to the history. Nobody holds this lock for longer than it takes to append.
    private let pending = Mutex<[MeterBatch]>([])
    private let history = Mutex(MeterHistory())
    private let names = BoundedNames(limit: modelLimit)
    private let former: Ledger.Totals
    private let clock: any EngineClock
    /// Nanoseconds at which the first second began.
    let origin: Int64

    /// - Parameter former: what earlier runs counted.
    init(former: Ledger.Totals, clock: any EngineClock) {
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
    func open(_ opening: RequestOpening, at now: Int64) -> Place {
        let shard = Self.threadShard
        let flight = shards[shard].state.withLock { state in
            state.totals.received += 1
            return state.flights.add(RequestInFlight(opening: opening, arrival: now))
        }
        return Place(shard: shard, flight: flight)
    }

    /// - Parameter now: nanoseconds.
    func close(_ place: Place, _ record: RequestRecord, at now: Int64) {
        let second = second(at: now)
        let wall = record.outcome == .failed ? clock.milliseconds : 0
        let done = shards[place.shard].state.withLock { state -> MeterBatch? in
            switch record.outcome {
            case .succeeded: state.totals.succeeded += 1
            case .failed: state.totals.failed += 1
            case .cancelled: state.totals.cancelled += 1
            }
            var done: MeterBatch?
            // A second that seems to lie in the past is counted as this one: threads may overtake each other.
            if second > state.batch.second {
                done = Self.take(&state, next: second)
            }
            guard let flight = state.flights.remove(place.flight) else { return done }
            let name = record.model(askedFor: flight.opening.modelAsked)
            state.batch.add(record, model: number(of: name, &state), isStreamed: flight.opening.isStreamed)
            if record.outcome == .failed {
                state.batch.errors.add(
                    ErrorGroup(
                        code: record.errorCode, model: name, firstSeen: wall, lastSeen: wall, status: record.status,
                        tip: record.tip, lastRequestID: flight.opening.id))
            }
            return done
        }
        if let done { hand(over: done) }
    }

    /// The requests in flight, the oldest first.
    func inFlight() -> [RequestInFlight] {
        shards.flatMap { $0.state.withLock { $0.flights.all } }.sorted { $0.arrival < $1.arrival }
    }

    /// What has been counted until now, with the models' names by their numbers.
    func read<Result: Sendable>(_ body: @Sendable (borrowing MeterHistory, [String]) -> Result) -> Result {
        let second = second(at: clock.nanoseconds)
        return history.withLock { history in
            for shard in shards {
                if let batch = shard.state.withLock({ Self.take(&$0, next: $0.batch.second) }) { history.add(batch) }
            }
            drain(into: &history)
            history.advance(to: second)
            return body(history, names.all)
        }
    }

    /// Seconds since the meter began; a clock that goes back stands still here.
    func second(at now: Int64) -> Int64 { max(0, now - origin) / 1_000_000_000 }

    private static func take(_ state: inout Shard, next second: Int64) -> MeterBatch? {
        let done = state.batch
        state.batch = MeterBatch(second: second)
        return done.isEmpty ? nil : done
    }

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

    private func number(of name: String, _ state: inout Shard) -> Int {
        if let number = state.numbers[name] { return number }
        let number = names.number(of: name)
        // Where there are too many names, each is looked up again rather than kept.
        if state.numbers.count <= Self.modelLimit { state.numbers[name] = number }
        return number
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
    func model(askedFor asked: String) -> String {
        if !modelServed.isEmpty { return modelServed }
        return errorCode == "model_not_found" ? "" : asked
    }
}
