import Engine
import Glibc
import Secrets
import Storage

/// The database file of L3, which may be thrown away at any time.
struct AnswerFile {
    static let migrations: [Migration] = [
        Migration("001-answers") { db in
            try db.execute(
                """
                CREATE TABLE answer (
                    number     INTEGER NOT NULL PRIMARY KEY,
                    exact      BLOB NOT NULL UNIQUE,  -- SHA-256 of the whole request
                    partition  BLOB NOT NULL,         -- SHA-256 of all but the last user text
                    stored_at  INTEGER NOT NULL,      -- milliseconds since 1970
                    expires_at INTEGER NOT NULL,      -- milliseconds since 1970
                    cost       INTEGER NOT NULL,      -- micro-cents (10^-8 dollars) when it was made
                    latency    INTEGER NOT NULL,      -- milliseconds the upstream took
                    size       INTEGER NOT NULL,      -- bytes that count against the tier's bound
                    integrity  BLOB NOT NULL,         -- BLAKE2b over the other columns; what does not match is not served
                    question   TEXT NOT NULL,         -- the last user text; empty when only exact hits are allowed
                    body       BLOB NOT NULL          -- the answer, JSON
                ) STRICT;
                CREATE INDEX answer_by_expiry ON answer (expires_at, size);
                """)
        },
        AskedRequestTable.migration,
    ]

    /// What a row takes besides its question and body: keys, numbers, two index entries.
    private static let overhead = 256

    let database: Database
    /// To notice that the file is another one by now, or gone.
    private let identity: Identity

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t

        init?(_ path: String) {
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            device = information.st_dev
            inode = information.st_ino
        }
    }

    init(at path: String) throws {
        database = try Database(at: path, migrations: Self.migrations, isAlone: true, writesCanWait: true)
        guard let identity = Identity(path) else {
            database.close()
            throw TierError(.unavailable, "\(path) vanished while it was opened.", tip: "Leave it where it is.")
        }
        self.identity = identity
    }

    /// Whether what lies at the path is still the file that was opened.
    func isInPlace(at path: String) -> Bool { Identity(path) == identity }

    static func remove(at path: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    static func size(_ answer: KeptAnswer) -> Int { answer.body.count + answer.question.utf8.count + overhead }

    static func answer(for key: CacheKey, in db: Connection) throws -> Reading {
        try db.first(
            """
            SELECT exact, partition, stored_at, expires_at, cost, latency, integrity, question, body
            FROM answer WHERE exact = $1
            """, key.exact, row: reading) ?? .none
    }

    enum Reading {
        case none
        case damaged(exact: [UInt8])
        case answer(CacheKey, KeptAnswer)
    }

    static func reading(_ row: Row) -> Reading {
        let key = CacheKey(partition: row.blob(1), exact: row.blob(0))
        let answer = KeptAnswer(
            body: row.blob(8), question: row.text(7), storedAt: row.integer(2), expiresAt: row.integer(3),
            cost: row.integer(4), latency: row.integer(5))
        return integrity(key, answer) == row.blob(6) ? .answer(key, answer) : .damaged(exact: key.exact)
    }

    /// - Returns: by how much more counts against the bound.
    static func keep(_ answer: KeptAnswer, for key: CacheKey, in db: Connection) throws -> Int {
        let former = try db.first("SELECT size FROM answer WHERE exact = $1", key.exact) { $0.int(0) } ?? 0
        try db.execute(
            """
            INSERT INTO answer
                (exact, partition, stored_at, expires_at, cost, latency, size, integrity, question, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (exact) DO UPDATE SET
                partition = excluded.partition, stored_at = excluded.stored_at, expires_at = excluded.expires_at,
                cost = excluded.cost, latency = excluded.latency, size = excluded.size,
                integrity = excluded.integrity, question = excluded.question, body = excluded.body
            """, key.exact, key.partition, answer.storedAt, answer.expiresAt, answer.cost, answer.latency,
            size(answer), integrity(key, answer), answer.question, answer.body)
        return size(answer) - former
    }

    /// Some of the rows with a question, by number, the next after `number`.
    static func questions(after number: Int64, at now: Int64, in db: Connection) throws
        -> [(number: Int64, reading: Reading)]
    {
        try db.query(
            """
            SELECT exact, partition, stored_at, expires_at, cost, latency, integrity, question, body, number
            FROM answer WHERE number > $1 AND expires_at > $2 AND question <> '' ORDER BY number LIMIT 200
            """, number, now
        ) { ($0.integer(9), reading($0)) }
    }

    /// Removes some of what has expired, or of what expires first.
    /// - Returns: how many rows went, how many of them had not expired by `now`, and what they counted against the bound.
    static func remove(
        expiringUntil instant: Int64, limit: Int, now: Int64, in db: Connection
    ) throws -> (rows: Int, evicted: Int, bytes: Int) {
        let removed = try db.query(
            """
            DELETE FROM answer WHERE number IN
                (SELECT number FROM answer WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
            RETURNING size, expires_at
            """, instant, limit
        ) { (size: $0.int(0), expiresAt: $0.integer(1)) }
        return (removed.count, removed.count { $0.expiresAt > now }, removed.reduce(0) { $0 + $1.size })
    }

    /// - Returns: what the row counted against the bound; 0 when there was none.
    static func remove(_ exact: [UInt8], in db: Connection) throws -> Int {
        try db.query("DELETE FROM answer WHERE exact = $1 RETURNING size", exact) { $0.int(0) }.reduce(0, +)
    }

    /// What all rows count against the bound. Reads the index on the expiry alone.
    static func bytes(in db: Connection) throws -> Int {
        try db.first("SELECT coalesce(sum(size), 0) FROM answer") { $0.int(0) } ?? 0
    }

    static func count(in db: Connection) throws -> Int {
        try db.first("SELECT COUNT(*) FROM answer") { $0.int(0) } ?? 0
    }

    private static func integrity(_ key: CacheKey, _ answer: KeptAnswer) -> [UInt8] {
        Digest.check(
            key.exact, key.partition, Array(answer.question.utf8), answer.body,
            AnswerCoding.numbers(answer))
    }
}
