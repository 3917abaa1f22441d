import Storage

/// The tracker's tables: what happened to the plan. Append-only: a step that has shipped is never edited.
///
/// Instants are RFC 3339 text in UTC with milliseconds, so that they sort as text; days are `2026-01-09` in the reporting
/// time zone unless a comment says otherwise. `task`, `reading_day` and `dogfood_day` hold derived columns that can be
/// rebuilt from the documents, `reading` and `dogfood_entry`; everything else is history that nothing can rebuild.
public enum Schema {
    public static let migrations: [Migration] = [
        Migration("001-tasks") { db in
            try db.execute(
                """
                CREATE TABLE task (
                    task_id      TEXT NOT NULL PRIMARY KEY,          -- as TaskID spells month, week and title
                    month        INTEGER NOT NULL,                   -- of the plan, 1 to 12
                    week         INTEGER NOT NULL,                   -- of the month, 1 to 4
                    title        TEXT NOT NULL,                      -- as last seen in the documents
                    due          TEXT NOT NULL,                      -- day: the last of its week
                    in_plan      INTEGER NOT NULL,                   -- 1 while the documents hold it, 0 for an orphan
                    version      INTEGER NOT NULL DEFAULT 0,         -- grows with every change of the completion
                    completed_at TEXT,                               -- instant; NULL while open
                    completed_by TEXT,
                    CHECK (in_plan IN (0, 1)),
                    CHECK ((completed_at IS NULL) = (completed_by IS NULL))
                ) STRICT;
                CREATE INDEX task_by_place ON task (month, week, in_plan, completed_at);
                CREATE INDEX task_open_by_due ON task (due) WHERE in_plan = 1 AND completed_at IS NULL;
                CREATE INDEX task_orphaned ON task (task_id) WHERE in_plan = 0;

                CREATE TABLE task_event (
                    id      INTEGER PRIMARY KEY,
                    task_id TEXT NOT NULL,                           -- the id it had then; mapping an orphan rewrites it
                    at      TEXT NOT NULL,                           -- instant
                    day     TEXT NOT NULL,                           -- day of that instant
                    done    INTEGER NOT NULL,                        -- 1 completed, 0 reopened
                    by      TEXT NOT NULL,
                    scope   INTEGER NOT NULL,                        -- 1 when the plan changed, 0 when a person ticked
                    CHECK (done IN (0, 1)),
                    CHECK (scope IN (0, 1))
                ) STRICT;
                CREATE INDEX task_event_by_day ON task_event (day, done);
                CREATE INDEX task_event_by_time ON task_event (at, task_id, done, scope);
                CREATE INDEX task_event_by_task ON task_event (task_id, id);
                """)
        },
        Migration("002-plan-revisions") { db in
            try db.execute(
                """
                CREATE TABLE plan_revision (
                    id          INTEGER PRIMARY KEY,
                    seen_at     TEXT NOT NULL,                       -- instant the program first saw this set of tasks
                    day         TEXT NOT NULL,                       -- day of that instant
                    fingerprint TEXT NOT NULL,                       -- of the ids of all its tasks
                    tasks       INTEGER NOT NULL                     -- how many there are
                ) STRICT;
                CREATE TABLE scope_change (
                    revision_id INTEGER NOT NULL REFERENCES plan_revision (id),
                    task_id     TEXT NOT NULL,
                    month       INTEGER NOT NULL,
                    week        INTEGER NOT NULL,
                    title       TEXT NOT NULL,
                    added       INTEGER NOT NULL,                    -- 1 added, 0 removed
                    PRIMARY KEY (revision_id, task_id),
                    CHECK (added IN (0, 1))
                ) STRICT;
                """)
        },
        Migration("003-readings") { db in
            try db.execute(
                """
                CREATE TABLE reading (
                    id           INTEGER PRIMARY KEY,
                    metric       TEXT NOT NULL,
                    at           TEXT NOT NULL,                      -- instant the value holds for
                    value        REAL NOT NULL,                      -- in the metric's unit
                    source       TEXT NOT NULL,
                    note         TEXT NOT NULL,                      -- empty when none was given
                    recorded_at  TEXT NOT NULL,                      -- instant it was written down
                    recorded_by  TEXT NOT NULL,
                    retracted_at TEXT,                               -- instant it was taken back; NULL while it counts
                    CHECK (source IN ('manual', 'script', 'engine'))
                ) STRICT;
                CREATE INDEX reading_by_metric ON reading (metric, at, id) WHERE retracted_at IS NULL;
                CREATE TABLE reading_day (                           -- derived from reading
                    metric     TEXT NOT NULL,
                    day        TEXT NOT NULL,                        -- UTC day of reading.at
                    readings   INTEGER NOT NULL,
                    lowest     REAL NOT NULL,
                    highest    REAL NOT NULL,
                    last_value REAL NOT NULL,
                    last_at    TEXT NOT NULL,                        -- instant of last_value
                    PRIMARY KEY (metric, day)
                ) STRICT;
                """)
        },
        Migration("004-dog-fooding") { db in
            try db.execute(
                """
                CREATE TABLE dogfood_entry (
                    id           INTEGER PRIMARY KEY,
                    kind         TEXT NOT NULL,
                    with_beast   INTEGER NOT NULL,                   -- 1 made with BEAST MODE, 0 by hand
                    at           TEXT NOT NULL,                      -- instant
                    day          TEXT NOT NULL,                      -- day of that instant
                    note         TEXT NOT NULL,
                    recorded_by  TEXT NOT NULL,
                    retracted_at TEXT,
                    CHECK (kind IN ('improvement', 'test', 'optimization', 'doc')),
                    CHECK (with_beast IN (0, 1))
                ) STRICT;
                CREATE TABLE dogfood_day (                           -- derived from dogfood_entry
                    kind       TEXT NOT NULL,
                    day        TEXT NOT NULL,
                    with_beast INTEGER NOT NULL,
                    by_hand    INTEGER NOT NULL,
                    PRIMARY KEY (kind, day)
                ) STRICT;
                """)
        },
        Migration("005-activity") { db in
            try db.execute(
                """
                CREATE TABLE activity (
                    id         INTEGER PRIMARY KEY,
                    at         TEXT NOT NULL,                        -- instant
                    author     TEXT NOT NULL,                        -- who
                    via        TEXT NOT NULL,                        -- web, api, command line, engine or documents
                    kind       TEXT NOT NULL,                        -- as Activity.Kind spells it
                    subject    TEXT NOT NULL,                        -- task id, metric name or dog-fooding kind
                    title      TEXT NOT NULL,                        -- the subject's name at that time
                    detail     TEXT NOT NULL,                        -- the rest of the sentence; may be empty
                    row_id     INTEGER,                              -- task_event.id, reading.id or dogfood_entry.id
                    undone_by  INTEGER REFERENCES activity (id)      -- the change that took this one back
                ) STRICT;
                CREATE INDEX activity_by_kind ON activity (kind, id);
                CREATE INDEX activity_by_row ON activity (row_id, kind) WHERE row_id IS NOT NULL;
                """)
        },
        Migration("006-idempotency-keys") { db in
            try db.execute(
                """
                CREATE TABLE idempotency_key (
                    key        TEXT NOT NULL PRIMARY KEY,            -- as the client sent it
                    request    TEXT NOT NULL,                        -- fingerprint of method, path and body
                    response   TEXT NOT NULL,                        -- the answer's JSON
                    created_at TEXT NOT NULL                         -- instant
                ) STRICT;
                CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
                """)
        },
        Migration("007-weekly-reports") { db in
            try db.execute(
                """
                CREATE TABLE report_delivery (
                    week         TEXT NOT NULL PRIMARY KEY,          -- ISO week such as 2026-W03
                    delivered_at TEXT NOT NULL                       -- instant its files were complete in the folder
                ) STRICT;
                """)
        },
        audit,
        access,
    ]
}
