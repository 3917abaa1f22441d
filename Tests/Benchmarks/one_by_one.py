"""One sync for each reading, the plain way: what group commit is compared with.

Run as a program, `one_by_one.py WAY FOLDER SECONDS`, it prints how many readings a second it made durable and how many in
all; as a program of its own it can run with the slow disk's library loaded.
"""

import os
import pathlib
import sqlite3
import sys
import time

# The table and index that a reading goes into, as in the program's own schema.
TABLE = """
CREATE TABLE reading (
    id INTEGER PRIMARY KEY, metric TEXT NOT NULL, at TEXT NOT NULL, value REAL NOT NULL, source TEXT NOT NULL,
    note TEXT NOT NULL, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, retracted_at TEXT
);
CREATE INDEX reading_by_metric ON reading (metric, at, id) WHERE retracted_at IS NULL;
"""
INSERT = """
INSERT INTO reading (metric, at, value, source, note, recorded_at, recorded_by)
VALUES ('cacheHitRate', '2026-01-09T12:00:00.000Z', 83.5, 'script', '', '2026-01-09T12:00:00.000Z', 'bench')
"""


def append(folder):
    """4 KB at the end of a file, then fsync."""
    block = b"x" * 4096
    file = os.open(folder / "readings.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while True:
        os.write(file, block)
        os.fsync(file)
        yield


def sqlite(folder, journal):
    """An insert in a transaction of its own, in SQLite with `synchronous=FULL`."""
    db = sqlite3.connect(folder / f"{journal}.db", isolation_level=None)
    db.execute(f"PRAGMA journal_mode={journal}")
    db.execute("PRAGMA synchronous=FULL")
    db.executescript(TABLE)
    while True:
        db.execute(INSERT)
        yield


WAYS = {
    "append": append,
    "wal": lambda folder: sqlite(folder, "wal"),
    "delete": lambda folder: sqlite(folder, "delete"),
}


def main():
    way, folder, seconds = sys.argv[1], pathlib.Path(sys.argv[2]), float(sys.argv[3])
    steps = WAYS[way](folder)
    next(steps)
    count = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        next(steps)
        count += 1
    print(count / (time.perf_counter() - began), count)


if __name__ == "__main__":
    main()
