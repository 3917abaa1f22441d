import Storage

/// The table of prompts and answers, which has rows only where keeping them is switched on.
enum RequestContentSchema {
    static let migration = Migration("002-request-contents") { db in
        try db.execute(
            """
            CREATE TABLE request_content (
                number   INTEGER NOT NULL PRIMARY KEY,  -- of the request
                kept_at  INTEGER NOT NULL,  -- milliseconds since 1970
                prompt   TEXT NOT NULL,     -- the request's JSON, cut at its end where it is long
                answer   TEXT NOT NULL      -- the answer's JSON, likewise; empty when there was none
            ) STRICT;
            """)
    }

    static let insertion = """
        INSERT INTO request_content (number, kept_at, prompt, answer) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """
    static let selection = "SELECT kept_at, prompt, answer FROM request_content WHERE number = $1"
    /// As with requests, the oldest are found without an index on the time.
    static let prune = """
        DELETE FROM request_content WHERE kept_at < $1
        AND number IN (SELECT number FROM request_content ORDER BY number LIMIT $2)
        """
}
