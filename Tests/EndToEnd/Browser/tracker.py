"""The program under test: the built binary with a data folder and a copy of the roadmap of its own."""

import datetime
import http.client
import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import threading
import urllib.parse

PROJECT = pathlib.Path(__file__).resolve().parents[3]
BINARY = pathlib.Path(os.environ.get("BEAST_BINARY", PROJECT / ".build/debug/beast")).resolve()


class Tracker:
    """A running `beast serve`. Today lies in month 3 of its plan, whenever the tests run."""

    def __init__(self, folder):
        self.data = folder / "data"
        self.roadmap = folder / "roadmap"
        self.messages = folder / "messages"
        shutil.copytree(PROJECT / "roadmap", self.roadmap)
        self.edit("ML_LLM_12_MONTH_ROADMAP.md", r"^start: .*$", f"start: {two_months_ago()}")
        self.config = None
        self.process = None
        self.url = None

    def start(self, port=0):
        """Starts the server and waits for the line that says where it answers."""
        with open(self.messages, "ab") as messages:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--port", str(port), *self.folders], cwd=PROJECT, env=environment(),
                stdout=subprocess.PIPE, stderr=messages, text=True)
        lines = queue.Queue()
        threading.Thread(target=lambda: lines.put(self.process.stdout.readline()), daemon=True).start()
        line = lines.get(timeout=30)
        found = re.search(r"http://\S+", line)
        assert found, f"The server did not start: {line}{self.messages.read_text()}"
        self.url = found.group()
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def kill(self):
        """Ends the server as a crash would."""
        self.process.kill()
        self.process.wait(timeout=20)
        self.process.stdout.close()

    @property
    def port(self):
        return urllib.parse.urlsplit(self.url).port

    @property
    def folders(self):
        return ["--data", self.data, "--roadmap", self.roadmap, *(["--config", self.config] if self.config else [])]

    def beast(self, *arguments):
        """Runs a command of the command line on the same data, beside the server."""
        return subprocess.run(
            [BINARY, *arguments, *self.folders], cwd=PROJECT, env=environment(), capture_output=True, text=True,
            timeout=30)

    def edit(self, name, pattern, replacement):
        """Changes one place of a document, as an editor would."""
        path = self.roadmap / name
        text, count = re.subn(pattern, lambda _: replacement, path.read_text(), count=1, flags=re.MULTILINE)
        assert count == 1, f"{pattern} is not in {name}"
        path.write_text(text)

    def request(self, method, path, form=None, headers=None):
        """One request as a browser sends it; redirects are not followed."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=30)
        try:
            headers = dict(headers or {})
            body = None
            if form is not None:
                body = urllib.parse.urlencode(form)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def ask(self, question, model="local:roadmap", name=None):
        """One chat request; the status of its answer."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=30)
        try:
            body = {"model": model, "messages": [{"role": "user", "content": question}]}
            headers = {"Content-Type": "application/json"} | ({"X-Request-Id": name} if name else {})
            connection.request("POST", "/v1/chat/completions", body=json.dumps(body), headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def api(self, method, path, body=None):
        """One request to the API, which has to succeed."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=30)
        try:
            connection.request(
                method, "/api/v1" + path, body=None if body is None else json.dumps(body),
                headers={"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status < 300, f"{method} {path}: {answer.status} {text.decode()}"
            return json.loads(text)
        finally:
            connection.close()


def two_months_ago():
    first = datetime.date.today().replace(day=1)
    for _ in range(2):
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    return first.isoformat()


def environment():
    """Nothing of the caller's own settings reaches the program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEAST_")}
    # Who may write is for the tests of access; a machine that tests may have no other user than root.
    return kept | {"USER": "cli", "BEAST_ACCESS_WRITING": "open", "BEAST_ALLOW_ROOT": "1"}
