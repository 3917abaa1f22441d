/// Where the number comes from that says whether a database may have changed.
enum Revision {
    /// A file's, from memory shared by all who use it.
    case walIndex(WALIndex)
    /// A file's, where that memory cannot be read: asked for on a connection that never writes itself.
    case dataVersion(ConnectionPool)
    /// A private database's: nobody else can change it.
    case commits(Writer)

    func current() throws -> UInt64 {
        switch self {
        case .walIndex(let index): try index.stamp()
        case .commits(let writer): writer.commits
        case .dataVersion(let pool):
            try pool.withConnection { connection in
                UInt64(bitPattern: try connection.ask("PRAGMA data_version") { $0.integer(0) }.first ?? 0)
            }
        }
    }

    func close() {
        switch self {
        case .walIndex(let index): index.close()
        case .dataVersion(let pool): pool.close()
        case .commits: break
        }
    }
}
