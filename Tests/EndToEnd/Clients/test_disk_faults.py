"""The cache's file damaged or gone while the program runs, and a disk without room: requests go on being answered."""

import concurrent.futures
import itertools
import os
import subprocess
import threading
import time

import pytest

from chat import Chat
from conftest import Beast, wait_until
from upstream import Upstream


class Load(threading.Thread):
    """Asks what is new and what is not until it is told to stop; every answer has to be right."""

    def __init__(self, address):
        super().__init__()
        self.chat = Chat(address)
        self.answers = []
        self.is_over = threading.Event()
        self.start()

    def run(self):
        for number in itertools.count():
            if self.is_over.is_set():
                return
            question = f"load {number if number % 2 else number // 20}"
            answer = self.chat.ask(question, stream=number % 4 < 2)
            assert answer.said == f"You said {question}" and answer.is_whole
            self.answers.append(answer.id)

    def wait_for(self, count):
        goal = len(self.answers) + count
        wait_until(lambda: not self.is_alive() or len(self.answers) >= goal)
        assert self.is_alive()

    def finish(self):
        assert self.is_alive()
        self.is_over.set()
        self.join()


def truncate_all(path):
    """Were any of it mapped into memory, that would end the process."""
    for file in path.parent.glob("cache.db*"):
        os.truncate(file, 0)


def truncate_log(path):
    os.truncate(f"{path}-wal", 0)


def overwrite(path):
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))


def scribble_inside(path):
    """The head stays readable; what it leads to does not."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


def truncate(path):
    os.truncate(path, 0)


def delete(path):
    path.unlink()


def delete_all(path):
    for file in path.parent.glob("cache.db*"):
        file.unlink()


def replace_by_folder(path):
    delete_all(path)
    path.mkdir()
    (path / "somebody's").touch()


HARM = [overwrite, scribble_inside, truncate, truncate_all, truncate_log, delete, delete_all]


def harmed(beast, harm):
    """Harms the file under load, three times, and sees what becomes of the requests."""
    beast.start()
    load = Load(beast.address)
    load.wait_for(50)
    file = beast.folder / "data/cache.db"
    for _ in range(3):
        wait_until(file.exists)
        harm(file)
        load.wait_for(50)
    load.finish()
    # It is made anew, and what is kept from then on is found after a restart. It takes a moment until it is tried again,
    # and harm that nobody could notice at the time is found at the next start.
    for attempt in range(3):
        asked = [f"afterwards {attempt} {number}" for number in range(8)]
        for question in asked:
            Chat(beast.address).ask(question)
            time.sleep(0.5)
        beast.stop()
        beast.start()
        if "hit-l3" in {Chat(beast.address).ask(question).headers["x-beast-cache"] for question in asked}:
            break
    else:
        pytest.fail("Nothing is found in L3 any more.")
    rows = {row["id"]: row["outcome"] for row in beast.recorded()}
    assert {rows[id] for id in load.answers} == {"succeeded"}


@pytest.fixture(scope="module")
def harms(tmp_path_factory):
    """Each harm to a program of its own, all at once, as most of it is waiting."""
    folder = tmp_path_factory.mktemp("harms")
    upstream = Upstream()
    with concurrent.futures.ThreadPoolExecutor(len(HARM)) as pool:
        yield {harm: pool.submit(harmed, Beast(folder / harm.__name__, upstream), harm) for harm in HARM}
    upstream.close()


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_the_cache_file_is_harmed_while_it_is_used(harms, harm):
    harms[harm].result()


def test_something_else_lies_where_the_cache_file_was(beast):
    load = Load(beast.address)
    load.wait_for(20)
    replace_by_folder(beast.folder / "data/cache.db")
    beast.hears("goes on without L3")
    load.wait_for(20)
    subprocess.run(["rm", "-r", beast.folder / "data/cache.db"], check=True)
    beast.hears("L3 works again")
    load.finish()
    rows = {row["id"]: row["outcome"] for row in beast.recorded()}
    assert {rows[id] for id in load.answers} == {"succeeded"}


@pytest.fixture
def small_disk(tmp_path, upstream):
    """A program whose data folder has 12 MB."""
    beast = Beast(tmp_path / "place", upstream)
    data = beast.folder / "data"
    data.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", data], capture_output=True).returncode:
        pytest.skip("a small disk takes the right to mount one")
    try:
        yield beast.start()
    finally:
        if beast.process.poll() is None:
            beast.kill()
        subprocess.run(["umount", data], check=True)


def test_the_disk_is_full_for_a_while(small_disk):
    beast = small_disk
    load = Load(beast.address)
    load.wait_for(50)
    with (beast.folder / "data/filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(65_536))
        except OSError:
            pass
    beast.hears("wait in the journal to be recorded")
    assert "full" in beast.messages
    load.wait_for(300)
    (beast.folder / "data/filler").unlink()
    beast.hears("Requests are recorded again.")
    load.wait_for(50)
    load.finish()
    rows = {row["id"]: row["outcome"] for row in beast.recorded()}
    assert {rows[id] for id in load.answers} == {"succeeded"}


def test_the_program_is_killed_while_the_disk_is_full(small_disk):
    beast = small_disk
    load = Load(beast.address)
    load.wait_for(50)
    subprocess.run(["dd", "if=/dev/zero", f"of={beast.folder}/data/filler", "bs=64k"], capture_output=True)
    beast.hears("wait in the journal to be recorded")
    load.wait_for(50)
    load.finish()
    beast.kill()
    (beast.folder / "data/filler").unlink()
    beast.start()
    rows = {row["id"]: row["outcome"] for row in beast.recorded()}
    assert {rows[id] for id in load.answers} == {"succeeded"}
