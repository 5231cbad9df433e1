"""Count the tokens of records, as the index weighs them, and keep the counts of each segment."""

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
"""What one occurrence counts in each part of a record."""
CLASSES = (1.05, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0)
"""The weights that are told apart, few, to take little room; the first is what Pagefind takes for granted."""
_BOUNDS = [math.sqrt(one * other) for one, other in pairwise(CLASSES)]
"""Where one weight becomes the next, as ratios go."""
NAMING = 1.9
"""A word of a term's name scores at least this much in Pagefind, a word of its description less."""
_LENGTH = 300
"""Words in a text of ordinary length."""
_CHECKSUM = 16


class Words(Protocol):
    """What makes canonical tokens of a text: each word in its order, with its token."""

    def tokens(self, text: str) -> list[tuple[str, str]]: ...


class RecordTerms(msgspec.Struct, array_like=True):
    """What the index takes from a record; tokens stand for themselves by their numbers in `Counts`."""

    digest: bytes
    text: str
    """Its body as plain text."""
    packed: list[bytes]
    """Its tokens by the class of their weight, packed: a million numbers one by one take long to read."""
    spelled: dict[int, str]
    """Tokens that are no words, each with the word that it stood for first."""
    names: list[list[int]]
    """The tokens of its title and of each other name; of articles, which are never sought by name, none."""

    @property
    def tokens(self) -> list[memoryview]:
        """Its tokens by the class of their weight."""
        return [memoryview(each).cast("I") for each in self.packed]


class Counts(msgspec.Struct, array_like=True):
    """What was counted for the records of a segment, in their order."""

    tokens: list[str]
    """By their numbers."""
    records: list[RecordTerms]


_KEPT = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])
"""The version and, not yet looked into, since another version may have another form, the counts."""
_COUNTS = msgspec.msgpack.Decoder(Counts)


def counted(records: Sequence[Record], words: Words, kept: Path, version: str) -> tuple[Counts, str]:
    """The counts of records, and a notice if the file `kept`, which holds the last ones, is damaged.

    `version` stands for the code and the words. Only records that aren't there are counted; the file is
    then written anew, unless the disk refuses.
    """
    last, notice = _load(kept, version)
    known = {each.digest: each for each in last.records}
    # Tokens that no record has any more stay, until the version is new: to number all anew takes longer.
    counting = _Counting(words, last.tokens)
    found = [known.get(record.digest) or counting.count(record) for record in records]
    counts = Counts(counting.tokens, found)
    if known.keys() != {each.digest for each in found}:
        packed = msgspec.msgpack.encode((version, counts))
        with suppress(OSError):
            files.write(kept, hashing.checksum(packed, _CHECKSUM) + packed)
    return counts, notice


def _load(kept: Path, version: str) -> tuple[Counts, str]:
    nothing = Counts([], [])
    try:
        data = kept.read_bytes()
    except FileNotFoundError:
        return nothing, ""
    except OSError as error:
        return nothing, f"{kept.name}: {error}"
    packed = memoryview(data)[_CHECKSUM:]
    if data[:_CHECKSUM] != hashing.checksum(packed, _CHECKSUM):
        return nothing, f"{kept.name}: checksum"
    try:
        written, counts = _KEPT.decode(packed)
        return _COUNTS.decode(counts) if written == version else nothing, ""
    except msgspec.DecodeError as error:
        return nothing, f"{kept.name}: {error}"


class _Counting:
    """Counts the tokens of records that have many names in common."""

    def __init__(self, words: Words, tokens: Sequence[str]) -> None:
        self._words = words
        self._numbers = {token: number for number, token in enumerate(tokens)}
        # Thousands of articles name the same facility.
        self._tokens_of_name = cache(self._tokens_of)
        self._split = _Split()

    def count(self, record: Record) -> RecordTerms:
        """The tokens of a record."""
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
        # A name that is said in several ways doesn't count several times.
        heavy = FIELDS["names" if is_article else "title"]
        for token in set().union(*others) - title:
            weights[token] += heavy
        length = 0.5 + 0.5 * total / _LENGTH if is_article else 1
        tokens = [array("I") for _ in CLASSES]
        for token, weight in weights.items():
            tokens[bisect(_BOUNDS, weight / length)].append(self._number(token))
        stood_for = {self._number(token): word for token, word in spelled.items()}
        names = [] if is_article else [[self._number(token) for token in name] for name in (title, *others)]
        return RecordTerms(record.digest, text, [each.tobytes() for each in tokens], stood_for, names)

    @property
    def tokens(self) -> list[str]:
        """All tokens so far, by their numbers."""
        return list(self._numbers)

    def _number(self, token: str) -> int:
        return self._numbers.setdefault(token, len(self._numbers))

    def _add(
        self, weights: defaultdict[str, float], spelled: dict[str, str], text: str, weight: float
    ) -> int:
        found = self._words.tokens(text)
        for (word, units), times in Counter(found).items():
            tokens = self._split[units]
            for token in tokens:
                weights[token] += weight * times
            if word != units and tokens == (units,) and (lower := word.lower()) != units:
                spelled.setdefault(units, lower)
        return len(found)

    def _tokens_of(self, name: str) -> Set[str]:
        return {token for _, units in self._words.tokens(name) for token in self._split[units]}


class _Split(dict[str, tuple[str, ...]]):
    """The tokens of a word: several where others find it too, none where it belongs to the unit before it."""

    def __missing__(self, units: str) -> tuple[str, ...]:
        tokens = self[units] = tuple(token for token in units.split("-") if token != CONTINUATION)
        return tokens
