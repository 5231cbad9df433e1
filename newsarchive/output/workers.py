"""A lazily started process pool that ends with the build and reports workers that die."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Thread, current_thread, main_thread
from typing import NamedTuple

from newsarchive.config import ConfigError
from newsarchive.messages import CodedError


class Pool(NamedTuple):
    """Where to run work; `executor` starts the workers at its first call and then returns the same ones."""

    executor: Callable[[], Executor]
    shares_disk: bool = True
    """Whether the workers see this machine's files."""


class LostWorkersError(CodedError, ChildProcessError):
    """The system killed a worker process, usually because memory ran out."""


@contextmanager
def processes(workers: int | None = None) -> Iterator[Pool]:
    """A pool of worker processes (default: one per core), started at its first use.

    Raises LostWorkersError if a worker was killed.
    """
    started: list[Executor] = []

    def pool() -> Executor:
        if not started:
            # Spawned, not forked: a worker needs no copy of the archive in this process.
            context = _QuietContext()
            count = workers or os.cpu_count() or 1
            started.append(ProcessPoolExecutor(count, context, initializer=_end_with_parent))
        return started[0]

    try:
        yield Pool(pool)
    except BrokenExecutor as error:
        raise LostWorkersError("workers-lost") from error
    finally:
        for executor in started:
            executor.shutdown(cancel_futures=True)


@contextmanager
def cluster(address: str) -> Iterator[Pool]:
    """The workers of a Dask cluster; they need this package, but no file of this machine.

    Dask gives the task of a dead worker to another one. Raises ConfigError if Dask isn't installed, and
    OSError if the cluster can't be reached.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError("dask-missing") from error
    with Client(address) as client:  # type: ignore[no-untyped-call]
        executor = client.get_executor()
        yield Pool(lambda: executor, shares_disk=False)


class _QuietProcess(SpawnProcess):
    """Ignores Ctrl-C, which the terminal sends to all processes; the build stops its workers itself."""

    def start(self) -> None:
        if current_thread() is not main_thread():
            super().start()
            return
        # A child process inherits that a signal is ignored, so it ignores it from its start.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            super().start()
        finally:
            signal.signal(signal.SIGINT, before)


class _QuietContext(SpawnContext):
    """Starts `_QuietProcess`es."""

    Process = _QuietProcess


def _end_with_parent() -> None:
    """End this worker if the build is killed; otherwise it would go on writing, then wait for ever."""
    Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
