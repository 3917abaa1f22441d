internal import CZlib
import Synchronization

/// Gzip through zlib. A compressor needs a quarter of a megabyte, so the ones that are free are kept
/// for the next content instead of being set up again.
enum Gzip {
    /// Level 6, zlib's default, is two percent smaller on pages of this kind and takes half as long again, which
    /// a page that changes with every request would feel.
    private static let level: Int32 = 4

    private static let free = Mutex<[Compressor]>([])
    private static let mostKept = 2

    /// `bytes` as a gzip stream; nil when it would not be shorter or there is no memory for it.
    static func packed(_ bytes: UnsafeRawBufferPointer) -> Body? {
        guard let compressor = free.withLock({ $0.popLast() }) ?? Compressor(level: level) else { return nil }
        let packed = compressor.pack(bytes)
        free.withLock { free in
            if free.count < mostKept { free.append(compressor) }
        }
        return packed
    }
}

/// A zlib stream that is used again and again. It is used by one thread at a time because whoever uses
/// it has taken it out of the list of free ones.
private final class Compressor: @unchecked Sendable {
    private let stream: UnsafeMutablePointer<z_stream>

    init?(level: Int32) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard zlib_gzip_init(stream, level) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func pack(_ bytes: UnsafeRawBufferPointer) -> Body? {
        guard bytes.count <= UInt32.max, deflateReset(stream) == Z_OK else { return nil }
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        defer { output.deallocate() }
        // zlib's pointer is not const, but deflate only reads what it points to.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        guard deflate(stream, Z_FINISH) == Z_STREAM_END else { return nil }
        return Body(UnsafeRawBufferPointer(rebasing: output[..<(output.count - Int(stream.pointee.avail_out))]))
    }
}
