import Engine
import Foundation
import Glibc
import JSON
import Testing

@testable import Backends

@Suite("The server's log")
struct ServerLogTests {
    private static let opening = RequestOpening(
        id: "r", receivedAt: 0, tenant: "team", modelAsked: "custom:a", isStreamed: false)

    private func lines(of file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test("what was logged is in the file when it is closed, in its order, in a file for its owner alone")
    func order() throws {
        let scratch = try Scratch()
        let file = scratch.path("log")
        let log = try ServerLog(.json, file: file, clock: SystemClock())
        for number in 0..<1_000 { log.say("message \(number)", number == 7 ? .error : .info) }
        log.finished(Self.opening, RequestRecord())
        log.close()
        let lines = try lines(of: file).map { try JSON(parsing: Array($0.utf8)) }
        #expect(lines.count == 1_001 && log.lost == 0)
        #expect(lines[7]["message"] == "message 7" && lines[7]["level"] == "error")
        #expect(lines[1_000]["event"] == "request")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("where requests are not wanted, messages are there as they are and requests are not")
    func messagesAlone() throws {
        let scratch = try Scratch()
        let log = try ServerLog(.messages, file: scratch.path("log"), clock: SystemClock())
        log.say("one\n  two")
        log.finished(Self.opening, RequestRecord())
        log.close()
        #expect(try lines(of: scratch.path("log")) == ["one", "  two"])
    }

    @Test("a file that was moved aside is left alone once the log is opened anew")
    func reopening() throws {
        let scratch = try Scratch()
        let file = scratch.path("log")
        let log = try ServerLog(.messages, file: file, clock: SystemClock())
        log.say("first")
        while try lines(of: file).isEmpty { sched_yield() }
        try FileManager.default.moveItem(atPath: file, toPath: file + ".1")
        log.reopen()
        log.say("second")
        log.close()
        #expect(try lines(of: file + ".1") == ["first"] && lines(of: file) == ["second"])
    }

    @Test("a file that cannot be opened anew leaves the former one in use, which says so")
    func failedReopening() throws {
        let scratch = try Scratch()
        let folder = scratch.path("logs")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let log = try ServerLog(.messages, file: folder + "/log", clock: SystemClock())
        try FileManager.default.moveItem(atPath: folder, toPath: folder + ".1")
        log.reopen()
        log.close()
        #expect(try lines(of: folder + ".1/log").first?.contains("cannot be opened") == true)
        #expect(throws: (any Error).self) { try ServerLog(.text, file: folder + "/log", clock: SystemClock()) }
    }

    @Test("a reader that does not read holds nobody up; what was passed over is counted and told")
    func slowReader() throws {
        let scratch = try Scratch()
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDWR | O_CLOEXEC)
        defer { close(reader) }
        let log = try ServerLog(.json, file: pipe, clock: SystemClock())
        let count = 3 * ServerLog.longestQueue
        for _ in 0..<count { log.finished(Self.opening, RequestRecord()) }
        let lost = log.lost
        try #require(lost > 0)
        // Nor does the end wait for it.
        log.close(within: .zero)

        var (told, whole, rest): (Int64, Int, [UInt8]) = (0, 0, [])
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while told == 0 {
            rest += buffer[..<max(0, read(reader, &buffer, buffer.count))]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = try JSON(parsing: Array(rest[..<end]))
                rest.removeFirst(end + 1)
                if line["event"] == "request" { whole += 1 }
                told += line["beast.log.lost"]?.integerValue ?? 0
            }
        }
        #expect(told == Int64(lost) && whole + Int(lost) == count)
    }

    @Test("a full disk loses lines, which are counted")
    func fullDisk() throws {
        let log = try ServerLog(.text, file: "/dev/full", clock: SystemClock())
        log.say("lost")
        log.say("lost too")
        log.close()
        #expect(log.lost == 2)
    }
}
