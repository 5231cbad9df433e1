"""Gather the terms of a block by word, as the files that a browser loads for a word.

A bucket file holds, for each of its terms and each block where it occurs, a posting list
`[numbers, classes, forms]`: the articles' numbers, each less the one before it (the first less the block's
base), one digit for each article's weight, and the articles' form codes joined by dots. A file of positions
beside it holds, for the same terms and blocks, the positions in each article joined by semicolons; only
phrases ask for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

import msgspec

from newsarchive.search.terms import BlockTerms, fnv

Lists = dict[str, tuple[bytes, bytes]]
"""For each term its posting list and its positions in one block, both as JSON."""
Changes = dict[str, tuple[bytes, bytes] | None]
"""For each term that changed in a block its new posting list and positions; None where it has gone."""
Bucket = dict[str, dict[str, msgspec.Raw]]
"""A file of the index: for each term, by the block's name, its posting list or its positions."""

_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(Bucket).decode


@lru_cache(maxsize=1 << 20)
def bucket_of(term: str, buckets: int) -> int:
    """Which of so many files (a power of two) holds the term."""
    return fnv(term) & (buckets - 1)


def posting_lists(block: BlockTerms, base: int) -> Lists:
    """The posting lists and positions of one block."""
    own: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for number, record in zip(block.numbers, block.records, strict=True):
        entries = zip(record.terms, record.classes, record.forms, record.positions, strict=True)
        for term, weight, form, positions in entries:
            own[term].append((number, weight, form, positions))
    lists: Lists = {}
    for term, postings in own.items():
        numbers, classes, forms, positions_ = zip(*postings, strict=True)
        steps = [numbers[0] - base, *(second - first for first, second in pairwise(numbers))]
        lists[term] = (_ENCODE([steps, "".join(classes), ".".join(forms)]), _ENCODE(";".join(positions_)))
    return lists


def changed(before: Lists, now: Lists) -> Changes:
    """The terms whose lists differ."""
    new: Changes = {term: pair for term, pair in now.items() if before.get(term) != pair}
    return new | dict.fromkeys(before.keys() - now.keys())


def by_bucket(changes: Changes, buckets: int) -> dict[int, Changes]:
    """The changes of a block, dealt out to the files that hold their terms."""
    dealt: defaultdict[int, Changes] = defaultdict(dict)
    for term, pair in changes.items():
        dealt[bucket_of(term, buckets)][term] = pair
    return dealt


def joined(blocks: Iterable[tuple[str, Changes]]) -> tuple[bytes, bytes]:
    """A bucket's two files, from the lists of its terms in each block (in order of time)."""
    postings: Bucket = {}
    positions: Bucket = {}
    for name, lists in blocks:
        for term, pair in lists.items():
            own, places = pair or (b"", b"")
            postings.setdefault(term, {})[name] = msgspec.Raw(own)
            positions.setdefault(term, {})[name] = msgspec.Raw(places)
    return packed(postings), packed(positions)


def updated(data: bytes, block: str, changes: Mapping[str, bytes | None]) -> bytes:
    """A bucket's file with other lists for some terms of one block. Raises ValueError for another file."""
    bucket = _DECODE(data)
    for term, own in changes.items():
        lists = bucket.setdefault(term, {})
        if own is None:
            lists.pop(block, None)
        else:
            lists[block] = msgspec.Raw(own)
        if not lists:
            del bucket[term]
    return packed(bucket)


def packed(bucket: Bucket) -> bytes:
    """The file: terms in order, and for each its blocks in order."""
    return _ENCODE({term: dict(sorted(bucket[term].items())) for term in sorted(bucket)})
