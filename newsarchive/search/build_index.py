"""Keep the search files in step with the archive: only segments whose records changed are made again."""

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

COUNTED = "counted"
"""The folder that holds what was counted for each segment."""
FEW = 300
"""Up to so many records are indexed here and now: starting a worker beside other work would take longer."""

_Made = tuple[list[str], str]
"""The paths of a segment's words, and a notice if what was counted for it before is damaged."""


@dataclass(frozen=True, slots=True)
class Index:
    """What the search files are made from; segments stand oldest first, the terms last."""

    words: Words
    version: str
    """Hash over the table of words and all else that the files of a segment depend on besides its records."""
    segments: Mapping[str, Sequence[LazyRecord]]
    keys: Mapping[str, str]
    blocks: Mapping[str, Mapping[str, int]]
    """For each segment the keys of its blocks of texts, and how many records each has."""


def plan_index(searchable_items: Iterable[LazyRecord], words: Words) -> Index:
    """Deal out what can be found to segments, each with a key that is new where its files would be."""
    code = index_version()
    version = hashing.of_bytes(words.packed + code.encode())
    dealt = segments(searchable_items)
    keys = {name: key_of(own, name, version) for name, own in dealt.items()}
    texts = {name: {key_of(block, code): len(block) for block in blocks(own)} for name, own in dealt.items()}
    return Index(words, version, dealt, keys, texts)


class IndexBuild:
    """The making of an index: begun early, beside other work, and finished when the site needs it."""

    def __init__(self, index: Index, build: Path, publisher: Publisher, pool: Pool) -> None:
        """Hand the missing segments to the pool, or keep them for `finish` where there is little to do.

        What is counted for a segment is kept in a folder of `build`.
        """
        self._index = index
        self._counted = build / COUNTED
        self._publisher = publisher
        self.notices: list[str] = []
        """Of damage to what is kept."""
        self._words = pickle.dumps(index.words)
        units = {SEARCH_INDEX + name: key for name, key in index.keys.items()}
        units |= {SEARCH_TEXTS + key: key for keys in index.blocks.values() for key in keys}
        self._missing = set(publisher.missing(units))
        self._here = [name for name in index.keys if SEARCH_INDEX + name in self._missing]
        self._begun: dict[str, Future[_Made]] = {}
        count = sum(len(index.segments[name]) for name in self._here)
        if count > FEW and pool.shares_disk:
            executor = pool.executor()
            self._begun = {name: executor.submit(_make, self._task(name)) for name in self._here}
            self._here = []

    def finish(self, wanted: Manifest) -> int:
        """Enter all search files into `wanted`, made or standing; returns how many segments were made.

        Raises SearchError and OSError.
        """
        from newsarchive.search.pagefind_index import engine, start, text_paths

        index, publisher = self._index, self._publisher
        made = {name: _make(self._task(name)) for name in self._here}
        made |= {name: future.result() for name, future in self._begun.items()}
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
            wanted.groups[SEARCH_ENGINE] = engine(publisher.made)
        else:
            wanted.groups[SEARCH_ENGINE] = publisher.group(SEARCH_ENGINE, wanted.keys[SEARCH_ENGINE])
        counts = {name: len(own) for name, own in index.segments.items()}
        for path, data in ((SEARCH_WORDS, index.words.packed), (SEARCH_START, start(index.keys, counts))):
            wanted.keys[path] = hashing.of_bytes(data)
            if publisher.missing({path: wanted.keys[path]}):
                files.write(publisher.made / path, data)
        if made:
            self._forget_gone()
        return len(made)

    def _task(self, name: str) -> "_Task":
        index, made = self._index, self._publisher.made
        kept = self._counted / name
        records = [findable.record() for findable in index.segments[name]]
        texts = {key: SEARCH_TEXTS + key in self._missing for key in index.blocks[name]}
        return _Task(name, records, self._words, kept, index.version, index.keys[name], texts, made)

    def _forget_gone(self) -> None:
        """Remove the counts of segments that are no more."""
        with suppress(OSError):
            for path in self._counted.iterdir():
                if path.name not in self._index.keys:
                    path.unlink()


def preload() -> None:
    """Load, in a worker, what it will need."""
    from newsarchive.search import pagefind_index, term_weights  # noqa: F401


class _Task(NamedTuple):
    """A segment that is to be made, in whatever process."""

    name: str
    records: Sequence[Record]
    words: bytes
    kept: Path
    version: str
    key: str
    texts: Mapping[str, bool]
    """The keys of its blocks of texts, and whether each is to be made."""
    made: Path


@gc_paused()
def _make(task: _Task) -> _Made:
    # Imported where they are needed: a build without changes makes no segment.
    from newsarchive.search.pagefind_index import index, write_texts
    from newsarchive.search.term_weights import counted

    records, made = task.records, task.made
    counts, notice = counted(records, _unpacked(task.words), task.kept, task.version)
    shown = zip(task.texts.items(), blocks(records), blocks(counts.records), strict=True)
    for (key, missing), own, found in shown:
        if missing:
            write_texts(own, found, key, made)
    return index(task.name, records, counts, task.key, list(task.texts), made), notice


@lru_cache(maxsize=1)
def _unpacked(words: bytes) -> Words:
    """The words of a build, once in each process: they remember what they have met in other segments."""
    found = pickle.loads(words)  # noqa: S301 -- ours, from the process that began this one
    assert isinstance(found, Words)
    return found
