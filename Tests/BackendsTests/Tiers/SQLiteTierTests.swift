import Engine
import Foundation
import Testing

@testable import Backends

@Suite("L3")
struct SQLiteTierTests {
    private let scratch: Scratch
    private let clock = TestClock()
    private let tier: SQLiteTier
    private var path: String { scratch.path("cache.db") }

    init() throws {
        scratch = try Scratch()
        tier = try SQLiteTier(at: scratch.path("cache.db"), capacity: 1 << 20, clock: clock)
    }

    private func keep(_ numbers: Range<Int>, text: String = "hello", for lifetime: Int64 = 60_000) async throws {
        for number in numbers {
            try await tier.keep(
                Answers.answer(text, at: clock.milliseconds, for: lifetime), for: Answers.key(number))
        }
        try tier.flush()
    }

    @Test("gives back what it was given, before and after it is on disk, and after a start")
    func roundTrip() async throws {
        let answer = Answers.answer(at: clock.milliseconds)
        try await tier.keep(answer, for: Answers.key(1))
        #expect(try await tier.answer(for: Answers.key(1)) == answer)
        try tier.flush()
        #expect(try await tier.answer(for: Answers.key(1)) == answer)
        #expect(try await tier.answer(for: Answers.key(2)) == nil)
        tier.close()
        let again = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        #expect(try await again.answer(for: Answers.key(1)) == answer)
        #expect(again.statistics.bytes == tier.statistics.bytes)
    }

    @Test("a newer answer takes the place of an older one, and its bytes")
    func replacement() async throws {
        try await keep(1..<2, text: "a")
        try await keep(1..<2, text: "bbb")
        let answer = Answers.answer("bbb", at: clock.milliseconds)
        #expect(try await tier.answer(for: Answers.key(1)) == answer)
        #expect(tier.statistics.bytes == AnswerFile.size(answer))
    }

    @Test("what has expired is not given, and goes")
    func expiry() async throws {
        try await keep(0..<500, for: 1_000)
        try await keep(500..<501, for: 5_000)
        clock.advance(by: 1_000)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        #expect(try await tier.answer(for: Answers.key(500)) != nil)
        try tier.flush()
        #expect(tier.statistics.bytes == AnswerFile.size(Answers.answer("hello", at: 0)))
        // A clock that is set back brings nothing back.
        clock.advance(by: -1_000)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
    }

    @Test("stays within its bound; what expires first goes first")
    func bound() async throws {
        let text = String(repeating: "x", count: 4_000)
        for number in 0..<400 {
            try await tier.keep(
                Answers.answer(text, at: clock.milliseconds, for: 60_000 + Int64(number)), for: Answers.key(number))
        }
        try tier.flush()
        #expect(tier.statistics.bytes <= 1 << 20)
        #expect(tier.statistics.bytes > 0)
        #expect(try await tier.answer(for: Answers.key(0)) == nil)
        let contents = try #require(try await tier.contents())
        #expect(contents.evictions == UInt64(400 - contents.entries))
    }

    @Test("hands over the questions that still live")
    func questions() async throws {
        try await keep(0..<450)
        try await keep(450..<460, for: 1)
        try await tier.keep(Answers.answer(question: "", at: clock.milliseconds), for: Answers.key(1_000))
        try tier.flush()
        clock.advance(by: 1)
        var keys: Set<CacheKey> = []
        try tier.forEachQuestion { question in
            #expect(question.text == "Wie geht's? 🦆")
            keys.insert(question.key)
        }
        #expect(keys == Set((0..<450).map { Answers.key($0) }))
    }

    @Test("a purge leaves nothing, in memory or on disk")
    func purge() async throws {
        try await keep(0..<10)
        try await tier.keep(Answers.answer(at: clock.milliseconds), for: Answers.key(10))
        try await tier.purge()
        for number in 0...10 { #expect(try await tier.answer(for: Answers.key(number)) == nil) }
        #expect(tier.statistics.bytes == 0 && tier.statistics.rebuilds == 0)
        try await keep(3..<4)
        #expect(try await tier.answer(for: Answers.key(3)) != nil)
    }

    @Test("a file deleted while it runs is made anew", arguments: [[""], ["", "-wal"]])
    func deleted(suffixes: [String]) async throws {
        try await keep(0..<10)
        // An index of the log in a file would be mapped into memory, and end the process when somebody cuts it.
        #expect(!FileManager.default.fileExists(atPath: path + "-shm"))
        for suffix in suffixes { try FileManager.default.removeItem(atPath: path + suffix) }
        // What is given still is what was kept.
        if let answer = try await tier.answer(for: Answers.key(1)) {
            #expect(answer == Answers.answer("hello", at: clock.milliseconds))
        }
        try tier.flush()
        #expect(tier.statistics.rebuilds == 1)
        try await keep(10..<20)
        #expect(tier.statistics.rebuilds == 1)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        #expect(try await tier.answer(for: Answers.key(15)) != nil)
        #expect(FileManager.default.fileExists(atPath: path))
        tier.close()
        let again = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        #expect(try await again.answer(for: Answers.key(15)) != nil)
    }

    @Test("a file overwritten while it runs never gives a wrong answer, and works again")
    func corrupted() async throws {
        try await keep(0..<300, text: String(repeating: "hello", count: 50))
        let expected = Answers.answer(String(repeating: "hello", count: 50), at: clock.milliseconds)
        // What is in the log would otherwise hide the file.
        tier.close()
        let tier = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0x5A, count: 120_000))
        try file.close()
        for number in 0..<300 {
            do {
                if let answer = try await tier.answer(for: Answers.key(number)) { #expect(answer == expected) }
            } catch {
                // Said once or a few times; the engine switches the tier off for a while.
            }
        }
        for _ in 0..<3 { try? tier.flush() }
        try await tier.keep(expected, for: Answers.key(7))
        try tier.flush()
        #expect(try await tier.answer(for: Answers.key(7)) == expected)
        #expect(tier.statistics.rebuilds >= 1)
    }

    @Test("a changed byte in an answer makes it a miss, not an answer")
    func changedByte() async throws {
        try await keep(0..<1, text: "MARKER")
        tier.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let marker = try #require(bytes.range(of: Data("MARKER".utf8)))
        bytes[marker.lowerBound] = UInt8(ascii: "N")
        try bytes.write(to: URL(fileURLWithPath: path))
        let again = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        #expect(try await again.answer(for: Answers.key(0)) == nil)
        try again.flush()
        #expect(again.statistics.bytes == 0)
    }

    @Test("a file that is no database is made anew at the start", arguments: ["garbage", "empty", "folder-less"])
    func strangeFile(kind: String) async throws {
        let path = scratch.path("\(kind)/cache.db")
        if kind != "folder-less" {
            try FileManager.default.createDirectory(atPath: scratch.path(kind), withIntermediateDirectories: true)
            let content = kind == "garbage" ? Data(repeating: 0x41, count: 10_000) : Data()
            try content.write(to: URL(fileURLWithPath: path))
        }
        let tier = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        try await tier.keep(Answers.answer(at: clock.milliseconds), for: Answers.key(1))
        try tier.flush()
        #expect(try await tier.answer(for: Answers.key(1)) != nil)
    }

    @Test("a full disk is said once, and the tier works again when there is room", .enabled(if: TinyDisk.isPossible))
    func fullDisk() async throws {
        let disk = try TinyDisk(bytes: 2 << 20)
        let tier = try SQLiteTier(at: disk.path("cache.db"), capacity: 1 << 20, clock: clock)
        try disk.fill()
        let large = String(repeating: "x", count: 100_000)
        try await tier.keep(Answers.answer(large, at: clock.milliseconds), for: Answers.key(1))
        #expect(throws: (any Error).self) { try tier.flush() }
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        try disk.makeRoom()
        try await tier.keep(Answers.answer(large, at: clock.milliseconds), for: Answers.key(2))
        try tier.flush()
        #expect(try await tier.answer(for: Answers.key(2)) != nil)
    }

    @Test("a closed tier says that it is closed")
    func closed() async throws {
        tier.close()
        tier.close()
        await #expect(throws: TierError.self) { _ = try await tier.answer(for: Answers.key(1)) }
        await #expect(throws: TierError.self) {
            try await tier.keep(Answers.answer(at: clock.milliseconds), for: Answers.key(1))
        }
        #expect(throws: TierError.self) { try tier.flush() }
    }
}
