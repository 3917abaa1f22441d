"""A real Prometheus scrapes /metrics under load: what it makes of the counters is what was sent."""

import bisect
import itertools
import threading
import time

import pytest

from chat import Chat
from conftest import wait_until
from prometheus_server import Prometheus

# Prometheus may write down the moment at which it meant to scrape, which is at most 2 ms from that at which it did
# (its flag scrape.timestamp-tolerance).
ALIGNMENT = 0.002


@pytest.fixture
def prometheus(beast, tmp_path):
    prometheus = Prometheus(tmp_path / "prometheus", beast.address.removeprefix("http://"))
    yield prometheus
    prometheus.stop()


class Load:
    """Clients that ask one thing after the other, hits, misses and failures by turns, and note when.

    Each clock says at which instants, ascending, requests of one kind were sent or had been answered.
    """

    CLIENTS = 3
    TURN = ["again"] * 37 + ["new", "new", "fail 400"]
    KINDS = {"again": ("succeeded", "hit-l1"), "new": ("succeeded", "miss"), "fail 400": ("failed", "miss")}

    def __init__(self, address):
        self.address = address
        self.numbers = itertools.count()
        self.ending = threading.Event()
        self.lock = threading.Lock()
        self.sent = {kind: [] for kind in self.KINDS.values()}
        self.answered = {kind: [] for kind in self.KINDS.values()}
        self.wrong = []
        self.clients = [threading.Thread(target=self.work) for _ in range(self.CLIENTS)]

    def __enter__(self):
        assert Chat(self.address).ask("again").status == 200
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for client in self.clients:
            client.join()

    def work(self):
        chat = Chat(self.address)
        while not self.ending.is_set():
            number = next(self.numbers)
            what = self.TURN[number % len(self.TURN)]
            outcome, cache = kind = self.KINDS[what]
            self.note(self.sent[kind])
            answer = chat.ask(what if what == "again" else f"{what} {number}")
            self.note(self.answered[kind])
            if (answer.status, answer.headers["x-beast-cache"]) != ((200, cache) if outcome == "succeeded" else (400, None)):
                self.wrong.append((what, answer.status, answer.headers["x-beast-cache"]))
        chat.close()

    def note(self, times):
        with self.lock:
            times.append(time.time())

    def counted(self, kind, earliest, latest):
        """The fewest and the most requests of a kind that can have been counted at a moment between two others.

        What was answered before it is counted, and what was sent after it is not.
        """
        with self.lock:
            return bisect.bisect_left(self.answered[kind], earliest), bisect.bisect_right(self.sent[kind], latest)


class Scrape:
    """The moment of a scrape, as Prometheus has it, and the moments between which the program read its counters."""

    def __init__(self, at, duration):
        self.at = at
        self.earliest, self.latest = at - ALIGNMENT, at + duration + ALIGNMENT


def bounds(load, kind, first, last):
    """Between which numbers a kind's requests from one scrape to another must lie."""
    (least, most), (at_least, at_most) = (load.counted(kind, each.earliest, each.latest) for each in (first, last))
    return at_least - most, at_most - least


def test_its_rate_of_requests_is_the_rate_at_which_they_were_sent(beast, prometheus):
    """No tolerance is guessed: when a scrape read the counters is known to within its own duration, and what the clients
    sent and had answered by then says between which numbers the truth lies. The load goes on until these lie so close
    together that a rate 3 % wrong would show.
    """
    with Load(beast.address) as load:
        scrapes = []

        def are_enough():
            durations = prometheus.samples("scrape_duration_seconds")
            scrapes[:] = [Scrape(at, duration) for at, duration in sorted(durations.items())]
            # In the first of them every kind has to be, for the rate of what is new begins with its second sample.
            scrapes[:] = [each for each in scrapes if all(load.counted(kind, each.earliest, each.latest)[0] for kind in load.sent)]
            if len(scrapes) < 8:
                return False
            least, most = bounds(load, ("succeeded", "hit-l1"), scrapes[0], scrapes[-1])
            return most - least < 0.03 * least

        wait_until(are_enough)
    assert load.wrong == []
    first, last = scrapes[0], scrapes[-1]
    span = last.at - first.at
    # From the first sample to the last, both of them included whichever end of a range counts.
    window = f"[{round(span * 1000) + 1}ms]"
    rates = prometheus.query(f"sum by (outcome, cache) (rate(beast_requests_total{window}))", at=last.at)
    rates = {(labels["outcome"], labels["cache"]): rate for labels, rate in rates}
    assert set(rates) == set(load.sent)
    for kind, rate in rates.items():
        least, most = bounds(load, kind, first, last)
        assert least <= rate * span + 1e-6 and rate * span - 1e-6 <= most, (kind, rate, span, least, most)
        print(f"{kind}: {rate:.2f}/s by Prometheus, {least / span:.2f} to {most / span:.2f}/s by the clients, {span:.1f} s")
    # The duration's histogram counts the same requests.
    timed = prometheus.query(f"sum(rate(beast_request_duration_seconds_count{window}))", at=last.at)[0][1]
    assert timed == pytest.approx(sum(rates.values()), rel=1e-9)
    assert prometheus.query("min_over_time(up[10m])")[0][1] == 1
