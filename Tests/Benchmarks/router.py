"""The model router beside nginx: answers from the cache against a static file, answers of an upstream against a proxy.

The upstream is a second nginx that answers every chat request at once with the same completion: it stands in for a
model, so that what is measured is the way there and back.
"""

import json
import os
import statistics
import subprocess
import time

from figures import microseconds, milliseconds, rate
from load import CHAT, NEW_QUESTIONS, median_of, percentile
from peers import nginx
from workplace import BEAST, CHECKOUT, Client, NotMeasured, free_port, program, resident_megabytes, wait_for

PATH = "/v1/chat/completions"
MODEL = "custom:fast"

NGINX = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  client_body_buffer_size 64k;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream model {{ server 127.0.0.1:{upstream}; keepalive 128; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{upstream};
    default_type application/json;
    location / {{ return 200 '{answer}'; }}
  }}
  server {{
    listen 127.0.0.1:{proxy};
    location / {{ proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
}}
"""

CONFIGURED = """
  - name: {model}
    endpoint: http://127.0.0.1:{port}/v1
    price: {{ input: 0.15, cached_input: 0.075, output: 0.60 }}
    concurrency: 256
"""


def completion():
    """A completion of some 1 KB, as an upstream would send it."""
    text = "The roadmap says which metric is behind, and by how much. " * 12
    return json.dumps({
        "id": "chatcmpl-bench", "object": "chat.completion", "created": 1767225600, "model": "fast",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 24, "completion_tokens": 160, "total_tokens": 184},
    })


def question(text, model=MODEL):
    return json.dumps({"model": model, "messages": [{"role": "user", "content": text}]})


class Stage:
    """The fast upstream, nginx as a proxy before it, nginx with a file, and `beast serve` before the same upstream."""

    def __init__(self, place, name="router", settings="", environment=None, models=(MODEL,)):
        folder = place.folder / f"{name}-peers"
        folder.mkdir()
        self.upstream, self.proxy = free_port(), free_port()
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(NGINX.format(
            user=user, folder=folder, upstream=self.upstream, proxy=self.proxy, answer=completion()))
        process = place.start(
            [program("nginx"), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
        wait_for(self.upstream, process)
        self.config, self.data = place.folder / f"{name}.yaml", place.folder / f"{name}-data"
        configured = "".join(CONFIGURED.format(model=model, port=self.upstream) for model in models)
        self.config.write_text("models:" + configured + settings)
        self.process, self.port, _, _ = place.serve(self.data, environment=environment, config=self.config)


def measure(figures, place, wrk, rounds):
    stage = Stage(place)
    static_port, file = nginx(place, "static")
    figures.section("Router: exact hits over HTTP, against nginx with a static file of 1 KB")
    hits(figures, wrk, stage, static_port, file, rounds)
    figures.section("Router: misses passed through, against nginx as a proxy to the same upstream")
    misses(figures, wrk, stage, rounds)
    figures.section("Router: added latency at one connection, against nginx as a proxy")
    added(figures, stage, rounds)
    figures.section("Router: its parts, in one process")
    parts(figures, place, rounds)
    figures.section("Router: what a user waits for a question that means the same, and memory")
    semantic(figures, stage)
    size = resident_megabytes(stage.process)
    figures.keep("memory, router", size)
    figures.add("resident memory with the embedder, after all that", f"{size:.1f} MB", "", None, "at most 250 MB", size <= 250)
    place.stop(stage.process)


def parts(figures, place, rounds):
    """What the router is made of, each part by itself in one process."""
    wanted = {
        "adding to a histogram": ("below 100 ns", 0.1), "counting a request": ("below 100 ns", 0.1),
        "counting a request on every core": ("below 100 ns", 0.1),
        "recording a request": ("below 5 µs", 5), "embedding a sentence": ("at most 6 ms", 6_000),
        "semantic look-up": ("below 1 ms", 1_000),
        # A hit over the network takes 20 µs of two cores; a tenth of that is what keys may cost together.
        "hit in memory": ("", None), "checking a token": ("below 3 µs", 3),
        "checking a session": ("below 3 µs", 3), "a token's limits": ("below 1 µs", 1),
    }
    runs = {}
    for _ in range(rounds):
        result = subprocess.run(
            [BEAST, "bench", "--router", "--json", "--data", place.folder / "data", "--roadmap", CHECKOUT / "roadmap"],
            capture_output=True, text=True, timeout=120, cwd=CHECKOUT)
        if result.returncode:
            raise NotMeasured(f"beast bench --router failed: {result.stderr.strip()}")
        for line in json.loads(result.stdout):
            runs.setdefault((line["what"], line["note"]), []).append(line["medianMicroseconds"])
    figures.keep("router parts", {what: each for (what, _), each in runs.items()})
    for (what, note), each in runs.items():
        middle = statistics.median(each)
        text, limit = wanted[what]
        figures.add(f"{what} ({note})", microseconds(middle), "", None, text, None if limit is None else middle <= limit)


def hits(figures, wrk, stage, static_port, file, rounds):
    warm = Client(stage.port)
    warm.post(PATH, question("How far is the cache hit rate behind its target?").encode())
    warm.close()
    script = CHAT % {"body": question("How far is the cache hit rate behind its target?")}
    ours, theirs = {16: [], 64: []}, {16: [], 64: []}
    for _ in range(rounds):
        for connections in ours:
            theirs[connections].append(wrk.run(static_port, file, connections=connections))
            ours[connections].append(wrk.run(stage.port, PATH, script, connections=connections))
    figures.keep("router hits", {"beast": ours, "nginx": theirs})
    for connections, runs in ours.items():
        line, peer = median_of(runs), median_of(theirs[connections])
        ratio = line["rate"] / peer["rate"]
        figures.add(
            f"exact hits, {connections} connections", rate(line["rate"]), rate(peer["rate"]), ratio, "0.5 of nginx",
            ratio >= 0.5)
        wanted = ("below 2 ms", line["p99"] < 2) if connections == 16 else ("", None)
        figures.add(
            f"exact hits, {connections} connections, p99", milliseconds(line["p99"]), milliseconds(peer["p99"]),
            line["p99"] / peer["p99"], *wanted)


def misses(figures, wrk, stage, rounds):
    """What is not to be cached at all, and questions never asked before, which every tier then takes up."""
    ways = {
        "passed through (no-store)": CHAT % {"body": question("What is due?")} + 'wrk.headers["Cache-Control"] = "no-store"\n',
        "new questions, kept by every tier": NEW_QUESTIONS % {"body": question("What is due in @?")},
    }
    ours, theirs = {way: [] for way in ways}, []
    for _ in range(rounds):
        theirs.append(wrk.run(stage.proxy, PATH, CHAT % {"body": question("What is due?")}))
        for way, script in ways.items():
            ours[way].append(wrk.run(stage.port, PATH, script))
    figures.keep("router misses", {"beast": ours, "nginx": theirs})
    peer = median_of(theirs)
    for way, runs in ours.items():
        line = median_of(runs)
        ratio = line["rate"] / peer["rate"]
        wanted = ("0.4 of nginx", ratio >= 0.4) if "no-store" in way else ("", None)
        figures.add(f"misses, {way}", rate(line["rate"]), rate(peer["rate"]), ratio, *wanted)
        figures.add(f"misses, {way}, p99", milliseconds(line["p99"]), milliseconds(peer["p99"]), line["p99"] / peer["p99"])


def added(figures, stage, rounds, count=2_000):
    """The median time of a request less that of the same request sent to the upstream itself."""
    body = question("What is due?").encode()
    ways = {"direct": stage.upstream, "nginx": stage.proxy, "beast": stage.port}
    times = {way: [] for way in ways}
    for _ in range(rounds):
        for way, port in ways.items():
            client = Client(port)
            for _ in range(count):
                began = time.perf_counter()
                client.post(PATH, body, headers="Cache-Control: no-store\r\n")
                times[way].append((time.perf_counter() - began) * 1e3)
            client.close()
    medians = {way: statistics.median(each) for way, each in times.items()}
    figures.keep("router added latency", medians)
    ours, theirs = medians["beast"] - medians["direct"], medians["nginx"] - medians["direct"]
    figures.add("added latency", milliseconds(ours), milliseconds(theirs), ours / theirs, "2 times nginx", ours <= 2 * theirs)


def semantic(figures, stage, count=200):
    """The whole of a cache access that ends in a hit by meaning: a kept question, spaced otherwise each time."""
    client = Client(stage.port)
    kept = "How far is the cache hit rate of the router behind the target of this month?"
    client.post(PATH, question(kept).encode())
    deadline = time.monotonic() + 20
    # Remembering it takes a moment, and every try has to be a request that was not made before.
    tries = 0
    while client.exchange(PATH, question(spaced(kept, 4095 - tries)).encode())[0].get("x-beast-cache") != "semantic":
        tries += 1
        if time.monotonic() > deadline:
            client.close()
            raise NotMeasured("No question was matched by meaning; are the embedder's weights in .models?")
        time.sleep(0.1)
    times = []
    for number in range(1, count + 1):
        text = spaced(kept, number)
        began = time.perf_counter()
        headers, _ = client.exchange(PATH, question(text).encode())
        if headers.get("x-beast-cache") == "semantic":
            times.append((time.perf_counter() - began) * 1e3)
    client.close()
    figures.keep("router semantic hits", times)
    figures.add(
        f"semantic hit over HTTP, median of {len(times)}", milliseconds(statistics.median(times)), "", None, "", None)
    late = percentile(times, 0.99)
    figures.add("semantic hit over HTTP, p99", milliseconds(late), "", None, "below 10 ms", late < 10)


def spaced(text, number):
    """The text with two spaces where the number has a bit: another request, and to the embedder the same question."""
    words = text.split(" ")
    gaps = ["  " if number >> place & 1 else " " for place in range(len(words) - 1)]
    return "".join(word + gap for word, gap in zip(words, gaps + [""]))
