"""The monitoring page while requests come in: it shows what is so, to the last request, whatever happens to the server."""

import itertools
import pathlib
import sys
import threading

import pytest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Clients"))
from upstream import Upstream  # noqa: E402

TERMS = ["received", "succeeded", "failed", "cancelled", "inFlight"]


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture
def routing_tracker(tracker, upstream, tmp_path):
    """A server whose model is served by a stand-in."""
    tracker.stop()
    tracker.config = tmp_path / "beast.yaml"
    tracker.config.write_text(f"models:\n  - name: custom:a\n    endpoint: {upstream.address}\n    model: a\n")
    return tracker.start()


def identity(page):
    """The five numbers as they stand on the page at one moment."""
    return page.ask("arguments[0].map(id => Number(document.querySelector(`[data-figure=${id}]`).textContent.replace(/,/g, '')))", TERMS)


def is_live(page):
    return page.text("[data-connection]") == "Live"


def send(tracker, count, threads=4, fails=True):
    """Sends requests from some threads: some new, some again, some that the model fails."""
    numbers = itertools.count()

    def work():
        while (number := next(numbers)) < count:
            question = f"fail 500 {number}" if fails and number % 10 == 9 else f"question {number % 60}"
            tracker.ask(question, model="custom:a")

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    return running


def test_figures_follow_the_requests_agree_with_what_was_sent_and_survive_a_crash(at_browser, routing_tracker):
    tracker = routing_tracker
    page = at_browser(tracker).open("/monitoring")
    page.mark()
    page.until(lambda: is_live(page), "the page is live")
    assert identity(page) == [0, 0, 0, 0, 0]

    seen = set()
    for round in range(1, 5):
        running = send(tracker, 50)
        for thread in running:
            thread.join()
        page.until(lambda: identity(page)[0] == 50 * round, f"all {50 * round} requests are there")
        received, *others = identity(page)
        assert received == sum(others)
        seen.add((received, page.text("[data-figure=throughput]")))
    assert len({throughput for _, throughput in seen}) > 1, "the figures change"
    by_model = "[data-part=models] td:nth-child(3)"
    page.until(lambda: sum(int(each) for each in page.texts(by_model)) == 200, "the tables follow")
    assert not page.has("[data-quiet]"), "what helps with the first request is gone"
    before = identity(page)

    port = tracker.port
    tracker.kill()
    page.until(lambda: not is_live(page), "the page says that it has lost the server")
    assert page.text("[data-connection]") == "Reconnecting"
    tracker.start(port)
    page.until(lambda: is_live(page), "the page is live again by itself")
    page.until(lambda: identity(page) == before, "the totals go on")
    tracker.ask("one more", model="custom:a")
    page.until(lambda: identity(page)[0] == before[0] + 1, "and count on")
    assert page.is_still_the_same, "without being loaded again"


def test_an_upstream_that_fails_turns_the_verdict_and_is_read_aloud(at_browser, routing_tracker):
    page = at_browser(routing_tracker).open("/monitoring")
    page.until(lambda: is_live(page) and "Healthy" in page.text("h1"), "all is well")
    for number in range(8):
        routing_tracker.ask(f"fail 503 {number}", model="custom:a")
    page.until(lambda: "Healthy" not in page.text("h1"), "the verdict turns")
    assert "custom:a" in page.text("[data-part=verdict]") and "503" in page.text("[data-part=verdict]")
    page.until(lambda: page.said.startswith("The router is"), "it is read aloud")


def test_figures_change_in_place(at_browser, routing_tracker):
    tracker = routing_tracker
    tracker.ask("first", model="custom:a")
    page = at_browser(tracker).open("/monitoring")
    page.until(lambda: is_live(page), "the page is live")
    places = "[...document.querySelectorAll('.gauge, .gauge .now, .gauge svg.chart-svg')].map(each => each.getBoundingClientRect().top)"
    before = page.ask(places)
    for thread in send(tracker, 40, fails=False):
        thread.join()
    page.until(lambda: identity(page)[0] == 41, "all requests are there")
    assert page.ask(places) == before, "nothing has moved"


def test_without_scripts_the_page_loads_itself_again(at_browser, routing_tracker):
    page = at_browser(routing_tracker, scripts=False).open("/monitoring")
    assert page.text("[data-figure=received]") == "0"
    routing_tracker.ask("first", model="custom:a")
    page.until(lambda: page.text("[data-figure=received]") == "1", "the page shows it by itself")
