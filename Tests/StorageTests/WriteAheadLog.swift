import Foundation

/// What stands in the file of a write-ahead log: https://sqlite.org/walformat.html
struct WriteAheadLog {
    /// Transactions since the log began, those that the file still has.
    let commits: Int
    let bytes: Int

    init(of database: String) throws {
        let log = [UInt8](try Data(contentsOf: URL(fileURLWithPath: database + "-wal")))
        bytes = log.count
        let header = 32
        let frame = 24 + 4_096
        guard log.count >= header else {
            commits = 0
            return
        }
        let salts = log[16..<24]
        var found = 0
        for start in stride(from: header, through: log.count - frame, by: frame) {
            // Frames of an earlier round have other salts.
            guard log[start + 8..<start + 16].elementsEqual(salts) else { break }
            if log[start + 4..<start + 8].contains(where: { $0 != 0 }) { found += 1 }
        }
        commits = found
    }
}
