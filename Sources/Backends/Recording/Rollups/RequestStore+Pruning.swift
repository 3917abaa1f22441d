import Engine
import Storage

extension RequestStore {
    /// Removes some of the sums that are older than they are kept: minutes after 30 days, hours after two years. Those of
    /// the hours and days that they are part of stay.
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - limit: how many units of time at most of each kind, so that other writes do not wait long.
    /// - Returns: whether there may be more to remove.
    @discardableResult
    public func pruneSums(now: Int64, limit: Int = 60) throws -> Bool {
        try database.write { db in
            var isMore = false
            for grain in Grain.allCases {
                guard let retention = grain.retention else { continue }
                let end = grain.coarser.unit(of: now - retention) * (grain.coarser.length / grain.length)
                // Said before it is done: from here on nobody counts on them.
                try db.execute(
                    """
                    INSERT INTO rollup_horizon (grain, kept_from) VALUES ($1, $2) ON CONFLICT (grain) DO UPDATE
                    SET kept_from = excluded.kept_from WHERE excluded.kept_from > rollup_horizon.kept_from
                    """, grain.rawValue, end)
                let statements = RollupSQL.statements(grain)
                try db.execute(statements.pruneFigures, end, limit)
                if db.changes == limit { isMore = true }
                for model in try db.query(statements.models, row: { $0.text(0) }) {
                    try db.execute(statements.pruneGroups, model, end, limit)
                    if db.changes > 0 { isMore = true }
                }
            }
            return isMore
        }
    }

    /// Notes requests that were received and are not on record.
    /// - Parameter now: milliseconds since 1970.
    public func noteLost(_ count: Int64, now: Int64) throws {
        guard count > 0 else { return }
        try database.write { db in
            try db.execute(
                """
                INSERT INTO request_lost (minute, count) VALUES ($1, $2)
                ON CONFLICT (minute) DO UPDATE SET count = request_lost.count + excluded.count
                """, Grain.minute.unit(of: now), count)
        }
    }
}
