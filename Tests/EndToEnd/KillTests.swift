import Foundation
import Glibc
import Synchronization
import Testing

@Suite("Killed in the middle of writing", .serialized)
struct KillTests {
    @Test("kill -9 amid 16 writers, 50 times: every reading that was answered is there, and the database is sound")
    func everyAnsweredReadingSurvives() throws {
        let place = try Workplace()
        var answered: [Int: Int] = [:]
        for round in 0..<50 {
            let server = try place.serve()
            let writers = Writers(server, count: 16, firstValue: round * 100_000)
            // From the very first answer to some dozens later, so that the kill falls on different moments.
            let before = answered.count
            answered.merge(writers.killServer(afterAnswers: 1 + (round * 7) % 60)) { _, _ in
                Issue.record("the same id was answered twice in round \(round)")
                return 0
            }
            #expect(answered.count > before)

            let check = try place.beast("check")
            #expect(check.code == 0, "round \(round): \(check.output)")
            let stored = try readings(in: place)
            for (id, value) in answered where stored[id] != value {
                Issue.record("round \(round): reading \(id) was answered as \(value) and is \(stored[id] ?? -1)")
            }
        }
        // What derives from the readings was written with them.
        let sums = try place.query(
            "SELECT (SELECT COUNT(*) FROM reading WHERE source <> 'engine'), (SELECT SUM(readings) FROM reading_day WHERE metric IN (SELECT metric FROM reading WHERE source <> 'engine')), (SELECT COUNT(*) FROM activity WHERE kind = 'reading.recorded')"
        )
        let counts = Set(sums.split(whereSeparator: { $0 == "|" || $0.isNewline }))
        #expect(counts.count == 1, "\(sums)")
        #expect(try place.query("PRAGMA integrity_check") == "ok\n")
    }

    private func readings(in place: Workplace) throws -> [Int: Int] {
        let rows = try place.query("SELECT id, CAST(value AS INTEGER) FROM reading").split(separator: "\n")
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let cells = row.split(separator: "|").compactMap { Int($0) }
                return (cells[0], cells[1])
            })
    }
}

/// Connections that post one reading after another, each value once, until their server is gone.
private final class Writers: Sendable {
    private struct State {
        var answered: [Int: Int] = [:]
        var next: Int
    }

    private let server: RunningServer
    private let count: Int
    private let state: Mutex<State>

    init(_ server: RunningServer, count: Int, firstValue: Int) {
        self.server = server
        self.count = count
        state = Mutex(State(next: firstValue))
    }

    /// Lets all write, and kills the server as soon as so many readings were answered.
    /// - Returns: the values that were answered 2xx, by their ids.
    func killServer(afterAnswers threshold: Int) -> [Int: Int] {
        let group = DispatchGroup()
        for _ in 0..<count {
            group.enter()
            Thread.detachNewThread { [self] in
                write(killingAfter: threshold)
                group.leave()
            }
        }
        group.wait()
        return state.withLock { $0.answered }
    }

    private func write(killingAfter threshold: Int) {
        do {
            let client = try server.connect()
            while true {
                let value = state.withLock { state in
                    state.next += 1
                    return state.next
                }
                let answer = try client.send(
                    "POST", "/api/v1/metrics/throughput", ["Content-Type": "text/plain"], Array("\(value)".utf8))
                guard answer.status == 201, let id = try answer.json["id"] as? Int else {
                    Issue.record("A reading was answered \(answer.status): \(answer.text)")
                    return
                }
                let count = state.withLock { state in
                    state.answered[id] = value
                    return state.answered.count
                }
                if count == threshold { server.child.signal(SIGKILL) }
            }
        } catch {
            // The server is gone; what it did not answer may or may not be there.
        }
    }
}
