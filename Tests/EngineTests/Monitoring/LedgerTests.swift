import Synchronization
import Testing

@testable import Engine

@Suite("Ledger")
struct LedgerTests {
    private static func opening(_ model: String, streamed: Bool = false, id: String = "r") -> RequestOpening {
        RequestOpening(id: id, receivedAt: 0, tenant: "team", modelAsked: model, isStreamed: streamed)
    }

    private final class NoJournal: RequestJournal {
        func begin(_ opening: RequestOpening) -> UInt64 { 0 }
        func finish(_ number: UInt64, _ record: RequestRecord) {}
    }

    @Test(
        "received = succeeded + failed + cancelled + in flight at every instant of a busy time, and exactly at its end")
    func identityHolds() async {
        let (writers, each) = (8, 4_000)
        var former = Ledger.Totals()
        former.received = 10
        former.succeeded = 10
        let ledger = Ledger(journal: NoJournal(), totals: former, clock: TestClock())
        let isOver = Atomic(false)
        let reader = Task.detached {
            var (readings, last) = (0, Ledger.Totals())
            while !isOver.load(ordering: .relaxed) || readings == 0 {
                let now = ledger.current
                let ended = now.succeeded + now.failed + now.cancelled
                #expect(now.received >= ended && now.received - ended <= UInt64(2 * writers))
                #expect(now.received >= last.received && now.succeeded >= last.succeeded && now.failed >= last.failed)
                (readings, last) = (readings + 1, now)
                await Task.yield()
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var kept: OpenRequest?
                    for number in 0..<each {
                        let request = ledger.open(Self.opening("m\(number % 3)"))
                        // One in two is closed only after the next was opened, maybe on another thread.
                        if number % 2 == 0 {
                            kept = request
                            await Task.yield()
                            continue
                        }
                        var record = RequestRecord()
                        record.modelServed = "m\(number % 3)"
                        record.outcome = (number + writer) % 5 == 0 ? .failed : .succeeded
                        request.close(record)
                        // What nobody closes is cancelled.
                        if number % 4 == 1 { kept?.close(record) }
                        kept = nil
                    }
                }
            }
        }
        isOver.store(true, ordering: .relaxed)
        await reader.value

        let end = ledger.current
        let all = UInt64(writers * each)
        #expect(end.received == 10 + all && end.inFlight == 0)
        #expect(end.cancelled == all / 4)
        #expect(end.succeeded + end.failed == 10 + all * 3 / 4)
        let counted = ledger.meter.read { history, _ in
            history.lifetime.values.reduce(into: RequestTally()) { $0 += $1.tally }
        }
        #expect(UInt64(counted.succeeded) == end.succeeded - 10 && UInt64(counted.failed) == end.failed)
        #expect(UInt64(counted.cancelled) == end.cancelled)
        #expect(ledger.meter.inFlight().isEmpty)
    }

    @Test("Requests in flight are listed, the oldest first, until they are closed")
    func inFlight() {
        let clock = TestClock()
        let ledger = Ledger(journal: TestJournal(), totals: Ledger.Totals(), clock: clock)
        let first = ledger.open(Self.opening("a", id: "1"))
        clock.advance(milliseconds: 250)
        let second = ledger.open(Self.opening("b", streamed: true, id: "2"))
        #expect(ledger.meter.inFlight().map(\.opening.id) == ["1", "2"])
        #expect(ledger.meter.inFlight()[0].age(at: clock.nanoseconds) == 250)
        first.close(RequestRecord())
        #expect(ledger.meter.inFlight().map(\.opening.id) == ["2"])
        second.close(RequestRecord())
        #expect(ledger.meter.inFlight().isEmpty && ledger.current.inFlight == 0)
    }

    private final class Ears: RequestObserver {
        let heard = Mutex<[String]>([])

        func finished(_ opening: RequestOpening, _ record: RequestRecord) {
            heard.withLock { $0.append("\(opening.operation) \(opening.id) \(record.outcome) \(record.total)") }
        }
    }

    @Test("Whoever wants to hears of each request once, when it has ended, however it has")
    func observer() {
        let (clock, ears, journal) = (TestClock(), Ears(), TestJournal())
        let ledger = Ledger(journal: journal, totals: Ledger.Totals(), clock: clock, observer: ears)
        let first = ledger.open(Self.opening("a", id: "1"))
        #expect(ears.heard.withLock { $0 } == [])
        clock.advance(milliseconds: 250)
        first.close(RequestRecord())
        first.close(RequestRecord())
        _ = ledger.open(Self.opening("a", id: "2"))
        ledger.refuse("3", .invalid("No.", param: nil, tip: ""))
        #expect(
            ears.heard.withLock { $0 } == [
                "chat 1 succeeded 250.0", "chat 2 cancelled 0.0", "chat 3 failed 0.0",
            ])
    }
}
