import Storage

/// The tables of sums in `requests.db`. Their rows are written in the transaction of the requests that they are sums of.
enum RollupSchema {
    static func create(_ db: Connection) throws {
        for grain in Grain.allCases {
            try db.execute(
                """
                CREATE TABLE \(grain.groupTable) (
                    model              TEXT NOT NULL,     -- that answered, else that was asked for; empty for unknown ones
                    time               INTEGER NOT NULL,  -- of arrival, in \(grain.rawValue)s since 1970, UTC
                    outcome            TEXT NOT NULL,
                    cache              TEXT NOT NULL,
                    count              INTEGER NOT NULL,  -- requests
                    attempts           INTEGER NOT NULL,  -- this and the next eight: sums of the columns of request
                    input              INTEGER NOT NULL,
                    cached_input       INTEGER NOT NULL,
                    output             INTEGER NOT NULL,
                    cost               INTEGER NOT NULL,
                    saving             INTEGER NOT NULL,
                    queued             INTEGER NOT NULL,
                    first_byte         INTEGER NOT NULL,
                    total              INTEGER NOT NULL,
                    latency            BLOB NOT NULL,     -- histogram of total, as Telemetry encodes it
                    first_byte_latency BLOB NOT NULL,     -- histogram of first_byte, streams alone
                    PRIMARY KEY (model, time, outcome, cache)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE \(grain.figureTable) (
                    time          INTEGER NOT NULL PRIMARY KEY,  -- in \(grain.rawValue)s since 1970, UTC
                    succeeded     INTEGER NOT NULL,  -- requests, like the columns up to bypass
                    failed        INTEGER NOT NULL,
                    cancelled     INTEGER NOT NULL,
                    hit_l1        INTEGER NOT NULL,
                    hit_l2        INTEGER NOT NULL,
                    hit_l3        INTEGER NOT NULL,
                    semantic      INTEGER NOT NULL,
                    miss          INTEGER NOT NULL,
                    bypass        INTEGER NOT NULL,
                    attempts      INTEGER NOT NULL,
                    input         INTEGER NOT NULL,
                    cached_input  INTEGER NOT NULL,
                    output        INTEGER NOT NULL,
                    cost          INTEGER NOT NULL,
                    saving        INTEGER NOT NULL,
                    queued        INTEGER NOT NULL,
                    busiest       INTEGER NOT NULL,  -- requests answered in its busiest minute
                    latency       BLOB NOT NULL,     -- histogram of the total of those that succeeded or failed
                    first_byte    BLOB NOT NULL,     -- histogram of those of them that were streamed
                    cache_access  BLOB NOT NULL      -- histogram of the latency of hits
                ) STRICT;
                """)
        }
        try db.execute(
            """
            CREATE TABLE rollup_horizon (
                grain     TEXT NOT NULL PRIMARY KEY,
                kept_from INTEGER NOT NULL           -- in units of the grain; what was before may be gone
            ) STRICT;
            CREATE TABLE request_lost (
                minute INTEGER NOT NULL PRIMARY KEY, -- in which it was noticed
                count  INTEGER NOT NULL              -- requests that were received and are not on record
            ) STRICT;
            """)
    }

    /// Adds up the requests that were recorded before there were these tables.
    static func addUp(_ db: Connection) throws {
        var last: Int64 = -1
        while true {
            let requests = try db.query(RequestSQL.oldest, last, 10_000, row: RequestSQL.request)
            guard let end = requests.last else { return }
            last = Int64(bitPattern: end.number)
            var batch = RollupBatch()
            for request in requests { batch.add(request) }
            try batch.write(to: db)
        }
    }
}
