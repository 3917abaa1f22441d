import Storage

/// The tables of `requests.db`.
enum RequestSchema {
    static let migrations: [Migration] = [
        Migration("001-requests") { db in
            try db.execute(
                """
                CREATE TABLE request (
                    number        INTEGER NOT NULL PRIMARY KEY,  -- the journal's; ascends with the time of arrival
                    id            TEXT NOT NULL,     -- x-request-id
                    received_at   INTEGER NOT NULL,  -- milliseconds since 1970
                    tenant        TEXT NOT NULL,
                    model_asked   TEXT NOT NULL,     -- empty when the request could not be read
                    is_streamed   INTEGER NOT NULL CHECK (is_streamed IN (0, 1)),
                    outcome       TEXT NOT NULL,     -- succeeded, failed or cancelled
                    status        INTEGER NOT NULL,  -- of HTTP
                    cache         TEXT NOT NULL,     -- hit-l1, hit-l2, hit-l3, semantic, miss or bypass
                    similarity    REAL NOT NULL,     -- of a semantic hit, 0 to 1
                    model_served  TEXT NOT NULL,     -- empty when none answered
                    attempts      INTEGER NOT NULL,  -- calls of upstreams
                    input         INTEGER NOT NULL,  -- tokens
                    cached_input  INTEGER NOT NULL,  -- tokens of these that the upstream had cached
                    output        INTEGER NOT NULL,  -- tokens
                    cost          INTEGER NOT NULL,  -- micro-cents (10^-8 dollars)
                    saving        INTEGER NOT NULL,  -- micro-cents
                    queued        INTEGER NOT NULL,  -- microseconds of waiting for a place at a model
                    first_byte    INTEGER NOT NULL,  -- microseconds from the request's last byte
                    total         INTEGER NOT NULL,  -- microseconds from the request's last byte
                    error_code    TEXT NOT NULL,     -- empty for none
                    tip           TEXT NOT NULL      -- empty for none
                ) STRICT;
                """)
            // Ids are scattered. In one index over all of them each insertion would touch a page of its own, which at
            // ten million requests is most of the work; in blocks of 65,536 requests the pages in use stay few, and a
            // look-up asks block by block, the newest first.
            try db.execute("CREATE INDEX request_by_id ON request ((number >> \(RequestSQL.blockBits)), id)")
            // Kept with the rows in one transaction, so that no page and no start ever counts the rows themselves.
            try db.execute(
                """
                CREATE TABLE request_hour (
                    hour          INTEGER NOT NULL,  -- of arrival, hours since 1970, UTC
                    \(sums)
                    PRIMARY KEY (hour, model, outcome, cache)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE request_total (         -- all hours ever, those whose rows are gone too
                    \(sums)
                    PRIMARY KEY (model, outcome, cache)
                ) STRICT, WITHOUT ROWID;
                """)
        },
        RequestContentSchema.migration,
        Migration("003-rollups") { db in
            try RollupSchema.create(db)
            try BlockSchema.create(db)
            try db.execute("DROP TABLE request_hour")
            // The totals are made anew as well, with failures under the model that was asked for.
            try db.execute("DELETE FROM request_total")
            try RollupSchema.addUp(db)
        },
        Migration("004-runs") { db in
            try db.execute(
                """
                CREATE TABLE run (
                    id         INTEGER PRIMARY KEY,
                    started_at INTEGER NOT NULL,  -- milliseconds since 1970, like the next two
                    last_beat  INTEGER NOT NULL,  -- when it was last known to run
                    stopped_at INTEGER            -- when it ended as planned; NULL while it runs, and after a crash
                ) STRICT
                """)
        },
        AlertSchema.migration,
    ]

    /// The columns of sums in the first tables.
    private static let sums = """
        model         TEXT NOT NULL,     -- that answered; empty when none did
        outcome       TEXT NOT NULL,
        cache         TEXT NOT NULL,
        count         INTEGER NOT NULL,  -- requests
        attempts      INTEGER NOT NULL,  -- this and what follows: sums of the columns of request
        input         INTEGER NOT NULL,
        cached_input  INTEGER NOT NULL,
        output        INTEGER NOT NULL,
        cost          INTEGER NOT NULL,
        saving        INTEGER NOT NULL,
        queued        INTEGER NOT NULL,
        first_byte    INTEGER NOT NULL,
        total         INTEGER NOT NULL,
        """
}
