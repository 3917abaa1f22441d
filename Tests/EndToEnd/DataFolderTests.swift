import Foundation
import Glibc
import Testing

@Suite("Data folders that cannot be used", .serialized)
struct DataFolderTests {
    /// The user `nobody` of every Linux.
    private static let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    private static let isRoot = geteuid() == 0

    @Test(
        "a data folder that must not be written is refused with what to do, and left as it is",
        .enabled(if: isRoot, "only root can become another user"))
    func readOnly() throws {
        let place = try Workplace()
        #expect(try place.beast("metric", "latency", "200").code == 0)
        chmod(place.folder, 0o755)
        chmod(place.data, 0o755)
        for name in try place.names(in: "data") { chmod(place.path("data/" + name), 0o644) }
        let reachable = try place.run(
            Self.nobody[0], Self.nobody[1], Self.nobody[2], Self.nobody[3], "test", "-x", Workplace.program)
        try #require(reachable.code == 0, "nobody may not run the program here")

        let status = try Child(Self.nobody + [Workplace.program, "status"], in: place.folder, environment: [:]).finish()
        #expect(status.code == 1 && status.output.isEmpty)
        #expect(status.messages.contains("right to write"), "\(status.messages)")
        let write = try Child(
            Self.nobody + [Workplace.program, "metric", "latency", "100"], in: place.folder, environment: [:]
        ).finish()
        #expect(write.code == 1 && write.output.isEmpty)
        #expect(
            write.messages.contains("cannot be written") && write.messages.contains("right to write"),
            "\(write.messages)")
        let serve = try Child(
            Self.nobody + [Workplace.program, "serve", "--port", "0"], in: place.folder, environment: [:]
        ).finish()
        #expect(serve.code == 1)
        #expect(serve.messages.contains("right to write"), "\(serve.messages)")
        #expect(try place.query("SELECT value FROM reading") == "200.0\n")
    }

    @Test(
        "a full disk: writes are refused with 507, reading goes on, and with room again writing does too",
        .enabled(if: isRoot, "only root can mount"))
    func full() throws {
        guard let disk = try Disk(megabytes: 8) else { return }
        let place = disk.place
        let server = try place.serve()
        #expect(try server.record("200", of: "latency").status == 201)
        try disk.fill()
        var answered = 0
        var refused: Answer?
        // What room the log had left may still take some.
        for _ in 0..<5000 where refused == nil {
            let answer = try server.record("100", of: "latency")
            if answer.status == 201 { answered += 1 } else { refused = answer }
        }
        let answer = try #require(refused)
        #expect(answer.status == 507, "\(answer.text)")
        #expect(try (answer.json["detail"] as? String ?? "").contains("Free some space"), "\(answer.text)")
        for page in ["/", "/roadmap/month/1", "/targets/latency", "/activity"] {
            #expect(try server.get(page).status == 200, "\(page)")
        }
        let form = try server.send(
            "POST", "/tasks/m1w1-fix-failed-request-tracking/complete",
            ["Content-Type": "application/x-www-form-urlencoded"], "return=%2F")
        #expect(form.status == 507 && form.text.contains("Free some space"), "\(form.status)")
        let command = try place.beast("metric", "latency", "100")
        #expect(command.code == 1 && command.messages.contains("Free some space"), "\(command.messages)")

        try disk.free()
        #expect(try server.record("300", of: "latency").status == 201)
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "\(answered + 2)\n")
        let check = try place.beast("check")
        #expect(check.code == 0, "\(check.output)")
        try server.stop()
    }

    @Test("a file where the data folder should be")
    func fileInPlace() throws {
        let place = try Workplace()
        try place.write("mine", to: "data")
        for command in ["status", "serve", "check"] {
            let outcome = try place.beast(command)
            #expect(outcome.code == 1)
            #expect(
                (outcome.messages + outcome.output).contains("is a file, not a folder"),
                "\(command): \(outcome.messages)")
        }
        #expect(try place.read("data") == "mine")
    }

    @Test("a database file that is none is left alone")
    func garbage() throws {
        let place = try Workplace()
        try FileManager.default.createDirectory(atPath: place.data, withIntermediateDirectories: true)
        let garbage = Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
        try place.write(garbage, to: "data/beast.db")
        for words in [
            ["status"], ["serve", "--port", "0"], ["metric", "latency", "1"], ["migrate"], ["backup", "b.db"],
        ] {
            let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
            #expect(
                outcome.code == 1 && outcome.messages.contains("is not a SQLite database"),
                "\(words): \(outcome.messages)")
        }
        let check = try place.beast("check")
        #expect(check.code == 1 && check.output.contains("is not a SQLite database"))
        #expect(try Data(contentsOf: URL(filePath: place.database)) == garbage)
        #expect(!place.exists("b.db"))
    }

    @Test("a database from a newer version is left alone")
    func newer() throws {
        let place = try Workplace()
        #expect(try place.beast("metric", "latency", "1").code == 0)
        _ = try place.query(
            "INSERT INTO migration (name, applied_at) VALUES ('099-from-the-future', '2030-01-01T00:00:00.000Z')")
        let before = try Data(contentsOf: URL(filePath: place.database))
        for words in [["status"], ["serve", "--port", "0"], ["metric", "latency", "2"], ["migrate"]] {
            let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
            #expect(outcome.code == 1 && outcome.output.isEmpty, "\(words)")
            #expect(outcome.messages.contains("newer version"), "\(words): \(outcome.messages)")
        }
        #expect(try Data(contentsOf: URL(filePath: place.database)) == before)
    }
}

/// A small disk of memory with a data folder on it, for as long as the value lives.
private final class Disk {
    let place: Workplace

    /// `nil` where nothing may be mounted.
    init?(megabytes: Int) throws {
        place = try Workplace()
        try FileManager.default.createDirectory(atPath: place.data, withIntermediateDirectories: true)
        let mount = try place.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", place.data)
        guard mount.code == 0 else {
            print("Skipped: a file system cannot be mounted here (\(mount.messages)).")
            return nil
        }
    }

    deinit { _ = try? place.run("umount", "-l", place.data) }

    /// Leaves no byte free.
    func fill() throws {
        let outcome = try place.run("dd", "if=/dev/zero", "of=\(place.path("data/filling"))", "bs=4096")
        try #require(outcome.messages.contains("No space left"))
    }

    func free() throws { try FileManager.default.removeItem(atPath: place.path("data/filling")) }
}
