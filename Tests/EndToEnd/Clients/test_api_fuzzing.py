"""The tracker's API is asked everything that its description allows, and much that it does not: every answer is described."""

import pathlib
import subprocess
import sys

from conftest import BINARY, Beast

HERE = pathlib.Path(__file__).parent
EXAMPLES = 60


def test_every_answer_is_described(tmp_path, upstream):
    """Schemathesis, with each check it has, as somebody who may do everything, where nothing is open to strangers."""
    beast = Beast(tmp_path, upstream, BEAST_ACCESS_READING="signed-in", BEAST_ACCESS_WRITING="signed-in").start()
    token = subprocess.run(
        [BINARY, "token", "add", "fuzzer", "--scopes", "admin"], cwd=tmp_path, capture_output=True, text=True,
        check=True).stdout.strip()
    asked = subprocess.run(
        [pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", HERE / "schemathesis.toml", "run",
         beast.address + "/api/openapi.json", "--header", f"Authorization: Bearer {token}",
         "--max-examples", str(EXAMPLES), "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert asked.returncode == 0, asked.stdout
    assert "13 selected / 14 total" in asked.stdout, asked.stdout
    beast.stop()
