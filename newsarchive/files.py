"""Read a file that editors wrote, whatever really lies at its path."""

import os
import stat
from pathlib import Path

# A pipe that nobody writes to would keep the reader waiting for ever.
_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotAFileError(OSError):
    """What lies there is a folder, a pipe, a socket or a device."""


def read_file(path: Path) -> bytes:
    """The bytes of a regular file; raises NotAFileError for what is none, and OSError as `open` does."""
    try:
        number = os.open(path, _AT_ONCE)
    except OSError as error:
        # A socket can't be opened at all, nor a folder on Windows.
        if path.exists() and not path.is_file():
            raise NotAFileError(*error.args) from error
        raise
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise NotAFileError(f"{path}: no regular file")
    with os.fdopen(number, "rb") as file:
        return file.read()
