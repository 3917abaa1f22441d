import Engine
import Synchronization

/// A neighbour index that finds every neighbour: partitions keep their vectors in one shared store and are searched by
/// scanning, behind a sieve where they are large.
///
/// Adding and removing take microseconds at any size, and nothing has to be built after a start. A graph (HNSW) answers
/// faster in the largest partitions (0.16 against 0.49 ms at 100,000), but an addition costs it 0.29 ms there, a cache adds
/// whenever it misses, and the graph would have to be built again after every start.
public final class SievedIndex: NeighbourIndex {
    /// How many numbers an embedding has.
    public let dimensions: Int
    private let state: Mutex<State>

    /// - Parameter dimensions: a multiple of 16, at least 96.
    public init(dimensions: Int) {
        precondition(dimensions % 16 == 0 && dimensions >= 96, "embeddings of \(dimensions) dimensions")
        self.dimensions = dimensions
        state = Mutex(State(store: VectorStore(width: dimensions)))
    }

    public var count: Int { state.withLock { $0.entries.count } }

    public var bytes: Int { state.withLock { $0.bytes } }

    /// An embedding of another size, or with numbers that are not finite, is not kept: nothing could be close to it.
    public func add(_ embedding: [Float], id: UInt64, partition: [UInt8]) {
        guard embedding.count == dimensions else { return }
        state.withLock { $0.add(embedding, id, partition) }
    }

    public func remove(_ id: UInt64) {
        state.withLock { $0.remove(id) }
    }

    public func removeAll() {
        state.withLock { [dimensions] in $0 = State(store: VectorStore(width: dimensions)) }
    }

    public func contains(partition: [UInt8]) -> Bool { state.withLock { $0.numbers[partition] != nil } }

    public func nearest(
        to embedding: [Float], partition: [UInt8], atLeast similarity: Float, limit: Int
    ) -> [Neighbour] {
        guard embedding.count == dimensions else { return [] }
        return state.withLock { state in
            guard let number = state.numbers[partition] else { return [] }
            return state.partitions[number].nearest(
                to: embedding, atLeast: similarity, limit: limit, in: state.store)
        }
    }

    private struct State {
        var store: VectorStore
        var partitions: [IndexPartition] = []
        /// Which of `partitions` is a partition's, and the other way round.
        var numbers: [[UInt8]: Int] = [:]
        var names: [[UInt8]] = []
        var unused: [Int] = []
        var entries: [UInt64: Place] = [:]
        /// Of all partitions together.
        var partitionBytes = 0

        struct Place {
            var partition: Int32
            var position: Int32
        }

        init(store: VectorStore) { self.store = store }

        /// Tables by what an entry of theirs takes; a partition has a name of 32 bytes and three arrays of 32 besides.
        var bytes: Int {
            store.bytes + partitionBytes + entries.capacity * 17
                + numbers.capacity * 17 + names.count * (128 + MemoryLayout<IndexPartition>.stride + 8)
        }

        mutating func add(_ embedding: [Float], _ id: UInt64, _ partition: [UInt8]) {
            remove(id)
            guard let slot = store.insert(embedding) else { return }
            let number = number(of: partition)
            let before = partitions[number].bytes
            partitions[number].append(id, slot, in: store)
            partitionBytes += partitions[number].bytes - before
            entries[id] = Place(partition: Int32(number), position: Int32(partitions[number].count - 1))
        }

        mutating func remove(_ id: UInt64) {
            guard let place = entries.removeValue(forKey: id) else { return }
            let (number, position) = (Int(place.partition), Int(place.position))
            let before = partitions[number].bytes
            store.remove(partitions[number].removeBySwapping(position))
            if position < partitions[number].count {
                entries[partitions[number].ids[position]]?.position = place.position
            } else if partitions[number].count == 0 {
                numbers[names[number]] = nil
                names[number] = []
                partitions[number] = IndexPartition()
                unused.append(number)
            }
            partitionBytes += partitions[number].bytes - before
        }

        private mutating func number(of partition: [UInt8]) -> Int {
            if let number = numbers[partition] { return number }
            let number = unused.popLast() ?? partitions.count
            if number == partitions.count {
                partitions.append(IndexPartition())
                names.append(partition)
            } else {
                names[number] = partition
            }
            numbers[partition] = number
            return number
        }
    }
}
