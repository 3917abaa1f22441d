"""Load on a server: wrk with many connections, or one connection that is timed request by request."""

import json
import statistics
import subprocess
import threading
import time

from workplace import Client, NotMeasured, program

# wrk runs these: what it asks, and what it says in the end.
SUMMARY = """
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\n{"requests":%d,"microseconds":%d,"errors":%d,"p50":%.1f,"p99":%.1f}\\n', summary.requests,
    summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
"""
# Every address is new, so that no answer can have been kept.
DISTINCT = """
local count = 0
local path = wrk.path
request = function()
  count = count + 1
  return wrk.format("GET", path .. "?n=" .. count)
end
"""
# A chat request, the same each time. wrk.body is Lua's long string, in which JSON needs no escaping.
CHAT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[%(body)s]==]
"""
# The same with a number in place of each @, so that no question was asked before.
NEW_QUESTIONS = """
local count = os.time() * 100000
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  count = count + 1
  return wrk.format(nil, nil, nil, (string.gsub([==[%(body)s]==], "@", string.format("%%.0f", count))))
end
"""
# After each answer a connection waits so many milliseconds before it asks again.
PACED = """
delay = function() return %(pause)d end
"""
READING = """
wrk.method = "POST"
wrk.body = "83.5"
"""


class Wrk:
    def __init__(self, place):
        self.place = place
        self.program = program("wrk")

    def run(self, port, target, script="", connections=16, seconds=2, gzip=False):
        """Requests per second, and the median and 99th percentile of latency in milliseconds."""
        file = self.place.folder / "wrk.lua"
        file.write_text(script + SUMMARY)
        command = [self.program, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", file]
        if gzip:
            command += ["-H", "Accept-Encoding: gzip"]
        command.append(f"http://127.0.0.1:{port}{target}")
        result = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, timeout=seconds + 30)
        lines = [line for line in result.stdout.splitlines() if line.startswith('{"requests"')]
        if result.returncode or not lines:
            raise NotMeasured(f"wrk failed on {target}: {(result.stderr or result.stdout).strip()[-300:]}")
        found = json.loads(lines[-1])
        if not found["requests"] or found["errors"]:
            raise NotMeasured(f"{found['errors']} of {found['requests']} requests to {target} failed.")
        return {
            "requests": found["requests"], "rate": found["requests"] / (found["microseconds"] / 1e6),
            "p50": found["p50"] / 1e3, "p99": found["p99"] / 1e3,
        }


class Background:
    """Works in a thread of its own for as long as the `with` block lasts; what it fails of is told at the end."""

    def __init__(self):
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.try_to_work)
        self.failure = None

    def try_to_work(self):
        try:
            self.work()
        except (NotMeasured, OSError) as failure:
            self.failure = failure

    def __enter__(self):
        self.began = time.monotonic()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()
        if self.failure:
            raise NotMeasured(f"{type(self).__name__} stopped: {self.failure}")


class Writing(Background):
    """Posts a reading every few milliseconds; `rate` says how many a second."""

    def __init__(self, port, pause=0.005):
        super().__init__()
        self.port = port
        self.pause = pause
        self.count = 0

    def work(self):
        client = Client(self.port)
        while not self.ending.wait(self.pause):
            client.post("/api/v1/metrics/cacheHitRate", b"83.5")
            self.count += 1
        client.close()

    def __exit__(self, *failure):
        super().__exit__(*failure)
        self.rate = self.count / (time.monotonic() - self.began)


def anew(client, target, count, first):
    """Milliseconds of `count` requests, one after the other, each to an address never asked before."""
    times = []
    for number in range(first, first + count):
        began = time.perf_counter()
        client.get(f"{target}?n={number}")
        times.append((time.perf_counter() - began) * 1e3)
    return times


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median_of(runs):
    """The median of each figure of several runs."""
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}
