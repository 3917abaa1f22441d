import Engine
import Storage

/// The statements of the request store and how their rows read.
enum RequestSQL {
    private static let columns = """
        number, id, received_at, tenant, model_asked, is_streamed, outcome, status, cache, similarity, model_served, \
        attempts, input, cached_input, output, cost, saving, queued, first_byte, total, error_code, tip
        """
    private static let sumColumns = """
        model, outcome, cache, count, attempts, input, cached_input, output, cost, saving, queued, first_byte, total
        """

    static let selection = "SELECT \(columns) FROM request"
    static let newest = "\(selection) WHERE number < $1 ORDER BY number DESC LIMIT $2"
    static let oldest = "\(selection) WHERE number > $1 ORDER BY number LIMIT $2"
    /// Bits of a request's number within a block of the index of ids: those of the slot, and 65,536 requests.
    static let blockBits = SlotTable.indexBits + 16
    static let byID = """
        \(selection) WHERE number >> \(blockBits) = $1 AND id = $2 ORDER BY number DESC LIMIT 1
        """
    static let numbers = "SELECT (SELECT min(number) FROM request), (SELECT max(number) FROM request)"
    static let totals = "SELECT \(sumColumns) FROM request_total ORDER BY model, outcome, cache"
    /// Rows stand in the order of their arrival, so the oldest are found without an index on the time. The last one
    /// stays: the numbers go on from it.
    static let prune = """
        DELETE FROM request WHERE received_at < $1
        AND number IN (SELECT number FROM request ORDER BY number LIMIT $2)
        AND number < (SELECT max(number) FROM request)
        """
    /// To be repeated by ``insert(_:with:)``.
    static let insertion = """
        INSERT INTO request (\(columns)) VALUES (\((1...22).map { "$\($0)" }.joined(separator: ", ")))
        ON CONFLICT DO NOTHING
        """
    private static let totalUpsert = upsert("request_total", sumColumns, "model, outcome, cache")

    /// - Returns: whether it was not there yet.
    static func insert(_ request: StoredRequest, with insertion: inout RepeatedStatement) throws -> Bool {
        let (opening, record) = (request.opening, request.record)
        insertion.give(Int64(bitPattern: request.number))
        insertion.give(opening.id)
        insertion.give(opening.receivedAt)
        insertion.give(opening.tenant)
        insertion.give(opening.modelAsked)
        insertion.give(opening.isStreamed)
        insertion.give(record.outcome.rawValue)
        insertion.give(record.status)
        insertion.give(record.cache.rawValue)
        insertion.give(record.similarity.isFinite ? Double(record.similarity) : 0)
        insertion.give(record.modelServed)
        insertion.give(record.attempts)
        insertion.give(record.usage.input)
        insertion.give(record.usage.cachedInput)
        insertion.give(record.usage.output)
        insertion.give(record.cost)
        insertion.give(record.saving)
        insertion.give(record.queued.microseconds)
        insertion.give(record.firstByte.microseconds)
        insertion.give(record.total.microseconds)
        insertion.give(record.errorCode)
        insertion.give(record.tip)
        return try insertion.run() == 1
    }

    /// Adds to the sums of everything.
    static func add(_ sum: RequestSum, to db: Connection) throws {
        try db.execute(
            totalUpsert, sum.model, sum.outcome.rawValue, sum.cache.rawValue, sum.count, sum.attempts, sum.inputTokens,
            sum.cachedInputTokens, sum.outputTokens, sum.cost, sum.saving, sum.queued, sum.firstByte, sum.total)
    }

    static func request(_ row: Row) -> StoredRequest {
        var record = RequestRecord()
        record.outcome = RequestRecord.Outcome(rawValue: row.text(6)) ?? .failed
        record.status = row.int(7)
        record.cache = CacheOutcome(rawValue: row.text(8)) ?? .bypass
        record.similarity = Float(row.real(9))
        record.modelServed = row.text(10)
        record.attempts = row.int(11)
        record.usage = Usage(input: row.integer(12), cachedInput: row.integer(13), output: row.integer(14))
        record.cost = row.integer(15)
        record.saving = row.integer(16)
        record.queued = Double(row.integer(17)) / 1_000
        record.firstByte = Double(row.integer(18)) / 1_000
        record.total = Double(row.integer(19)) / 1_000
        record.errorCode = row.text(20)
        record.tip = row.text(21)
        return StoredRequest(
            number: UInt64(bitPattern: row.integer(0)),
            opening: RequestOpening(
                id: row.text(1), receivedAt: row.integer(2), tenant: row.text(3), modelAsked: row.text(4),
                isStreamed: row.flag(5)),
            record: record)
    }

    /// - Parameter first: the position of the column `model`.
    static func sum(_ row: Row, at first: Int) -> RequestSum {
        var sum = RequestSum(
            model: row.text(first), outcome: RequestRecord.Outcome(rawValue: row.text(first + 1)) ?? .failed,
            cache: CacheOutcome(rawValue: row.text(first + 2)) ?? .bypass)
        sum.count = row.integer(first + 3)
        sum.attempts = row.integer(first + 4)
        sum.inputTokens = row.integer(first + 5)
        sum.cachedInputTokens = row.integer(first + 6)
        sum.outputTokens = row.integer(first + 7)
        sum.cost = row.integer(first + 8)
        sum.saving = row.integer(first + 9)
        sum.queued = row.integer(first + 10)
        sum.firstByte = row.integer(first + 11)
        sum.total = row.integer(first + 12)
        return sum
    }

    private static func upsert(_ table: String, _ columns: String, _ key: String) -> String {
        let names = columns.split(separator: ", ")
        let keys = Set(key.split(separator: ", "))
        let additions = names.filter { !keys.contains($0) }.map { "\($0) = \(table).\($0) + excluded.\($0)" }
        return """
            INSERT INTO \(table) (\(columns)) VALUES (\(names.indices.map { "$\($0 + 1)" }.joined(separator: ", ")))
            ON CONFLICT (\(key)) DO UPDATE SET \(additions.joined(separator: ", "))
            """
    }
}
