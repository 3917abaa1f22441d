"""Where a run works: a folder of its own, the processes it started, and what it asks of them."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
BEAST = CHECKOUT / ".build" / "release" / "beast"


class NotMeasured(Exception):
    """Something could not be measured; the text says what and what to do."""


def program(*names):
    """The path of the first of these programs that is here, also where only root's PATH has it."""
    for name in names:
        path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if path:
            return path
    raise NotMeasured(f"{names[0]} is not installed; `make bench` installs what it needs.")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Workplace:
    """A folder on the disk of the checkout, and processes that end with the `with` block.

    Not in the system's folder for temporary files: that is memory on many machines, where a sync costs nothing.
    """

    def __enter__(self):
        (CHECKOUT / ".build").mkdir(exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=CHECKOUT / ".build"))
        self.running = []
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            self.stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, command, environment=None):
        log = open(self.folder / f"{pathlib.Path(command[0]).name}-{len(self.running)}.log", "wb")
        with log:
            process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env={**os.environ, "USER": "bench", "BEAST_ALLOW_ROOT": "1", "BEAST_ACCESS_WRITING": "open",
                     **(environment or {})})
        process.log = log.name
        self.running.append(process)
        return process

    def stop(self, process):
        if process in self.running:
            self.running.remove(process)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def serve(self, data, roadmap=CHECKOUT / "roadmap", environment=None, config=None):
        """Starts `beast serve`; returns process, port, and the seconds until /healthz and the first page answered."""
        port = free_port()
        began = time.perf_counter()
        process = self.start(
            [BEAST, "serve", "--data", data, "--roadmap", roadmap, "--templates", CHECKOUT / "Templates",
             "--public", CHECKOUT / "Public", "--port", port, *(["--config", config] if config else [])], environment)
        wait_for(port, process)
        client = Client(port)
        client.get("/healthz")
        ready = time.perf_counter() - began
        client.get("/")
        page = time.perf_counter() - began
        client.close()
        return process, port, ready, page


def wait_for(port, process, seconds=15):
    """Waits until something listens on the port."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.0005)
    text = pathlib.Path(process.log).read_text(errors="replace").strip()
    raise NotMeasured(f"{process.args[0]} does not answer: {text[-500:] or 'it says nothing'}")


def resident_megabytes(process):
    """VmRSS of the process, in MB of 10^6 bytes."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise NotMeasured(f"/proc/{process.pid}/status does not say how much memory is resident.")


class Client:
    """One connection that asks for one thing after the other, with as little of its own cost as a socket allows."""

    def __init__(self, port):
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        self.socket.close()

    def get(self, target):
        return self.ask(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())

    def post(self, target, body, headers="", status=b"2"):
        return self.exchange(target, body, headers, status)[1]

    def exchange(self, target, body, headers="", status=b"2"):
        """Posts; returns the answer's headers by their names in small letters, and its body."""
        head = f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        answer, body = self.answer(head.encode() + body, status)
        lines = [line.split(b":", 1) for line in answer.split(b"\r\n")[1:]]
        return {name.decode().lower(): value.decode().strip() for name, value in lines}, body

    def ask(self, message):
        return self.answer(message)[1]

    def answer(self, message, wanted=b"2"):
        """Head and body of the answer. Raises unless its status begins as wanted and its length is told."""
        self.socket.sendall(message)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.receive()
        head, body = answer.split(b"\r\n\r\n", 1)
        status = head.split(b" ", 2)[1]
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if not status.startswith(wanted) or not lengths:
            raise NotMeasured(f"{message.splitlines()[0].decode()} was answered {status.decode()}.")
        length = int(lengths[0].split(b":")[1])
        while len(body) < length:
            body += self.receive()
        return head, body

    def receive(self):
        data = self.socket.recv(262144)
        if not data:
            raise NotMeasured(f"The server on port {self.port} hung up.")
        return data
