"""The official OpenAI client against the built program, and a model server of the tests behind it."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

import openai
import pytest

from upstream import Upstream

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = pathlib.Path(os.environ.get("BEAST_BINARY", ROOT / ".build/debug/beast"))

CONFIGURATION = """
reference_model: custom:big
models:
  - name: custom:your-model
    endpoint: {address}
    model: upstream-id
    key_env: TEST_MODEL_KEY
    price: {{ input: 0.15, cached_input: 0.075, output: 0.60 }}
  - name: custom:big
    endpoint: {address}
    price: {{ input: 10, output: 30 }}
    weight: 0
"""


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Beast:
    """The program on a free port, with a data folder of its own."""

    started = []

    def __init__(self, folder, upstream, configuration=CONFIGURATION, **environment):
        self.folder = folder
        self.environment = environment
        folder.mkdir(exist_ok=True)
        (folder / "beast.yaml").write_text(configuration.format(address=upstream.address))
        shutil.copytree(ROOT / "roadmap", folder / "roadmap")

    def start(self):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("BEAST_", "REDIS_", "UPSTASH_"))}
        environment |= {"BEAST_ACCESS_WRITING": "open", "BEAST_ALLOW_ROOT": "1"} | self.environment
        environment["TEST_MODEL_KEY"] = "sk-not-to-be-seen"
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0", "--templates", ROOT / "Templates", "--public", ROOT / "Public"],
            cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=(self.folder / "messages").open("a"),
            text=True)
        Beast.started.append(self.process)
        line = self.process.stdout.readline()
        assert line.startswith("BEAST MODE is at "), (self.folder / "messages").read_text()
        self.address = line.split()[-1]
        self.client = openai.OpenAI(base_url=self.address + "/v1", api_key="unused", max_retries=0, timeout=30)
        return self

    @property
    def messages(self):
        """What the program has said so far."""
        return (self.folder / "messages").read_text()

    def hears(self, text, after=0):
        """Waits until the program has said a text, `after` so many characters of what it said before."""
        deadline = time.monotonic() + 30
        while text not in self.messages[after:]:
            assert time.monotonic() < deadline, f"never said {text!r} but {self.messages}"
            time.sleep(0.05)

    def recorded(self):
        """What is in the database once the program has stopped."""
        if self.process.poll() is None:
            self.stop()
        with contextlib.closing(sqlite3.connect(self.folder / "data/requests.db")) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute("SELECT * FROM request ORDER BY number")]

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0

    def kill(self):
        self.process.kill()
        self.process.wait(30)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left():
    """A test that fails may not come to stop what it has started."""
    yield
    for process in Beast.started:
        process.kill()
        process.wait(30)


@pytest.fixture
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture
def beast(tmp_path, upstream):
    beast = Beast(tmp_path, upstream).start()
    yield beast
    if beast.process.poll() is None:
        beast.stop()
