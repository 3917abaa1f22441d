import Engine
import Foundation
import Testing

@testable import Backends

@Suite("A process that is killed while it records")
struct KilledProcessTests {
    /// Where the child says which requests it has answered, as a client would know.
    private static func answersPath(_ folder: String) -> String { folder + "/answered" }

    @Test("has every request in the database that it answered, and the others as cancelled", arguments: 1...3)
    func killed(round: Int) async throws {
        let scratch = try Scratch()
        let folder = scratch.folder
        let killAfter = round * 7_000
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, killAfter = killAfter as Int] in
            try KilledProcessTests.record(in: folder, killAfter: killAfter)
        }
        let answered = try String(contentsOfFile: Self.answersPath(folder), encoding: .utf8).split(separator: "\n")
        #expect(answered.count >= killAfter)

        let store = try RequestStore(at: folder + "/requests.db")
        let journal = try SlotJournal(folder: folder + "/journal", store: store, clock: TestClock())
        #expect(journal.recovery.torn == 0)
        let requests = try store.newest(1_000_000)
        let succeeded = Set(requests.filter { $0.record.outcome == .succeeded }.map(\.opening.id))
        let missing = answered.filter { !succeeded.contains(String($0)) }
        #expect(missing.isEmpty, "\(missing.count) of \(answered.count)")
        #expect(Set(requests.map(\.opening.id)).count == requests.count)
        let totals = try store.totals()
        #expect(totals.received == UInt64(requests.count) && totals.inFlight == 0)
        #expect(totals.cancelled == UInt64(journal.recovery.interrupted))
        // The sums are of these very rows, whatever was being written when the process was killed.
        let figures = try store.figures(from: 0, to: Requests.arrival * 2)
        #expect(figures == RequestFigures(counting: requests) && figures.coverage == 1)
        #expect(RequestFigures(try store.sums(from: 0, to: Requests.arrival * 2)) == figures.withoutBusiest)
        #expect(journal.lost == 0)
    }

    /// Eight threads record requests, note each in a file after it is finished, and are killed in the midst of it.
    static func record(in folder: String, killAfter: Int) throws {
        let store = try RequestStore(at: folder + "/requests.db")
        let journal = try SlotJournal(folder: folder + "/journal", store: store, clock: TestClock())
        let answers = open(answersPath(folder), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for round in 0... {
                let id = "\(thread)-\(round)"
                let number = journal.begin(Requests.opening(id))
                journal.finish(number, Requests.answered)
                let line = Array((id + "\n").utf8)
                _ = write(answers, line, line.count)
                // The others are each somewhere else in their work.
                if thread == 0, round == killAfter { kill(getpid(), SIGKILL) }
            }
        }
    }
}
