"""Write, link and remove files so that nothing half-written is ever seen under its own name."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from posixpath import dirname


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making its folders; whoever reads meanwhile finds the old file or the new one."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
    os.replace(temporary, path)


def write_new(path: Path | str, data: bytes) -> None:
    """Put `data` at `path`, making its folders, in the cheapest way: not to be used where others read."""
    try:
        _write_all(path, data)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _write_all(path, data)


def _write_all(path: Path | str, data: bytes) -> None:
    # A Path for each of a hundred thousand files would take as long as writing them.
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        # A disk that fills up takes a part without complaint.
        while data:
            data = data[file.write(data) :]


def link(source: Path | str, target: Path | str) -> None:
    """Make `target` the same file as `source`, or a copy where the disk knows no hard links.

    Neither may be written to in place afterwards, only replaced. Not to be used where others read `target`.
    """
    try:
        os.link(source, target)
    except OSError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def remove(root: Path, paths: Iterable[str]) -> None:
    """Remove the files at these paths under `root`, and the folders that they leave empty."""
    folders = set()
    for path in paths:
        with suppress(FileNotFoundError):
            # A Path for each of many thousand files would take as long as removing them.
            os.unlink(f"{root}/{path}")  # noqa: PTH108
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
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
