import Synchronization

/// Counts every request: received = succeeded + failed + cancelled + in flight, at any instant.
public final class Ledger: Sendable {
    public struct Totals: Sendable, Hashable {
        public var received: UInt64 = 0
        public var succeeded: UInt64 = 0
        public var failed: UInt64 = 0
        public var cancelled: UInt64 = 0

        public var inFlight: UInt64 { received - succeeded - failed - cancelled }

        public init() {}
    }

    public let meter: RequestMeter
    private let journal: any RequestJournal
    private let clock: any EngineClock

    /// - Parameter totals: from the former run, in which nothing is in flight any more.
    public init(journal: any RequestJournal, totals: Totals, clock: any EngineClock) {
        self.journal = journal
        self.clock = clock
        meter = RequestMeter(former: totals, clock: clock)
    }

    public var current: Totals { meter.totals }

    /// Notes a request's arrival. What is opened has to be closed, exactly once.
    func open(_ opening: RequestOpening) -> OpenRequest {
        let number = journal.begin(opening)
        let now = clock.nanoseconds
        return OpenRequest(
            ledger: self, number: number, place: meter.open(opening, at: now), arrival: now, clock: clock)
    }

    /// Counts a request only when it is on record, so that no figure ever shows what a crash could take back.
    fileprivate func close(_ number: UInt64, _ place: RequestMeter.Place, _ record: RequestRecord, at now: Int64) {
        journal.finish(number, record)
        meter.close(place, record, at: now)
    }
}

/// A request that has been received and not answered yet.
final class OpenRequest: Sendable {
    private let ledger: Ledger
    private let number: UInt64
    private let place: RequestMeter.Place
    private let arrival: Int64
    private let clock: any EngineClock
    private let isClosed = Atomic(false)

    fileprivate init(
        ledger: Ledger, number: UInt64, place: RequestMeter.Place, arrival: Int64, clock: any EngineClock
    ) {
        self.ledger = ledger
        self.number = number
        self.place = place
        self.arrival = arrival
        self.clock = clock
    }

    /// A request that nobody answers any more is one whose client went away.
    deinit {
        var record = RequestRecord()
        record.outcome = .cancelled
        record.status = 499
        close(record)
    }

    /// Milliseconds since the request arrived.
    var elapsed: Double { milliseconds(at: clock.nanoseconds) }

    /// Records what became of it. Only the first verdict counts.
    func close(_ record: RequestRecord) {
        guard isClosed.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        else {
            return
        }
        let now = clock.nanoseconds
        var record = record
        record.total = milliseconds(at: now)
        if record.firstByte == 0 { record.firstByte = record.total }
        ledger.close(number, place, record, at: now)
    }

    private func milliseconds(at now: Int64) -> Double { max(0, Double(now - arrival) / 1_000_000) }
}
