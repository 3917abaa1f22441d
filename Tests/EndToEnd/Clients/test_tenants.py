"""What is kept for one API key is given to nobody else, and keys themselves are kept nowhere."""

import json
import sqlite3
import urllib.error
import urllib.request

import openai
import pytest

from conftest import Beast

SHARED = """  - name: custom:shared
    endpoint: {address}
    shared: true
"""


@pytest.fixture
def beast(tmp_path, upstream):
    beast = Beast(tmp_path, upstream)
    with (tmp_path / "beast.yaml").open("a") as file:
        file.write(SHARED.format(address=upstream.address))
    beast.start()
    yield beast
    if beast.process.poll() is None:
        beast.stop()


def ask(beast, key, model="custom:your-model"):
    client = openai.OpenAI(base_url=beast.address + "/v1", api_key=key, max_retries=0, timeout=30)
    answer = client.chat.completions.with_raw_response.create(
        model=model, messages=[{"role": "user", "content": "the same question"}])
    return answer.headers["x-beast-cache"]


def post(beast, path="/v1/chat/completions", headers=()):
    """A request as the client would not send it."""
    body = {"model": "custom:your-model", "message": "hello", "messages": [{"role": "user", "content": "hello"}]}
    if path.startswith("/api/"):
        del body["messages"]
    request = urllib.request.Request(beast.address + path, json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    for name, value in headers:
        request.add_unredirected_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, json.load(refusal)


def test_two_keys_with_the_same_question_make_two_calls_and_the_same_key_a_hit(beast, upstream):
    assert ask(beast, "sk-one") == "miss"
    assert ask(beast, "sk-two") == "miss"
    assert len(upstream.requests) == 2
    assert ask(beast, "sk-one") == "hit-l1"
    assert ask(beast, "sk-two") == "hit-l1"
    assert len(upstream.requests) == 2


def test_a_request_without_a_key_is_another_tenant(beast, upstream):
    post(beast)
    assert post(beast)[1]["x-beast-cache"] == "hit-l1"
    assert post(beast, headers=[("Authorization", "Bearer local")])[1]["x-beast-cache"] == "miss"
    assert post(beast, headers=[("authorization", "bearer  local")])[1]["x-beast-cache"] == "hit-l1"


def test_a_shared_model_answers_every_key_from_the_cache(beast, upstream):
    assert ask(beast, "sk-one", "custom:shared") == "miss"
    assert ask(beast, "sk-two", "custom:shared") == "hit-l1"
    assert len(upstream.requests) == 1


def test_a_key_is_the_same_tenant_after_a_restart_and_none_without_the_secret(beast):
    ask(beast, "sk-one")
    beast.stop()
    beast.start()
    assert ask(beast, "sk-one") == "hit-l3"
    beast.stop()
    (beast.folder / "data/tenants.key").unlink()
    beast.start()
    assert ask(beast, "sk-one") == "miss"


def test_no_key_is_kept_anywhere(beast):
    ask(beast, "sk-never-to-be-seen")
    beast.stop()
    assert (beast.folder / "data/tenants.key").stat().st_mode & 0o777 == 0o600
    for path in [*(beast.folder / "data").rglob("*"), beast.folder / "messages"]:
        if path.is_file():
            assert b"sk-never-to-be-seen" not in path.read_bytes(), path
    with sqlite3.connect(beast.folder / "data/requests.db") as database:
        (tenant,), = database.execute("SELECT tenant FROM request")
    assert tenant.startswith("key-") and len(tenant) == 20


NO_BEARERS = ["", "Bearer", "Bearer ", "sk-one", "Basic dTpw", "Bearer one two", "Bearer " + "x" * 5000]


def test_an_authorization_that_is_none_is_refused_with_a_tip_and_recorded(beast, upstream):
    for path in ["/v1/chat/completions", "/api/codebase/chat"]:
        for value in NO_BEARERS:
            status, headers, body = post(beast, path, headers=[("Authorization", value)])
            assert status == 401 and headers["WWW-Authenticate"] == "Bearer", value
            assert body["error"]["code"] == "invalid_api_key" and "Bearer KEY" in body["error"]["tip"]
    assert not upstream.requests
    beast.stop()
    with sqlite3.connect(beast.folder / "data/requests.db") as database:
        rows = database.execute("SELECT outcome, status FROM request").fetchall()
    assert rows == [("failed", 401)] * 2 * len(NO_BEARERS)
