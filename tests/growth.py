"""How the time of a function grows with its input: a ratio, so that no machine is too slow for it."""

from collections.abc import Callable
from time import process_time


def growth(work: Callable[[str], object], text: Callable[[int], str], size: int) -> float:
    """How much longer four times the size takes: about 4 where time is linear, 16 where it is quadratic."""
    return _seconds(work, text(4 * size)) / max(_seconds(work, text(size)), 1e-4)


def _seconds(work: Callable[[str], object], text: str) -> float:
    """The least of three runs."""
    times = []
    for _ in range(3):
        start = process_time()
        work(text)
        times.append(process_time() - start)
    return min(times)
