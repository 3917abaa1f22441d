import Dispatch
import Foundation
import Synchronization
import Testing

@Suite("Backup and restore", .serialized)
struct BackupTests {
    @Test("a backup under load holds everything that was answered before it began, and restores")
    func underLoad() throws {
        let place = try Workplace()
        let server = try place.serve()
        let answered = Mutex(0)
        let isOver = Mutex(false)
        let group = DispatchGroup()
        for _ in 0..<8 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    let client = try server.connect()
                    repeat {
                        let answer = try client.send(
                            "POST", "/api/v1/metrics/latency", ["Content-Type": "text/plain"], Array("1".utf8))
                        #expect(answer.status == 201)
                        answered.withLock { $0 += 1 }
                    } while !isOver.withLock { $0 }
                } catch {
                    Issue.record(error)
                }
            }
        }
        for number in 0..<5 {
            let before = answered.withLock { $0 }
            let backup = try place.beast("backup", "copy\(number).db")
            #expect(backup.code == 0 && backup.output.isEmpty, "\(backup.messages)")
            let count = try place.query(
                "SELECT COUNT(*) = (SELECT SUM(readings) FROM reading_day), COUNT(*) >= \(before) FROM reading",
                in: place.path("copy\(number).db"))
            #expect(count == "1|1\n")
            #expect(try place.query("PRAGMA integrity_check", in: place.path("copy\(number).db")) == "ok\n")
        }
        isOver.withLock { $0 = true }
        group.wait()
        try server.stop()
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "\(answered.withLock { $0 })\n")
        #expect(try place.names(in: ".").filter { $0.contains("partial") } == [])
        let restore = try place.beast("restore", "copy4.db", "--data", "other")
        #expect(restore.code == 0, "\(restore.messages)")
        #expect(try place.beast("check", "--data", "other").code == 0)
    }

    @Test("restoring refuses to overwrite, and --replace keeps what was there")
    func replace() throws {
        let place = try Workplace()
        #expect(try place.beast("metric", "latency", "1").code == 0)
        #expect(try place.beast("backup", "copy.db").code == 0)
        let again = try place.beast("backup", "copy.db")
        #expect(again.code == 1 && again.messages.contains("copy.db"))
        #expect(try place.beast("metric", "latency", "2").code == 0)

        let refused = try place.beast("restore", "copy.db")
        #expect(refused.code == 1 && refused.messages.contains("--replace"))
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "2\n")
        let missing = try place.beast("restore", "nothing.db", "--replace")
        #expect(missing.code == 1 && missing.messages.contains("There is no file"))

        let restore = try place.beast("restore", "copy.db", "--replace")
        #expect(restore.code == 0, "\(restore.messages)")
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "1\n")
        let kept = try #require(try place.names(in: "data").first { $0.hasPrefix("beast.db.before-restore-") })
        #expect(restore.messages.contains(kept))
        #expect(try place.query("SELECT COUNT(*) FROM reading", in: place.path("data/" + kept)) == "2\n")
        #expect(try place.beast("metric", "latency", "3").code == 0)
        #expect(try place.query("SELECT COUNT(*) FROM reading", in: place.path("copy.db")) == "1\n")
    }

    @Test(
        "a backup that is cut off, damaged or none at all is refused, and nothing changes",
        arguments: ["cut", "damaged", "empty", "text"])
    func badBackup(kind: String) throws {
        let place = try Workplace()
        #expect(try place.beast("metric", "latency", "1").code == 0)
        #expect(try place.beast("backup", "copy.db").code == 0)
        var bytes = try Data(contentsOf: URL(filePath: place.path("copy.db")))
        switch kind {
        case "cut": bytes = bytes.prefix(bytes.count / 2)
        case "damaged": bytes.replaceSubrange(4096 * 3..<4096 * 12, with: Data(repeating: 0xA5, count: 4096 * 9))
        case "empty": bytes = Data()
        default: bytes = Data("not a database".utf8)
        }
        try place.write(bytes, to: "bad.db")
        let before = try Data(contentsOf: URL(filePath: place.database))
        let names = try place.names(in: "data")
        let restore = try place.beast("restore", "bad.db", "--replace")
        #expect(restore.code == 1, "\(kind) was taken: \(restore.messages)")
        #expect(restore.messages.hasPrefix("beast: "))
        #expect(try Data(contentsOf: URL(filePath: place.database)) == before)
        #expect(Set(try place.names(in: "data")).subtracting(names + ["server.lock"]) == [])
        #expect(try place.beast("restore", "bad.db", "--data", "other").code == 1)
        #expect(!place.exists("other/beast.db"))
    }
}
