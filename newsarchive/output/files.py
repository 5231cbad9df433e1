"""Write, link and remove files; a half-written file never has its final name."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from posixpath import dirname

from newsarchive import hashing

IN_THE_WAY = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError)
"""The errors of systems if a file's folder is missing, or something else has its name."""


def write(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically, making its folders: a reader finds the old file or the new one."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except IN_THE_WAY:
        make_room(temporary)
        make_room(path)
        temporary.write_bytes(data)
        os.replace(temporary, path)


def write_if_new(path: Path, data: bytes) -> None:
    """Write `data` to `path` unless the file has these bytes."""
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    write(path, data)


def write_new(path: Path | str, data: bytes) -> None:
    """Write `data` to `path`, making its folders, without atomicity: for folders that nobody reads yet."""
    try:
        _write_all(path, data)
    except IN_THE_WAY:
        make_room(path)
        _write_all(path, data)


def make_room(path: Path | str) -> None:
    """Make the folders of a new file; remove whatever has its name, or the name of one of its folders."""
    path = Path(path)
    if path.is_dir():
        shutil.rmtree(path)
    for parent in path.parents:
        if parent.is_dir():
            break
        if os.path.lexists(parent):
            parent.unlink()
            break
    path.parent.mkdir(parents=True, exist_ok=True)


def discard(path: Path) -> None:
    """Remove `path` if it exists: a file, or by mistake a folder."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        if not path.is_dir():
            raise
        shutil.rmtree(path)


def is_intact(path: Path | str, hashed: str) -> bool:
    """Whether a file can be read, and its bytes have this hash."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return hashing.of_bytes(file.readall()) == hashed
    except OSError:
        return False


def _write_all(path: Path | str, data: bytes) -> None:
    # A Path for each of a hundred thousand files would take as long as writing them.
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        # A disk that is full may write a part without an error.
        while data:
            data = data[file.write(data) :]


def link(source: Path | str, target: Path | str) -> None:
    """Hard-link `target` to `source`, or copy it if the disk has no hard links.

    Afterwards neither may be written in place, only replaced. Not atomic: nobody may read `target` yet.
    """
    try:
        os.link(source, target)
    except OSError:
        make_room(target)
        Path(target).unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def remove(root: Path, paths: Iterable[str]) -> None:
    """Remove the files at these paths under `root`, and folders that become empty."""
    folders = set()
    for path in paths:
        try:
            # A Path for each of many thousand files would take as long as removing them.
            os.unlink(f"{root}/{path}")  # noqa: PTH108
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError:
            discard(root / path)
        folders.add(dirname(path))
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):
            while folder:
                (root / folder).rmdir()
                folder = dirname(folder)


def move(source: Path | str, target: Path | str) -> None:
    """Move a file to `target` on the same disk, making its folders."""
    try:
        os.replace(source, target)
    except IN_THE_WAY:
        make_room(target)
        os.replace(source, target)


def copy(source: Path, target: Path) -> None:
    """Copy the bytes of `source` to `target`, making its folders."""
    try:
        shutil.copyfile(source, target)
    except IN_THE_WAY:
        make_room(target)
        shutil.copyfile(source, target)


SEAL = 33
"""Length in bytes of what `sealed` puts before the data: a checksum and a line break."""


def sealed(data: bytes) -> bytes:
    """The data behind its checksum, for `unsealed` and `read_sealed` to verify."""
    return f"{hashing.of_bytes(data)}\n".encode() + data


def unsealed(path: Path) -> bytes | None:
    """The data of a sealed file; None if it is damaged or missing."""
    return read_sealed(path)[0]


def read_sealed(path: Path) -> tuple[bytes | None, str]:
    """The data of a sealed file, or None and a notice of its damage, which is empty for a missing file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"{path.name}: {error}"
    if data[:SEAL] != f"{hashing.of_bytes(memoryview(data)[SEAL:])}\n".encode():
        return None, f"{path.name}: checksum"
    return data[SEAL:], ""
