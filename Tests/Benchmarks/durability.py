"""Readings that are on disk when they are answered, against one sync for each; on this disk and on a slow one."""

import pathlib
import statistics
import struct
import subprocess
import sys

from figures import rate
from load import READING
from workplace import NotMeasured, program, resident_megabytes

HERE = pathlib.Path(__file__).resolve().parent
TARGET = "/api/v1/metrics/cacheHitRate"
SLOW_MILLISECONDS = 5
PEERS = {
    "append": "4 KB appended and synced",
    "wal": "SQLite, WAL, synchronous=FULL",
    "delete": "SQLite as it comes, rollback journal",
}


class Counter:
    """How many syncs the processes with the slow disk's library have made, and what makes them load it."""

    def __init__(self, place, name, library, slowed):
        self.file = place.folder / f"{name}.count"
        self.file.write_bytes(bytes(8))
        self.environment = {
            "LD_PRELOAD": str(library), "SLOW_FSYNC_COUNT": str(self.file),
            "SLOW_FSYNC_MS": str(SLOW_MILLISECONDS if slowed else 0),
        }

    @property
    def count(self):
        return struct.unpack("@Q", self.file.read_bytes())[0]


def measure(figures, place, wrk, port, rounds):
    library = place.folder / "slow_fsync.so"
    built = subprocess.run(
        [program("cc"), "-O2", "-shared", "-fPIC", "-o", str(library), str(HERE / "slow_fsync.c"), "-ldl"],
        capture_output=True, text=True)
    if built.returncode:
        raise NotMeasured(f"slow_fsync.c does not compile: {built.stderr.strip()[-300:]}")
    figures.section("Durable readings posted by 16 connections, against one sync for each, on this disk")
    compare(figures, place, wrk, library, rounds, slowed=False)
    figures.section(f"The same on a slow disk: each sync of either side takes {SLOW_MILLISECONDS} ms longer")
    compare(figures, place, wrk, library, rounds, slowed=True)


def compare(figures, place, wrk, library, rounds, slowed):
    name = "slow" if slowed else "fast"
    folder = place.folder / f"durable-{name}"
    folder.mkdir()
    counter = Counter(place, f"beast-{name}", library, slowed)
    process, port, _, _ = place.serve(folder / "data", environment=counter.environment)
    peers = {way: [] for way in PEERS}
    ours = {16: [], 64: []}
    shared = {16: [], 64: []}
    for number in range(rounds):
        for way in PEERS:
            peers[way].append(one_by_one(place, library, way, folder, number, slowed))
        for connections in ours:
            before = counter.count
            line = wrk.run(port, TARGET, READING, connections=connections)
            ours[connections].append(line)
            shared[connections].append(line["requests"] / max(1, counter.count - before))
    size = resident_megabytes(process)
    place.stop(process)
    figures.keep(f"durable, {name}", {"beast": ours, "one by one": peers, "readings per sync": shared, "memory": size})
    for connections, runs in ours.items():
        middle = statistics.median(run["rate"] for run in runs)
        p99 = statistics.median(run["p99"] for run in runs)
        each = statistics.median(shared[connections])
        figures.add(
            f"{connections} connections: p99 {p99:.1f} ms, {each:.1f} readings for each sync", rate(middle))
        for way, name in PEERS.items():
            theirs = statistics.median(rate for rate, _ in peers[way])
            wanted = ("20 times", middle / theirs >= 20) if connections == 16 else ("", None)
            syncs = statistics.median(count for _, count in peers[way])
            figures.add(
                f"  against {name}, {syncs:.1f} syncs for each", rate(middle), rate(theirs), middle / theirs, *wanted)


def one_by_one(place, library, way, folder, number, slowed):
    """Readings a second and syncs for each reading of a plain program."""
    own = folder / f"{way}-{number}"
    own.mkdir()
    counter = Counter(place, f"{way}-{number}-{slowed}", library, slowed)
    result = subprocess.run(
        [sys.executable, str(HERE / "one_by_one.py"), way, str(own), "1"], capture_output=True, text=True, timeout=60,
        env={**counter.environment, "PATH": "/usr/bin:/bin"})
    if result.returncode:
        raise NotMeasured(f"one_by_one.py {way} failed: {result.stderr.strip()[-300:]}")
    rate_found, count = map(float, result.stdout.split())
    return rate_found, counter.count / count
