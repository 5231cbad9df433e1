"""Keep the search files in step with the archive: only blocks whose articles changed are indexed again."""

import math
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import msgspec

from newsarchive import hashing
from newsarchive.addresses import SEARCH_INDEX, SEARCH_START, SEARCH_WORDS
from newsarchive.content.words.load import Words
from newsarchive.output import files
from newsarchive.output.publish import Manifest, Publisher
from newsarchive.output.workers import Pool
from newsarchive.search import state
from newsarchive.search.index_block import Indexed, Task, index_block
from newsarchive.search.layout import (
    DAYS,
    FILES_PER_GROUP,
    MONTHS,
    Layout,
    fingerprint,
    lay_out,
    text_groups,
)
from newsarchive.search.postings import Changes, joined, updated
from newsarchive.search.records import LazyRecord
from newsarchive.search.spelling import FILES as SPELLING_FILES
from newsarchive.search.spelling import spelling_files
from newsarchive.search.state import IndexState
from newsarchive.search.tables import stories, table
from newsarchive.search.terms import CLASSES
from newsarchive.version import INDEXING, code_version

CACHE = "search"
"""The folder of `build/` that keeps the terms of each block, and what the last run indexed."""
INLINE_RECORDS = 300
"""At or below this many records, index in this process: starting a worker would take longer."""
_SHORT = 6
"""Digits of the hash in a file's name; the number beside it already tells the file from all others."""
_FOLDERS = "kata", "letak"
"""The folders of postings and of positions."""
_CHANGES = msgspec.msgpack.Decoder(Changes)


@dataclass(frozen=True, slots=True)
class Index:
    """The input of the search files."""

    words: Words
    version: str
    """Hash over everything but the records that the files depend on: the table of words and the code."""
    layout: Layout
    fingerprints: Mapping[str, str]
    """By block; equal only for equal records with equal numbers."""


def plan_index(items: Iterable[LazyRecord], words: Words) -> Index:
    """Number the articles and tell each block's state by a fingerprint."""
    layout = lay_out(items)
    version = hashing.of_bytes(words.packed + code_version(INDEXING).encode())
    fingerprints = {
        name: fingerprint(block.base, block.numbers, (item.digest for item in block.items))
        for name, block in layout.blocks.items()
    }
    return Index(words, version, layout, fingerprints)


class IndexBuild:
    """Builds an index: begins early, in parallel with other work, and finishes when the site needs it."""

    def __init__(self, index: Index, build: Path, publisher: Publisher, pool: Pool) -> None:
        """Hand the changed blocks to the pool, or leave them to `finish` if there are few.

        Their terms are cached in a folder of `build`.
        """
        self._index = index
        self._shape = index.layout.slots, index.layout.buckets
        self._cache = build / CACHE
        self._publisher = publisher
        self._pool = pool
        self._words = pickle.dumps(index.words)
        code = code_version(INDEXING)
        self._groups = {name: list(text_groups(block, code)) for name, block in index.layout.blocks.items()}
        units = {group.unit: group.key for groups in self._groups.values() for group in groups}
        self._missing_texts = set(publisher.missing(units))
        self._last, notice = state.load(self._cache, index.version, self._shape)
        self.notices = [notice] if notice else []
        """Notices of damage to the cache."""
        self._begun = self._submit(self._changed())

    def finish(self) -> tuple[Manifest, int]:
        """Make what is missing of the search files; returns all of them, and how many blocks were indexed.

        Raises OSError.
        """
        done = self._indexed(self._changed(), self._begun)
        try:
            postings, positions = self._update(done) if self._last.postings else self._join(done)
        except _LostError:
            self._last = IndexState(self._index.version, self._shape)
            everything = list(self._index.layout.blocks)
            done = self._indexed(everything, self._submit(everything))
            postings, positions = self._join(done)
        counts = dict(self._last.counts)
        for each in done.values():
            for word, count in each.counts.items():
                counts[word] = counts.get(word, 0) + count
        now = IndexState(
            self._index.version,
            self._shape,
            dict(self._index.fingerprints),
            postings,
            positions,
            {word: count for word, count in counts.items() if count > 0},
        )
        manifest = self._index_manifest(postings, positions) | self._write_whole_files(now)
        state.save(self._cache, now)
        return manifest, len(done)

    def _index_manifest(self, postings: Sequence[str], positions: Sequence[str]) -> Manifest:
        """The files of postings, of positions and of texts."""
        manifest = Manifest()
        for folder, keys in zip(_FOLDERS, (postings, positions), strict=True):
            for number, key in enumerate(keys):
                manifest.keys[_unit(folder, number)] = key
                manifest.groups[_unit(folder, number)] = [_path(folder, number, key)]
        for groups in self._groups.values():
            for group in groups:
                manifest.keys[group.unit] = group.key
                manifest.groups[group.unit] = group.paths
        return manifest

    def _write_whole_files(self, now: IndexState) -> Manifest:
        """Write the files that depend on the whole archive, unless the site has them."""
        manifest = Manifest()
        for path, data in self._whole_files(now).items():
            manifest.keys[path] = hashing.of_bytes(data)
            if self._publisher.missing({path: manifest.keys[path]}):
                files.write(self._publisher.work_dir / path, data)
        return manifest

    def _changed(self) -> list[str]:
        """The blocks that are new, different or gone since the last run, or whose texts are missing."""
        now, before = self._index.fingerprints, self._last.blocks
        changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        for name, groups in self._groups.items():
            if any(group.unit in self._missing_texts for group in groups):
                changed.add(name)
        return sorted(changed)

    def _submit(self, names: Sequence[str]) -> dict[str, Future[Indexed]]:
        """Hand blocks to the pool, if there is enough to do for several workers."""
        blocks = self._index.layout.blocks
        count = sum(len(blocks[name].items) for name in names if name in blocks)
        if count <= INLINE_RECORDS or len(names) < 2 or not self._pool.shares_disk:
            return {}
        executor = self._pool.executor()
        return {name: executor.submit(index_block, self._task(name)) for name in names}

    def _indexed(self, names: Sequence[str], begun: Mapping[str, Future[Indexed]]) -> dict[str, Indexed]:
        """The blocks once they are indexed, in order of time."""
        done = {
            name: begun[name].result() if name in begun else index_block(self._task(name)) for name in names
        }
        self.notices += (each.notice for each in done.values() if each.notice)
        return done

    def _task(self, name: str) -> Task:
        block = self._index.layout.blocks.get(name)
        return Task(
            base=block.base if block else 0,
            numbers=block.numbers if block else (),
            records=[item.record() for item in block.items] if block else (),
            texts=[group for group in self._groups.get(name, ()) if group.unit in self._missing_texts],
            words=self._words,
            version=self._index.version,
            before=self._last.blocks.get(name, ""),
            buckets=self._index.layout.buckets,
            cache_file=self._cache / f"{name}{state.TERMS_SUFFIX}",
            out=self._publisher.work_dir,
        )

    def _join(self, done: Mapping[str, Indexed]) -> tuple[list[str], list[str]]:
        """Write all files of postings and of positions; returns their keys."""
        keys: tuple[list[str], list[str]] = [], []
        for side, count in enumerate(self._file_counts):
            blocks = _by_file(done, count)
            keys[side].extend(self._write(side, n, joined(_decoded(blocks[n]), side)) for n in range(count))
        return keys

    def _update(self, done: Mapping[str, Indexed]) -> tuple[list[str], list[str]]:
        """Write the files that the changed blocks touch; returns the keys of all. Raises _LostError."""
        if any(each.lost for each in done.values()):
            raise _LostError
        keys = list(self._last.postings), list(self._last.positions)
        for side, count in enumerate(self._file_counts):
            touched = _by_file(done, count)
            untouched = {
                _unit(_FOLDERS[side], n): key for n, key in enumerate(keys[side]) if n not in touched
            }
            if self._publisher.missing(untouched):
                raise _LostError
            for number, blocks in touched.items():
                data = self._standing(_path(_FOLDERS[side], number, keys[side][number]), keys[side][number])
                try:
                    data = updated(data, _decoded(blocks), side)
                except ValueError as error:
                    raise _LostError from error
                keys[side][number] = self._write(side, number, data)
        return keys

    @property
    def _file_counts(self) -> tuple[int, int]:
        return self._index.layout.buckets, self._index.layout.position_files

    def _standing(self, path: str, key: str) -> bytes:
        """A file as the site holds it. Raises _LostError where it isn't what its key says."""
        try:
            data = (self._publisher.site / path).read_bytes()
        except OSError as error:
            raise _LostError from error
        if hashing.of_bytes(data) != key:
            raise _LostError
        return data

    def _write(self, side: int, number: int, data: bytes) -> str:
        """Write a file, unless the site has it; returns its key."""
        key = hashing.of_bytes(data)
        if self._publisher.missing({_unit(_FOLDERS[side], number): key}):
            files.write_new(self._publisher.work_dir / _path(_FOLDERS[side], number, key), data)
        return key

    def _whole_files(self, now: IndexState) -> dict[str, bytes]:
        """The files that are made from the whole archive, by path: words, facets, spellings, start."""
        layout = self._index.layout
        facets = table(list(layout.blocks.values()))
        spellings = {
            name: (hashing.of_bytes(data)[:_SHORT], data) for name, data in spelling_files(now.counts).items()
        }
        start = {
            "slots": layout.slots,
            "days": DAYS,
            "months": MONTHS,
            "text_group": FILES_PER_GROUP,
            "key_digits": _SHORT,
            "spelling_files": SPELLING_FILES,
            "worth": [round(math.log(1 + weight) / math.log(12), 2) for weight in CLASSES],
            "articles": sum(len(block.items) for block in layout.blocks.values()),
            "table": hashing.of_bytes(facets)[: 2 * _SHORT],
            "ranges": any(item.until for block in layout.blocks.values() for item in block.items),
            "postings": "".join(key[:_SHORT] for key in now.postings),
            "positions": "".join(key[:_SHORT] for key in now.positions),
            "stories": stories(layout.blocks.values()),
            "spelling": {name: key for name, (key, _) in spellings.items()},
            "blocks": [
                [name, block.base, block.shift, {group.number: group.key for group in self._groups[name]}]
                for name, block in layout.blocks.items()
            ],
        }
        return {
            SEARCH_WORDS: self._index.words.packed,
            SEARCH_START: msgspec.json.encode(start),
            f"{SEARCH_INDEX}tabel-{start['table']}.json": facets,
            **{f"{SEARCH_INDEX}ejaan/{name}-{key}.json": data for name, (key, data) in spellings.items()},
        }


class _LostError(Exception):
    """The results of the last run can't be used."""


def _by_file(done: Mapping[str, Indexed], count: int) -> defaultdict[int, list[tuple[str, bytes]]]:
    """For each of `count` files the blocks that change it, with their packed changes."""
    found: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for name, each in done.items():
        for bucket, packed in each.buckets.items():
            # Both counts are powers of two, and the hash of a term is masked with either.
            found[bucket & (count - 1)].append((name, packed))
    return found


def _decoded(blocks: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Changes]]:
    return ((name, _CHANGES.decode(packed)) for name, packed in blocks)


def _unit(folder: str, number: int) -> str:
    """The name of a file in the manifest, whatever it holds."""
    return f"{SEARCH_INDEX}{folder}/{number}"


def _path(folder: str, number: int, key: str) -> str:
    """The path of the file in the site; it changes with the key."""
    return f"{SEARCH_INDEX}{folder}/{number}-{key[:_SHORT]}.json"
