"""Whatever an upstream does wrong, the client is answered and told why, the request is on record, and others go on."""

import concurrent.futures
import itertools
import socket
import ssl
import subprocess
import threading

import pytest

from chat import Chat
from conftest import Beast
from faults import FAULTS
from upstream import Upstream

# By model: why the answer is another model's, how often upstreams were called, and a word of the tip.
FALLS_OVER = {
    "refuses": ("refused", 3, "running"),
    "nowhere": ("dns", 2, "spelled"),
    "self-signed": ("tls", 2, "certificate"),
    "resets": ("reset", 3, "log"),
    "hangs": ("timeout", 3, "timeout"),
    "hangs-within": ("timeout", 3, "timeout"),
    "garbage": ("malformed", 2, "/v1"),
    "html": ("malformed", 2, "/v1"),
    "html-502": ("http_502", 3, "status"),
    "half-a-chunk": ("reset", 3, "log"),
    "half-the-length": ("reset", 3, "log"),
    "null-choices": ("malformed", 2, "/v1"),
    "no-choices": ("malformed", 2, "/v1"),
    "a-list": ("malformed", 2, "/v1"),
    "empty": ("malformed", 2, "/v1"),
    "events-of-nothing": ("malformed", 2, "/v1"),
    "events-of-html": ("malformed", 2, "/v1"),
    "17-megabytes": ("too_large", 2, "max_tokens"),
    "status-401": ("http_401", 2, "key"),
    "status-403": ("http_403", 2, "permission"),
    "status-404": ("http_404", 2, "address"),
    "status-408": ("http_408", 3, "timeout"),
    "429-soon": ("http_429", 3, "1 s"),
    "429-late": ("http_429", 2, "3600 s"),
    "status-500": ("http_500", 3, "status"),
    "status-502": ("http_502", 3, "status"),
    "status-503": ("http_503", 3, "status"),
    "status-504": ("http_504", 3, "timeout"),
}
# The endpoint says that the request is wrong, which another model would say as well.
REFUSED = {"status-400": 400, "status-422": 422, "400-long": 400}
# By model: the code of the error that ends a stream of which the client has got a part.
BREAKS = {
    "stream-resets": "reset",
    "stream-hangs": "timeout",
    "stream-ends": "reset",
    "stream-garbage": "malformed",
    "stream-half": "reset",
    "stream-error": "http_500",
    "stream-large": "too_large",
}
# Odd, and yet an answer.
ANSWERS = {"10-megabytes", "no-usage", "ignores-stream", "null-choices-in-a-chunk"}
STREAMED_ONLY = {*BREAKS, "null-choices-in-a-chunk"}

ASKED = [
    (model, stream)
    for model in [*FALLS_OVER, *REFUSED, *BREAKS, *sorted(ANSWERS)]
    for stream in (False, True)
    if stream or model not in STREAMED_ONLY
]


def unused_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def self_signed(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem",
         "-out", folder / "certificate.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


def configuration(address, tls):
    addresses = dict.fromkeys(["healthy", *FAULTS], address) | {
        "refuses": f"http://127.0.0.1:{unused_port()}/v1", "nowhere": "http://beast.invalid/v1", "self-signed": tls}
    models = [
        f"  - {{ name: {name}, endpoint: \"{address}\", timeout: {1 if 'hangs' in name else 60} }}"
        for name, address in addresses.items()]
    return "models:\n" + "\n".join(models).replace("{", "{{").replace("}", "}}")


class Neighbour(threading.Thread):
    """Asks a healthy model for as long as the others have trouble."""

    def __init__(self, address):
        super().__init__()
        self.chat = Chat(address)
        self.answers = []
        self.is_over = threading.Event()

    def run(self):
        for number in itertools.count():
            if self.is_over.is_set():
                return
            self.answers.append(self.chat.ask(f"beside {number}", "healthy", stream=number % 2 == 1))

    def finish(self):
        self.is_over.set()
        self.join()


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Every fault at once, with a healthy model beside them: what the clients saw, and what was recorded."""
    folder = tmp_path_factory.mktemp("faults")
    upstream, safe = Upstream(), Upstream(self_signed(folder))
    beast = Beast(folder / "place", upstream, configuration(upstream.address, safe.address)).start()
    neighbour = Neighbour(beast.address)
    neighbour.start()
    try:
        with concurrent.futures.ThreadPoolExecutor(len(ASKED)) as pool:
            answers = list(pool.map(
                lambda case: Chat(beast.address).ask(f"{case[0]} {case[1]}", case[0], stream=case[1]), ASKED))
    finally:
        neighbour.finish()
    worse = [Chat(beast.address).ask(f"worse {number}", "status-500") for number in range(2)]
    again = {model: Chat(beast.address).ask(f"{model} True", model) for model in ("no-usage", "10-megabytes")}
    rows = {row["id"]: row for row in beast.recorded()}
    upstream.close()
    safe.close()
    yield {case: (answer, rows[answer.id]) for case, answer in zip(ASKED, answers)}, neighbour.answers, rows, again, worse


def cases(models):
    return [case for case in ASKED if case[0] in models]


@pytest.mark.parametrize("case", cases(FALLS_OVER), ids=str)
def test_another_model_answers_and_says_why(outcomes, case):
    answer, row = outcomes[0][case]
    code, attempts, word = FALLS_OVER[case[0]]
    assert answer.status == 200 and answer.is_stream == case[1] and answer.is_whole
    assert answer.said
    assert answer.headers["x-beast-cache"] == "miss"
    assert answer.headers["x-beast-model"] == "local:roadmap"
    assert answer.headers["x-beast-fallback"] == code
    assert word in answer.headers["x-beast-tip"]
    assert answer.headers["x-beast-attempts"] == str(attempts)
    assert (row["outcome"], row["model_asked"], row["model_served"]) == ("succeeded", case[0], "local:roadmap")
    assert (row["error_code"], row["attempts"], row["cost"]) == (code, attempts, 0)
    assert row["tip"] == answer.headers["x-beast-tip"]


@pytest.mark.parametrize("case", cases(REFUSED), ids=str)
def test_what_the_endpoint_refuses_is_said_as_it_says_it(outcomes, case):
    answer, row = outcomes[0][case]
    assert answer.status == REFUSED[case[0]]
    assert answer.error["source"] == "upstream" and answer.error["code"] == f"http_{answer.status}"
    assert ("as the test asked" in answer.error["message"]) or case[0] == "400-long"
    assert len(answer.text) < 1500
    assert answer.error["tip"] and not answer.error["retryable"]
    assert (row["outcome"], row["status"], row["attempts"]) == ("failed", answer.status, 1)
    assert row["error_code"] == answer.error["code"]


@pytest.mark.parametrize("case", cases(BREAKS), ids=str)
def test_a_stream_that_breaks_ends_with_an_error(outcomes, case):
    answer, row = outcomes[0][case]
    assert answer.status == 200 and answer.said == "Once "
    assert answer.error["code"] == BREAKS[case[0]] and answer.error["tip"]
    assert "[DONE]" not in answer.text
    assert (row["outcome"], row["error_code"], row["attempts"]) == ("failed", BREAKS[case[0]], 1)


@pytest.mark.parametrize("case", cases(ANSWERS), ids=str)
def test_what_is_odd_is_still_an_answer(outcomes, case):
    answer, row = outcomes[0][case]
    assert answer.status == 200 and answer.is_stream == case[1] and answer.is_whole
    assert answer.headers["x-beast-model"] == case[0] and answer.headers["x-beast-fallback"] is None
    assert answer.said.strip() in ("Once", "x" * (10 << 20))
    assert all(event["choices"] is not None for event in answer.events) if answer.is_stream else True
    assert (row["outcome"], row["error_code"]) == ("succeeded", "")
    assert row["input"] > 0 and row["output"] > 0


def test_they_are_kept_too(outcomes):
    for answer in outcomes[3].values():
        # What is very large is left to the slower tiers.
        assert answer.headers["x-beast-cache"] in ("hit-l1", "hit-l3")


def test_what_fails_again_and_again_is_left_alone(outcomes):
    opens, open_already = outcomes[4]
    assert [opens.headers["x-beast-fallback"], opens.headers["x-beast-attempts"]] == ["http_500", "2"]
    assert [open_already.headers["x-beast-fallback"], open_already.headers["x-beast-attempts"]] == ["circuit_open", "1"]
    assert "within a minute" in open_already.headers["x-beast-tip"]


def test_nobody_beside_them_is_disturbed(outcomes):
    answers, rows = outcomes[1:3]
    assert len(answers) > 50
    for number, answer in enumerate(answers):
        assert answer.said == f"You said beside {number}" and answer.is_whole
        assert answer.headers["x-beast-model"] == "healthy" and answer.headers["x-beast-attempts"] == "1"
        assert rows[answer.id]["outcome"] == "succeeded"
