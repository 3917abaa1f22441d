"""What a model server may do wrong, by the name of the model that is asked for."""

import json
import os
import socket
import struct
import time

MEGABYTE = 1 << 20


def head(handler, length=None, type="application/json", status=200, **headers):
    handler.send_response(status)
    handler.send_header("Content-Type", type)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    if length is None:
        handler.send_header("Connection", "close")
        handler.close_connection = True
    else:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()


def say(handler, body, type="application/json", **headers):
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    head(handler, len(data), type, **headers)
    handler.wfile.write(data)


def reset(handler):
    """Ends the connection so that the other side gets an error rather than an end."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())


def hang(handler):
    handler.close_connection = True
    handler.upstream.closing.wait(30)


def answer(text, usage=True):
    body = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
    return body | ({"usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}} if usage else {})


def event(handler, choices, **more):
    body = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
    handler.wfile.write(f"data: {json.dumps(body | more)}\n\n".encode())


def word(handler, text, finish=None):
    event(handler, [{"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}])


def begin(handler):
    """The first word of a stream."""
    head(handler, type="text/event-stream")
    word(handler, "Once ")


def end(handler):
    word(handler, "", "stop")
    handler.wfile.write(b"data: [DONE]\n\n")


def half_chunk(handler):
    head(handler, type="application/json", Transfer_Encoding="chunked")
    handler.wfile.write(b'400\r\n{"id": "chatcmpl-1", "cho')


def half_length(handler):
    data = json.dumps(answer("half")).encode()
    head(handler, len(data))
    handler.wfile.write(data[: len(data) // 2])
    handler.close_connection = True


def hang_within(handler):
    head(handler, 1000)
    handler.wfile.write(b'{"id": ')
    hang(handler)


def large(handler, megabytes):
    """One long answer; a stream of it comes in pieces."""
    if not handler.is_streamed:
        return say(handler, answer("x" * (megabytes * MEGABYTE)))
    head(handler, type="text/event-stream")
    for _ in range(megabytes * 16):
        word(handler, "x" * (MEGABYTE // 16))
    end(handler)


def no_usage(handler):
    if not handler.is_streamed:
        return say(handler, answer("Once", usage=False))
    begin(handler)
    end(handler)


def null_choices_in_a_chunk(handler):
    begin(handler)
    event(handler, None)
    end(handler)


def after_first_word(then):
    def fault(handler):
        begin(handler)
        time.sleep(0.2)  # or both would arrive as one, and another model could still answer
        then(handler)
        handler.close_connection = True

    return fault


def status(code, **headers):
    return lambda handler: say(handler, {"error": {"message": "as the test asked"}}, status=code, **headers)


FAULTS = {
    "resets": reset,
    "hangs": hang,
    "hangs-within": hang_within,
    "garbage": lambda handler: say(handler, "\x00\x01 {]"),
    "html": lambda handler: say(handler, "<html><h1>It works!</h1></html>", type="text/html"),
    "html-502": lambda handler: say(handler, "<html><h1>Bad gateway</h1></html>", type="text/html", status=502),
    "half-a-chunk": half_chunk,
    "half-the-length": half_length,
    "null-choices": lambda handler: say(handler, answer("") | {"choices": None}),
    "no-choices": lambda handler: say(handler, {"object": "chat.completion"}),
    "a-list": lambda handler: say(handler, []),
    "empty": lambda handler: say(handler, ""),
    "events-of-nothing": lambda handler: say(handler, "data: [DONE]\n\n", type="text/event-stream"),
    "events-of-html": lambda handler: say(handler, "<html></html>\n\n", type="text/event-stream"),
    "17-megabytes": lambda handler: say(handler, answer("x" * (17 * MEGABYTE))),
    "10-megabytes": lambda handler: large(handler, 10),
    "no-usage": no_usage,
    "ignores-stream": lambda handler: say(handler, answer("Once")),
    "null-choices-in-a-chunk": null_choices_in_a_chunk,
    "429-soon": status(429, Retry_After="1"),
    "429-late": status(429, Retry_After="3600"),
    "400-long": lambda handler: say(handler, {"error": {"message": "long " * 10_000 + "\r\nX: y"}}, status=400),
    "stream-resets": after_first_word(reset),
    "stream-hangs": after_first_word(hang),
    "stream-ends": after_first_word(lambda handler: None),
    "stream-garbage": after_first_word(lambda handler: handler.wfile.write(b"data: {]\n\n")),
    "stream-half": after_first_word(lambda handler: handler.wfile.write(b'data: {"id": ')),
    "stream-error": after_first_word(lambda handler: handler.wfile.write(b'data: {"error": {"message": "oh"}}\n\n')),
    "stream-large": after_first_word(lambda handler: handler.wfile.write(b"data: " + b"x" * (2 * MEGABYTE))),
} | {f"status-{code}": status(code) for code in (400, 401, 403, 404, 408, 422, 500, 502, 503, 504)}
