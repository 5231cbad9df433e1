"""Worker processes that start when first asked for, end with the build, and are missed when they die."""

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
    """Where work can be handed to; `executor` starts it at the first call and gives the same one after."""

    executor: Callable[[], Executor]
    shares_disk: bool = True
    """Whether the workers see this machine's files."""


class LostWorkersError(CodedError, ChildProcessError):
    """The system ended a worker process, mostly for want of memory."""


@contextmanager
def processes(workers: int | None = None) -> Iterator[Pool]:
    """A pool of worker processes (default: one a core) that is started when it is first called for.

    Raises LostWorkersError where a worker was killed.
    """
    started: list[Executor] = []

    def pool() -> Executor:
        if not started:
            # Spawned, not forked: a worker needs nothing of the archive that this process holds.
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
    """The workers of a Dask cluster, which need this package but none of this machine's files.

    A share whose worker dies is given to another one. Raises ConfigError where Dask isn't installed, and
    OSError where the cluster can't be reached.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError("dask-missing") from error
    with Client(address) as client:  # type: ignore[no-untyped-call]
        executor = client.get_executor()
        yield Pool(lambda: executor, shares_disk=False)


class _QuietProcess(SpawnProcess):
    """Hears nothing of Ctrl-C, which the terminal sends to all processes; the build ends its workers."""

    def start(self) -> None:
        if current_thread() is not main_thread():
            super().start()
            return
        # A child inherits that a signal is ignored, and so is deaf to it from its first moment.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            super().start()
        finally:
            signal.signal(signal.SIGINT, before)


class _QuietContext(SpawnContext):
    """Starts such processes."""

    Process = _QuietProcess


def _end_with_parent() -> None:
    """Have this worker end when the build is killed, rather than write on and then wait for ever."""
    Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
