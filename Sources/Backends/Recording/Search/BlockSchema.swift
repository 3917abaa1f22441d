import Storage

/// The index by which the request log is searched: for each block of 1,024 requests, what occurs in it.
///
/// An index over all rows for every column that can be asked for would cost each request five insertions. Here it is a
/// few dozen for a thousand, and a search reads only blocks in which it may find something.
enum BlockSchema {
    /// Bits of a request's number within a block: those of the slot, and 1,024 requests.
    static let bits = SlotTable.indexBits + 10

    /// What of a request can be asked for.
    enum Column: Int, CaseIterable {
        case errorCode, tenant, model, cache, outcome
    }

    static func create(_ db: Connection) throws {
        try db.execute(
            """
            CREATE TABLE request_block (
                block    INTEGER NOT NULL PRIMARY KEY,  -- number >> \(bits)
                first_at INTEGER NOT NULL,              -- earliest received_at of its requests
                last_at  INTEGER NOT NULL               -- latest received_at of its requests
            ) STRICT;
            CREATE TABLE request_block_value (
                field INTEGER NOT NULL,                 -- 0 error_code, 1 tenant, 2 model, 3 cache, 4 outcome
                value TEXT NOT NULL,                    -- that at least one request of the block has
                block INTEGER NOT NULL,
                PRIMARY KEY (field, value, block)
            ) STRICT, WITHOUT ROWID;
            """)
    }
}
