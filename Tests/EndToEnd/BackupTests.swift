import Dispatch
import Foundation
import Glibc
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

    @Test("a backup made under load and restored holds every reading that was acknowledged before, value by value")
    func rowByRow() throws {
        let place = try Workplace()
        let server = try place.serve()
        /// Values by the ids that they were answered with.
        let acknowledged = Mutex<[Int: Int]>([:])
        let isOver = Mutex(false)
        let group = DispatchGroup()
        for thread in 0..<6 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    let client = try server.connect()
                    var value = thread * 100_000
                    repeat {
                        value += 1
                        let answer = try client.send(
                            "POST", "/api/v1/metrics/throughput", ["Content-Type": "text/plain"], Array("\(value)".utf8)
                        )
                        let (sent, id) = (value, try #require(try answer.json["id"] as? Int))
                        acknowledged.withLock { $0[id] = sent }
                    } while !isOver.withLock { $0 }
                } catch {
                    Issue.record(error)
                }
            }
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while acknowledged.withLock({ $0.count }) < 500, ContinuousClock.now < deadline { sched_yield() }
        let before = acknowledged.withLock { $0 }
        #expect(before.count >= 500)
        let backup = try place.beast("backup", "--into", "backups", "--keep", "3")
        #expect(backup.code == 0, "\(backup.messages)")
        isOver.withLock { $0 = true }
        group.wait()
        try server.stop()
        let file = backup.output.trimmingCharacters(in: .newlines)
        #expect(try place.beast("restore", file, "--data", "other").code == 0)
        let rows = try place.query("SELECT id, CAST(value AS INTEGER) FROM reading", in: place.path("other/beast.db"))
        let restored = Dictionary(
            uniqueKeysWithValues: rows.split(separator: "\n").map { row in
                let parts = row.split(separator: "|").compactMap { Int($0) }
                return (parts[0], parts[1])
            })
        for (id, value) in before { #expect(restored[id] == value) }
        let all = acknowledged.withLock { $0 }
        for (id, value) in restored { #expect(all[id] == value, "nothing is there that nobody was told of") }
        let audited = try place.query(
            "SELECT COUNT(*) FROM audit WHERE action = 'reading.recorded'", in: place.path("other/beast.db"))
        #expect(audited == "\(restored.count)\n")
    }

    @Test("backups rotate: the newest stay, and what bears another name is left alone")
    func rotation() throws {
        let place = try Workplace()
        for _ in 0..<4 { #expect(try place.beast("backup", "--into", "copies").code == 0) }
        try place.write("mine", to: "copies/beast-notes.db")
        let kept = try place.beast("backup", "--into", "copies", "--keep", "2")
        #expect(kept.code == 0 && kept.messages.split(separator: "\n").count == 3)
        let names = try place.names(in: "copies")
        #expect(names.count == 3 && names.contains("beast-notes.db"))
        #expect(names.contains { kept.output.contains($0) })
        #expect(try place.beast("backup", "--keep", "2").code == 2)
        #expect(try place.beast("backup", "--into", "copies", "--keep", "none").code == 2)
    }

    @Test("restoring ends every session, so that one that was ended since does not go on")
    func sessions() throws {
        let place = try Workplace()
        try place.write("correct horse battery\n", to: "password")
        #expect(
            try place.beast("user", "add", "ada", "--role", "administrator", "--password-file", "password").code == 0)
        let server = try place.serve()
        let form = ["Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"]
        #expect(try server.send("POST", "/sign-in", form, "name=ada&password=correct+horse+battery").status == 303)
        #expect(try place.beast("backup", "copy.db").code == 0)
        try server.stop()
        #expect(try place.query("SELECT COUNT(*) FROM session") == "1\n")
        let restored = try place.beast("restore", "copy.db", "--replace")
        #expect(restored.code == 0 && restored.messages.contains("Everybody has to sign in again."))
        #expect(try place.query("SELECT COUNT(*) FROM session") == "0\n")
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
