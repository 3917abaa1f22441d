import Storage

extension Schema {
    /// What nobody can take back: a line for every write.
    static let audit = Migration("008-audit") { db in
        try db.execute(
            """
            CREATE TABLE audit (
                id         INTEGER PRIMARY KEY,
                at         TEXT NOT NULL,                            -- instant
                author     TEXT NOT NULL,                            -- who: an account, a token, a login, or a name given
                via        TEXT NOT NULL,                            -- web, api, command line, engine or documents
                credential TEXT NOT NULL,                            -- what let them in; empty where nothing was asked for
                address    TEXT NOT NULL,                            -- from where; empty for this machine's own
                action     TEXT NOT NULL,                            -- task.completed, token.revoked, …
                subject    TEXT NOT NULL,                            -- what it was done to
                before     TEXT NOT NULL,                            -- in words; empty for nothing
                after      TEXT NOT NULL                             -- in words; empty for nothing
            ) STRICT;
            CREATE INDEX audit_by_author ON audit (author, id);
            CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
            CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
            """)
    }

    /// The tables of the room `Access`. They stand in this database so that one transaction writes a change of them with its
    /// line of the audit, and one backup holds both.
    static let access = Migration("009-access") { db in
        try db.execute(
            """
            CREATE TABLE account (
                id         INTEGER PRIMARY KEY AUTOINCREMENT,        -- never given twice
                name       TEXT NOT NULL,
                key        TEXT NOT NULL UNIQUE,                     -- the name in lower case
                role       TEXT NOT NULL,                            -- viewer, editor or administrator
                password   TEXT NOT NULL,                            -- argon2id, as libsodium writes it
                created_at TEXT NOT NULL,                            -- instant
                CHECK (role IN ('viewer', 'editor', 'administrator'))
            ) STRICT;
            CREATE TABLE session (
                id         INTEGER PRIMARY KEY AUTOINCREMENT,
                account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                secret     TEXT NOT NULL UNIQUE,                     -- SHA-256 of what the cookie holds
                created_at TEXT NOT NULL,                            -- instant
                used_at    TEXT NOT NULL,                            -- instant, to the minute or so
                address    TEXT NOT NULL,                            -- of its last use
                browser    TEXT NOT NULL                             -- User-Agent at the sign-in
            ) STRICT;
            CREATE INDEX session_by_account ON session (account_id);
            CREATE TABLE token (
                id                  INTEGER PRIMARY KEY AUTOINCREMENT,
                name                TEXT NOT NULL,
                prefix              TEXT NOT NULL UNIQUE,            -- what it begins with, to recognise it by
                secret              TEXT NOT NULL UNIQUE,            -- SHA-256 of the whole token
                scopes              TEXT NOT NULL,                   -- separated by spaces
                metrics             TEXT NOT NULL,                   -- those it may write, separated by spaces; empty for all
                models              TEXT NOT NULL,                   -- those it may ask, separated by spaces; empty for all
                tenant              TEXT NOT NULL,                   -- whom cached answers are kept for
                requests_per_minute INTEGER,                         -- NULL for no limit
                tokens_per_minute   INTEGER,                         -- of models; NULL for no limit
                account_id          INTEGER REFERENCES account (id) ON DELETE SET NULL, -- who made it; NULL for the command line
                created_by          TEXT NOT NULL,
                created_at          TEXT NOT NULL,                   -- instant
                expires_at          TEXT,                            -- instant; NULL for never
                revoked_at          TEXT,                            -- instant; NULL while it is good
                used_at             TEXT,                            -- instant, to the minute or so; NULL for never
                address             TEXT NOT NULL                    -- of its last use; empty for none
            ) STRICT;
            CREATE TABLE access_revision (                           -- one row: grows with every change that lets in or keeps out
                number INTEGER NOT NULL
            ) STRICT;
            INSERT INTO access_revision VALUES (1);
            """)
    }
}
