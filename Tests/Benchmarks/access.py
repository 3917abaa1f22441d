"""What access costs: cached answers with a token and its limits against without, and pages while people guess passwords."""

import http.client
import subprocess
import threading
import urllib.parse

from figures import milliseconds, rate
from load import CHAT, median_of
from router import PATH, Stage, question
from workplace import BEAST, NotMeasured

KEY = 'wrk.headers["Authorization"] = "Bearer %s"\n'


def measure(figures, place, wrk, rounds):
    stage = Stage(place, "access")
    data = place.folder / "access-data"
    figures.section("Access: exact hits with a token that has a rate, against without")
    keys(figures, place, wrk, stage, data, rounds)
    figures.section("Access: a page while passwords are guessed, against forms without one")
    guesses(figures, place, wrk, stage, data, rounds)
    place.stop(stage.process)


def command(place, *words, stdin=None):
    result = subprocess.run(
        [str(word) for word in (BEAST, *words)], input=stdin, capture_output=True, text=True, timeout=60,
        cwd=place.folder)
    if result.returncode:
        raise NotMeasured(f"beast {words[0]} {words[1]} failed: {result.stderr.strip()}")
    return result.stdout.strip()


def keys(figures, place, wrk, stage, data, rounds):
    token = command(
        place, "token", "add", "bench", "--scopes", "chat", "--requests", "1000000000", "--tokens", "1000000000",
        "--models", "custom:fast", "--data", data)
    plain = CHAT % {"body": question("How far is the cache hit rate behind its target?")}
    ways = {"without": plain, "with": plain + KEY % token}
    for script in ways.values():
        wrk.run(stage.port, PATH, script, seconds=1)
    runs = {way: [] for way in ways}
    for _ in range(rounds):
        for way, script in ways.items():
            runs[way].append(wrk.run(stage.port, PATH, script, seconds=3))
    figures.keep("access keys", runs)
    ours, theirs = median_of(runs["with"]), median_of(runs["without"])
    ratio = ours["rate"] / theirs["rate"]
    figures.add("exact hits with token and rates", rate(ours["rate"]), rate(theirs["rate"]), ratio, "above 0.9", ratio > 0.9)


def guesses(figures, place, wrk, stage, data, rounds):
    """Several addresses guess at once, so that some guess is always being hashed; beside it, the same forms without a
    password, which are refused before anything is hashed: the guessers themselves take the same in both."""
    command(
        place, "user", "add", "bench", "--password-file", "-", "--data", data, stdin="a password for the bench\n")
    runs = {"quiet": [], "guessing": []}
    for _ in range(rounds):
        for way, password in {"quiet": "", "guessing": "wrong wrong wrong"}.items():
            with Guessing(stage.port, password) as guessing:
                runs[way].append(wrk.run(stage.port, "/roadmap", gzip=True, seconds=3))
            if not guessing.count:
                raise NotMeasured("Nobody guessed a password.")
    figures.keep("access guesses", runs)
    ours, theirs = median_of(runs["guessing"]), median_of(runs["quiet"])
    figures.add("/roadmap while passwords are guessed", rate(ours["rate"]), rate(theirs["rate"]), ours["rate"] / theirs["rate"])
    ratio = ours["p99"] / theirs["p99"]
    figures.add(
        "/roadmap while passwords are guessed, p99", milliseconds(ours["p99"]), milliseconds(theirs["p99"]), ratio,
        "not above 1.5", ratio <= 1.5)


class Guessing:
    """Forms from eight addresses of this machine, one after the other from each, for the `with` block."""

    def __init__(self, port, password):
        self.port = port
        self.password = password
        self.count = 0
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self.guess, args=(f"127.0.0.{number}",)) for number in range(2, 10)]

    def guess(self, address):
        number = 0
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": f"127.0.0.1:{self.port}"}
        while not self.ending.wait(0.1):
            number += 1
            # Another name each time: one name would be slowed down after a few.
            form = urllib.parse.urlencode({"name": f"nobody-{address}-{number}", "password": self.password})
            try:
                connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=10, source_address=(address, 0))
                connection.request("POST", "/sign-in", form, headers)
                connection.getresponse().read()
                connection.close()
                self.count += 1
            except OSError:
                # A guess that is not answered is no matter: pages are what is measured.
                continue

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for thread in self.threads:
            thread.join()
