"""Pages: kept ones beside other servers, and the worst case, in which nothing could be kept."""

import json
import statistics
import subprocess

from figures import milliseconds, rate
from load import DISTINCT, Writing, median_of
from peers import MainText, fossil, nginx
from workplace import BEAST, CHECKOUT, Client, NotMeasured

PAGES = ("/roadmap", "/roadmap/month/1")


def beside_servers(figures, place, wrk, port, rounds):
    """Kept pages against nginx with a small file and Fossil with a wiki page of the same text."""
    figures.section("Pages, 16 connections, against nginx with a static file of 1 KB and Fossil with the same text")
    client = Client(port)
    texts = {page: MainText(client.get(page).decode()).text for page in PAGES}
    client.close()
    nginx_port, file = nginx(place)
    fossil_port, wiki = fossil(place, texts)
    ways = [(page, gzip) for page in PAGES for gzip in (False, True)]
    runs = {}

    def measure(name, *arguments, **options):
        runs.setdefault(name, []).append(wrk.run(*arguments, **options))

    for _ in range(rounds):
        for gzip in (False, True):
            measure(("nginx", gzip), nginx_port, file, gzip=gzip)
        for page, gzip in ways:
            measure(("beast", page, gzip), port, page, gzip=gzip)
            measure(("fossil", page, gzip), fossil_port, wiki[page], gzip=gzip, seconds=1, connections=4)
    found = {name: median_of(each) for name, each in runs.items()}
    figures.keep("pages", {" ".join(map(str, name)): each for name, each in runs.items()})
    for page, gzip in ways:
        ours, theirs = found["beast", page, gzip], found["nginx", gzip]
        name = f"{page}, {'gzip' if gzip else 'plain'}"
        ratio = ours["rate"] / theirs["rate"]
        figures.add(f"{name}, against nginx", rate(ours["rate"]), rate(theirs["rate"]), ratio, "0.5 of nginx", ratio >= 0.5)
        figures.add(
            f"{name}, p99", milliseconds(ours["p99"]), milliseconds(theirs["p99"]), ours["p99"] / theirs["p99"],
            "below 2 ms", ours["p99"] < 2)
        wikis = found["fossil", page, gzip]["rate"]
        ratio = ours["rate"] / wikis
        figures.add(f"{name}, against Fossil", rate(ours["rate"]), rate(wikis), ratio, "50 times Fossil", ratio >= 50)


def worst_case(figures, wrk, port, data, rounds):
    """Pages that nothing was kept for."""
    figures.section("Pages made anew for every request (wanted of the month page; the others for comparison)")
    runs = []
    for _ in range(rounds):
        result = subprocess.run(
            [BEAST, "bench", "--json", "--seconds", "0.5", "--data", data, "--roadmap", CHECKOUT / "roadmap"],
            capture_output=True, text=True, timeout=120, cwd=CHECKOUT)
        if result.returncode:
            raise NotMeasured(f"beast bench failed: {result.stderr.strip()}")
        runs.append({line.pop("page"): line for line in json.loads(result.stdout)})
    figures.keep("anew", runs)
    found = {page: median_of([run[page] for run in runs]) for page in runs[0]}
    ways = [
        ("anew", "in process, one core"), ("anewOnAllCores", "in process, all cores"),
        ("afterChange", "in process, right after a commit, one core")]
    for page, line in found.items():
        for key, name in ways:
            wanted = ("5,000/s", line[key] >= 5000) if page == PAGES[1] else ("", None)
            figures.add(f"{page}, {name}", rate(line[key]), "", None, *wanted)
    over = {page: [] for page in PAGES}
    commits = []
    for _ in range(rounds):
        for page in PAGES:
            with Writing(port) as writing:
                over[page].append(wrk.run(port, page, DISTINCT))
            commits.append(writing.rate)
    figures.keep("anew over HTTP", over)
    for page in PAGES:
        line = median_of(over[page])
        wanted = ("5,000/s", line["rate"] >= 5000) if page == PAGES[1] else ("", None)
        name = f"{page}, over HTTP, distinct addresses, {rate(statistics.median(commits))} commits"
        figures.add(name, rate(line["rate"]), "", None, *wanted)
        figures.add(f"{page}, the same, p99", milliseconds(line["p99"]))
