"""Whatever becomes of Redis, every request is answered, the program says it, and uses Redis again when it is well."""

import itertools
import threading

import pytest

from chat import Chat
from conftest import Beast, wait_until
from redis_server import Gate, Redis

OFF, ON = "goes on without L2", "L2 works again"


@pytest.fixture
def redis(tmp_path):
    redis = Redis(tmp_path).start()
    yield redis
    redis.kill()


class Pair:
    """Two programs with one Redis: what one of them has asked, only Redis can tell the other."""

    def __init__(self, folder, upstream, url):
        self.first, self.second = [
            Beast(folder / name, upstream, REDIS_URL=url).start() for name in ("first", "second")]
        self.numbers = itertools.count()

    def meet_in_redis(self):
        question = f"shared {next(self.numbers)}"
        assert Chat(self.first.address).ask(question).headers["x-beast-cache"] == "miss"
        answer = Chat(self.second.address).ask(question)
        assert answer.said == f"You said {question}"
        return answer.headers["x-beast-cache"] == "hit-l2"

    def get_together(self):
        """Each notices by itself, when it asks, that Redis is well again."""
        wait_until(self.meet_in_redis)

    def is_on_again(self):
        """A slow machine may take time for trouble, so what was said last counts."""
        said = self.first.messages
        return said.rfind(ON) > said.rfind(OFF)

    def stop(self):
        for beast in (self.first, self.second):
            assert {row["outcome"] for row in beast.recorded()} == {"succeeded"}


class Load(threading.Thread):
    """Asks what is new and what is not, whole and streamed, until it is told to stop; every answer has to be right."""

    def __init__(self, address, name):
        super().__init__()
        self.chat = Chat(address)
        self.label = name
        self.caches = []
        self.wrong = []
        self.is_over = threading.Event()
        self.start()

    def run(self):
        for number in itertools.count():
            if self.is_over.is_set():
                return
            question = f"{self.label} {number if number % 2 else number // 20}"
            answer = self.chat.ask(question, stream=number % 4 < 2)
            self.caches.append(answer.headers["x-beast-cache"])
            if not (answer.said == f"You said {question}" and answer.is_whole):
                self.wrong.append((answer.status, answer.text))

    def finish(self):
        self.is_over.set()
        self.join()
        assert self.wrong == [] and {"miss", "hit-l1"} <= set(self.caches)


def test_redis_is_killed_and_restarted_under_load(tmp_path, upstream, redis):
    pair = Pair(tmp_path, upstream, f"redis://127.0.0.1:{redis.port}")
    load = [Load(pair.first.address, f"load {number}") for number in range(4)]
    try:
        for _ in range(2):
            pair.get_together()
            said = len(pair.first.messages)
            redis.kill()
            pair.first.hears(f"{OFF} and tries it again. There is no connection to redis://127.0.0.1:{redis.port}", said)
            redis.start()
            pair.get_together()
            wait_until(pair.is_on_again)
    finally:
        for client in load:
            client.finish()
    pair.stop()


@pytest.fixture
def gate(redis):
    gate = Gate(redis)
    yield gate
    gate.close()


def test_redis_does_whatever_it_may(tmp_path, upstream, redis, gate):
    """Each trouble in turn, with what is said of it; afterwards all is well again."""
    pair = Pair(tmp_path, upstream, f"redis://127.0.0.1:{gate.port}")
    load = Load(pair.first.address, "load")
    wrong_password = b"-WRONGPASS invalid username-password pair or user is disabled.\r\n"
    troubles = [
        ("did not answer in time", lambda: gate.set(delay=1), gate.set),
        ("no connection", lambda: gate.set(is_open=False), gate.set),
        ("loading its data", lambda: gate.set(b"-LOADING Redis is loading the dataset in memory\r\n"), gate.set),
        ("wants a user and password", lambda: gate.set(wrong_password), gate.set),
        ("wants a user and password",
         lambda: redis.ask("CONFIG SET requirepass secret") and gate.set(),
         lambda: redis.ask("AUTH secret\r\nCONFIG SET requirepass \"\"")),
        ("(MISCONF)", lambda: gate.set(b"-MISCONF Redis is configured to save RDB snapshots\r\n"), gate.set),
        ("does not speak Redis' protocol", lambda: gate.set(b"HTTP/1.1 400 Bad Request\r\n\r\n"), gate.set),
        ("does not fit the question", lambda: gate.set(b":42\r\n"), gate.set),
        ("is full", lambda: redis.ask("CONFIG SET maxmemory 1"), lambda: redis.ask("CONFIG SET maxmemory 0")),
    ]
    try:
        for words, begin, end in troubles:
            pair.get_together()
            said = len(pair.first.messages)
            begin()
            pair.first.hears(words, said)
            end()
            pair.get_together()
            wait_until(pair.is_on_again)
    finally:
        load.finish()
    pair.stop()


def test_a_wrong_password_costs_the_tier_only(tmp_path, upstream, redis):
    redis.ask("CONFIG SET requirepass secret")
    beast = Beast(tmp_path / "place", upstream, REDIS_URL=f"redis://:wr0ng@127.0.0.1:{redis.port}").start()
    chat = Chat(beast.address)
    assert [chat.ask("hello").headers["x-beast-cache"] for _ in range(2)] == ["miss", "hit-l1"]
    beast.hears(OFF)
    assert "Check the user and password in REDIS_URL" in beast.messages
    assert "wr0ng" not in beast.messages
    beast.stop()
