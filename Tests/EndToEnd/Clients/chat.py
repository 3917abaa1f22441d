"""Chat requests without a client library in between: what is sent and what comes is seen byte by byte."""

import http.client
import json
import urllib.parse

PATH = "/v1/chat/completions"


class Broken(Exception):
    """The answer did not come, or not wholly; `id` is there when its headers came."""

    def __init__(self, id=None):
        self.id = id


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.id = response.headers["x-request-id"]
        try:
            self.text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Broken(self.id) from error

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def error(self):
        """The error, or none: of a stream, the one that ended it."""
        return self.events[-1].get("error") if self.is_stream else self.json.get("error")

    @property
    def is_stream(self):
        return self.headers["Content-Type"].startswith("text/event-stream")

    @property
    def is_whole(self):
        """A stream says itself that it is; anything else is as long as it said."""
        return not self.is_stream or self.text.endswith("data: [DONE]\n\n")

    @property
    def events(self):
        lines = [line.removeprefix("data: ") for line in self.text.split("\n\n") if line]
        return [json.loads(line) for line in lines if line != "[DONE]"]

    @property
    def said(self):
        """The words of the answer."""
        if not self.is_stream:
            return self.json["choices"][0]["message"]["content"]
        return "".join(c["delta"].get("content") or "" for e in self.events for c in e.get("choices", []))


class Chat:
    """One connection, made when it is needed and kept."""

    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc
        self.connection = None

    def send(self, body, path=PATH, **headers):
        """Sends bytes as they are."""
        try:
            self.connection = self.connection or http.client.HTTPConnection(self.host, timeout=60)
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            self.connection.request("POST", path, body, {"Content-Type": "application/json"} | headers)
            return Answer(self.connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Broken() from error
        except Broken:
            self.close()
            raise

    def ask(self, question, model="custom:your-model", stream=False, headers={}, **more):
        body = {"model": model, "messages": [{"role": "user", "content": question}], **more}
        return self.send(json.dumps(body | ({"stream": True} if stream else {})).encode(), **headers)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None
