import Engine
import Foundation
import Storage
import Testing

@testable import Backends

@Suite("Prompts and answers that are kept")
struct RequestContentTests {
    private let scratch: Scratch
    private let store: RequestStore
    private let clock = TestClock(milliseconds: Requests.arrival)

    init() throws {
        scratch = try Scratch()
        store = try RequestStore(at: scratch.path("requests.db"))
    }

    private func keep(_ contents: [RequestContent]) throws {
        let drain = try ContentDrain(store: store, clock: clock)
        for content in contents { drain.keep(content) }
        drain.close()
    }

    private func content(_ number: UInt64, _ prompt: String = "asked", _ answer: String = "said") -> RequestContent {
        RequestContent(number: number, prompt: Array(prompt.utf8), answer: Array(answer.utf8))
    }

    @Test("they read as they were, by the request's number")
    func roundTrip() throws {
        try keep([content(7), content(8, "größe", "")])
        #expect(
            try store.content(of: 7)
                == StoredContent(number: 7, keptAt: Requests.arrival, prompt: "asked", answer: "said"))
        #expect(try store.content(of: 8)?.prompt == "größe")
        #expect(try store.content(of: 9) == nil)
    }

    @Test("long ones are cut between characters")
    func cut() throws {
        try keep([content(1, "a" + String(repeating: "ü", count: 100_000), "b")])
        let kept = try #require(try store.content(of: 1))
        #expect(kept.prompt.utf8.count == ContentDrain.entryLimit - 1)
        #expect(kept.prompt.hasSuffix("ü") && kept.answer == "b")
    }

    @Test("they go with the requests")
    func pruning() throws {
        try store.add((1...3).map { Requests.stored($0, at: Requests.arrival + Int64($0)) })
        for number in 1...3 {
            clock.advance(by: 1)
            try keep([content(UInt64(number))])
        }
        #expect(try store.prune(before: Requests.arrival + 3, limit: 10) == 2)
        #expect(try store.content(of: 2) == nil)
        #expect(try store.content(of: 3) != nil)
    }

    @Test("what is forgotten is not in the file any more")
    func forgetting() throws {
        let marker = "a-marker-that-stands-nowhere-else"
        try keep((1...50).map { content($0, marker + String(repeating: " x", count: 2_000)) })
        store.close()
        #expect(try holds(marker))
        let again = try RequestStore(at: scratch.path("requests.db"))
        try again.forgetContents()
        #expect(try again.content(of: 1) == nil)
        again.close()
        #expect(try !holds(marker))
    }

    private func holds(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: scratch.folder).contains { name in
            let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))
            return bytes.range(of: Data(text.utf8)) != nil
        }
    }
}
