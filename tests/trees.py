"""What stands in a folder, and a disk that fails at a chosen moment."""

import builtins
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from newsarchive.output import swap_dirs

DISK_CALLS = ("link", "mkdir", "rename", "replace", "rmdir", "unlink")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes; an empty folder has an entry that ends with a slash."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


def difference(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names at which two trees differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


class Crashed(BaseException):
    """Stands for the end of the process: nothing in the code under test may catch it."""


@contextmanager
def failing(
    at: int, error: Callable[[], BaseException], calls: Sequence[str] = DISK_CALLS
) -> Iterator[Callable[[], bool]]:
    """A disk that raises `error()` in place of its call number `at`, and works before and after.

    Calls that change the disk are counted: opening for writing, and those of `calls`. Yields a function
    that tells whether it came to that.
    """
    count = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                raise error()
            return real(*args, **kwargs)

        return call

    def opening(real: Callable[..., Any]) -> Callable[..., Any]:
        writing = counted(real)

        def call(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            return (writing if set(mode) & set("wax+") else real)(file, mode, *args, **kwargs)

        return call

    with ExitStack() as patches:
        for name in calls:
            patches.enter_context(patch.object(os, name, counted(getattr(os, name))))
        for module in (builtins, io):
            patches.enter_context(patch.object(module, "open", opening(open)))
        patches.enter_context(patch.object(swap_dirs, "_swap", counted(swap_dirs._swap)))
        yield lambda: count >= at
