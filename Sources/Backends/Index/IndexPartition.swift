import Engine

/// The vectors that may be found together: where they are kept, and once there are many of them, a sieve before them.
struct IndexPartition: Sendable {
    private(set) var ids: [UInt64] = []
    private(set) var slots: [UInt32] = []
    private var sieve: Sieve?

    /// From this size on the sieve saves more than it costs; most partitions hold one vector and never have one.
    private static let sieveFrom = 64

    var count: Int { ids.count }

    var bytes: Int { ids.capacity * 8 + slots.capacity * 4 + (sieve?.bytes ?? 0) }

    mutating func append(_ id: UInt64, _ slot: UInt32, in store: VectorStore) {
        ids.append(id)
        slots.append(slot)
        if sieve != nil {
            sieve?.append(store.vector(slot))
        } else if count >= Self.sieveFrom {
            var made = Sieve()
            for slot in slots { made.append(store.vector(slot)) }
            sieve = made
        }
    }

    /// Puts the last vector in the place of this one. Answers the slot that is free now.
    mutating func removeBySwapping(_ position: Int) -> UInt32 {
        let slot = slots[position]
        ids.swapAt(position, count - 1)
        slots.swapAt(position, count - 1)
        ids.removeLast()
        slots.removeLast()
        if count < Self.sieveFrom / 2 { sieve = nil } else { sieve?.removeBySwapping(position) }
        return slot
    }

    /// The closest vectors, closest first; of equally close ones those with the smaller id.
    func nearest(to vector: [Float], atLeast similarity: Float, limit: Int, in store: VectorStore) -> [Neighbour] {
        guard limit > 0 else { return [] }
        var found: [Neighbour] = []
        var least = similarity
        vector.withUnsafeBufferPointer { numbers in
            guard let numbers = numbers.baseAddress else { return }
            func consider(_ position: Int) {
                let product = store.product(slots[position], numbers)
                guard product >= least else { return }
                let neighbour = Neighbour(id: ids[position], similarity: min(1, product))
                let place = found.firstIndex { neighbour.isCloser(than: $0) } ?? found.count
                found.insert(neighbour, at: place)
                if found.count > limit { found.removeLast() }
                if found.count == limit { least = found[limit - 1].similarity }
            }
            if let sieve {
                for position in sieve.candidates(vector, atLeast: similarity) { consider(Int(position)) }
            } else {
                for position in slots.indices { consider(position) }
            }
        }
        return found
    }
}

extension Neighbour {
    fileprivate func isCloser(than other: Neighbour) -> Bool {
        similarity > other.similarity || similarity == other.similarity && id < other.id
    }
}
