"""Swap two folders in one step, so that neither name is ever missing."""

import ctypes
import os
import sys
from pathlib import Path

RENAME_EXCHANGE = 2  # linux/fs.h
RENAME_SWAP = 2  # sys/stdio.h on macOS
AT_FDCWD = -100  # fcntl.h on Linux


def exchange(new: Path, old: Path, aside: Path) -> None:
    """Swap the folders `new` and `old`; if there is no `old`, rename `new` to it.

    One system call on Linux and macOS. Elsewhere, and on file systems without it, two renames through
    `aside`: for a moment between them `old` is missing. All three must be on one disk.
    """
    if not old.exists():
        os.rename(new, old)
    elif not _swap(new, old):
        os.rename(old, aside)
        try:
            os.rename(new, old)
        except OSError:
            os.rename(aside, old)
            raise
        os.rename(aside, new)


def _swap(a: Path, b: Path) -> bool:
    """Whether the system exchanged the two names."""
    first, second = os.fsencode(a), os.fsencode(b)
    if sys.platform == "linux":
        rename = getattr(ctypes.CDLL(None), "renameat2", None)
        return rename is not None and rename(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE) == 0
    if sys.platform == "darwin":
        rename = getattr(ctypes.CDLL(None), "renamex_np", None)
        return rename is not None and rename(first, second, RENAME_SWAP) == 0
    return False
