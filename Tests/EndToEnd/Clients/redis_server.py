"""A real Redis of the tests, and a gate before it that can do what a network or a sick Redis does."""

import contextlib
import selectors
import socket
import socketserver
import subprocess
import threading
import time


class Redis:
    """redis-server on a port of its own; started again it is on the same port, and empty."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.port = unused.getsockname()[1]

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder],
            stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError):
                if self.ask("PING") == b"+PONG\r\n":
                    return self
            assert time.monotonic() < deadline and self.process.poll() is None

    def ask(self, command):
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.sendall(command.encode() + b"\r\n")
            return connection.recv(65_536)

    def kill(self):
        self.process.kill()
        self.process.wait(30)


class Gate:
    """A way to Redis that can be opened, slowed, closed, or answered at by somebody else.

    `answer` is what every command gets in place of Redis' answer, `delay` the seconds that each answer takes longer.
    """

    def __init__(self, redis):
        self.answer, self.delay, self.is_open = None, 0, True
        self.connections = set()
        gate = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                gate.connections.add(self.request)
                with contextlib.suppress(OSError):
                    if gate.is_open:
                        with socket.create_connection(("127.0.0.1", redis.port)) as way:
                            gate.pass_on(self.request, way)
                gate.connections.discard(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]

    def pass_on(self, client, redis):
        with selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, redis)
            selector.register(redis, selectors.EVENT_READ, client)
            while True:
                for key, _ in selector.select():
                    data = key.fileobj.recv(65_536)
                    if not data:
                        return
                    if key.fileobj is redis:
                        time.sleep(self.delay)
                        client.sendall(data)
                    elif self.answer is None:
                        redis.sendall(data)
                    else:
                        client.sendall(self.answer)

    def set(self, answer=None, delay=0, is_open=True):
        """Who is connected has to come again."""
        self.answer, self.delay, self.is_open = answer, delay, is_open
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
