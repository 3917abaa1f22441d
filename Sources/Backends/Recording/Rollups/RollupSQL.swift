import Engine
import Storage
import Telemetry

/// The statements of the tables of sums and how their rows read.
enum RollupSQL {
    private static let sumColumns = """
        model, outcome, cache, count, attempts, input, cached_input, output, cost, saving, queued, first_byte, total, \
        latency, first_byte_latency
        """
    private static let figureColumns = """
        time, succeeded, failed, cancelled, hit_l1, hit_l2, hit_l3, semantic, miss, bypass, attempts, input, \
        cached_input, output, cost, saving, queued, busiest, latency, first_byte, cache_access
        """

    /// The statements of one grain, spelled once.
    struct Statements: Sendable {
        let group: String
        let figure: String
        let putGroup: String
        let putFigure: String
        /// The rows of one model in a range of times.
        let groupsOfModel: String
        /// The rows of all models in a range of times.
        let groups: String
        /// The rows of all requests in a range of times.
        let figures: String
        let pruneFigures: String
        let pruneGroups: String
        let models: String

        init(_ grain: Grain) {
            let (groupTable, figureTable) = (grain.groupTable, grain.figureTable)
            group = """
                SELECT \(sumColumns) FROM \(groupTable) WHERE model = $1 AND time = $2 AND outcome = $3 AND cache = $4
                """
            figure = "SELECT \(figureColumns) FROM \(figureTable) WHERE time = $1"
            putGroup = replacement(groupTable, "time, " + sumColumns, key: "model, time, outcome, cache")
            putFigure = replacement(figureTable, figureColumns, key: "time")
            groupsOfModel = """
                SELECT time, \(sumColumns) FROM \(groupTable) WHERE model = $1 AND time >= $2 AND time < $3 ORDER BY time
                """
            // The models one after the other, so that each is a range of the key.
            let allModels = """
                WITH RECURSIVE name (model) AS (
                    SELECT min(model) FROM \(groupTable)
                    UNION ALL
                    SELECT (SELECT min(model) FROM \(groupTable) WHERE model > name.model)
                    FROM name WHERE name.model IS NOT NULL
                )
                """
            models = "\(allModels) SELECT model FROM name WHERE model IS NOT NULL"
            groups = """
                \(allModels)
                SELECT row.time, \(sumColumns.split(separator: ", ").map { "row.\($0)" }.joined(separator: ", "))
                FROM name CROSS JOIN \(groupTable) row
                WHERE row.model = name.model AND row.time >= $1 AND row.time < $2
                """
            figures = """
                SELECT \(figureColumns) FROM \(figureTable) WHERE time >= $1 AND time < $2 ORDER BY time
                """
            pruneFigures = """
                DELETE FROM \(figureTable) WHERE time IN (
                    SELECT time FROM \(figureTable) WHERE time < $1 ORDER BY time LIMIT $2
                )
                """
            pruneGroups = """
                DELETE FROM \(groupTable) WHERE model = $1 AND time < $2 AND time < $3 + (
                    SELECT min(time) FROM \(groupTable) WHERE model = $1
                )
                """
        }
    }

    private static let minute = Statements(.minute)
    private static let hour = Statements(.hour)
    private static let day = Statements(.day)

    static func statements(_ grain: Grain) -> Statements {
        switch grain {
        case .minute: minute
        case .hour: hour
        case .day: day
        }
    }

    static func add(_ added: RequestSum, at time: Int64, _ grain: Grain, to db: Connection) throws {
        let statements = statements(grain)
        var sum = added
        let present = try db.first(
            statements.group, added.model, time, added.outcome.rawValue, added.cache.rawValue,
            row: { Self.sum($0, at: 0) })
        if let present { sum.merge(present) }
        try db.execute(
            statements.putGroup, time, sum.model, sum.outcome.rawValue, sum.cache.rawValue, sum.count, sum.attempts,
            sum.inputTokens, sum.cachedInputTokens, sum.outputTokens, sum.cost, sum.saving, sum.queued, sum.firstByte,
            sum.total, sum.latency.encoded, sum.firstByteLatency.encoded)
    }

    /// - Returns: what it has become.
    static func add(
        _ added: RequestFigures, at time: Int64, _ grain: Grain, to db: Connection
    ) throws -> RequestFigures {
        let statements = statements(grain)
        var figures = added
        if let present = try db.first(statements.figure, time, row: { Self.point($0).figures }) {
            figures.merge(present)
        }
        if grain == .minute { figures.busiestMinute = figures.succeeded }
        try db.execute(
            statements.putFigure, time, figures.succeeded, figures.failed, figures.cancelled, figures.hitsL1,
            figures.hitsL2, figures.hitsL3, figures.semanticHits, figures.misses, figures.bypasses, figures.attempts,
            figures.inputTokens, figures.cachedInputTokens, figures.outputTokens, figures.cost, figures.saving,
            figures.queued, figures.busiestMinute, figures.latency.encoded, figures.firstByte.encoded,
            figures.cacheAccess.encoded)
        return figures
    }

    /// - Parameter first: the position of the column `model`.
    static func sum(_ row: Row, at first: Int) -> RequestSum {
        var sum = RequestSQL.sum(row, at: first)
        sum.latency = histogram(row.blob(first + 13))
        sum.firstByteLatency = histogram(row.blob(first + 14))
        return sum
    }

    /// The time in units of the grain.
    static func point(_ row: Row) -> (time: Int64, figures: RequestFigures) {
        var figures = RequestFigures()
        figures.succeeded = row.integer(1)
        figures.failed = row.integer(2)
        figures.cancelled = row.integer(3)
        figures.hitsL1 = row.integer(4)
        figures.hitsL2 = row.integer(5)
        figures.hitsL3 = row.integer(6)
        figures.semanticHits = row.integer(7)
        figures.misses = row.integer(8)
        figures.bypasses = row.integer(9)
        figures.attempts = row.integer(10)
        figures.inputTokens = row.integer(11)
        figures.cachedInputTokens = row.integer(12)
        figures.outputTokens = row.integer(13)
        figures.cost = row.integer(14)
        figures.saving = row.integer(15)
        figures.queued = row.integer(16)
        figures.busiestMinute = row.integer(17)
        figures.latency = histogram(row.blob(18))
        figures.firstByte = histogram(row.blob(19))
        figures.cacheAccess = histogram(row.blob(20))
        return (row.integer(0), figures)
    }

    /// What cannot be read is a damaged file's fault, and no request may wait for it: it counts as no times.
    private static func histogram(_ bytes: [UInt8]) -> Histogram {
        do {
            return try Histogram(decoding: bytes)
        } catch {
            return Histogram()
        }
    }

    private static func replacement(_ table: String, _ columns: String, key: String) -> String {
        let names = columns.split(separator: ", ")
        let keys = Set(key.split(separator: ", "))
        let places = names.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let values = names.filter { !keys.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return """
            INSERT INTO \(table) (\(columns)) VALUES (\(places)) ON CONFLICT (\(key)) DO UPDATE SET \(values)
            """
    }
}
