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

    private let totals: Mutex<Totals>
    private let journal: any RequestJournal
    private let clock: any EngineClock

    /// - Parameter totals: from the former run, in which nothing is in flight any more.
    public init(journal: any RequestJournal, totals: Totals, clock: any EngineClock) {
        self.journal = journal
        self.clock = clock
        self.totals = Mutex(totals)
    }

    public var current: Totals { totals.withLock { $0 } }

    /// Notes a request's arrival. What is opened has to be closed, exactly once.
    func open(_ opening: RequestOpening) -> OpenRequest {
        totals.withLock { $0.received += 1 }
        return OpenRequest(
            ledger: self, number: journal.begin(opening), arrival: clock.nanoseconds, clock: clock)
    }

    /// Notes a request that was refused before anything of it was read.
    /// - Parameter id: the request's.
    public func refuse(_ id: String, _ error: RouterError) {
        let opening = RequestOpening(
            id: id, receivedAt: clock.milliseconds, tenant: "", modelAsked: "", isStreamed: false)
        open(opening).close(.failed(error, attempts: 0, cache: .bypass))
    }

    fileprivate func close(_ number: UInt64, _ record: RequestRecord) {
        journal.finish(number, record)
        totals.withLock { totals in
            switch record.outcome {
            case .succeeded: totals.succeeded += 1
            case .failed: totals.failed += 1
            case .cancelled: totals.cancelled += 1
            }
        }
    }
}

/// A request that has been received and not answered yet.
final class OpenRequest: Sendable {
    private let ledger: Ledger
    private let number: UInt64
    private let arrival: Int64
    private let clock: any EngineClock
    private let isClosed = Atomic(false)

    fileprivate init(ledger: Ledger, number: UInt64, arrival: Int64, clock: any EngineClock) {
        self.ledger = ledger
        self.number = number
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
    var elapsed: Double { Double(clock.nanoseconds - arrival) / 1_000_000 }

    /// Records what became of it. Only the first verdict counts.
    func close(_ record: RequestRecord) {
        guard isClosed.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        else {
            return
        }
        var record = record
        record.total = elapsed
        if record.firstByte == 0 { record.firstByte = record.total }
        ledger.close(number, record)
    }
}
