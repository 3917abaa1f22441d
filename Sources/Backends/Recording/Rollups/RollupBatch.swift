import Engine
import Storage

/// Some requests added up in memory, so that each row of sums is read and written once for all of them.
struct RollupBatch {
    fileprivate struct Key: Hashable {
        /// In units of a grain.
        var time: Int64
        let model: String
        let outcome: RequestRecord.Outcome
        let cache: CacheOutcome
    }

    private var groups: [Key: RequestSum] = [:]
    private var index = BlockBatch()

    mutating func add(_ request: StoredRequest) {
        let record = request.record
        let key = Key(
            time: Grain.minute.unit(of: request.opening.receivedAt), model: request.model, outcome: record.outcome,
            cache: record.cache)
        groups[key, default: RequestSum(model: key.model, outcome: key.outcome, cache: key.cache)].add(request)
        index.add(request)
    }

    /// Adds everything to what is in the database.
    func write(to db: Connection) throws {
        for sum in total() { try RequestSQL.add(sum, to: db) }
        var groups = groups
        var figures: [Int64: RequestFigures] = [:]
        for (key, sum) in groups { figures[key.time, default: RequestFigures()].add(sum) }
        for grain in Grain.allCases {
            for (key, sum) in groups { try RollupSQL.add(sum, at: key.time, grain, to: db) }
            for (time, added) in figures {
                let whole = try RollupSQL.add(added, at: time, grain, to: db)
                // The coarser sums have to know how busy this one has become.
                figures[time]?.busiestMinute = whole.busiestMinute
            }
            groups = Self.coarser(groups, than: grain)
            figures = Self.coarser(figures, than: grain)
        }
        try index.write(to: db)
    }

    private func total() -> Dictionary<Key, RequestSum>.Values {
        var total: [Key: RequestSum] = [:]
        for (key, sum) in groups { total.merge(sum, at: key, time: 0) }
        return total.values
    }

    private static func coarser(_ groups: [Key: RequestSum], than grain: Grain) -> [Key: RequestSum] {
        let ratio = grain.coarser.length / grain.length
        var coarser: [Key: RequestSum] = [:]
        for (key, sum) in groups { coarser.merge(sum, at: key, time: key.time.dividedDown(by: ratio)) }
        return coarser
    }

    private static func coarser(_ figures: [Int64: RequestFigures], than grain: Grain) -> [Int64: RequestFigures] {
        let ratio = grain.coarser.length / grain.length
        var coarser: [Int64: RequestFigures] = [:]
        for (time, added) in figures {
            coarser[time.dividedDown(by: ratio), default: RequestFigures()].merge(added)
        }
        return coarser
    }
}

extension [RollupBatch.Key: RequestSum] {
    fileprivate mutating func merge(_ sum: RequestSum, at key: Key, time: Int64) {
        var key = key
        key.time = time
        if self[key]?.merge(sum) == nil { self[key] = sum }
    }
}
