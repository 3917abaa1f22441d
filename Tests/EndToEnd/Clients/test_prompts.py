"""Prompts and answers are nowhere in the data folder, unless keeping them is switched on."""

import sqlite3

import openai
import pytest

from test_openai_client import ask

MARKER = "xyzzy-plugh-marker"


def everything(beast):
    """Sends the marker every way it can come in: as questions, answers, errors, streams, embeddings and nonsense."""
    for number in range(3):
        ask(beast, f"{MARKER} {number}")
    ask(beast, f"{MARKER} 0")
    list(beast.client.chat.completions.create(
        model="custom:your-model", messages=[{"role": "user", "content": MARKER}], stream=True))
    ask(beast, f"{MARKER} roadmap", model="local:roadmap")
    for question in [f"fail 400 {MARKER}", "garbage"]:
        try:
            ask(beast, question)
        except openai.OpenAIError:
            pass
    with pytest.raises(openai.OpenAIError):
        beast.client.embeddings.create(model="custom:your-model", input=f"fail 500 {MARKER}")
    beast.client.embeddings.create(model="custom:your-model", input=MARKER)


def files_with_the_marker(beast):
    # The cache is made of answers and the questions they are found by: it has a file of its own, for a day at most.
    files = [path for path in beast.folder.rglob("*") if path.is_file() and "roadmap" not in path.parts]
    return {
        path.name for path in files
        if MARKER.encode() in path.read_bytes() and not path.name.startswith("cache.db")}


def test_nothing_of_them_is_kept(beast):
    everything(beast)
    assert files_with_the_marker(beast) == set()
    assert len(beast.recorded()) == 10
    assert files_with_the_marker(beast) == set()


def test_after_kill_9_neither(beast):
    everything(beast)
    beast.kill()
    assert files_with_the_marker(beast) == set()
    beast.start()
    assert len(beast.recorded()) == 10
    assert files_with_the_marker(beast) == set()


def contents(beast):
    with sqlite3.connect(beast.folder / "data/requests.db") as database:
        return database.execute(
            "SELECT prompt, answer FROM request_content JOIN request USING (number) ORDER BY number").fetchall()


def test_switched_on_they_are_kept_with_the_requests_and_go_when_it_is_switched_off(beast):
    beast.stop()
    configuration = (beast.folder / "beast.yaml").read_text()
    (beast.folder / "beast.yaml").write_text("requests: { keep_prompts: true, keep: 30 days }\n" + configuration)
    beast.start()
    everything(beast)
    beast.stop()
    kept = contents(beast)
    assert "requests.db" in files_with_the_marker(beast)
    assert len(kept) == 10
    assert all(MARKER in prompt for prompt, _ in kept if "garbage" not in prompt)
    assert f"You said {MARKER} 0" in kept[0][1] and f"You said {MARKER} 0" in kept[3][1]
    assert f"You said {MARKER}" in kept[4][1]
    (beast.folder / "beast.yaml").write_text(configuration)
    beast.start()
    beast.stop()
    assert contents(beast) == []
    assert files_with_the_marker(beast) == set()
