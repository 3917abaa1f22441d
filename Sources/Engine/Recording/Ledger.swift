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
    /// Keeps prompts and answers; `nil` where that is not switched on.
    let contents: (any ContentKeeper)?
    private let journal: any RequestJournal
    private let clock: any EngineClock
    private let observer: (any RequestObserver)?

    /// - Parameters:
    ///   - totals: from the former run, in which nothing is in flight any more.
    ///   - observer: hears of every request that has ended.
    public init(
        journal: any RequestJournal, totals: Totals, clock: any EngineClock, contents: (any ContentKeeper)? = nil,
        observer: (any RequestObserver)? = nil
    ) {
        self.contents = contents
        self.observer = observer
        self.journal = journal
        self.clock = clock
        meter = RequestMeter(former: totals, clock: clock)
    }

    public var current: Totals { meter.totals }

    /// Notes a request's arrival. What is opened has to be closed, exactly once.
    func open(_ opening: consuming RequestOpening) -> OpenRequest {
        let number = journal.begin(opening)
        let now = clock.nanoseconds
        let observed = observer == nil ? nil : opening
        return OpenRequest(
            ledger: self, number: number, place: meter.open(opening, at: now), arrival: now, clock: clock,
            opening: observed)
    }

    /// Notes a request that was refused before anything of it was read.
    /// - Parameters:
    ///   - id: the request's.
    ///   - tenant: whose it is, where that is known.
    public func refuse(
        _ id: String, _ error: RouterError, tenant: String = "", operation: RequestOpening.Operation = .chat
    ) {
        let opening = RequestOpening(
            id: id, receivedAt: clock.milliseconds, tenant: tenant, modelAsked: "", isStreamed: false,
            operation: operation)
        open(opening).close(.failed(error, attempts: 0, cache: .bypass))
    }

    /// Counts a request only when it is on record, so that no figure ever shows what a crash could take back.
    fileprivate func close(
        _ number: UInt64, _ place: RequestMeter.Place, _ opening: RequestOpening?, _ record: RequestRecord,
        at now: Int64
    ) {
        journal.finish(number, record)
        meter.close(place, record, at: now)
        if let opening { observer?.finished(opening, record) }
    }
}

/// A request that has been received and not answered yet.
final class OpenRequest: Sendable {
    private let ledger: Ledger
    let number: UInt64
    private let place: RequestMeter.Place
    private let arrival: Int64
    private let clock: any EngineClock
    /// Kept only where somebody wants to hear of it at the end.
    private let opening: RequestOpening?
    private let isClosed = Atomic(false)

    fileprivate init(
        ledger: Ledger, number: UInt64, place: RequestMeter.Place, arrival: Int64, clock: any EngineClock,
        opening: RequestOpening?
    ) {
        self.opening = opening
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
        ledger.close(number, place, opening, record, at: now)
    }

    private func milliseconds(at now: Int64) -> Double { max(0, Double(now - arrival) / 1_000_000) }
}
