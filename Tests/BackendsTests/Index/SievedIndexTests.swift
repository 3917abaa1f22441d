import Engine
import Testing

@testable import Backends

struct SievedIndexTests {
    static let dimensions = 384

    /// Random points of length 1, some of them gathered around others as paraphrases are.
    struct Points {
        var generator: SeededGenerator

        init(seed: UInt64) { generator = SeededGenerator(state: seed) }

        mutating func direction() -> [Float] {
            // A sum of uniform numbers is near enough to a normal one.
            unit(
                (0..<SievedIndexTests.dimensions).map { _ in
                    (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1...1, using: &generator) }
                })
        }

        /// A point whose cosine with another is about this.
        mutating func point(near other: [Float], cosine: Float) -> [Float] {
            let away = direction()
            return unit(zip(other, away).map { $0 * cosine + $1 * (1 - cosine * cosine).squareRoot() })
        }

        func unit(_ numbers: [Float]) -> [Float] {
            let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return numbers.map { $0 / length }
        }
    }

    func cosine(_ one: [Float], _ other: [Float]) -> Float { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }

    @Test("every neighbour is found, at any size and threshold", arguments: [1, 63, 64, 65, 500])
    func complete(size: Int) {
        var points = Points(seed: UInt64(size))
        let centres = (0..<max(1, size / 10)).map { _ in points.direction() }
        let kept = (0..<size).map { _ in
            points.point(near: centres.randomElement(using: &points.generator) ?? [], cosine: 0.98)
        }
        let index = SievedIndex(dimensions: Self.dimensions)
        for (id, point) in kept.enumerated() { index.add(point, id: UInt64(id), partition: [1]) }

        for _ in 0..<8 {
            let near = Float.random(in: 0.9...1, using: &points.generator)
            let query = points.point(near: kept.randomElement(using: &points.generator) ?? [], cosine: near)
            let cosines = kept.map { cosine($0, query) }
            for threshold in [0.95, 0.9, 0.7, 0, -1] as [Float] {
                let found = index.nearest(to: query, partition: [1], atLeast: threshold, limit: size)
                // Halves round cosines by some 0.0001, which decides for those right at the threshold.
                let sure = cosines.indices.filter { cosines[$0] >= threshold + 0.0005 }.map(UInt64.init)
                #expect(Set(found.map(\.id)).isSuperset(of: sure))
                #expect(found.allSatisfy { abs(cosines[Int($0.id)] - $0.similarity) < 0.0005 })
                #expect(found.map(\.similarity) == found.map(\.similarity).sorted(by: >))
                let three = index.nearest(to: query, partition: [1], atLeast: threshold, limit: 3)
                #expect(three == Array(found.prefix(3)))
            }
        }
    }

    @Test func `an embedding finds itself with similarity 1`() throws {
        var points = Points(seed: 1)
        let point = points.direction()
        let index = SievedIndex(dimensions: Self.dimensions)
        index.add(point, id: 7, partition: [])
        let found = try #require(index.nearest(to: point, partition: [], atLeast: 0.95, limit: 5).first)
        #expect(found.id == 7)
        #expect(abs(found.similarity - 1) < 0.0001)
        #expect(found.similarity <= 1)
    }

    @Test func `partitions do not see each other`() {
        var points = Points(seed: 2)
        let point = points.direction()
        let index = SievedIndex(dimensions: Self.dimensions)
        index.add(point, id: 1, partition: [1])
        index.add(point, id: 2, partition: [2])
        #expect(index.nearest(to: point, partition: [1], atLeast: 0, limit: 9).map(\.id) == [1])
        #expect(index.nearest(to: point, partition: [2], atLeast: 0, limit: 9).map(\.id) == [2])
        #expect(index.nearest(to: point, partition: [3], atLeast: 0, limit: 9).isEmpty)
        index.add(point, id: 1, partition: [2])
        #expect(index.nearest(to: point, partition: [1], atLeast: 0, limit: 9).isEmpty)
        #expect(index.count == 2)
    }

    @Test("adding and removing at random leaves what a plain list would have")
    func churn() {
        var points = Points(seed: 3)
        let pool = (0..<200).map { _ in points.direction() }
        let index = SievedIndex(dimensions: Self.dimensions)
        var list: [UInt64: (point: Int, partition: UInt8)] = [:]
        for step in 0..<3_000 {
            let id = UInt64.random(in: 0..<400, using: &points.generator)
            // Partitions grow past the size where they get a sieve, and shrink to nothing.
            if Int.random(in: 0..<10, using: &points.generator) < (step / 750 % 2 == 0 ? 8 : 2) {
                let entry = (point: Int.random(in: 0..<200, using: &points.generator), partition: UInt8(id % 3))
                index.add(pool[entry.point], id: id, partition: [entry.partition])
                list[id] = entry
            } else {
                index.remove(id)
                list[id] = nil
            }
            guard step % 25 == 0 else { continue }
            let sought = Int.random(in: 0..<200, using: &points.generator)
            for partition in UInt8(0)..<3 {
                let found = index.nearest(to: pool[sought], partition: [partition], atLeast: 0.95, limit: 400)
                let expected = list.filter { $0.value.point == sought && $0.value.partition == partition }
                #expect(Set(found.map(\.id)) == Set(expected.keys))
            }
            #expect(index.count == list.count)
        }
        for id in list.keys { index.remove(id) }
        #expect(index.count == 0)
    }

    @Test func `memory of removed embeddings is used again, and given back when everything is`() {
        var points = Points(seed: 4)
        let point = points.direction()
        let index = SievedIndex(dimensions: Self.dimensions)
        for id in 0..<1_000 { index.add(point, id: UInt64(id), partition: [UInt8(id % 250)]) }
        let full = index.bytes
        #expect((800_000...1_100_000).contains(full))
        for id in 1_000..<6_000 {
            index.remove(UInt64(id - 1_000))
            index.add(point, id: UInt64(id), partition: [UInt8(id % 250)])
        }
        #expect(index.count == 1_000)
        #expect(index.bytes <= full * 11 / 10)
        index.removeAll()
        #expect(index.count == 0)
        #expect(index.bytes < 1_000)
    }

    @Test func `what cannot be close to anything is not kept`() {
        let index = SievedIndex(dimensions: Self.dimensions)
        var broken = [Float](repeating: 0.05, count: Self.dimensions)
        broken[100] = .nan
        index.add(broken, id: 1, partition: [])
        index.add([1, 0], id: 2, partition: [])
        #expect(index.count == 0)
        index.add([Float](repeating: 0.05, count: Self.dimensions), id: 3, partition: [])
        #expect(index.nearest(to: broken, partition: [], atLeast: -1, limit: 1).isEmpty)
        #expect(index.nearest(to: [1], partition: [], atLeast: -1, limit: 1).isEmpty)
        #expect(index.nearest(to: broken, partition: [], atLeast: -1, limit: 0).isEmpty)
    }

    @Test("a query with nothing beyond its first numbers finds no empty places")
    func noTail() {
        let index = SievedIndex(dimensions: Self.dimensions)
        var point = [Float](repeating: 0, count: Self.dimensions)
        point[3] = 1
        for id in 0..<65 { index.add(point, id: UInt64(id), partition: []) }
        #expect(index.nearest(to: point, partition: [], atLeast: -1, limit: 100).count == 65)
    }

    @Test func `many tasks may add, remove and search at once`() async {
        var points = Points(seed: 5)
        let pool = (0..<64).map { _ in points.direction() }
        let index = SievedIndex(dimensions: Self.dimensions)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<200 {
                        let id = UInt64(task * 1_000 + step % 100)
                        index.add(pool[step % 64], id: id, partition: [UInt8(task % 2)])
                        let found = index.nearest(
                            to: pool[step % 64], partition: [UInt8(task % 2)], atLeast: 0.95, limit: 800)
                        guard found.contains(where: { $0.id == id }) else { return false }
                        if step % 3 == 0 { index.remove(id) }
                    }
                    return true
                }
            }
            for await found in group { #expect(found) }
        }
    }
}

/// SplitMix64, so that a test that fails fails again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
