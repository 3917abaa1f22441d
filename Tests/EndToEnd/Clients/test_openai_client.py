"""Any OpenAI client works unchanged: the official one, against the program."""

import concurrent.futures
import threading

import openai
import pytest


def ask(beast, question, model="custom:your-model", **more):
    return beast.client.chat.completions.with_raw_response.create(
        model=model, messages=[{"role": "user", "content": question}], **more)


def test_a_chat_is_answered_by_the_model_asked_for(beast, upstream):
    answer = ask(beast, "hello")
    assert answer.parse().choices[0].message.content == "You said hello"
    assert answer.headers["x-beast-cache"] == "miss"
    assert answer.headers["x-beast-model"] == "custom:your-model"
    # 1,000 tokens at $0.15 and 500 at $0.60 for a million.
    assert answer.headers["x-beast-cost"] == "0.00045000"
    headers, body = upstream.requests[0]
    assert body["model"] == "upstream-id"
    assert headers["Authorization"] == "Bearer sk-not-to-be-seen"


def test_the_second_ask_is_a_hit_whole_or_streamed(beast, upstream):
    ask(beast, "hello")
    assert ask(beast, "hello").headers["x-beast-cache"] == "hit-l1"
    stream = beast.client.chat.completions.create(
        model="custom:your-model", messages=[{"role": "user", "content": "hello"}], stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == "You said hello"
    assert len(upstream.requests) == 1


def test_answers_outlive_a_restart(beast, upstream):
    ask(beast, "hello")
    beast.stop()
    beast.start()
    assert ask(beast, "hello").headers["x-beast-cache"] == "hit-l3"
    assert ask(beast, "hello").headers["x-beast-cache"] == "hit-l1"
    assert len(upstream.requests) == 1


def test_a_stream_ends_with_its_usage_when_asked_for(beast):
    stream = beast.client.chat.completions.create(
        model="custom:your-model", messages=[{"role": "user", "content": "a b c"}], stream=True,
        stream_options={"include_usage": True})
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "You said a b c"
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens == 500


def test_tools_are_passed_through(beast, upstream):
    tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]
    answer = ask(beast, "rain?", tools=tools).parse()
    assert answer.choices[0].message.tool_calls[0].function.name == "weather"
    assert upstream.requests[0][1]["tools"] == tools


def test_models_are_listed(beast):
    models = {model.id for model in beast.client.models.list()}
    assert models - {"local:minilm"} == {"custom:your-model", "custom:big", "local:roadmap"}


def test_an_unknown_model_is_refused_with_the_closest_names(beast):
    with pytest.raises(openai.NotFoundError) as refusal:
        ask(beast, "hello", model="custom:your-modl")
    assert refusal.value.code == "model_not_found"
    assert "custom:your-model" in refusal.value.body["tip"]


def test_a_model_that_fails_gives_way_to_the_documents(beast, upstream):
    answer = ask(beast, "fail 503")
    assert answer.headers["x-beast-model"] == "local:roadmap"
    assert int(answer.headers["x-beast-attempts"]) == 3
    # Nor is the stand-in's answer kept as the model's own.
    assert ask(beast, "fail 503").headers["x-beast-cache"] == "miss"


def test_what_the_upstream_calls_wrong_is_said_with_its_reason_and_no_key(beast):
    with pytest.raises(openai.BadRequestError) as refusal:
        ask(beast, "fail 400")
    assert "as the test asked" in str(refusal.value)
    assert refusal.value.body["source"] == "upstream"
    assert "sk-not-to-be-seen" not in str(refusal.value)


def test_a_hundred_equal_requests_make_one_call(beast, upstream):
    upstream.gate.clear()
    opener = threading.Timer(1, upstream.gate.set)
    opener.start()
    with concurrent.futures.ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: ask(beast, "once").parse(), range(100)))
    assert {answer.choices[0].message.content for answer in answers} == {"You said once"}
    assert len(upstream.requests) == 1


def test_every_request_is_recorded(beast):
    ask(beast, "hello")
    ask(beast, "hello")
    with pytest.raises(openai.OpenAIError):
        ask(beast, "fail 400")
    with pytest.raises(openai.OpenAIError):
        ask(beast, "hello", model="nobody")
    rows = beast.recorded()
    assert [row["outcome"] for row in rows] == ["succeeded", "succeeded", "failed", "failed"]
    assert [row["cost"] for row in rows] == [45_000, 0, 0, 0]
    # The reference model would have taken 1,000 tokens at $10 and 500 at $30 for a million: 2.5 cents.
    assert [row["saving"] for row in rows[:2]] == [2_500_000 - 45_000, 2_500_000]


def test_no_answered_request_is_missing_after_kill_9(beast):
    answered = [ask(beast, f"question {number}").headers["x-request-id"] for number in range(40)]
    beast.kill()
    beast.start()
    rows = beast.recorded()
    assert {row["id"] for row in rows} >= set(answered)


def test_a_request_in_flight_at_kill_9_is_recorded_as_cancelled(beast, upstream):
    upstream.gate.clear()
    asking = threading.Thread(target=lambda: pytest.raises(openai.OpenAIError, ask, beast, "never"))
    asking.start()
    while not upstream.requests:
        pass
    beast.kill()
    asking.join(30)
    beast.start()
    assert [row["outcome"] for row in beast.recorded()] == ["cancelled"]
