public import Engine
import Storage

extension RequestStore {
    /// The most requests on one page.
    public static let largestPage = 1_000

    public func requests(
        matching filter: RequestFilter, before cursor: String? = nil, limit: Int = 50
    ) throws -> RequestPage {
        let search = try RequestSearch(filter, before: cursor, limit: min(limit, Self.largestPage))
        return try database.read { try search.page($0) }
    }

    /// The values that occur in the log, to choose from: not more than `limit`.
    public func tenants(limit: Int = 200) throws -> [String] { try values(of: .tenant, limit) }

    /// The error codes that occur in the log: not more than `limit`.
    public func errorCodes(limit: Int = 200) throws -> [String] { try values(of: .errorCode, limit) }

    private func values(of column: BlockSchema.Column, _ limit: Int) throws -> [String] {
        try database.read { db in try db.query(RequestSearch.values, column.rawValue, limit) { $0.text(0) } }
    }

    /// Removes what the index says of blocks whose requests are all gone.
    static func pruneBlocks(_ db: Connection) throws {
        let ends = try db.first(
            """
            SELECT (SELECT min(block) FROM request_block), (SELECT min(number) FROM request)
            """
        ) { ($0.optionalInteger(0), $0.optionalInteger(1)) }
        guard case (let oldest?, let number?)? = ends else { return }
        let first = number >> BlockSchema.bits
        // Now and then: it looks at every value there is.
        guard first - oldest >= 64 else { return }
        try db.execute("DELETE FROM request_block WHERE block < $1", first)
        for column in BlockSchema.Column.allCases {
            for value in try db.query(RequestSearch.values, column.rawValue, Int.max, row: { $0.text(0) }) {
                try db.execute(
                    "DELETE FROM request_block_value WHERE field = $1 AND value = $2 AND block < $3", column.rawValue,
                    value, first)
            }
        }
    }
}
