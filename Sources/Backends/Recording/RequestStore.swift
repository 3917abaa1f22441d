public import Engine
import Storage

/// The record of all requests, in a database of its own (`requests.db`): a row for each, and sums by
/// minute, hour and day and in all that are kept with the rows, so that nothing ever has to be counted.
public final class RequestStore: Sendable {
    let database: Database

    /// Where it is kept in a data folder.
    public static func path(in data: String) -> String { data + "/requests.db" }

    /// Opens the file, creating it and its folder if need be.
    /// - Throws: `StorageError`.
    public init(at path: String) throws {
        database = try Database(at: path, migrations: RequestSchema.migrations, writesCanWait: true)
    }

    /// Gives the file back. Later calls of anything throw `closed`.
    public func close() { database.close() }

    /// What has been recorded in all, the rows that are gone again included. Nothing in it is in flight.
    public func totals() throws -> Ledger.Totals {
        let counts = try database.read { db in
            try db.query("SELECT outcome, sum(count) FROM request_total GROUP BY outcome") {
                ($0.text(0), UInt64($0.integer(1)))
            }
        }
        var totals = Ledger.Totals()
        for (outcome, count) in counts {
            switch RequestRecord.Outcome(rawValue: outcome) {
            case .succeeded: totals.succeeded = count
            case .failed: totals.failed = count
            case .cancelled: totals.cancelled = count
            case nil: continue
            }
            totals.received += count
        }
        return totals
    }

    /// Requests in the order of their arrival, the newest first.
    /// - Parameter number: only those before this one, for the next page.
    public func newest(_ limit: Int, before number: UInt64? = nil) throws -> [StoredRequest] {
        try database.read { db in
            try db.query(RequestSQL.newest, Int64(clamping: number ?? .max), limit, row: RequestSQL.request)
        }
    }

    /// The newest request with this `x-request-id`.
    public func request(id: String) throws -> StoredRequest? {
        try database.read { db in
            let ends = try db.first(RequestSQL.numbers) { ($0.optionalInteger(0), $0.optionalInteger(1)) }
            guard case (let first?, let last?)? = ends else { return nil }
            for block in (first >> RequestSQL.blockBits...last >> RequestSQL.blockBits).reversed() {
                if let request = try db.first(RequestSQL.byID, block, id, row: RequestSQL.request) { return request }
            }
            return nil
        }
    }

    /// Sums of everything ever recorded, by model, outcome and cache, without histograms.
    public func sums() throws -> [RequestSum] {
        try database.read { db in try db.query(RequestSQL.totals) { RequestSQL.sum($0, at: 0) } }
    }

    /// Adds requests and their sums, in one transaction. One that is there already is left as it is and not counted
    /// again.
    /// - Parameter stretch: the number of requests after which threads that answer requests may go first, each time; nil
    ///   to go through.
    /// - Returns: how many were new. They are on disk.
    @discardableResult
    public func add(_ requests: some Sequence<StoredRequest> & Sendable, stretch: Int? = nil) throws -> Int {
        try database.write { db in
            var batch = RollupBatch()
            var added = 0
            try db.repeating(RequestSQL.insertion) { insertion in
                for (index, request) in requests.enumerated() {
                    if let stretch, index % stretch == 0 { ThreadPriority.giveWay() }
                    guard try RequestSQL.insert(request, with: &insertion) else { continue }
                    added += 1
                    batch.add(request)
                }
            }
            // To write the sums, and the commit that follows, are stretches of their own.
            if stretch != nil { ThreadPriority.giveWay() }
            try batch.write(to: db)
            if stretch != nil { ThreadPriority.giveWay() }
            return added
        }
    }

    /// Removes the oldest requests that arrived before an instant; the sums keep them.
    /// - Parameters:
    ///   - instant: milliseconds since 1970.
    ///   - limit: how many at most, so that other writes do not wait long.
    /// - Returns: how many went. Fewer than `limit`: there are no more.
    @discardableResult
    public func prune(before instant: Int64, limit: Int = 1_000) throws -> Int {
        try database.write { db in
            try db.execute(RequestContentSchema.prune, instant, limit)
            try db.execute(RequestSQL.prune, instant, limit)
            let removed = db.changes
            if removed > 0 { try Self.pruneBlocks(db) }
            return removed
        }
    }

    /// The highest number recorded, 0 when there is none.
    func lastNumber() throws -> UInt64 {
        try database.read { db in
            UInt64(try db.first("SELECT max(number) FROM request") { $0.optionalInteger(0) ?? 0 } ?? 0)
        }
    }
}
