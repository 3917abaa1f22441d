import Backends
import Engine
import FoundationEssentials
import JSON
import Roadmap

/// Measures the router's parts in this process: what a semantic hit takes beyond the way there and back, and what every
/// request pays for being recorded.
struct RouterBench {
    /// Microseconds.
    struct Line {
        let name: String
        let note: String
        let median: Double
        let p99: Double

        init(_ name: String, note: String, microseconds: [Double]) {
            self.name = name
            self.note = note
            let sorted = microseconds.sorted()
            median = sorted[sorted.count / 2]
            p99 = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        }

        var json: JSON {
            [
                "what": .string(name), "note": .string(note), "medianMicroseconds": .figure(median),
                "p99Microseconds": .figure(p99),
            ]
        }
    }

    /// Sixteen tokens as the embedder counts them, the two at the ends included.
    private static let sentence = "How far is the cache hit rate of the router behind its target"
    private static let entries = 100_000
    private static let partition: [UInt8] = [1]

    /// The plan's titles: sentences of which kept questions are made.
    let titles: [String]
    /// A folder for the journal.
    let folder: String

    /// - Throws: what keeps a part from being made.
    func run() throws -> [Line] {
        var lines = MeterBench().run() + [try recording()]
        guard let weights = try AssetFolders.locate(".models/minilm") else { return lines }
        let embedder = try MiniLMEmbedder(folder: weights)
        lines.append(embedding(embedder))
        lines.append(lookUp(embedder))
        return lines
    }

    private func recording() throws -> Line {
        let store = try RequestStore(at: folder + "/requests.db")
        defer { store.close() }
        let clock = SystemClock()
        let journal = try SlotJournal(folder: folder + "/journal", store: store, clock: clock)
        defer { journal.close() }
        var record = RequestRecord()
        record.modelServed = "custom:your-model"
        record.cache = .miss
        // Some hundred at a time, for one takes less than the clock can tell.
        let times = (0..<400).map { batch in
            Self.microseconds(each: 250) {
                let number = journal.begin(
                    RequestOpening(
                        id: "bench-\(batch)-\($0)", receivedAt: clock.milliseconds, tenant: "local",
                        modelAsked: "custom:your-model", isStreamed: false))
                journal.finish(number, record)
            }
        }
        return Line("recording a request", note: "journal, 100,000 requests", microseconds: times)
    }

    private func embedding(_ embedder: MiniLMEmbedder) -> Line {
        let times = (0..<300).map { _ in
            Self.microseconds(each: 1) { _ in _ = embedder.embed(Self.sentence) }
        }
        return Line("embedding a sentence", note: "16 tokens, one core", microseconds: times)
    }

    private func lookUp(_ embedder: MiniLMEmbedder) -> Line {
        let index = SievedIndex(dimensions: embedder.dimensions)
        let points = titles.prefix(300).map(embedder.embed)
        var random = Draw(state: 7)
        for id in 0..<Self.entries {
            index.add(random.between(points), id: UInt64(id), partition: Self.partition)
        }
        let asked = (0..<1_000).map { _ in random.between(points) }
        let times = asked.map { point in
            Self.microseconds(each: 1) { _ in
                _ = index.nearest(to: point, partition: Self.partition, atLeast: 0.95, limit: 4)
            }
        }
        return Line("semantic look-up", note: "100,000 entries, without embedding", microseconds: times)
    }

    /// What each of so many took.
    static func microseconds(each count: Int, _ body: (Int) throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let began = clock.now
        for number in 0..<count { try body(number) }
        return (clock.now - began) / .microseconds(count)
    }

    /// The same numbers in every run.
    private struct Draw {
        var state: UInt64

        mutating func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }

        /// A point between three of those given, as a question about something of each would be.
        mutating func between(_ points: [[Float]]) -> [Float] {
            let chosen = (0..<3).map { _ in points[Int(next() * Float(points.count))] }
            let shares = (0..<3).map { _ in next() }
            let sum = chosen[0].indices.map { place in
                zip(chosen, shares).reduce(Float(0)) { $0 + $1.0[place] * $1.1 } + (next() - 0.5) * 0.02
            }
            let length = sum.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
            return sum.map { $0 / length }
        }
    }
}
