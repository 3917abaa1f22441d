import Engine
import Storage

/// One page of a search in the request log, block by block, the newest first, with a bound on what it looks at.
struct RequestSearch {
    /// Blocks that one page may look through: 131,072 requests, about 50 ms.
    static let blocksPerPage = 128

    private let filter: RequestFilter
    private let limit: Int
    /// Only requests before this number.
    private let bound: Int64

    /// - Throws: `RequestCursorError`.
    init(_ filter: RequestFilter, before cursor: String?, limit: Int) throws {
        self.filter = filter
        self.limit = max(1, limit)
        bound = try cursor.map(Self.number) ?? .max
    }

    func page(_ db: Connection) throws -> RequestPage {
        guard filter != RequestFilter() else { return page(try db.query(RequestSQL.newest, bound, limit, row: row)) }
        let blocks = try blocks(db)
        var found: [StoredRequest] = []
        for block in blocks.prefix(Self.blocksPerPage) {
            let first = block.number << BlockSchema.bits
            let end = min(bound, (block.number + 1) << BlockSchema.bits)
            found += try requests(from: first, to: end, limit - found.count, db)
            if found.count == limit { return page(found) }
        }
        guard blocks.count > Self.blocksPerPage else {
            return RequestPage(requests: found, next: nil, searchedBackTo: nil)
        }
        let last = blocks[Self.blocksPerPage - 1]
        return RequestPage(
            requests: found, next: Self.cursor(last.number << BlockSchema.bits), searchedBackTo: last.firstAt)
    }

    private func page(_ requests: [StoredRequest]) -> RequestPage {
        RequestPage(
            requests: requests,
            next: requests.count == limit ? requests.last.map { Self.cursor(Int64(bitPattern: $0.number)) } : nil,
            searchedBackTo: nil)
    }

    private func row(_ row: Row) -> StoredRequest { RequestSQL.request(row) }

    /// The blocks in which there may be a match, one more than are looked at.
    private func blocks(_ db: Connection) throws -> [(number: Int64, firstAt: Int64)] {
        let newest = bound == .max ? .max : (bound - 1) >> BlockSchema.bits
        let arguments: [(any Bindable)?] = [newest, filter.from ?? .min, filter.to ?? .max, Self.blocksPerPage + 1]
        return try db.query(Self.blockStatement(wanted), arguments: arguments + wanted.map(text)) {
            (number: $0.integer(0), firstAt: $0.integer(1))
        }
    }

    private func requests(from first: Int64, to end: Int64, _ limit: Int, _ db: Connection) throws -> [StoredRequest] {
        let arguments: [(any Bindable)?] = [first, end, filter.from ?? .min, filter.to ?? .max, limit]
        return try db.query(Self.rowStatement(wanted), arguments: arguments + wanted.map(text), row: row)
    }

    private var wanted: [BlockSchema.Column] { BlockSchema.Column.allCases.filter { text($0) != nil } }

    private func text(_ column: BlockSchema.Column) -> String? {
        switch column {
        case .errorCode: filter.errorCode
        case .tenant: filter.tenant
        case .model: filter.model
        case .cache: filter.cache?.rawValue
        case .outcome: filter.outcome?.rawValue
        }
    }
}

extension RequestSearch {
    private static func cursor(_ number: Int64) -> String { String(number, radix: 36) }

    private static func number(of cursor: String) throws -> Int64 {
        guard let number = Int64(cursor, radix: 36), number >= 0, String(number, radix: 36) == cursor else {
            throw RequestCursorError()
        }
        return number
    }

    /// The values of a column, one after the other by the key. Parameters: the column, how many.
    static let values = """
        WITH RECURSIVE known (value) AS (
            SELECT min(value) FROM request_block_value WHERE field = $1
            UNION ALL
            SELECT (SELECT min(value) FROM request_block_value WHERE field = $1 AND value > known.value)
            FROM known WHERE known.value IS NOT NULL
        )
        SELECT value FROM known WHERE value IS NOT NULL LIMIT $2
        """

    /// Parameters: the newest block, from, to, how many blocks, and a value for each column that is wanted.
    ///
    /// The first column leads, as the rarest values come first; the others are looked up block by block.
    static func blockStatement(_ wanted: [BlockSchema.Column]) -> String {
        let time = "block.last_at >= $2 AND block.first_at < $3"
        guard let lead = wanted.first else {
            return """
                SELECT block.block, block.first_at FROM request_block block
                WHERE block.block <= $1 AND \(time) ORDER BY block.block DESC LIMIT $4
                """
        }
        let others = wanted.enumerated().dropFirst().map { position, column in
            """
             AND EXISTS (SELECT 1 FROM request_block_value other WHERE other.field = \(column.rawValue)
                AND other.value = $\(5 + position) AND other.block = value.block)
            """
        }
        return """
            SELECT block.block, block.first_at
            FROM request_block_value value CROSS JOIN request_block block ON block.block = value.block
            WHERE value.field = \(lead.rawValue) AND value.value = $5 AND value.block <= $1
            AND \(time)\(others.joined()) ORDER BY value.block DESC LIMIT $4
            """
    }

    /// Parameters: the first number, the one after the last, from, to, how many requests, and a value for each column that is wanted.
    static func rowStatement(_ wanted: [BlockSchema.Column]) -> String {
        let conditions = wanted.enumerated().map { position, column in
            let value = "$\(6 + position)"
            return switch column {
            case .errorCode: " AND error_code = \(value)"
            case .tenant: " AND tenant = \(value)"
            case .cache: " AND cache = \(value)"
            case .outcome: " AND outcome = \(value)"
            case .model:
                """
                 AND (model_served = \(value) OR model_served = '' AND model_asked = \(value)
                    AND error_code <> '\(StoredRequest.unknownModel)')
                """
            }
        }
        return """
            \(RequestSQL.selection) WHERE number >= $1 AND number < $2 AND received_at >= $3 AND received_at < $4\
            \(conditions.joined()) ORDER BY number DESC LIMIT $5
            """
    }
}
