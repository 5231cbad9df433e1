"""Index one block of articles, in this or another process: its terms, texts and changed postings."""

import pickle
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from newsarchive.content.words.load import Words
from newsarchive.output import files
from newsarchive.runtime import gc_paused
from newsarchive.search.layout import TextGroup, fingerprint
from newsarchive.search.postings import by_bucket, changed, posting_lists
from newsarchive.search.records import Record
from newsarchive.search.tables import texts
from newsarchive.search.terms import BlockTerms, load_or_compute


class Task(NamedTuple):
    """A block to index."""

    base: int
    numbers: Sequence[int]
    records: Sequence[Record]
    texts: Sequence[TextGroup]
    """The groups of texts to be written."""
    words: bytes
    """The words of the archive, pickled."""
    version: str
    before: str
    """The block's fingerprint at the last run; empty where it is new."""
    buckets: int
    cache_file: Path
    out: Path
    """The folder that the site's new files are written to."""


class Indexed(NamedTuple):
    """The result for a block."""

    buckets: dict[int, bytes]
    """By bucket the packed `postings.Changes`."""
    counts: dict[str, int]
    """For each word, how many more articles contain it."""
    lost: bool
    """Whether the terms of the last run are lost, so that the changes can't be told."""
    notice: str
    """A notice of damage to the cache."""


@gc_paused()
def index_block(task: Task) -> Indexed:
    """Find the block's terms, write its missing texts, and return what changed. Raises OSError."""
    words = _unpacked(task.words)
    now, last, notice = load_or_compute(task.numbers, task.records, words, task.cache_file, task.version)
    lost = bool(task.before) and task.before != _fingerprint(task.base, last)
    if lost or not task.before:
        last = BlockTerms([], [])
    for group in task.texts:
        for path, positions in zip(group.paths, group.files.values(), strict=True):
            shown = [(now.numbers[i], task.records[i], now.records[i].text) for i in positions]
            files.write_new(task.out / path, texts(shown))
    wanted = _touched(last, now) if last.records else None
    changes = changed(posting_lists(last, task.base, wanted), posting_lists(now, task.base, wanted))
    counts: Counter[str] = Counter()
    for record in now.records:
        counts.update(record.words)
    for record in last.records:
        counts.subtract(record.words)
    packed = {n: msgspec.msgpack.encode(each) for n, each in by_bucket(changes, task.buckets).items()}
    return Indexed(packed, {word: count for word, count in counts.items() if count}, lost, notice)


def preload() -> None:
    """Called in a worker that will be needed: importing this module has loaded all that it takes."""


def _touched(last: BlockTerms, now: BlockTerms) -> set[str]:
    """The terms of records that are in one of the two only; the lists of all other terms are unchanged."""
    states = [
        {(number, each.digest): each for number, each in zip(block.numbers, block.records, strict=True)}
        for block in (last, now)
    ]
    differing = states[0].keys() ^ states[1].keys()
    return {term for state in states for key in differing & state.keys() for term in state[key].terms}


def _fingerprint(base: int, block: BlockTerms) -> str:
    return fingerprint(base, block.numbers, (record.digest for record in block.records))


@lru_cache(maxsize=1)
def _unpacked(words: bytes) -> Words:
    """The words of a build, one object for each process: it caches the words of earlier blocks."""
    found = pickle.loads(words)  # noqa: S301 -- ours, from the process that began this one
    assert isinstance(found, Words)
    return found
