"""Monitoring: how soon an open page knows, what a thousand open ones take, and how long a page takes after a month."""

import random
import sqlite3
import statistics
import time

import streams
from figures import milliseconds, rate
from load import CHAT, PACED, Background, median_of, percentile
from router import MODEL, PATH, Stage, question
from workplace import Client, NotMeasured, resident_megabytes

NAMES = [MODEL, *(f"custom:model-{number:02}" for number in range(2, 21))]
STREAMS = 1_000
DAYS = 30
# Each of so many connections asks, waits for the answer and then as many milliseconds: somewhat over 10,000 requests a
# second, of which the load is said as it was.
PACED_CONNECTIONS, PAUSE = 115, 10
SECONDS = 4
PAGES = ("/monitoring?range=30d", "/monitoring", "/metrics")


def measure(figures, place, wrk, rounds):
    stage = Stage(place, "monitoring", models=NAMES)
    ask_every_model(stage)
    figures.section("Monitoring: from an answered request to its effect on an open stream, under a paced load of exact hits")
    effect(figures, wrk, stage, rounds)
    figures.section(f"Monitoring: exact hits with {STREAMS:,} open streams, against without")
    open_streams(figures, wrk, stage, rounds)
    figures.section(f"Monitoring: pages with {DAYS * 1440:,} minutes on record and {len(NAMES)} models, one connection")
    place.stop(stage.process)
    month(stage.data)
    pages(figures, place, stage, rounds)


def ask_every_model(stage):
    client = Client(stage.port)
    for number in range(40):
        for name in NAMES:
            client.post(PATH, question(f"What is due in week {number % 8}?", name).encode())
    client.close()


class Refusals(Background):
    """Sends what is refused, at moments of no rhythm: among requests that succeed each of them can be told apart.

    `answered` has the instants at which they were answered.
    """

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.answered = []

    def work(self):
        client = Client(self.port)
        while not self.ending.wait(random.uniform(0.02, 0.06)):
            client.post(PATH, b"{", status=b"400")
            self.answered.append(time.perf_counter())
        client.close()


def effect(figures, wrk, stage, rounds):
    """The time from the last byte of a refusal's answer to the last byte of the event that counts it."""
    script = CHAT % {"body": question("What is due in week 1?")} + PACED % {"pause": PAUSE}
    times, runs = [], []
    with streams.Listener(stage.port, "/api/v1/monitoring/stream") as listener:
        for _ in range(rounds):
            before = listener.wait_for_event()["requests"]["failed"]
            with Refusals(stage.port) as refusals:
                runs.append(wrk.run(stage.port, PATH, script, connections=PACED_CONNECTIONS, seconds=2 * SECONDS))
            for number, answered in enumerate(refusals.answered, start=before + 1):
                times.append((listener.wait_for_failed(number) - answered) * 1e3)
    reached = median_of(runs)["rate"]
    figures.keep("monitoring effect", {"milliseconds": times, "load": runs})
    load = f"at {rate(reached)} exact hits"
    figures.add(f"effect on a stream, {load}, median of {len(times)}", milliseconds(statistics.median(times)))
    late = percentile(times, 0.99)
    figures.add(f"effect on a stream, {load}, p99", milliseconds(late), "", None, "below 1,000 ms", late < 1_000)


def open_streams(figures, wrk, stage, rounds):
    script = CHAT % {"body": question("What is due in week 1?")}
    without, beside, memory = [], [], []
    wrk.run(stage.port, PATH, script)
    for _ in range(rounds):
        without.append(wrk.run(stage.port, PATH, script, seconds=SECONDS))
        before = resident_megabytes(stage.process)
        with streams.Crowd(stage.port, "/api/v1/monitoring/stream", STREAMS):
            beside.append(wrk.run(stage.port, PATH, script, seconds=SECONDS))
            memory.append((resident_megabytes(stage.process) - before) * 1e3 / STREAMS)
    figures.keep("monitoring streams", {"without": without, "with": beside, "kilobytes": memory})
    ours, peer = median_of(beside), median_of(without)
    ratio = ours["rate"] / peer["rate"]
    figures.add(
        "exact hits, 16 connections, with the streams", rate(ours["rate"]), rate(peer["rate"]), ratio, "0.9 of without",
        ratio >= 0.9)
    figures.add("the same, p99", milliseconds(ours["p99"]), milliseconds(peer["p99"]), ours["p99"] / peer["p99"])
    # What streams that have gone left free is used again: the first thousand are what takes room.
    size = max(memory)
    figures.add("resident memory for each stream", f"{size:.1f} KB", "", None, "below 100 KB", size < 100)


def pages(figures, place, stage, rounds):
    warm, first = {}, {"at once after a start": [], "half a second after a start": []}
    for _ in range(rounds):
        for when, times in first.items():
            process, port, _, _ = place.serve(stage.data, config=stage.config)
            if when.startswith("half"):
                time.sleep(0.5)
            client = Client(port)
            times.append(timed(client, PAGES[0]))
            client.close()
            if when.startswith("at once"):
                place.stop(process)
        stage.port = port
        ask_every_model(stage)
        client = Client(port)
        for _ in range(100):
            for page in PAGES:
                warm.setdefault(page, []).append(timed(client, page))
        if client.get("/metrics").count(b"\nbeast_cost_dollars_total{") < len(NAMES):
            raise NotMeasured("/metrics does not show every model.")
        client.close()
        place.stop(process)
    figures.keep("monitoring pages", {"first": first, "warm": warm})
    for when, times in first.items():
        middle = statistics.median(times)
        figures.add(f"{PAGES[0]}, the first, {when}", milliseconds(middle), "", None, "below 5 ms", middle < 5)
    for page, times in warm.items():
        middle = statistics.median(times)
        figures.add(f"{page}, median", milliseconds(middle), "", None, "below 5 ms", middle < 5)
        figures.add(f"{page}, p99", milliseconds(percentile(times, 0.99)))


def timed(client, target):
    began = time.perf_counter()
    client.get(target)
    return (time.perf_counter() - began) * 1e3


def month(data):
    """Gives every minute, hour and day of thirty days the sums that the program wrote of the requests above, by model."""
    db = sqlite3.connect(data / "requests.db", isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-200000")
    now = time.time()
    db.execute("BEGIN")
    for grain, length in (("minute", 60), ("hour", 3_600), ("day", 86_400)):
        last = int(now) // length
        for table in (f"all_{grain}", f"model_{grain}"):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            copied = ", ".join("n.i" if column == "time" else f"t.{column}" for column in columns)
            # Of each model one row a minute, as the last one of its hits.
            kind = "WHERE outcome = 'succeeded' AND cache = 'hit-l1' GROUP BY model" if table.startswith("model") else ""
            db.execute(
                f"""
                WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
                INSERT OR IGNORE INTO {table} SELECT {copied}
                FROM (SELECT *, max(time) FROM {table} {kind}) t CROSS JOIN n
                """, (last - DAYS * 86_400 // length + 1, last))
    minutes, rows = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("all_minute", "model_minute"))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    if minutes < DAYS * 1440 or rows < DAYS * 1440 * len(NAMES):
        raise NotMeasured(f"The record has {minutes} minutes and {rows} of models, fewer than it was to have.")
