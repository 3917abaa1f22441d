"""A stand-in for a model server: it speaks OpenAI's chat completions over HTTP and answers what the test asks for."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from faults import FAULTS


class Upstream:
    """Answers every chat request by the question: `fail 503`, `garbage`, `break`, or an answer that repeats it.

    A model named like one of `FAULTS` does that whatever the question; `slow` takes a moment for each word.
    """

    def __init__(self, tls=None):
        self.requests = []
        self.gate = threading.Event()
        self.gate.set()
        self.closing = threading.Event()
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                upstream.requests.append((dict(self.headers), body))
                upstream.gate.wait(30)
                self.upstream, self.is_streamed = upstream, bool(body.get("stream"))
                plain = upstream.embed if self.path.endswith("/embeddings") else upstream.answer
                try:
                    FAULTS.get(body["model"], lambda _: plain(self, body))(self)
                except OSError:
                    self.close_connection = True  # the program no longer reads

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, request, client):
                pass  # a connection that broke, as half of the tests have it

        self.server = Server(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_port}/v1"

    def close(self):
        self.gate.set()
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, body):
        question = body["messages"][-1]["content"]
        if question.startswith("fail "):
            message = f"as the test asked: {question}"
            self.send(handler, int(question.split()[1]), {"error": {"message": message}})
        elif question == "garbage":
            self.send(handler, 200, "<html>no JSON</html>")
        elif body.get("stream"):
            self.stream(handler, f"You said {question}", question == "break", 0.02 * (body["model"] == "slow"))
        else:
            self.send(handler, 200, completion(f"You said {question}", body))

    def embed(self, handler, body):
        inputs = body["input"] if isinstance(body["input"], list) else [body["input"]]
        if isinstance(inputs[0], str) and inputs[0].startswith("fail "):
            message = f"as the test asked: {inputs[0]}"
            return self.send(handler, int(inputs[0].split()[1]), {"error": {"message": message}})
        numbers = [float(number) for number in range(body.get("dimensions", 4))]
        self.send(handler, 200, {
            "object": "list", "model": body["model"], "usage": {"prompt_tokens": 7, "total_tokens": 7},
            "data": [{"object": "embedding", "index": i, "embedding": numbers} for i in range(len(inputs))]})

    @staticmethod
    def send(handler, status, body):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    @staticmethod
    def stream(handler, text, breaks, pause):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        words = text.split(" ")
        for index, word in enumerate(words):
            time.sleep(pause)
            event(handler, [{"index": 0, "delta": {"content": word + " " * (index < len(words) - 1)}}])
            if breaks:
                return
        event(handler, [{"index": 0, "delta": {}, "finish_reason": "stop"}])
        event(handler, [], usage={"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500})
        handler.wfile.write(b"data: [DONE]\n\n")


def event(handler, choices, **more):
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
    handler.wfile.write(f"data: {json.dumps(chunk | more)}\n\n".encode())
    handler.wfile.flush()


def completion(text, body):
    message = {"role": "assistant", "content": text}
    finish = "stop"
    if body.get("tools"):
        name = body["tools"][0]["function"]["name"]
        call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": "{}"}}
        message, finish = {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500},
    }
