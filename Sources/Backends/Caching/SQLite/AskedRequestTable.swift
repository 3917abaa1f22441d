import Engine
import Secrets
import Storage

/// The tables of what was asked, so that it can be asked again, in the file of L3: whoever may read the one may read the
/// other, and purging or deleting the file takes both.
enum AskedRequestTable {
    static let migration = Migration("002-asked-requests") { db in
        try db.execute(
            """
            CREATE TABLE asked_request (
                exact      BLOB NOT NULL PRIMARY KEY,  -- SHA-256 of the whole request
                partition  BLOB NOT NULL,              -- SHA-256 of all but the last user text
                tenant     TEXT NOT NULL,              -- who asked last
                model      TEXT NOT NULL,              -- the model asked for, or auto
                cost       INTEGER NOT NULL,           -- micro-cents (10^-8 dollars) of its last answer
                latency    INTEGER NOT NULL,           -- milliseconds the upstream took for it
                last_asked INTEGER NOT NULL,           -- milliseconds since 1970
                expires_at INTEGER NOT NULL,           -- when its answer expires, milliseconds since 1970
                size       INTEGER NOT NULL,           -- bytes that count against the bound
                integrity  BLOB NOT NULL,              -- BLAKE2b over keys, tenant, model and body
                body       BLOB NOT NULL               -- the request, canonical JSON
            ) STRICT;
            CREATE TABLE asked_day (
                exact BLOB NOT NULL,     -- of asked_request
                day   INTEGER NOT NULL,  -- of UTC, since 1970
                asks  INTEGER NOT NULL,
                PRIMARY KEY (exact, day)
            ) STRICT;
            CREATE TABLE warming_day (
                day   INTEGER NOT NULL PRIMARY KEY,  -- of UTC, since 1970
                spent INTEGER NOT NULL               -- micro-cents that warming cost
            ) STRICT;
            """)
    }

    /// Rows at most, whoever prunes them or does not.
    private static let largestCount = 10_000
    /// Days kept at most.
    private static let days: Int64 = 31

    static func write(_ notes: AskedRequestNotes, in db: Connection) throws {
        if !notes.remembered.isEmpty { try remember(notes, in: db) }
        for (place, asks) in notes.counts where try isRemembered(place.exact, in: db) { try count(asks, place, in: db) }
        for exact in notes.forgotten {
            try db.execute("DELETE FROM asked_request WHERE exact = $1", exact)
            try db.execute("DELETE FROM asked_day WHERE exact = $1", exact)
        }
        for (day, spent) in notes.spent {
            try db.execute(
                """
                INSERT INTO warming_day (day, spent) VALUES ($1, $2)
                ON CONFLICT (day) DO UPDATE SET spent = spent + excluded.spent
                """, day, spent)
            try db.execute("DELETE FROM warming_day WHERE day <= $1", day - days)
        }
    }

    private static func remember(_ notes: AskedRequestNotes, in db: Connection) throws {
        var count = try db.first("SELECT COUNT(*) FROM asked_request") { $0.int(0) } ?? 0
        for note in notes.remembered.values {
            let isKnown = try isRemembered(note.request.key.exact, in: db)
            guard isKnown || count < largestCount else { continue }
            if !isKnown { count += 1 }
            try remember(note.request, body: note.body, in: db)
        }
    }

    private static func count(_ asks: Int, _ place: AskedRequestNotes.Count, in db: Connection) throws {
        try db.execute(
            """
            INSERT INTO asked_day (exact, day, asks) VALUES ($1, $2, $3)
            ON CONFLICT (exact, day) DO UPDATE SET asks = asks + excluded.asks
            """, place.exact, place.day, asks)
        try db.execute("DELETE FROM asked_day WHERE exact = $1 AND day <= $2", place.exact, place.day - days)
        try db.execute(
            "UPDATE asked_request SET last_asked = $2 WHERE exact = $1 AND last_asked < $2", place.exact,
            place.day * AskedRequest.day)
    }

    private static func isRemembered(_ exact: [UInt8], in db: Connection) throws -> Bool {
        try db.first("SELECT 1 FROM asked_request WHERE exact = $1", exact) { _ in true } ?? false
    }

    private static func remember(_ request: AskedRequest, body: [UInt8], in db: Connection) throws {
        try db.execute(
            """
            INSERT INTO asked_request
                (exact, partition, tenant, model, cost, latency, last_asked, expires_at, size, integrity, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (exact) DO UPDATE SET
                partition = excluded.partition, tenant = excluded.tenant, model = excluded.model,
                cost = excluded.cost, latency = excluded.latency,
                last_asked = max(last_asked, excluded.last_asked), expires_at = excluded.expires_at,
                size = excluded.size, integrity = excluded.integrity, body = excluded.body
            """, request.key.exact, request.key.partition, request.tenant, request.model, request.cost,
            request.latency, request.lastAsked, request.expiresAt, request.size,
            integrity(request.key, request.tenant, request.model, body), body)
    }

    static func all(in db: Connection) throws -> [AskedRequest] {
        var days: [[UInt8]: [Int64: Int]] = [:]
        for (exact, day, asks) in try db.query(
            "SELECT exact, day, asks FROM asked_day", row: { ($0.blob(0), $0.integer(1), $0.int(2)) })
        {
            days[exact, default: [:]][day] = asks
        }
        return try db.query(
            """
            SELECT exact, partition, tenant, model, cost, latency, last_asked, expires_at, size FROM asked_request
            """
        ) { row in
            AskedRequest(
                key: CacheKey(partition: row.blob(1), exact: row.blob(0)), tenant: row.text(2), model: row.text(3),
                asks: days[row.blob(0)] ?? [:], cost: row.integer(4), latency: row.integer(5),
                lastAsked: row.integer(6), expiresAt: row.integer(7), size: row.int(8))
        }
    }

    /// - Returns: `nil` for what is not there, or not as it was written.
    static func body(of key: CacheKey, in db: Connection) throws -> [UInt8]? {
        try db.first(
            "SELECT partition, tenant, model, integrity, body FROM asked_request WHERE exact = $1", key.exact
        ) { row -> [UInt8]? in
            let found = CacheKey(partition: row.blob(0), exact: key.exact)
            let isWhole = integrity(found, row.text(1), row.text(2), row.blob(4)) == row.blob(3)
            return isWhole && found == key ? row.blob(4) : nil
        } ?? nil
    }

    static func spent(on day: Int64, in db: Connection) throws -> Int64 {
        try db.first("SELECT spent FROM warming_day WHERE day = $1", day) { $0.integer(0) } ?? 0
    }

    /// A tenant that was changed would ask for an answer in another's name.
    private static func integrity(_ key: CacheKey, _ tenant: String, _ model: String, _ body: [UInt8]) -> [UInt8] {
        Digest.check(key.exact, key.partition, Array(tenant.utf8), Array(model.utf8), body)
    }
}
