"""A long history: a plan of many tasks and a database of many readings, with the rows that real use would have left."""

import dataclasses
import datetime
import pathlib
import shutil
import sqlite3
import statistics
import subprocess

from figures import milliseconds
from load import anew, percentile
from workplace import BEAST, CHECKOUT, Client, NotMeasured

PLAN = "ML_LLM_12_MONTH_ROADMAP.md"
DAYS = 730


@dataclasses.dataclass
class Long:
    """The server with the long history."""

    name: str
    data: pathlib.Path
    roadmap: pathlib.Path
    process: subprocess.Popen


def measure(figures, place, rounds, tasks=10_000, few=10_000, many=1_000_000):
    """Pages made anew with a short and a long history, over one connection; returns the server with the long one."""
    title = f"Pages made anew with {many:,} readings and {tasks:,} tasks, one connection (peer: {few:,} readings)"
    figures.section(title)
    roadmap = place.folder / "large-roadmap"
    large_roadmap(roadmap, tasks)
    servers = {}
    for readings in (few, many):
        data = place.folder / f"readings-{readings}"
        make(data, roadmap, readings)
        process, port, _, _ = place.serve(data, roadmap)
        servers[readings] = (process, Client(port))
    times = {}
    for number in range(rounds):
        for page in ("/targets/cacheHitRate", "/"):
            for readings, (_, client) in servers.items():
                times.setdefault((page, readings), []).extend(anew(client, page, 100, first=number * 100))
    figures.keep("history", {f"{page} {readings}": found for (page, readings), found in times.items()})
    for page in ("/targets/cacheHitRate", "/"):
        middle, peer = (statistics.median(times[page, readings]) for readings in (many, few))
        figures.add(f"{page}, median", milliseconds(middle), milliseconds(peer), middle / peer, "below 10 ms", middle < 10)
        late, peer = (percentile(times[page, readings], 0.99) for readings in (many, few))
        figures.add(f"{page}, p99", milliseconds(late), milliseconds(peer), late / peer, "below 10 ms", late < 10)
    for _, client in servers.values():
        client.close()
    place.stop(servers[few][0])
    return Long(f"{many:,} readings", place.folder / f"readings-{many}", roadmap, servers[many][0])


def large_roadmap(folder, tasks):
    """Copies the roadmap and adds tasks to every week until the plan has that many."""
    shutil.copytree(CHECKOUT / "roadmap", folder)
    lines = (folder / PLAN).read_text().splitlines()
    weeks = sum(line.startswith("#### Week") for line in lines)
    missing = tasks - sum(line.startswith("- [") for line in lines)
    text = []
    met = 0
    for line in lines:
        text.append(line)
        if line.startswith("#### Week"):
            share = missing // weeks + (met < missing % weeks)
            text += [""] + [f"- [ ] Settle item {number} of the long list for this week" for number in range(share)]
            met += 1
    (folder / PLAN).write_text("\n".join(text) + "\n")


def make(folder, roadmap, readings):
    """Makes a data folder whose database holds that many readings over two years, half of them of cacheHitRate.

    Each reading has its line in the activity and its share of the day's summary; three in five tasks are done.
    """
    result = subprocess.run(
        [BEAST, "migrate", "--data", folder, "--roadmap", roadmap], capture_output=True, text=True, timeout=60)
    if result.returncode:
        raise NotMeasured(f"beast migrate failed: {result.stderr.strip()}")
    db = sqlite3.connect(folder / "beast.db", isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-200000")
    metrics = metric_names()
    db.execute("CREATE TEMP TABLE metric (place INTEGER PRIMARY KEY, name TEXT)")
    db.executemany("INSERT INTO metric VALUES (?, ?)", enumerate(metrics))
    end = datetime.datetime.now(datetime.timezone.utc).timestamp() - 60
    start, step = end - DAYS * 86400, DAYS * 86400 / readings
    db.execute("BEGIN")
    db.execute(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
        INSERT INTO reading (id, metric, at, value, source, note, recorded_at, recorded_by)
        SELECT i, m.name, t, (i * 7919 % 1000) / 10.0, 'script', '', t, 'bench'
        FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%fZ', ?2 + i * ?3, 'unixepoch') AS t,
                     CASE WHEN i % 2 = 0 THEN 0 ELSE 1 + i / 2 % ?4 END AS place FROM n) s
        JOIN metric m ON m.place = s.place
        """, (readings, start, step, len(metrics) - 1))
    db.execute(
        """
        INSERT INTO reading_day (metric, day, readings, lowest, highest, last_value, last_at)
        SELECT g.metric, g.day, g.readings, g.lowest, g.highest, l.value, l.at
        FROM (SELECT metric, substr(at, 1, 10) AS day, COUNT(*) AS readings, MIN(value) AS lowest,
                     MAX(value) AS highest, MAX(id) AS last FROM reading GROUP BY metric, substr(at, 1, 10)) g
        JOIN reading l ON l.id = g.last
        """)
    db.execute(
        """
        INSERT INTO activity (at, author, via, kind, subject, title, detail, row_id)
        SELECT at, 'bench', 'api', 'reading.recorded', metric, metric, value || ' %', id FROM reading ORDER BY id
        """)
    db.execute(
        """
        UPDATE task SET version = 1, completed_by = 'bench',
            completed_at = strftime('%Y-%m-%dT%H:%M:%fZ', ?1 + rowid % 300 * 86400, 'unixepoch') WHERE rowid % 5 < 3
        """, (end - 300 * 86400,))
    db.execute(
        """
        INSERT INTO task_event (task_id, at, day, done, by, scope)
        SELECT task_id, completed_at, substr(completed_at, 1, 10), 1, completed_by, 0 FROM task
        WHERE completed_at IS NOT NULL ORDER BY completed_at
        """)
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def metric_names():
    """The metrics of the plan, cacheHitRate first."""
    rows = (CHECKOUT / "roadmap" / "TARGETS.md").read_text().split("| metric |", 1)[1].splitlines()[2:]
    names = []
    for row in rows:
        if not row.startswith("|"):
            break
        names.append(row.split("|")[1].split("(")[0].strip())
    return sorted(names, key=lambda name: name != "cacheHitRate")
