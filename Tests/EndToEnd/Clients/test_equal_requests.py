"""Many equal requests at once, whole and streamed in any order, cost one call."""

import collections
import concurrent.futures
import time

import pytest

from chat import Chat


@pytest.mark.parametrize("first_is_streamed", [False, True])
def test_a_hundred_equal_requests_make_one_call(beast, upstream, first_is_streamed):
    upstream.gate.clear()

    def ask(number):
        return Chat(beast.address).ask("once for all", stream=(number % 2 == 0) == first_is_streamed)

    with concurrent.futures.ThreadPoolExecutor(100) as pool:
        asked = [pool.submit(ask, 0)]
        deadline = time.monotonic() + 30
        while not upstream.requests:
            assert time.monotonic() < deadline
        asked += [pool.submit(ask, number) for number in range(1, 100)]
        upstream.gate.set()
        answers = [one.result() for one in asked]
    assert {(answer.said, answer.is_whole) for answer in answers} == {("You said once for all", True)}
    assert collections.Counter(answer.is_stream for answer in answers) == {False: 50, True: 50}
    assert len(upstream.requests) == 1
    rows = beast.recorded()
    assert [row["outcome"] for row in rows] == ["succeeded"] * 100
    assert [row["cache"] for row in rows].count("miss") == 1
    assert sum(row["cost"] > 0 for row in rows) == 1


def test_what_fails_once_fails_for_all_at_once(beast, upstream):
    upstream.gate.clear()
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        asked = [pool.submit(Chat(beast.address).ask, "fail 400")]
        while not upstream.requests:
            time.sleep(0.01)
        asked += [pool.submit(Chat(beast.address).ask, "fail 400") for _ in range(19)]
        time.sleep(0.5)  # as those who come after the answer would call again, rightly
        upstream.gate.set()
        answers = [one.result() for one in asked]
    assert {answer.status for answer in answers} == {400}
    assert len(upstream.requests) < 20
    assert [row["outcome"] for row in beast.recorded()] == ["failed"] * 20
