"""Embeddings for the official OpenAI client: by the built-in model, and passed through."""

import base64
import concurrent.futures
import struct

import openai
import pytest

from conftest import ROOT
from test_openai_client import ask

has_weights = pytest.mark.skipif(
    not (ROOT / ".models/minilm/model.safetensors").exists(), reason="run `make weights`")


def cosine(one, other):
    return sum(a * b for a, b in zip(one.embedding, other.embedding))


@has_weights
def test_the_client_gets_vectors_as_it_asks_by_default(beast):
    answer = beast.client.embeddings.create(
        model="local:minilm", input=["What is the capital of France?", "Tell me France's capital city"])
    assert [item.index for item in answer.data] == [0, 1]
    assert [len(item.embedding) for item in answer.data] == [384, 384]
    assert cosine(*answer.data) == pytest.approx(0.909, abs=0.002)
    assert answer.usage.prompt_tokens == answer.usage.total_tokens == 18
    assert answer.model == "local:minilm"


@has_weights
def test_floats_and_base64_are_the_same_numbers(beast):
    floats = beast.client.embeddings.create(model="local:minilm", input="hello", encoding_format="float")
    raw = beast.client.embeddings.with_raw_response.create(
        model="local:minilm", input="hello", encoding_format="base64", dimensions=384, user="somebody")
    text = raw.http_response.json()["data"][0]["embedding"]
    assert list(struct.unpack("<384f", base64.b64decode(text))) == pytest.approx(floats.data[0].embedding, abs=1e-7)


@has_weights
def test_a_batch_comes_back_in_its_order_while_chats_go_on(beast):
    texts = [f"question {number} " + "word " * (number % 40) for number in range(200)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        batch = pool.submit(beast.client.embeddings.create, model="local:minilm", input=texts)
        chats = 0
        while not batch.done():
            ask(beast, f"chat {chats}")
            chats += 1
        assert chats > 5
    vectors = batch.result().data
    alone = beast.client.embeddings.create(model="local:minilm", input=texts[123])
    assert len(vectors) == 200 and vectors[123].embedding == alone.data[0].embedding


@has_weights
def test_the_same_again_is_a_hit_and_all_are_on_record(beast):
    kinds = [
        beast.client.embeddings.with_raw_response.create(model="local:minilm", input="hello").headers["x-beast-cache"]
        for _ in range(2)]
    assert kinds == ["miss", "hit-l1"]
    with pytest.raises(openai.BadRequestError):
        beast.client.embeddings.create(model="local:minilm", input="")
    rows = beast.recorded()
    assert [row["outcome"] for row in rows] == ["succeeded", "succeeded", "failed"]
    assert {row["model_asked"] for row in rows} == {"local:minilm"}
    # The cache's hit rate is that of chats.
    assert {row["cache"] for row in rows} == {"bypass"}


@has_weights
def test_the_built_in_model_is_listed(beast):
    assert "local:minilm" in {model.id for model in beast.client.models.list()}


@pytest.mark.parametrize("input, more, param", [
    ("", {}, "input"), ([], {}, "input"), ([1, 2, 3], {}, "input"), (["a"] * 2049, {}, "input"),
    ("a", {"dimensions": 256}, "dimensions"),
])
def test_what_cannot_be_embedded_is_refused_with_a_tip(beast, input, more, param):
    with pytest.raises(openai.BadRequestError) as refusal:
        beast.client.embeddings.create(model="local:minilm", input=input, **more)
    assert refusal.value.body["param"] == param
    assert refusal.value.body["tip"]


def test_a_configured_model_gets_every_parameter(beast, upstream):
    answer = beast.client.embeddings.create(
        model="custom:your-model", input=[[1, 2], [3]], dimensions=3, extra_body={"truncate": "END"})
    assert [item.embedding for item in answer.data] == [[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]
    assert answer.model == "custom:your-model"
    headers, body = upstream.requests[0]
    assert headers["Authorization"] == "Bearer sk-not-to-be-seen"
    assert body == {
        "model": "upstream-id", "input": [[1, 2], [3]], "dimensions": 3, "encoding_format": "base64",
        "truncate": "END"}
    row = beast.recorded()[0]
    # 7 tokens at $0.15 for a million.
    assert (row["model_served"], row["input"], row["cost"]) == ("custom:your-model", 7, 105)


def test_an_upstream_that_fails_is_asked_again_and_then_named(beast, upstream):
    with pytest.raises(openai.InternalServerError) as failure:
        beast.client.embeddings.create(model="custom:your-model", input="fail 503")
    assert len(upstream.requests) == 2
    assert failure.value.body["source"] == "upstream" and failure.value.body["tip"]
