import Storage

/// The tables of alerts in `requests.db`: what happened in operation belongs with the requests it happened to.
enum AlertSchema {
    static let migration = Migration("005-alerts") { db in
        try db.execute(
            """
            CREATE TABLE alert (
                id              TEXT NOT NULL PRIMARY KEY,
                rule            TEXT NOT NULL,     -- the rule's name
                metric          TEXT NOT NULL,     -- as AlertMetric spells it
                subject         TEXT NOT NULL,     -- tier or model; empty where there is but one
                started_at      INTEGER NOT NULL,  -- milliseconds since 1970, like every _at here
                resolved_at     INTEGER,           -- NULL while it fires
                message         TEXT NOT NULL,     -- what was the case when it began
                reason          TEXT NOT NULL,     -- why; may be empty
                tip             TEXT NOT NULL,     -- what to do; may be empty
                value           REAL,              -- in the metric's unit; NULL for what is no number
                threshold       REAL,
                recovery        TEXT NOT NULL,     -- why it is over; empty while it fires
                acknowledged_at INTEGER,
                acknowledged_by TEXT,
                is_announced    INTEGER NOT NULL CHECK (is_announced IN (0, 1)), -- handed to the webhooks
                noted           INTEGER NOT NULL   -- 1 the activity shows the beginning, 2 the end, 3 both
            ) STRICT;
            CREATE INDEX alert_by_end ON alert (resolved_at);
            CREATE TABLE alert_silence (
                rule       TEXT NOT NULL,
                subject    TEXT NOT NULL,
                until      INTEGER NOT NULL,       -- milliseconds since 1970
                silenced_by TEXT NOT NULL,
                PRIMARY KEY (rule, subject)
            ) STRICT;
            CREATE TABLE alert_delivery (
                alert      TEXT NOT NULL,
                event      TEXT NOT NULL,          -- started or resolved
                hook       TEXT NOT NULL,          -- which webhook; its address cannot be told from it
                state      TEXT NOT NULL,          -- waiting, delivered or failed
                attempts   INTEGER NOT NULL,
                changed_at INTEGER NOT NULL,       -- when it was made, or last tried
                next_at    INTEGER NOT NULL,       -- when it is to be tried
                failure    TEXT NOT NULL,          -- of the last try; empty for none
                PRIMARY KEY (alert, event, hook)
            ) STRICT;
            CREATE INDEX alert_delivery_by_state ON alert_delivery (state, changed_at);
            """)
    }

    /// How long what is over is kept, in milliseconds.
    static let retention: Int64 = 366 * 86_400_000

    static let columns = """
        id, rule, metric, subject, started_at, message, reason, tip, value, threshold, resolved_at, recovery,
        acknowledged_at, acknowledged_by, is_announced, noted
        """
    static let insertion = """
        INSERT INTO alert (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (id) DO UPDATE SET resolved_at = excluded.resolved_at, recovery = excluded.recovery,
        acknowledged_at = excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by,
        is_announced = excluded.is_announced, noted = excluded.noted
        """
    static let silencing = """
        INSERT INTO alert_silence (rule, subject, until, silenced_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (rule, subject) DO UPDATE SET until = excluded.until, silenced_by = excluded.silenced_by
        """
    static let deliveryColumns = "alert, event, hook, state, attempts, changed_at, next_at, failure"
    static let delivering = """
        INSERT INTO alert_delivery (\(deliveryColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (alert, event, hook) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
        changed_at = excluded.changed_at, next_at = excluded.next_at, failure = excluded.failure
        """
    static let deliveries = """
        SELECT \(deliveryColumns) FROM alert_delivery WHERE state = 'waiting'
        OR (state IN ('delivered', 'failed') AND changed_at > $1)
        OR alert IN (SELECT id FROM alert WHERE resolved_at IS NULL)
        """
}
