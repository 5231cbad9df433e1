"""Cache parsed articles, documents and vocabularies by content hash."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec

from newsarchive import hashing
from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.documents import ParsedDocument, parse_document
from newsarchive.content.files import ContentFile, Files
from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.content.words.engine import Phrase, Words
from newsarchive.content.words.load import load_words
from newsarchive.content.words.rules import Stems
from newsarchive.model import Vocabulary
from newsarchive.problems import Problem
from newsarchive.runtime import gc_paused
from newsarchive.version import READING, code_version

Row = tuple[str, bytes, bytes]
"""A row of the cache: an article's path (empty for what is kept as a whole), a checksum, and MessagePack."""
ARTICLES_PER_TASK = 500
"""Articles in one task of a worker."""
_CHECKSUM = 8
"""Bytes of the checksum beside each record."""
SERIAL_LIMIT = 1000
"""At or below this many new articles, parse in this process: starting a worker would take longer."""
_PACK = msgspec.msgpack.Encoder().encode
_PARSED = msgspec.msgpack.Decoder(Parsed)
# A record has about 3 KB; pages that hold four take two thirds of the time of overflowing ones.
_PAGE = 16384
_SCHEMA = "CREATE TABLE {} (path TEXT PRIMARY KEY, checksum BLOB, record BLOB)"

T = TypeVar("T")


class _Vocabulary(msgspec.Struct):
    """A vocabulary, the data of its words, their problems, and the hash of the files of all these."""

    digest: str
    vocabulary: Vocabulary
    stems: Stems
    phrases: tuple[Phrase, ...]
    stop_words: tuple[str, ...]
    packed: bytes
    problems: list[Problem]


_VOCABULARY = msgspec.msgpack.Decoder(_Vocabulary)


class _Documents(msgspec.Struct):
    """All documents, and the hash of their paths and bytes: they are few, and seldom change."""

    digest: str
    parsed: list[ParsedDocument]


_DOCUMENTS = msgspec.msgpack.Decoder(_Documents)


class ParseCache:
    """Parsed articles, documents and vocabularies in one SQLite file, with the hashes of their bytes.

    The file is never trusted. A new version of our code, or of a package that reads content, empties it. So
    does any damage, which also adds a line to `notices`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices: list[str] = []

    def parse_all(self, files: Files, pool: Callable[[], Executor]) -> Iterator[Parsed]:
        """The parsed articles, in order. Only new ones are parsed; many new ones are shared out to the pool.

        The pool starts at the call, not when the first article is taken.
        """
        known = {parsed.path: parsed for parsed in self._load("parsed", _PARSED)}
        new = [
            (path, data)
            for path, data in files.articles
            if path not in known or known[path].digest != files.digests[path]
        ]
        return self._parsed(files, known, _parse(new, pool))

    def _parsed(self, files: Files, known: Mapping[str, Parsed], new: Iterable[Row]) -> Iterator[Parsed]:
        rows: list[Row] = []
        fresh: dict[str, Parsed] = {}
        for row in new:
            rows.append(row)
            fresh[row[0]] = _PARSED.decode(row[2])
        gone = known.keys() - files.digests.keys()
        if rows or gone:
            self._save("parsed", rows, gone)
        for path in files.digests:
            yield fresh.get(path) or known[path]

    def documents(self, files: Sequence[ContentFile]) -> list[ParsedDocument]:
        """The parsed documents, in order."""
        digest = hashing.of_data(*((path, hashing.of_bytes(data)) for path, data in files))
        for known in self._load("documents", _DOCUMENTS):
            if known.digest == digest:
                return known.parsed
        parsed = [parse_document(path, data) for path, data in files]
        self._save_whole("documents", _Documents(digest, parsed))
        return parsed

    def vocabulary(self, root: Path, digest: str) -> tuple[Vocabulary, Words, list[Problem]]:
        """The vocabulary under `root`, its words and problems; read again if `digest` is new or empty."""
        for known in self._load("vocabulary", _VOCABULARY):
            if known.digest == digest:
                words = Words(known.stems, known.phrases, known.stop_words, known.packed)
                return known.vocabulary, words, known.problems
        vocabulary, problems = load_vocabulary(root)
        words, more = load_words(root, vocabulary)
        problems = problems + more
        if digest:
            parts = words.stems, words.phrases, words.stop_words, words.packed
            self._save_whole("vocabulary", _Vocabulary(digest, vocabulary, *parts, problems))
        return vocabulary, words, problems

    def _load(self, table: str, decoder: msgspec.msgpack.Decoder[T]) -> list[T]:
        if not self._path.exists():
            return []
        found = []
        try:
            if not self._path.stat().st_size:
                raise ValueError("empty")
            with closing(sqlite3.connect(self._path)) as database:
                if database.execute("PRAGMA user_version").fetchone()[0] != _version():
                    self._drop()
                    return []
                for checksum, record in database.execute(f"SELECT checksum, record FROM {table}"):
                    if checksum != hashing.checksum(record, _CHECKSUM):
                        raise ValueError("checksum")
                    found.append(decoder.decode(record))
        except (sqlite3.Error, msgspec.DecodeError, OSError, ValueError, TypeError) as error:
            self.notices.append(f"{self._path.name}: {error}")
            self._drop()
            return []
        return found

    def _save_whole(self, table: str, content: msgspec.Struct) -> None:
        record = _PACK(content)
        self._save(table, [("", hashing.checksum(record, _CHECKSUM), record)])

    def _save(self, table: str, rows: Iterable[Row], gone: Iterable[str] = ()) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = not self._path.exists()
            with closing(sqlite3.connect(self._path)) as database, database:
                # Every read verifies checksums, so writes need not wait for the disk.
                database.execute("PRAGMA synchronous = OFF")
                if new:
                    database.execute(f"PRAGMA page_size = {_PAGE}")
                    for each in ("parsed", "documents", "vocabulary"):
                        database.execute(_SCHEMA.format(each))
                    database.execute(f"PRAGMA user_version = {_version()}")
                database.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in gone))
                database.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            self.notices.append(f"{self._path.name}: {error}")
            if not isinstance(error, (sqlite3.OperationalError, OSError)):
                # Reading may never meet this damage, so it would stay for ever.
                self._drop()

    def _drop(self) -> None:
        # An old journal would be played back into the new file.
        for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            with suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)


def _parse(items: Sequence[ContentFile], pool: Callable[[], Executor]) -> Iterable[Row]:
    if len(items) <= SERIAL_LIMIT:
        return parse_rows(items)
    chunks = [items[i : i + ARTICLES_PER_TASK] for i in range(0, len(items), ARTICLES_PER_TASK)]
    return chain.from_iterable(pool().map(parse_rows, chunks))


@gc_paused()
def parse_rows(items: Sequence[ContentFile]) -> list[Row]:
    """Parse articles into rows, which pass between processes faster than objects."""
    records = ((path, _PACK(parse(path, data))) for path, data in items)
    return [(path, hashing.checksum(record, _CHECKSUM), record) for path, record in records]


def _version() -> int:
    """The code's version as the positive 31-bit number of SQLite's `user_version`."""
    return int(code_version(READING)[:8], 16) >> 1
