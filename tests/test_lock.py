"""Two builds on one root, or for one site, take turns."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from newsarchive import pipeline
from newsarchive.output import build_pages
from newsarchive.output.lock import locked
from newsarchive.output.publish import Manifest
from newsarchive.pipeline import build
from tests.archive_machine import quick
from tests.builders import article_text, write_root
from tests.conftest import AS_OF, REPOSITORY
from tests.trees import tree

HOLD = """
import sys, time
from pathlib import Path
from newsarchive.output import build_pages
from newsarchive.output.lock import locked
with locked(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""


def never() -> None:
    raise AssertionError("there is nobody to wait for")


def test_a_free_folder_is_no_reason_to_wait(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "new" / "build", never):
            pass


def test_the_second_says_that_it_waits_and_then_goes_on(tmp_path: Path) -> None:
    waiting = threading.Event()
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path, waiting.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(tmp_path, never):
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_an_error_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, never):
        raise ZeroDivisionError
    with locked(tmp_path, never):
        pass


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    with holder(tmp_path) as process, locked(tmp_path, process.kill):
        pass


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Has the first build stop amid rendering until told to go on: (it is there, go on)."""
    there, on = threading.Event(), threading.Event()
    real = build_pages.render_missing

    def slow(*args: Any) -> tuple[Manifest, int]:
        if not there.is_set():
            there.set()
            assert on.wait(60)
        return real(*args)

    monkeypatch.setattr(pipeline, "render_missing", slow)
    yield there, on
    on.set()


def small_root(root: Path) -> Path:
    """A root that builds in no time."""
    return write_root(root, {"2025/03/lama": {"date": "2025-03-26"}})


def edit(root: Path) -> None:
    """A change of everything that a build reads at some time: settings, templates, articles."""
    text = article_text(title="Kabar yang baru", date="2025-03-27")
    (root / "articles/2025/03/baru.md").write_text(text, encoding="utf-8")
    for name, old, new in (
        ("mkdocs.yml", "site_name: ", "site_name: Baru "),
        ("overrides/main.html", "{% block footer %}", "{% block footer %}<!-- baru -->"),
    ):
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_the_second_build_of_a_root_waits_and_reads_what_is_new_by_then(
    tmp_path: Path, paused: tuple[threading.Event, threading.Event]
) -> None:
    there, on = paused
    root = small_root(tmp_path / "root")
    told = threading.Event()
    with quick(), ThreadPoolExecutor(2) as threads:
        first = threads.submit(build, root, root / "site", AS_OF)
        assert there.wait(60)
        second = threads.submit(build, root, root / "site", AS_OF, waiting=told.set)
        assert told.wait(60)
        edit(root)
        on.set()
        reports = first.result(), second.result()
        assert reports[0].published and reports[1].published
        assert reports[1].articles == reports[0].articles + 1
        clean = copy_sources(root, tmp_path / "clean")
        build(clean, clean / "site", AS_OF)
    assert tree(root / "site") == tree(clean / "site")


@pytest.mark.slow
def test_builds_of_two_roots_for_one_site_take_turns(
    tmp_path: Path, paused: tuple[threading.Event, threading.Event]
) -> None:
    there, on = paused
    roots = [small_root(tmp_path / name) for name in ("a", "b")]
    edit(roots[1])
    site = tmp_path / "site"
    told = threading.Event()
    with quick(), ThreadPoolExecutor(2) as threads:
        first = threads.submit(build, roots[0], site, AS_OF)
        assert there.wait(60)
        second = threads.submit(build, roots[1], site, AS_OF, waiting=told.set)
        assert told.wait(60)
        on.set()
        assert first.result().published and second.result().published
        build(roots[1], roots[1] / "site", AS_OF)
    assert tree(site) == tree(roots[1] / "site")


def copy_sources(root: Path, target: Path) -> Path:
    """The content of a root without what was built."""
    ignored = shutil.ignore_patterns("build", "site", ".site.next")
    return shutil.copytree(root, target, ignore=ignored)


@pytest.mark.slow
def test_five_builds_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    root = small_root(tmp_path / "root")
    script = str(REPOSITORY / "build_site.py")
    command = [sys.executable, script, "build", "--root", str(root), "--workers", "1"]
    running = [
        subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(5)
    ]
    results = [(process.communicate()[1], process.returncode) for process in running]
    assert [code for _, code in results] == [0] * 5
    assert all(said in ("", "Bangun lain sedang berjalan; menunggu …\n") for said, _ in results), results
    assert any(said for said, _ in results)
    clean = copy_sources(root, tmp_path / "clean")
    with quick():
        build(clean, clean / "site", AS_OF)
    assert tree(root / "site") == tree(clean / "site")
