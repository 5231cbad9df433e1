"""`serve` as an editor meets it: with real requests to the running command."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirModifiedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)

from newsarchive.commands.preview_server import Preview, free_port, network_address
from newsarchive.commands.serve import EVERYWHERE, QUIET, Changes
from newsarchive.pipeline import PREVIEW
from newsarchive.problems import problem
from tests.builders import REPOSITORY, write_root
from tests.test_usage import told

PATIENCE = 60
"""Seconds until a thing that should happen is given up; nothing here measures speed."""


class Serving:
    """A running `serve`: what it says line by line, and its pages."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [sys.executable, str(REPOSITORY / "build_site.py"), "serve", "--root", str(root)]
        self.process = subprocess.Popen(
            [*command, "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        self.lines: Queue[str] = Queue()
        self.said = ""
        Thread(target=self._listen, daemon=True).start()
        self.url = self.wait_for(r"Situs: (http://\S+)")

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, pattern: str) -> str:
        """The first group of the first line from now on that holds the pattern."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = self.lines.get(timeout=1)
            except Empty:
                continue
            self.said += line
            if match := re.search(pattern, line):
                return match[1]
        raise AssertionError(f"nothing of {pattern} in: {self.said}")

    def get(self, path: str = "") -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urlopen(self.url + path, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def until(self, path: str, holds: Callable[[int, str], bool]) -> str:
        """The text of a page once it is as it should be."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, text = self.get(path)
            if holds(status, text):
                return text
            time.sleep(0.1)
        raise AssertionError(f"{status}: {text[:2000]}")


@contextmanager
def serving(root: Path, *options: str) -> Iterator[Serving]:
    running = Serving(root, *options)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    articles = {
        "2025/10/terbit": {"title": "Sudah terbit"},
        "2025/10/belum": {"title": "Belum terbit", "status": "draft"},
    }
    return write_root(tmp_path / "root", articles)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_an_editor_sees_drafts_mistakes_and_changes_in_the_browser(root: Path) -> None:
    article = root / "articles/2025/10/terbit.md"
    sound = article.read_text(encoding="utf-8")
    article.write_text(sound.replace('"2025-10-29"', '"29/10/2025"'), encoding="utf-8")
    with serving(root) as running:
        # Nothing could be built yet: the browser says what is wrong, in Indonesian, and how to mend it.
        text = running.until("", lambda status, text: status == 503 and "terbit.md:" in text)
        assert "Situs belum dapat ditampilkan" in text
        assert "Mungkin maksud Anda: 2025-10-29" in text

        article.write_text(sound, encoding="utf-8")
        draft = running.wait_for(r"Draf: http://[^/]+/(\S+)")
        assert running.get()[0] == 200
        status, text = running.get(draft)
        assert (status, draft) == (200, "berita/2025/10/belum/")
        assert "<h1>[DRAF] Belum terbit</h1>" in text
        assert "pratinjau" not in text

        # A mistake made later stands on every page, with its line; the pages stay as they were.
        article.write_text(sound.replace("facility", "fasilitas"), encoding="utf-8")
        text = running.until("tidak/ada/", lambda status, text: "articles/2025/10/terbit.md:" in text)
        assert running.get("tidak/ada/")[0] == 404
        assert "Sudah terbit" in running.get("berita/2025/10/terbit/")[1]

        article.write_text(sound, encoding="utf-8")
        running.until("", lambda status, text: 'id="pratinjau"' not in text)
        settings = root / "mkdocs.yml"
        settings.write_text(
            re.sub("site_name: .*", "site_name: Nama lain", settings.read_text("utf-8")), encoding="utf-8"
        )
        running.until("", lambda status, text: "<title>Nama lain</title>" in text)
        assert not (root / "site").exists()

        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
    while not running.lines.empty():
        running.said += running.lines.get()
    assert "Traceback" not in running.said
    assert "KeyboardInterrupt" not in running.said


def test_a_port_that_is_taken_is_told_before_anything_is_built(root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = told("serve", "--root", str(root), "--port", str(port))
    assert code == 2
    assert f"Port {port} sedang dipakai" in err
    free = re.search(r"--port (\d+)", err)
    assert free
    assert int(free[1]) > port
    assert not (root / "build").exists()


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (FileModifiedEvent("/arsip/articles/2025/10/a.md"), True),
        (FileModifiedEvent("/arsip/mkdocs.yml"), True),
        # Editors write a new file and put it in the place of the old one.
        (FileMovedEvent("/arsip/.mkdocs.yml.swp", "/arsip/mkdocs.yml"), True),
        (DirCreatedEvent("/arsip/overrides"), True),
        (FileModifiedEvent("/arsip/README.md"), False),
        (FileMovedEvent("/arsip/a.tmp", "/arsip/b.tmp"), False),
        # What the build itself does must not start the next one.
        (DirModifiedEvent("/arsip/build"), False),
        (FileOpenedEvent("/arsip/articles/2025/10/a.md"), False),
    ],
)
def test_only_what_the_site_is_made_of_starts_a_build(event: FileSystemEvent, counts: bool) -> None:
    changes = Changes(Path("/arsip"))
    changes.on_any_event(event)
    assert changes.seen.is_set() == counts


def test_a_change_waits_no_longer_than_it_takes_an_editor_to_look_up() -> None:
    assert 0 < QUIET <= 1


def test_the_port_that_is_proposed_is_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = free_port("127.0.0.1", taken.getsockname()[1] - 1)
        assert port != taken.getsockname()[1]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))


@pytest.mark.parametrize("host", ["bukan komputer", "203.0.113.7", "tidak-ada.invalid"])
def test_a_host_that_is_not_this_machine_is_refused(host: str, root: Path) -> None:
    code, _, err = told("serve", "--root", str(root), "--port", "0", "--host", host)
    assert code == 2
    assert "127.0.0.1 atau 0.0.0.0" in err
    assert not (root / "build").exists()


def test_the_address_for_a_phone_is_one_of_the_network() -> None:
    assert network_address() not in (*EVERYWHERE, "127.0.0.1")


def test_a_notice_shows_texts_of_editors_as_texts(tmp_path: Path) -> None:
    found = problem("articles/<b>.md", (3, 1), "unknown-facility", name="<script>", nearest="A & B")
    preview = Preview(tmp_path / PREVIEW, [found] * 30, "gagal <i>")
    notice = preview.notice()
    assert "<script>" not in notice
    assert "<i>" not in notice
    assert "articles/&lt;b&gt;.md:3" in notice
    assert "dan 10 lagi" in notice
