import CVector

/// Vectors of one width, as halves, in slots that all partitions share.
///
/// Grows a chunk at a time, so that growing never copies what is there.
struct VectorStore: Sendable {
    let width: Int
    private var chunks: [[UInt16]] = []
    private var free: [UInt32] = []

    private static let chunk = 256

    init(width: Int) { self.width = width }

    var bytes: Int { chunks.count * Self.chunk * width * 2 + free.capacity * 4 }

    /// Keeps a vector and answers its slot; `nil` when one of its numbers is not finite or too large for a half.
    mutating func insert(_ vector: [Float]) -> UInt32? {
        if free.isEmpty { grow() }
        guard let slot = free.popLast() else { return nil }
        let (chunk, start) = place(slot)
        let fits = chunks[chunk].withUnsafeMutableBufferPointer { halves in
            guard let base = halves.baseAddress else { return false }
            return vector_halves(vector, base + start, width) != 0
        }
        guard fits else {
            free.append(slot)
            return nil
        }
        return slot
    }

    mutating func remove(_ slot: UInt32) { free.append(slot) }

    /// The slot's vector as it was kept: rounded to halves.
    func vector(_ slot: UInt32) -> [Float] {
        let (chunk, start) = place(slot)
        return [Float](unsafeUninitializedCapacity: width) { numbers, count in
            chunks[chunk].withUnsafeBufferPointer { halves in
                guard let base = halves.baseAddress else { return }
                vector_numbers(base + start, numbers.baseAddress, width)
            }
            count = width
        }
    }

    /// The inner product of the slot's vector with another.
    func product(_ slot: UInt32, _ other: UnsafePointer<Float>) -> Float {
        let (chunk, start) = place(slot)
        return chunks[chunk].withUnsafeBufferPointer { halves in
            guard let base = halves.baseAddress else { return 0 }
            return vector_dot(other, base + start, width)
        }
    }

    private func place(_ slot: UInt32) -> (chunk: Int, start: Int) {
        (Int(slot) / Self.chunk, Int(slot) % Self.chunk * width)
    }

    private mutating func grow() {
        let first = UInt32(chunks.count * Self.chunk)
        chunks.append([UInt16](repeating: 0, count: Self.chunk * width))
        free.append(contentsOf: (first..<first + UInt32(Self.chunk)).reversed())
    }
}
