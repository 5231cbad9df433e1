"""Every digest of the project: BLAKE2b over bytes, over plain data, or over files."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec

from newsarchive.newlines import unix_newlines

Digest = blake2b
"""A running hash, for data that comes in pieces."""


def new(start: bytes = b"", size: int = 16) -> Digest:
    """A running hash of `size` bytes."""
    return blake2b(start, digest_size=size)


def of_bytes(data: bytes | memoryview, size: int = 16) -> str:
    """Hash of bytes, as hexadecimal digits: two for each of `size` bytes."""
    return blake2b(data, digest_size=size).hexdigest()


def checksum(data: bytes | memoryview, size: int = 16) -> bytes:
    """Hash of bytes, as `size` bytes."""
    return blake2b(data, digest_size=size).digest()


def of_data(*parts: object) -> str:
    """Hash of plain data (texts, numbers, None, tuples, lists, mappings), equal for equal data."""
    return of_bytes(msgspec.json.encode(parts))


def of_texts(parts: Iterable[str], size: int = 16) -> bytes:
    """Hash of a sequence of texts, as `size` bytes."""
    return checksum("\x1f".join(parts).encode("utf-8", "surrogatepass"), size)


def of_files(start: str, base: Path, paths: Iterable[Path]) -> str:
    """Hash of `start` and of files: their names below `base`, and their bytes, in order of name.

    Line endings of text files make no difference.
    """
    result = new(start.encode())
    for name, path in sorted((path.relative_to(base).as_posix(), path) for path in paths):
        data = unix_newlines(name, path.read_bytes())
        result.update(f"{name} {len(data)}\n".encode("utf-8", "surrogateescape") + data)
    return result.hexdigest()
