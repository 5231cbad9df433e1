"""Weigh the tokens of records for the index, and cache the weights of each segment."""

import math
from array import array
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import msgspec

from newsarchive import hashing
from newsarchive.content.words.load import CONTINUATION
from newsarchive.markdown.plain_text import plain_text
from newsarchive.output import files
from newsarchive.search.records import Record

FIELDS = {"title": 8.0, "names": 4.0, "summary": 2.0, "body": 1.0}
"""The weight of one occurrence in each part of a record."""
WEIGHT_CLASSES = (1.05, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0)
"""The weights that the index can hold: few, so that postings stay small; the first is Pagefind's default."""
_CLASS_BOUNDS = [math.sqrt(one * other) for one, other in pairwise(WEIGHT_CLASSES)]
"""Bounds between two classes: the geometric mean of their weights."""
NAMING = 1.9
"""A word of a term's name scores at least this much in Pagefind, a word of its description less."""
_TYPICAL_LENGTH = 300
"""Words in a text of ordinary length."""
_CHECKSUM = 16


class Words(Protocol):
    """What makes canonical tokens of a text: each word in its order, with its token."""

    def tokens(self, text: str) -> list[tuple[str, str]]: ...


class RecordTerms(msgspec.Struct, array_like=True):
    """What the index takes from a record; tokens are stored as indexes into `SegmentTerms.tokens`."""

    digest: bytes
    text: str
    """Its body as plain text."""
    token_arrays: list[bytes]
    """Its tokens by weight class, as raw arrays, because decoding a million integers one by one is slow."""
    spelled: dict[int, str]
    """Tokens that aren't spelt as a word, each with the first word that it stands for."""
    names: list[list[int]]
    """The tokens of its title and of each other name; none for articles, which nobody looks up by name."""

    @property
    def tokens(self) -> list[memoryview]:
        """Its tokens by weight class."""
        return [memoryview(each).cast("I") for each in self.token_arrays]


class SegmentTerms(msgspec.Struct, array_like=True):
    """The weighed tokens of a segment's records, in the order of the records."""

    tokens: list[str]
    """Every token of the segment, once."""
    records: list[RecordTerms]


_CACHED = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])
"""The version, and the terms undecoded, since another version may have another form."""
_TERMS = msgspec.msgpack.Decoder(SegmentTerms)


def load_or_compute(
    records: Sequence[Record], words: Words, cache_file: Path, version: str
) -> tuple[SegmentTerms, str]:
    """The terms of the records, and a notice if `cache_file`, which holds those of the last run, is damaged.

    `version` stands for the code and the table of words. Only records that the cache lacks are computed; the
    cache is then rewritten, unless the disk refuses.
    """
    last, notice = _load(cache_file, version)
    known = {each.digest: each for each in last.records}
    # Tokens that no record has any more stay until the version changes: renumbering takes longer.
    weigher = _TermWeigher(words, last.tokens)
    found = [known.get(record.digest) or weigher.weigh(record) for record in records]
    terms = SegmentTerms(weigher.tokens, found)
    if known.keys() != {each.digest for each in found}:
        packed = msgspec.msgpack.encode((version, terms))
        with suppress(OSError):
            files.write(cache_file, hashing.checksum(packed, _CHECKSUM) + packed)
    return terms, notice


def _load(cache_file: Path, version: str) -> tuple[SegmentTerms, str]:
    nothing = SegmentTerms([], [])
    try:
        data = cache_file.read_bytes()
    except FileNotFoundError:
        return nothing, ""
    except OSError as error:
        return nothing, f"{cache_file.name}: {error}"
    packed = memoryview(data)[_CHECKSUM:]
    if data[:_CHECKSUM] != hashing.checksum(packed, _CHECKSUM):
        return nothing, f"{cache_file.name}: checksum"
    try:
        written, terms = _CACHED.decode(packed)
        return _TERMS.decode(terms) if written == version else nothing, ""
    except msgspec.DecodeError as error:
        return nothing, f"{cache_file.name}: {error}"


class _TermWeigher:
    """Weighs the tokens of records that share many names."""

    def __init__(self, words: Words, tokens: Sequence[str]) -> None:
        self._words = words
        self._indexes = {token: number for number, token in enumerate(tokens)}
        # Thousands of articles name the same facility.
        self._tokens_of_name = cache(self._tokens_of)
        self._unit_tokens = _UnitTokens()

    def weigh(self, record: Record) -> RecordTerms:
        """The terms of one record."""
        is_article = record.kind == "article"
        text = plain_text(record.body) if is_article else record.body
        weights: defaultdict[str, float] = defaultdict(float)
        spelled: dict[str, str] = {}
        title = self._tokens_of(record.title)
        for token in title:
            weights[token] += FIELDS["title"]
        total = self._add(weights, spelled, record.summary, FIELDS["summary"])
        total += self._add(weights, spelled, text, FIELDS["body"])
        others = [self._tokens_of_name(name) for name in record.names]
        # Several spellings of one name count once.
        name_weight = FIELDS["names" if is_article else "title"]
        for token in set().union(*others) - title:
            weights[token] += name_weight
        length = 0.5 + 0.5 * total / _TYPICAL_LENGTH if is_article else 1
        tokens = [array("I") for _ in WEIGHT_CLASSES]
        for token, weight in weights.items():
            tokens[bisect(_CLASS_BOUNDS, weight / length)].append(self._index(token))
        spelled_by_index = {self._index(token): word for token, word in spelled.items()}
        names = [] if is_article else [[self._index(token) for token in name] for name in (title, *others)]
        return RecordTerms(record.digest, text, [each.tobytes() for each in tokens], spelled_by_index, names)

    @property
    def tokens(self) -> list[str]:
        """All tokens so far, in the order of their indexes."""
        return list(self._indexes)

    def _index(self, token: str) -> int:
        return self._indexes.setdefault(token, len(self._indexes))

    def _add(
        self, weights: defaultdict[str, float], spelled: dict[str, str], text: str, weight: float
    ) -> int:
        found = self._words.tokens(text)
        for (word, units), times in Counter(found).items():
            tokens = self._unit_tokens[units]
            for token in tokens:
                weights[token] += weight * times
            if word != units and tokens == (units,) and (lower := word.lower()) != units:
                spelled.setdefault(units, lower)
        return len(found)

    def _tokens_of(self, name: str) -> Set[str]:
        return {token for _, units in self._words.tokens(name) for token in self._unit_tokens[units]}


class _UnitTokens(dict[str, tuple[str, ...]]):
    """The tokens that find a word: several where it has synonyms, none where it continues a phrase."""

    def __missing__(self, units: str) -> tuple[str, ...]:
        tokens = self[units] = tuple(token for token in units.split("-") if token != CONTINUATION)
        return tokens
