"""Requests that are wrong in every way are refused in OpenAI's shape with a tip, are on record, and harm nobody."""

import json
import socket
import urllib.parse

import pytest

from chat import PATH, Answer, Chat
from conftest import Beast
from upstream import Upstream

GOOD = {"model": "custom:your-model", "messages": [{"role": "user", "content": "hello"}]}


def but(**changes):
    return json.dumps(GOOD | changes).encode()


def message(**changes):
    return but(messages=[{"role": "user", "content": "hello"} | changes])


# By name: the bytes, the status, the code and the parameter.
BAD = {
    "nothing": (b"", 400, "invalid_json", None),
    "space": (b"  \n ", 400, "invalid_json", None),
    "a word": (b"hello", 400, "invalid_json", None),
    "half of one": (but()[:40], 400, "invalid_json", None),
    "two at once": (but() + but(), 400, "invalid_json", None),
    "zeros": (bytes(100), 400, "invalid_json", None),
    "not UTF-8": (but().replace(b"hello", b"\xff\xfe"), 400, "invalid_json", None),
    "an overlong character": (but().replace(b"hello", b"\xc0\xaf"), 400, "invalid_json", None),
    "UTF-16": (but().decode().encode("utf-16"), 400, "invalid_json", None),
    "half a surrogate pair": (but().replace(b"hello", b"\\ud83d"), 400, "invalid_json", None),
    "a byte order mark": (b"\xef\xbb\xbf" + but(), 400, "invalid_json", None),
    "a name that stands twice": (but().replace(b'{"model"', b'{"model": "a", "model"'), 400, "invalid_json", None),
    "a number beyond all": (but(temperature=1).replace(b'"temperature": 1', b'"temperature": 1e999'),
                            400, "invalid_json", None),
    "NaN": (but(temperature=float("nan")), 400, "invalid_json", None),
    "lists 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, 400, "invalid_json", None),
    "objects 100,000 deep": (b'{"a":' * 100_000, 400, "invalid_json", None),
    "a parameter 1,000 deep": (but(more=1).replace(b'"more": 1', b'"more": ' + b"[" * 1_000 + b"]" * 1_000),
                               400, "invalid_json", None),
    "null": (b"null", 400, "invalid_value", None),
    "a list": (b"[]", 400, "invalid_value", None),
    "a number": (b"1", 400, "invalid_value", None),
    "no model": (json.dumps({"messages": GOOD["messages"]}).encode(), 400, "missing_required_parameter", "model"),
    "an empty model": (but(model=""), 400, "missing_required_parameter", "model"),
    "a number as model": (but(model=5), 400, "missing_required_parameter", "model"),
    "a near miss of a model": (but(model="custom:yor-model"), 404, "model_not_found", "model"),
    "an endless model": (but(model="x" * 1_000_000), 404, "model_not_found", "model"),
    "no messages": (json.dumps({"model": "auto"}).encode(), 400, "missing_required_parameter", "messages"),
    "empty messages": (but(messages=[]), 400, "missing_required_parameter", "messages"),
    "null messages": (but(messages=None), 400, "missing_required_parameter", "messages"),
    "messages as text": (but(messages="hello"), 400, "missing_required_parameter", "messages"),
    "messages as an object": (but(messages={"role": "user"}), 400, "missing_required_parameter", "messages"),
    "a message that is null": (but(messages=[None]), 400, "invalid_value", "messages[0].role"),
    "a message that is a list": (but(messages=[[]]), 400, "invalid_value", "messages[0].role"),
    "no role": (but(messages=[{"content": "hello"}]), 400, "invalid_value", "messages[0].role"),
    "a number as role": (message(role=1), 400, "invalid_value", "messages[0].role"),
    "a number as content": (message(content=5), 400, "invalid_value", "messages[0].content"),
    "an object as content": (message(content={"text": "hello"}), 400, "invalid_value", "messages[0].content"),
    "stream as text": (but(stream="yes"), 400, "invalid_value", "stream"),
    "stream as a number": (but(stream=1), 400, "invalid_value", "stream"),
    "stream options as a list": (but(stream_options=[]), 400, "invalid_value", "stream_options"),
    "temperature as text": (but(temperature="hot"), 400, "invalid_value", "temperature"),
    "temperature as a list": (but(temperature=[1]), 400, "invalid_value", "temperature"),
    "n as text": (but(n="2"), 400, "invalid_value", "n"),
    "half an n": (but(n=1.5), 400, "invalid_value", "n"),
    "no n": (but(n=0), 400, "invalid_value", "n"),
    "less than no tokens": (but(max_tokens=-1), 400, "invalid_value", "max_tokens"),
    "tools as an object": (but(tools={}), 400, "invalid_value", "tools"),
    "a format as text": (but(response_format="json"), 400, "invalid_value", "response_format"),
}
CONVERSATIONS = {
    "no message": (b"{}", 422),
    "an unknown field": (b'{"message": "hello", "modl": "auto"}', 422),
    "an unknown kind of dog-fooding": (b'{"message": "hello", "dogfood": "nothing"}', 404),
    "half of one": (b'{"message"', 400),
}
LIMIT = 16 << 20


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    upstream = Upstream()
    beast = Beast(tmp_path_factory.mktemp("bad") / "place", upstream).start()
    beast.refused = {}
    yield beast
    if beast.process.poll() is None:
        beast.stop()
    upstream.close()


def refused(beast, answer, status):
    """Checks what every refusal says, and notes it to be looked for in the record."""
    assert answer.status == status
    error = answer.error
    assert set(error) == {"message", "type", "param", "code", "tip", "source", "retryable"}
    assert error["type"] == "invalid_request_error" and error["source"] == "request"
    assert error["message"] and error["tip"] and error["retryable"] is False
    assert len(answer.text) < 1500
    assert answer.id and answer.id not in beast.refused
    beast.refused[answer.id] = answer
    return error


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused(place, name):
    body, status, code, param = BAD[name]
    error = refused(place, Chat(place.address).send(body), status)
    assert (error["code"], error["param"]) == (code, param)


def test_the_closest_names_are_said(place):
    error = refused(place, Chat(place.address).send(BAD["a near miss of a model"][0]), 404)
    assert "custom:your-model" in error["tip"]


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_is_refused(place, name):
    body, status = CONVERSATIONS[name]
    refused(place, Chat(place.address).send(body, "/api/codebase/chat"), status)


def test_a_lifetime_that_is_none_is_refused(place):
    error = refused(place, Chat(place.address).send(but(), x_beast_cache_ttl="soon"), 400)
    assert error["param"] == "x-beast-cache-ttl"


def raw(address, head, parts):
    """Sends what a client library would not, and reads what comes meanwhile."""
    import http.client

    host = urllib.parse.urlsplit(address)
    with socket.create_connection((host.hostname, host.port), 30) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\nHost: {host.netloc}\r\n{head}\r\n\r\n".encode())
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # it has seen enough
        response = http.client.HTTPResponse(connection, method="POST")
        response.begin()
        return Answer(response)


def test_an_enormous_body_is_refused_as_soon_as_it_is_announced(place):
    refused(place, raw(place.address, f"Content-Length: {LIMIT + 1}", []), 413)


def test_an_enormous_body_is_refused_as_soon_as_it_is_seen(place):
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    refused(place, raw(place.address, "Transfer-Encoding: chunked", [chunk] * 17), 413)


def test_a_large_body_is_answered(place):
    question = "word " * (3 << 20)
    assert Chat(place.address).ask(question).said == f"You said {question}"


def test_a_request_that_never_ends_is_not_waited_for(place):
    """Nobody else is held up by it, either."""
    host = urllib.parse.urlsplit(place.address)
    connections = [socket.create_connection((host.hostname, host.port)) for _ in range(50)]
    for connection in connections:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Length: 100\r\n\r\n{{".encode())
    assert Chat(place.address).ask("meanwhile").said == "You said meanwhile"
    for connection in connections:
        connection.close()


def test_every_refusal_is_on_record_as_failed(place):
    """The last of these tests: the program has lived through all of them."""
    answered = Chat(place.address).ask("still here?")
    assert answered.said == "You said still here?"
    rows = {row["id"]: row for row in place.recorded()}
    assert rows[answered.id]["outcome"] == "succeeded"
    for id, answer in place.refused.items():
        row = rows[id]
        assert (row["outcome"], row["status"], row["attempts"]) == ("failed", answer.status, 0)
        assert (row["error_code"], row["tip"][:40]) == (answer.error["code"], answer.error["tip"][:40])
    assert {id for id, row in rows.items() if row["outcome"] == "failed"} == set(place.refused)
