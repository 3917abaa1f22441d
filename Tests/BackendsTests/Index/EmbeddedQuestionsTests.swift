import Engine
import Synchronization
import Testing

@testable import Backends

@Suite struct EmbeddedQuestionsTests {
    @Test func `a remembered question is found by one that means the same`() async throws {
        let (questions, _) = Self.questions()
        defer { questions.close() }
        questions.remember("one", for: Self.key(1))
        #expect(!questions.contains(partition: [1]))
        questions.settle()
        #expect(questions.contains(partition: Self.partition))
        let near = try await questions.nearest(to: "one", in: Self.partition)
        #expect(near.map(\.key) == [Self.key(1)])
        #expect(try await questions.nearest(to: "two", in: Self.partition).isEmpty)
    }

    @Test func `questions are embedded well-formed however they were typed`() async throws {
        let (questions, embedder) = Self.questions()
        defer { questions.close() }
        questions.remember("What  is one", for: Self.key(1))
        questions.settle()
        try questions.take("two words .", for: Self.key(2))
        _ = try await questions.nearest(to: "how is that", in: Self.partition)
        #expect(embedder.texts.filter { !$0.isEmpty } == ["What is one?", "two words", "how is that?"])
    }

    @Test func `where nothing can be found nothing is embedded`() async throws {
        let (questions, embedder) = Self.questions()
        defer { questions.close() }
        #expect(try await questions.nearest(to: "one", in: Self.partition).isEmpty)
        #expect(embedder.count == 0)
    }

    @Test func `a question that is looked up and then remembered is embedded once`() async throws {
        let (questions, embedder) = Self.questions()
        defer { questions.close() }
        try questions.take("other", for: Self.key(1))
        _ = try await questions.nearest(to: "one", in: Self.partition)
        questions.remember("one", for: Self.key(2))
        questions.settle()
        #expect(embedder.texts.filter { $0 == "one" }.count == 1)
        #expect(try await questions.nearest(to: "one", in: Self.partition).map(\.key) == [Self.key(2)])
    }

    @Test func `who finds the line full is not kept waiting`() async throws {
        let (questions, embedder) = Self.questions()
        defer { questions.close() }
        try questions.take("other", for: Self.key(1))
        embedder.hold()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                if number == 1 { await embedder.waitUntilHeld() }
                group.addTask {
                    do {
                        _ = try await questions.nearest(to: "question \(number)", in: Self.partition)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            var outcomes: [Bool] = []
            while let outcome = await group.next() {
                outcomes.append(outcome)
                // One is being embedded and four wait; all the others have been turned away by now.
                if outcomes.count == 15 { embedder.release() }
            }
            return outcomes
        }
        #expect(outcomes.prefix(15).allSatisfy { !$0 })
        #expect(outcomes.suffix(5).allSatisfy { $0 })
        #expect(questions.skipped == 15)
    }

    @Test func `while embeddings take long nobody waits behind another`() async throws {
        let clock = TestClock()
        let (questions, embedder) = Self.questions(clock: clock)
        defer { questions.close() }
        try questions.take("other", for: Self.key(1))
        embedder.whileEmbedding = { clock.advance(by: 30) }
        _ = try await questions.nearest(to: "slow", in: Self.partition)
        embedder.hold()
        async let first = questions.nearest(to: "held", in: Self.partition)
        await embedder.waitUntilHeld()
        await #expect(throws: EmbeddingThread.Busy.self) {
            try await questions.nearest(to: "behind", in: Self.partition)
        }
        #expect(questions.skipped == 1)
        embedder.whileEmbedding = { clock.advance(by: 1) }
        embedder.release()
        _ = try await first
        // One at a time they show that it goes faster again.
        for number in 0..<10 { _ = try await questions.nearest(to: "fast \(number)", in: Self.partition) }
        embedder.hold()
        async let next = questions.nearest(to: "held again", in: Self.partition)
        await embedder.waitUntilHeld()
        async let last = questions.nearest(to: "behind again", in: Self.partition)
        while questions.waiting == 0 { await Task.yield() }
        embedder.release()
        _ = try await (next, last)
        #expect(questions.skipped == 1)
    }

    @Test func `the oldest question makes room, and one that is remembered again is young`() async throws {
        let (questions, _) = Self.questions(capacity: 2)
        defer { questions.close() }
        try questions.take("one", for: Self.key(1))
        try questions.take("two", for: Self.key(2))
        try questions.take("one", for: Self.key(1))
        try questions.take("three", for: Self.key(3))
        #expect(questions.count == 2)
        #expect(try await questions.nearest(to: "one", in: Self.partition).map(\.key) == [Self.key(1)])
        #expect(try await questions.nearest(to: "two", in: Self.partition).isEmpty)
        for number in 0..<5_000 { try questions.take("again", for: Self.key(UInt8(number % 2))) }
        #expect(questions.count == 2)
    }

    @Test func `after the end nobody waits`() async throws {
        let (questions, _) = Self.questions()
        try questions.take("one", for: Self.key(1))
        questions.close()
        await #expect(throws: EmbeddingThread.Busy.self) { try await questions.nearest(to: "one", in: Self.partition) }
    }

    @Test func `an embedder that fails is an error of the look-up and loses nothing`() async throws {
        let (questions, embedder) = Self.questions()
        defer { questions.close() }
        try questions.take("one", for: Self.key(1))
        embedder.failing.withLock { $0 = true }
        await #expect(throws: Spelled.Failure.self) { try await questions.nearest(to: "two", in: Self.partition) }
        embedder.failing.withLock { $0 = false }
        #expect(try await questions.nearest(to: "one", in: Self.partition).count == 1)
    }

    private static let partition: [UInt8] = [7]

    private static func key(_ number: UInt8) -> CacheKey {
        CacheKey(partition: partition, exact: [UInt8](repeating: number, count: 32))
    }

    private static func questions(
        capacity: Int = 100, clock: any EngineClock = TestClock()
    ) -> (EmbeddedQuestions, Spelled) {
        let embedder = Spelled()
        let index = SievedIndex(dimensions: embedder.dimensions)
        return (
            EmbeddedQuestions(embedder: embedder, index: index, threshold: 0.95, capacity: capacity, clock: clock),
            embedder
        )
    }
}

/// Embeds by the letters alone: the same text is the same point, another text is another one.
private final class Spelled: Embedder {
    struct Failure: Error {}

    let dimensions = 96
    let failing = Mutex(false)
    private let asked = Mutex<[String]>([])
    private let isHeld = Atomic(false)
    private let isBusy = Atomic(false)
    private let passing = Mutex<@Sendable () -> Void>({})

    var texts: [String] { asked.withLock { $0 } }
    var count: Int { texts.count }

    func hold() { isHeld.store(true, ordering: .releasing) }
    func release() { isHeld.store(false, ordering: .releasing) }

    var whileEmbedding: @Sendable () -> Void {
        get { passing.withLock { $0 } }
        set { passing.withLock { $0 = newValue } }
    }

    func waitUntilHeld() async {
        while !isBusy.load(ordering: .acquiring) { await Task.yield() }
    }

    func embed(_ text: String) throws -> [Float] {
        isBusy.store(isHeld.load(ordering: .acquiring), ordering: .releasing)
        while isHeld.load(ordering: .acquiring) {}
        whileEmbedding()
        if failing.withLock({ $0 }) { throw Failure() }
        asked.withLock { $0.append(text) }
        var point = [Float](repeating: 0, count: dimensions)
        point[Int(text.utf8.reduce(UInt32(17)) { ($0 &* 31) ^ UInt32($1) } % 96)] = 1
        return point
    }
}
