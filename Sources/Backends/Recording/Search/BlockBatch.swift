import Engine
import Storage

/// What occurs in the blocks of some requests.
struct BlockBatch {
    fileprivate struct Kind: Hashable {
        let block: Int64
        let model: String
        let tenant: String
        let errorCode: String
        let cache: CacheOutcome
        let outcome: RequestRecord.Outcome
    }

    private struct Value: Hashable {
        let field: Int
        let value: String
        let block: Int64
    }

    private var kinds: Set<Kind> = []
    /// Requests come in runs of one kind, and to compare is cheaper than to look up.
    private var last: Kind?
    private var times: [Int64: ClosedRange<Int64>] = [:]

    mutating func add(_ request: StoredRequest) {
        let block = Int64(bitPattern: request.number) >> BlockSchema.bits
        let at = request.opening.receivedAt
        let record = request.record
        let kind = Kind(
            block: block, model: request.model, tenant: request.opening.tenant, errorCode: record.errorCode,
            cache: record.cache, outcome: record.outcome)
        if kind != last {
            kinds.insert(kind)
            last = kind
        }
        let known = times[block, default: at...at]
        times[block] = min(known.lowerBound, at)...max(known.upperBound, at)
    }

    func write(to db: Connection) throws {
        for (block, range) in times {
            try db.execute(
                """
                INSERT INTO request_block (block, first_at, last_at) VALUES ($1, $2, $3)
                ON CONFLICT (block) DO UPDATE SET
                    first_at = CASE WHEN excluded.first_at < request_block.first_at
                        THEN excluded.first_at ELSE request_block.first_at END,
                    last_at = CASE WHEN excluded.last_at > request_block.last_at
                        THEN excluded.last_at ELSE request_block.last_at END
                """, block, range.lowerBound, range.upperBound)
        }
        var values: Set<Value> = []
        for kind in kinds {
            for column in BlockSchema.Column.allCases {
                let text = kind.text(column)
                if !text.isEmpty { values.insert(Value(field: column.rawValue, value: text, block: kind.block)) }
            }
        }
        for value in values {
            try db.execute(
                "INSERT INTO request_block_value (field, value, block) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                value.field, value.value, value.block)
        }
    }
}

extension BlockBatch.Kind {
    fileprivate func text(_ column: BlockSchema.Column) -> String {
        switch column {
        case .errorCode: errorCode
        case .tenant: tenant
        case .model: model
        case .cache: cache.rawValue
        case .outcome: outcome.rawValue
        }
    }
}
