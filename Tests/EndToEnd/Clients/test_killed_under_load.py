"""kill -9 at any moment: no request whose answer a client has is missing from the record."""

import collections
import contextlib
import itertools
import random
import sqlite3
import threading

from chat import Broken, Chat
from conftest import Beast
from upstream import Upstream

KILLS = 50
CLIENTS = 6
CONFIGURATION = """
models:
  - {{ name: custom:your-model, endpoint: "{address}" }}
  - {{ name: custom:slow, endpoint: "{address}", model: slow }}
  - {{ name: custom:held, endpoint: "{address}", model: hangs }}
"""


class Load:
    """Clients that ask for hits, misses and streams until the program is gone, and note what they got."""

    def __init__(self):
        self.numbers = itertools.count()
        self.answered = {}
        self.begun = set()
        self.wrong = []

    def run(self, beast, answers):
        """Kills the program once so many answers have come, or a little later."""
        self.enough = threading.Event()
        self.goal = len(self.answered) + answers
        clients = [threading.Thread(target=self.ask, args=(beast, number)) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        self.enough.wait(30)
        beast.kill()
        for client in clients:
            client.join()

    def ask(self, beast, client):
        chat = Chat(beast.address)
        while True:
            number = next(self.numbers)
            is_hit = number % 3 == 0
            question = f"again {number % 7}" if is_hit else f"new {number} of some words"
            try:
                answer = chat.ask(
                    question, "custom:slow" if number % 5 == 1 else "custom:your-model", stream=(number + client) % 2 == 0)
            except Broken as broken:
                # Whatever came of it, what a client has an id of is on record.
                if broken.id:
                    self.begun.add(broken.id)
                return chat.close()
            if answer.is_whole and answer.status == 200 and answer.said == f"You said {question}":
                self.answered[answer.id] = answer.headers["x-beast-cache"]
            elif answer.is_whole:
                self.wrong.append(answer.text)
            else:
                self.begun.add(answer.id)
            if len(self.answered) >= self.goal:
                self.enough.set()


def hold(beast, upstream):
    """A request that is certainly under way: the upstream has it and says nothing."""
    count = sum(body["model"] == "hangs" for _, body in upstream.requests)
    client = threading.Thread(target=held, args=(beast,))
    client.start()
    while sum(body["model"] == "hangs" for _, body in list(upstream.requests)) == count:
        assert beast.process.poll() is None
    return client


def held(beast):
    with contextlib.suppress(Broken):
        Chat(beast.address).ask("never", "custom:held")


def test_fifty_kills_under_load(tmp_path):
    upstream = Upstream()
    beast = Beast(tmp_path / "place", upstream, CONFIGURATION)
    load = Load()
    moments = random.Random(9)
    for _ in range(KILLS):
        beast.start()
        waiting = hold(beast, upstream)
        load.run(beast, moments.randint(1, 80))
        waiting.join()
    beast.start()
    rows = beast.recorded()
    upstream.close()

    assert load.wrong == []
    assert set(load.answered.values()) >= {"miss", "hit-l1", "hit-l3"}
    times = collections.Counter(row["id"] for row in rows)
    assert [id for id in load.answered if times[id] != 1] == []
    assert [id for id in load.begun if times[id] != 1] == []
    assert max(times.values()) == 1

    outcomes = {row["id"]: row["outcome"] for row in rows}
    assert {outcomes[id] for id in load.answered} == {"succeeded"}
    in_flight = [row for row in rows if row["model_asked"] == "custom:held"]
    assert [(row["outcome"], row["error_code"]) for row in in_flight] == [("cancelled", "interrupted")] * KILLS

    # The sums that the counters go on from say the same as the rows.
    with contextlib.closing(sqlite3.connect(beast.folder / "data/requests.db")) as database:
        sums = dict(database.execute("SELECT outcome, sum(count) FROM request_total GROUP BY outcome"))
    assert sums == collections.Counter(outcomes.values())
    assert sum(sums.values()) == len(rows)
    print(f"{len(rows)} requests, {len(load.answered)} answered, {sums}")
