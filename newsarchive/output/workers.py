"""Worker processes that start when first asked for, end with the build, and are missed when they die."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

LOST = (
    "proses pembantu dihentikan oleh sistem, biasanya karena memori habis; "
    "coba lagi, dengan --workers 1 bila terulang"
)


@contextmanager
def processes(workers: int | None = None) -> Iterator[Callable[[], Executor]]:
    """A pool of worker processes (default: one a core) that is started when it is first called for.

    Raises ChildProcessError where a worker was killed.
    """
    started: list[Executor] = []

    def pool() -> Executor:
        if not started:
            # Spawned, not forked: a worker needs nothing of the archive that this process holds.
            context = get_context("spawn")
            count = workers or os.cpu_count() or 1
            started.append(ProcessPoolExecutor(count, context, initializer=_end_with_parent))
        return started[0]

    try:
        yield pool
    except BrokenExecutor as error:
        raise ChildProcessError(LOST) from error
    finally:
        for executor in started:
            executor.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Have this worker end when the build is killed, rather than write on and then wait for ever."""
    Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
