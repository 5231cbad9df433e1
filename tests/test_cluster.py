"""Building on several machines: Dask workers that share no folder with the builder, one of which dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.corpus import generate
from newsarchive.output.remote import VersionError, render_remote
from newsarchive.pipeline import build
from tests.conftest import AS_OF, REPOSITORY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("distributed") is None, reason="an optional dependency; requirements-dev.txt has it"
    ),
]


@contextmanager
def running(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's in a folder of its own, ended in the end."""
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", *arguments]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[Path]:
    """A scheduler on loopback; the file says where."""
    file = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with running("distributed.cli.dask_scheduler", *options, folder=folder / "scheduler"):
        for _ in range(300):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        yield file


def worker(file: Path, folder: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker with a temporary folder of its own."""
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    return running("distributed.cli.dask_worker", *options, "--scheduler-file", str(file), folder=folder)


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_site_is_the_same_where_one_of_two_machines_dies_half_way(tmp_path: Path) -> None:
    root = tmp_path / "root"
    generate(root, 150)
    assert build(root, tmp_path / "here", AS_OF, workers=2).published
    with (
        scheduler(tmp_path) as file,
        worker(file, tmp_path / "first") as first,
        worker(file, tmp_path / "second"),
    ):
        from distributed import Client

        with Client(scheduler_file=str(file)) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address

        def kill_first(stage: str, done: int, total: int) -> None:
            if 0 < done < total:
                os.kill(first.pid, signal.SIGKILL)

        report = build(root, tmp_path / "away", AS_OF, dask=address, clean=True, progress=kill_first)
        assert first.wait(timeout=10) == -signal.SIGKILL
    assert report.published and report.rendered > 100
    assert tree(tmp_path / "away") == tree(tmp_path / "here")


def test_a_machine_with_other_code_is_refused() -> None:
    with pytest.raises(VersionError):
        render_remote({}, {}, "another")
