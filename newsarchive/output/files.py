"""Write, link and remove files so that nothing half-written is ever seen under its own name."""

import os
import shutil
from pathlib import Path


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


def link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where the disk knows no hard links.

    Neither may be written to in place afterwards, only replaced. Not to be used where others read `target`.
    """
    try:
        os.link(source, target)
    except OSError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def remove(root: Path, path: str) -> None:
    """Remove the file `path` under `root`, and the folders that it leaves empty."""
    target = root / path
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def move(source: Path, target: Path) -> None:
    """Move a file to `target` on the same disk, making its folders."""
    try:
        os.replace(source, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
