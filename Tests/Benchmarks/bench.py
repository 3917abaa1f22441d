"""How fast BEAST MODE is here, beside nginx, Fossil and plain syncs; `make bench` builds, installs the rest and runs it.

Everything runs on 127.0.0.1 in a folder of its own and is stopped at the end. What is compared is measured in turns
(A B C A B C A B C), and each figure is the median of the three rounds. A wanted figure that is missed is said in the
table; the exit code tells only whether everything could be measured.
"""

import argparse
import json
import os
import pathlib
import platform
import signal
import statistics
import subprocess
import sys
import time

import access
import durability
import history
import monitoring
import pages
import router
from figures import Figures, milliseconds
from load import Wrk
from workplace import BEAST, CHECKOUT, NotMeasured, Workplace, resident_megabytes

ROUNDS = 3


def status(figures, what, data, roadmap):
    """The wall time of `beast status`."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        result = subprocess.run(
            [BEAST, "status", "--data", data, "--roadmap", roadmap], capture_output=True, text=True, timeout=30)
        times.append((time.perf_counter() - began) * 1e3)
        if result.returncode:
            raise NotMeasured(f"beast status failed: {result.stderr.strip()}")
    figures.keep(f"status, {what}", times)
    middle = statistics.median(times)
    figures.add(f"beast status, {what}", milliseconds(middle), "", None, "below 100 ms", middle < 100)


def starts(figures, place, what, folders, roadmap):
    """The time from exec to the first answers, once for each data folder."""
    times = []
    for folder in folders:
        process, _, ready, page = place.serve(folder, roadmap)
        times.append((ready * 1e3, page * 1e3))
        place.stop(process)
    figures.keep(f"start, {what}", times)
    ready, page = (statistics.median(column) for column in zip(*times))
    figures.add(f"start to /healthz, {what}", milliseconds(ready), "", None, "below 200 ms", ready < 200)
    figures.add(f"start to the first page, {what}", milliseconds(page), "", None, "below 200 ms", page < 200)


def memory(figures, what, process):
    size = resident_megabytes(process)
    figures.keep(f"memory, {what}", size)
    figures.add(f"resident memory, {what}", f"{size:.1f} MB", "", None, "at most 60 MB", size <= 60)


def run(figures, place, failures):
    """Measures everything; what fails is added to `failures`, and the rest goes on."""

    def attempt(measure, *arguments):
        try:
            return measure(figures, *arguments)
        except (NotMeasured, OSError, subprocess.SubprocessError) as failure:
            failures.append(failure)
            return None

    wrk = Wrk(place)
    data, roadmap = place.folder / "data", CHECKOUT / "roadmap"
    process, port, _, _ = place.serve(data)
    attempt(pages.beside_servers, place, wrk, port, ROUNDS)
    attempt(pages.worst_case, wrk, port, data, ROUNDS)
    attempt(router.measure, place, wrk, ROUNDS)
    attempt(monitoring.measure, place, wrk, ROUNDS)
    attempt(access.measure, place, wrk, ROUNDS)
    attempt(durability.measure, place, wrk, ROUNDS)
    long = attempt(history.measure, place, ROUNDS)
    figures.section("Start, status and memory")
    attempt(memory, "after all that pages were asked for", process)
    place.stop(process)
    attempt(starts, place, "new folder", [place.folder / f"new-{number}" for number in range(ROUNDS)], roadmap)
    attempt(status, "this plan", data, roadmap)
    if long:
        attempt(memory, long.name, long.process)
        place.stop(long.process)
        attempt(starts, place, long.name, [long.data] * ROUNDS, long.roadmap)
        attempt(status, long.name, long.data, long.roadmap)


def machine():
    """What the figures were measured on."""
    model = [line for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return (
        f"{os.cpu_count()} cores, {model[0].split(':')[1].strip() if model else platform.machine()}, "
        f"Linux {platform.release()}, load {os.getloadavg()[0]:.1f} before the run")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("--json", metavar="FILE", help="write the numbers of each round to FILE")
    output = arguments.parse_args().json
    if not BEAST.exists():
        sys.exit("The release build is missing; `make bench` makes it.")
    figures = Figures()
    figures.keep("machine", machine())
    began = time.monotonic()
    failures = []
    # A run that is told to stop leaves nothing behind either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    with Workplace() as place:
        try:
            run(figures, place, failures)
        except (NotMeasured, OSError) as failure:
            failures.append(failure)
    print(f"\n{figures.raw['machine']}\n\n{figures.table()}\n")
    missed = figures.missed()
    print(f"{len(missed)} of the wanted figures were not reached." if missed else "Every wanted figure was reached.")
    print(f"Medians of {ROUNDS} rounds; {time.monotonic() - began:.0f} s in all.")
    if output:
        pathlib.Path(output).write_text(json.dumps(figures.raw, indent=1) + "\n")
    if failures:
        sys.exit("Not everything could be measured:\n" + "\n".join(f"  {failure}" for failure in failures))


if __name__ == "__main__":
    main()
