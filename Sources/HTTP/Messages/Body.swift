import Synchronization

/// The bytes of a content in memory that C may point into, with what is derived from them once: the
/// entity tag and the gzip variant.
final class Body: Sendable {
    /// Written in `init`, freed in `deinit`, never changed in between: that is why sharing the pointer is safe.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let derived = Mutex(Derived())

    private struct Derived {
        var tag: String?
        var packed: Body?
        var isPacked = false
    }

    init(_ source: UnsafeRawBufferPointer) {
        // One byte more than needed: an allocation of zero bytes has no address.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count + 1, alignment: 16)
        memory.copyMemory(from: source)
        bytes = UnsafeRawBufferPointer(rebasing: memory[..<source.count])
    }

    deinit {
        bytes.deallocate()
    }

    var count: Int { bytes.count }

    /// 128 bits of the bytes' hash as a strong entity tag, quotes included.
    var tag: String {
        derived.withLock { derived in
            if let tag = derived.tag { return tag }
            let tag = "\"" + Digest(of: bytes).description + "\""
            derived.tag = tag
            return tag
        }
    }

    /// The tag of the gzip variant: it has other bytes, so a strong tag must differ.
    var packedTag: String { String(tag.dropLast()) + "-gz\"" }

    /// The bytes as gzip, made when first asked for and kept; nil when that would not be shorter.
    /// Whoever else asks meanwhile waits, so that the work is done once.
    var packed: Body? {
        derived.withLock { derived in
            if !derived.isPacked {
                derived.isPacked = true
                derived.packed = Gzip.packed(bytes)
            }
            return derived.packed
        }
    }
}
