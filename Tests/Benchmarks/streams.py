"""Open event streams: one that is read with care, and a crowd whose events are only taken."""

import http.client
import json
import resource
import select
import socket
import threading
import time

from load import Background
from workplace import NotMeasured


class Listener(Background):
    """Reads a monitoring stream for as long as the `with` block lasts, and notes when which event came."""

    PATIENCE = 10

    def __init__(self, port, target):
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request("GET", target)
        self.socket = self.connection.sock
        self.news = threading.Condition()
        # The instant of each event and what it says.
        self.events = []

    def work(self):
        response = self.connection.getresponse()
        rest = b""
        while data := self.some_of(response):
            at = time.perf_counter()
            *whole, rest = (rest + data).split(b"\n\n")
            found = [json.loads(text.removeprefix(b"data: ")) for text in whole if text.startswith(b"data: ")]
            with self.news:
                self.events += [(at, event) for event in found]
                self.news.notify_all()
        if not self.ending.is_set():
            raise NotMeasured("The monitoring stream ended.")

    @staticmethod
    def some_of(response):
        """What has come; nothing at the end, be it in the middle of something."""
        try:
            return response.read1(262144)
        except http.client.IncompleteRead:
            return b""

    def __exit__(self, *failure):
        self.ending.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        super().__exit__(*failure)
        self.connection.close()

    def wait_for_event(self):
        """The next event."""
        with self.news:
            known = len(self.events)
            self.wait(lambda: len(self.events) > known)
            return self.events[-1][1]

    def wait_for_failed(self, number):
        """The instant of the first event by which so many requests have failed."""
        def found():
            return next((at for at, event in self.events if event["requests"]["failed"] >= number), None)

        with self.news:
            self.wait(found)
            return found()

    def wait(self, condition):
        if not self.news.wait_for(condition, self.PATIENCE):
            raise NotMeasured(f"No such event came over the monitoring stream within {self.PATIENCE} s.")


class Crowd(Background):
    """So many open streams, all of which have had an event when the `with` block begins."""

    def __init__(self, port, target, count):
        super().__init__()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 256)), hard))
        self.poll = select.epoll()
        self.streams = {}
        self.silent = set()
        self.all_heard = threading.Event()
        for _ in range(count):
            stream = socket.create_connection(("127.0.0.1", port), timeout=30)
            stream.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            self.streams[stream.fileno()] = stream
            self.silent.add(stream.fileno())
            self.poll.register(stream, select.EPOLLIN)

    def work(self):
        while not self.ending.is_set():
            for number, _ in self.poll.poll(0.2):
                data = self.streams[number].recv(262144)
                if not data:
                    raise NotMeasured("One of the monitoring streams ended.")
                if b"data: " in data:
                    self.silent.discard(number)
            if not self.silent:
                self.all_heard.set()

    def __enter__(self):
        super().__enter__()
        if not self.all_heard.wait(20):
            raise NotMeasured(f"{len(self.silent)} of {len(self.streams)} monitoring streams said nothing within 20 s.")
        return self

    def __exit__(self, *failure):
        super().__exit__(*failure)
        self.poll.close()
        for stream in self.streams.values():
            stream.close()
