"""A real Prometheus that scrapes one program, on a port and in a folder of its own."""

import json
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from conftest import wait_until

CONFIGURATION = """
scrape_configs:
  - job_name: beast
    scrape_interval: 500ms
    scrape_timeout: 500ms
    static_configs: [{{ targets: ["{target}"] }}]
"""


class Prometheus:
    """Its times are seconds since 1970, those of samples whole milliseconds."""

    def __init__(self, folder, target):
        folder.mkdir()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / "log"
        (folder / "prometheus.yml").write_text(CONFIGURATION.format(target=target))
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                 f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
        wait_until(self.is_ready)

    def is_ready(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            with urllib.request.urlopen(f"{self.address}/-/ready", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def query(self, expression, at=None):
        """What an expression is: the labels of each series, and its value, or its samples where it selects a range."""
        asked = {"query": expression} | ({"time": f"{at:.3f}"} if at else {})
        with urllib.request.urlopen(f"{self.address}/api/v1/query?{urllib.parse.urlencode(asked)}", timeout=30) as answer:
            found = json.load(answer)["data"]["result"]
        return [(each["metric"], each.get("values") or float(each["value"][1])) for each in found]

    def samples(self, selector):
        """The samples of a selector's only series in the last minutes, by their time."""
        found = self.query(f"{selector}[10m]")
        return {float(time): float(value) for time, value in found[0][1]} if found else {}

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
