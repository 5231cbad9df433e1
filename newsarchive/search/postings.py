"""Gather the terms of a block by word, as the files that a browser loads for a word.

A bucket holds, for each of its terms and each block where it occurs, a posting list `[numbers, classes,
forms]`: the articles' numbers, each less the one before it (the first less the block's base), one digit for
each article's weight, and the articles' form codes joined by dots. A file of positions holds, for the terms
of some buckets, the positions in each article joined by semicolons; only phrases ask for it.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from functools import lru_cache
from itertools import pairwise

import msgspec

from newsarchive.search.terms import BlockTerms, fnv

Pair = tuple[bytes, bytes]
"""A term's posting list and its positions in one block, both as JSON."""
POSTINGS, POSITIONS = 0, 1
Lists = dict[str, Pair]
"""The lists of one block by term."""
Changes = dict[str, Pair | None]
"""For each term that changed in a block its new lists; None where it has gone."""
Bucket = dict[str, dict[str, msgspec.Raw]]
"""A file of the index: for each term, by the block's name, its posting list or its positions."""

_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(Bucket).decode


@lru_cache(maxsize=1 << 20)
def bucket_of(term: str, buckets: int) -> int:
    """The number of the file that holds the term; `buckets` is a power of two."""
    return fnv(term) & (buckets - 1)


def posting_lists(block: BlockTerms, base: int, wanted: Container[str] | None = None) -> Lists:
    """The posting lists and positions of one block: of the terms that are wanted, or of all."""
    own: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for number, record in zip(block.numbers, block.records, strict=True):
        entries = zip(record.terms, record.classes, record.forms, record.positions, strict=True)
        for term, weight, form, positions in entries:
            if wanted is None or term in wanted:
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
    """The changes of a block, by the file that holds their terms."""
    dealt: defaultdict[int, Changes] = defaultdict(dict)
    for term, pair in changes.items():
        dealt[bucket_of(term, buckets)][term] = pair
    return dealt


def joined(blocks: Iterable[tuple[str, Changes]], side: int) -> bytes:
    """A file of posting lists or of positions, from the lists of its terms in each block."""
    bucket: Bucket = {}
    for name, lists in blocks:
        for term, pair in lists.items():
            if pair:
                bucket.setdefault(term, {})[name] = msgspec.Raw(pair[side])
    return packed(bucket)


def updated(data: bytes, blocks: Iterable[tuple[str, Changes]], side: int) -> bytes:
    """Such a file after changes of its terms in some blocks. Raises ValueError for another file."""
    bucket = _DECODE(data)
    for name, changes in blocks:
        for term, pair in changes.items():
            lists = bucket.setdefault(term, {})
            if pair:
                lists[name] = msgspec.Raw(pair[side])
            else:
                lists.pop(name, None)
            if not lists:
                del bucket[term]
    return packed(bucket)


def packed(bucket: Bucket) -> bytes:
    """The file: terms in order, and for each its blocks in order."""
    return _ENCODE({term: dict(sorted(bucket[term].items())) for term in sorted(bucket)})
