"""Bring the search index up to date: rebuild the segments whose records changed, keep the others."""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from newsarchive import hashing
from newsarchive.addresses import (
    SEARCH_ENGINE,
    SEARCH_INDEX,
    SEARCH_START,
    SEARCH_TEXTS,
    SEARCH_WORDS,
)
from newsarchive.content.words.load import Words
from newsarchive.output import files
from newsarchive.output.publish import Manifest, Publisher
from newsarchive.output.workers import Pool
from newsarchive.runtime import gc_paused
from newsarchive.search.records import LazyRecord, Record
from newsarchive.search.segments import blocks, key_of, segments
from newsarchive.version import index_version

WEIGHTS = "term-weights"
"""The folder under `build` that caches the term weights of each segment."""
FEW = 300
"""At or below this many records, index in this process: starting a worker would take longer."""

_Written = tuple[list[str], str]
"""The paths of a segment's files, and a notice if its cached term weights are damaged."""


@dataclass(frozen=True, slots=True)
class Index:
    """What the search files are made from. Segments are ordered oldest first, the terms last."""

    words: Words
    version: str
    """Hash over the code and the table of words: what segments depend on besides their records."""
    segments: Mapping[str, Sequence[LazyRecord]]
    keys: Mapping[str, str]
    blocks: Mapping[str, Mapping[str, int]]
    """For each segment the keys of its blocks of result texts, each with its number of records."""


def plan_index(searchable_items: Iterable[LazyRecord], words: Words) -> Index:
    """Assign every searchable item to a segment. A segment's key changes exactly when its files would."""
    code = index_version()
    version = hashing.of_bytes(words.packed + code.encode())
    by_segment = segments(searchable_items)
    keys = {name: key_of(own, name, version) for name, own in by_segment.items()}
    texts = {
        name: {key_of(block, code): len(block) for block in blocks(own)} for name, own in by_segment.items()
    }
    return Index(words, version, by_segment, keys, texts)


class IndexBuild:
    """One build of the index: started early in workers, finished when the site's files are listed."""

    def __init__(self, index: Index, build: Path, publisher: Publisher, pool: Pool) -> None:
        """Submit the missing segments to the pool, or leave them to `finish` where they are few.

        Term weights are cached under `build`.
        """
        self._index = index
        self._weights = build / WEIGHTS
        self._publisher = publisher
        self.notices: list[str] = []
        """Damage found in the cached term weights."""
        self._words = pickle.dumps(index.words)
        units = {SEARCH_INDEX + name: key for name, key in index.keys.items()}
        units |= {SEARCH_TEXTS + key: key for keys in index.blocks.values() for key in keys}
        self._missing = set(publisher.missing(units))
        self._inline = [name for name in index.keys if SEARCH_INDEX + name in self._missing]
        self._futures: dict[str, Future[_Written]] = {}
        count = sum(len(index.segments[name]) for name in self._inline)
        if count > FEW and pool.shares_disk:
            executor = pool.executor()
            self._futures = {name: executor.submit(_build_segment, self._task(name)) for name in self._inline}
            self._inline = []

    def finish(self, wanted: Manifest) -> int:
        """Add all search files to `wanted`, new or unchanged; returns how many segments were built.

        Raises SearchError and OSError.
        """
        from newsarchive.search.pagefind_index import engine, start, text_paths

        index, publisher = self._index, self._publisher
        made = {name: _build_segment(self._task(name)) for name in self._inline}
        made |= {name: future.result() for name, future in self._futures.items()}
        self.notices += (notice for _, notice in made.values() if notice)
        for name, key in index.keys.items():
            unit = SEARCH_INDEX + name
            wanted.keys[unit] = key
            wanted.groups[unit] = made[name][0] if name in made else publisher.group(unit, key)
            for text_key, count in index.blocks[name].items():
                wanted.keys[SEARCH_TEXTS + text_key] = text_key
                wanted.groups[SEARCH_TEXTS + text_key] = text_paths(text_key, count)
        wanted.keys[SEARCH_ENGINE] = index_version()
        if publisher.missing({SEARCH_ENGINE: wanted.keys[SEARCH_ENGINE]}):
            wanted.groups[SEARCH_ENGINE] = engine(publisher.work_dir)
        else:
            wanted.groups[SEARCH_ENGINE] = publisher.group(SEARCH_ENGINE, wanted.keys[SEARCH_ENGINE])
        counts = {name: len(own) for name, own in index.segments.items()}
        for path, data in ((SEARCH_WORDS, index.words.packed), (SEARCH_START, start(index.keys, counts))):
            wanted.keys[path] = hashing.of_bytes(data)
            if publisher.missing({path: wanted.keys[path]}):
                files.write(publisher.work_dir / path, data)
        if made:
            self._delete_stale_weights()
        return len(made)

    def _task(self, name: str) -> "_Task":
        index, made = self._index, self._publisher.work_dir
        cache_file = self._weights / name
        records = [item.record() for item in index.segments[name]]
        texts = {key: SEARCH_TEXTS + key in self._missing for key in index.blocks[name]}
        return _Task(name, records, self._words, cache_file, index.version, index.keys[name], texts, made)

    def _delete_stale_weights(self) -> None:
        """Delete the term weights of segments that no longer exist."""
        with suppress(OSError):
            for path in self._weights.iterdir():
                if path.name not in self._index.keys:
                    path.unlink()


def preload() -> None:
    """Import in advance, in a worker, what building a segment needs."""
    from newsarchive.search import pagefind_index, term_weights  # noqa: F401


class _Task(NamedTuple):
    """A segment to build, in this process or in a worker."""

    name: str
    records: Sequence[Record]
    words: bytes
    cache_file: Path
    version: str
    key: str
    texts: Mapping[str, bool]
    """The keys of its blocks of texts, and whether each is missing."""
    made: Path


@gc_paused()
def _build_segment(task: _Task) -> _Written:
    # Imported here, because a build without changes builds no segment.
    from newsarchive.search.pagefind_index import index, write_texts
    from newsarchive.search.term_weights import load_or_compute

    records, made = task.records, task.made
    terms, notice = load_or_compute(records, _unpacked(task.words), task.cache_file, task.version)
    shown = zip(task.texts.items(), blocks(records), blocks(terms.records), strict=True)
    for (key, missing), own, found in shown:
        if missing:
            write_texts(own, found, key, made)
    return index(task.name, records, terms, task.key, list(task.texts), made), notice


@lru_cache(maxsize=1)
def _unpacked(words: bytes) -> Words:
    """The words of a build, unpickled once per process, so that segments share their cache of tokens."""
    found = pickle.loads(words)  # noqa: S301 -- ours, from the process that began this one
    assert isinstance(found, Words)
    return found
