internal import CSQLite
import Glibc
import Synchronization

/// The header of the write-ahead log's index, which all processes with the database open share in memory. Every commit
/// of any of them changes it; SQLite's own readers compare it to learn whether their cache is still good. Looking at it
/// costs no system call, where `PRAGMA data_version` takes and gives back locks.
///
/// The format is SQLite's documented one: https://sqlite.org/walformat.html#the_wal_index_header
///
/// Unchecked: `header` never changes, and what it points at is only read, a word at a time and atomically, while
/// `visitors` keeps `close` from letting go of it.
final class WALIndex: @unchecked Sendable {
    /// The 48 bytes of the header as words: format version, counter of transactions and page size, size of log and
    /// database, checksum of the last frame, salts, checksum of the header.
    private static let words = 6
    /// The only version there has been, of the log as of its index.
    private static let version: UInt32 = 3_007_000
    private static let regionSize: Int32 = 32_768

    private let header: UnsafePointer<Atomic<UInt64>>
    private let visitors = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)

    /// - Parameter connection: one in WAL mode that has read something and stays open until `close`.
    /// - Returns: nil when SQLite does not keep the index in memory or in the format known here.
    init?(of connection: Connection) {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(connection.handle.pointer, "main", SQLITE_FCNTL_FILE_POINTER, &found)
        guard code == SQLITE_OK, let file = found, let methods = file.pointee.pMethods, methods.pointee.iVersion >= 2,
            let map = methods.pointee.xShmMap
        else { return nil }
        var region: UnsafeMutableRawPointer?
        guard map(file, 0, Self.regionSize, 0, &region) == SQLITE_OK, let region,
            region.load(as: UInt32.self) == Self.version
        else { return nil }
        header = UnsafePointer(region.assumingMemoryBound(to: Atomic<UInt64>.self))
    }

    /// A number that differs after every commit.
    func stamp() throws -> UInt64 {
        visitors.add(1, ordering: .sequentiallyConsistent)
        defer { visitors.subtract(1, ordering: .sequentiallyConsistent) }
        guard !isClosed.load(ordering: .sequentiallyConsistent) else { throw StorageError.closed }
        // The header may be read half old and half new. That gives a number of its own, and another one the next time.
        var stamp: UInt64 = 0
        for word in 1..<Self.words {
            stamp = Self.mix(stamp ^ header[word].load(ordering: .acquiring))
        }
        return stamp
    }

    /// After this the connection may be closed.
    func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        // A visit is a few loads long.
        while visitors.load(ordering: .sequentiallyConsistent) > 0 { sched_yield() }
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection in which every input bit reaches every output bit.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
