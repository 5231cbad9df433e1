"""Keep what the bytes of each article said, so that only new bytes are parsed."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing, suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import msgspec

from newsarchive.content.articles import Parsed, digest_of, parse
from newsarchive.version import READING, code_version

Item = tuple[str, bytes]
CHUNK = 500
"""Articles that a worker parses at a time."""
FEW = 1000
"""Up to so many new articles are parsed here and now: starting a worker would take longer."""
_ONE = msgspec.msgpack.Decoder(Parsed)
_MANY = msgspec.msgpack.Decoder(list[Parsed])
_PACK = msgspec.msgpack.Encoder().encode
_SCHEMA = "CREATE TABLE parsed (path TEXT PRIMARY KEY, checksum BLOB, record BLOB)"


class ParseCache:
    """Parsed articles in one SQLite file, each with the hash of the bytes that it came from.

    The file is a convenience and never trusted: another version of our code or of a package that reads
    articles empties it, and damage of any kind does too and leaves a line in `notices`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices: list[str] = []

    def parse_all(self, items: Sequence[Item], pool: Callable[[], Executor]) -> list[Parsed]:
        """The parsed form of each item, in order; only new bytes are parsed, many of them by the pool."""
        known = self._load()
        new = [
            (path, data)
            for path, data in items
            if path not in known or known[path].digest != digest_of(data)
        ]
        fresh = {parsed.path: parsed for parsed in _parse(new, pool)}
        gone = known.keys() - {path for path, _ in items}
        if fresh or gone:
            self._save(fresh, gone)
        return [fresh.get(path) or known[path] for path, _ in items]

    def _load(self) -> dict[str, Parsed]:
        if not self._path.exists():
            return {}
        known = {}
        try:
            if not self._path.stat().st_size:
                raise ValueError("empty")
            with closing(sqlite3.connect(self._path)) as database:
                if database.execute("PRAGMA user_version").fetchone()[0] != _version():
                    self._drop()
                    return {}
                for checksum, record in database.execute("SELECT checksum, record FROM parsed"):
                    if checksum != _checksum(record):
                        raise ValueError("checksum")
                    parsed = _ONE.decode(record)
                    known[parsed.path] = parsed
        except (sqlite3.Error, msgspec.DecodeError, OSError, ValueError, TypeError) as error:
            self.notices.append(f"{self._path.name}: {error}")
            self._drop()
            return {}
        return known

    def _save(self, fresh: dict[str, Parsed], gone: Iterable[str]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = not self._path.exists()
            with closing(sqlite3.connect(self._path)) as database, database:
                # What is checked at every reading need not wait for the disk.
                database.execute("PRAGMA synchronous = OFF")
                if new:
                    database.execute(_SCHEMA)
                    database.execute(f"PRAGMA user_version = {_version()}")
                database.executemany("DELETE FROM parsed WHERE path = ?", ((path,) for path in gone))
                records = ((path, _PACK(parsed)) for path, parsed in fresh.items())
                database.executemany(
                    "INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)",
                    ((path, _checksum(record), record) for path, record in records),
                )
        except (sqlite3.Error, OSError) as error:
            self.notices.append(f"{self._path.name}: {error}")
            if not isinstance(error, (sqlite3.OperationalError, OSError)):
                # Damage that reading doesn't meet would otherwise stay for ever.
                self._drop()

    def _drop(self) -> None:
        # An old journal would be played back into the new file.
        for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            with suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)


def _parse(items: Sequence[Item], pool: Callable[[], Executor]) -> Iterable[Parsed]:
    if len(items) <= FEW:
        return [parse(path, data) for path, data in items]
    chunks = [items[i : i + CHUNK] for i in range(0, len(items), CHUNK)]
    return chain.from_iterable(_MANY.decode(packed) for packed in pool().map(parse_packed, chunks))


def parse_packed(items: Sequence[Item]) -> bytes:
    """Parsed articles as MessagePack, which crosses to another process faster than pickled objects."""
    return _PACK([parse(path, data) for path, data in items])


def _version() -> int:
    """The code's version as the positive 31 bits that SQLite keeps for its user."""
    return int(code_version(READING)[:8], 16) >> 1


def _checksum(record: bytes) -> bytes:
    return blake2b(record, digest_size=8).digest()
