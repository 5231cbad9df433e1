"""Find the terms of each article with weights, forms and positions, and keep them for the next build."""

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from newsarchive.content.words.engine import CONTINUATION, DIGITS, Words
from newsarchive.markdown.plain_text import plain_text
from newsarchive.output import files
from newsarchive.search.records import Record

FIELDS = {"title": 8.0, "names": 4.0, "summary": 2.0, "body": 1.0}
"""The weight of one occurrence in each part of a record."""
CLASSES = (1.05, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0)
"""The classes of weights: a digit gives the class of a word in an article."""
_BOUNDS = [math.sqrt(one * other) for one, other in pairwise(CLASSES)]
"""The bounds between classes: geometric means."""
_USUAL_LENGTH = 300
"""Words in a text of ordinary length."""
_GAP = 8
"""Positions left free between two parts of a record, so that no phrase spans both."""


class RecordTerms(msgspec.Struct, array_like=True):
    """The terms of one record; the lists run side by side, one entry a term."""

    digest: bytes
    text: str
    """Its summary and body as plain text."""
    terms: list[str]
    """Canonical tokens, see `content.words`."""
    classes: str
    """One digit a term: the index of its weight in `CLASSES`."""
    forms: list[str]
    """The words by which the term occurs here: two characters each, for its base and for the word itself."""
    positions: list[str]
    """Where: numbers joined by dots; empty for a term that occurs in names only."""
    words: list[str]
    """Every word as typed, folded: what a reader may have meant to type."""


class _Kept(msgspec.Struct, array_like=True):
    """The terms of a block's records as the last build found them, with the numbers that they had."""

    version: str
    numbers: list[int]
    records: list[RecordTerms]


_KEPT = msgspec.msgpack.Decoder(_Kept)


class BlockTerms(msgspec.Struct):
    """The records of a block with their numbers."""

    numbers: list[int]
    records: list[RecordTerms]


def load_or_compute(
    numbers: Sequence[int], records: Sequence[Record], words: Words, cache_file: Path, version: str
) -> tuple[BlockTerms, BlockTerms, str]:
    """The terms of the records now and at the last build, and a notice if `cache_file` is damaged.

    `version` covers the code and the words: terms of another version are ignored. The file is written again;
    if the disk refuses, only time is lost.
    """
    last, notice = _load(cache_file, version)
    known = {each.digest: each for each in last.records}
    finder = _Finder(words)
    now = BlockTerms(list(numbers), [known.get(each.digest) or finder.terms(each) for each in records])
    packed = msgspec.msgpack.encode(_Kept(version, now.numbers, now.records))
    with suppress(OSError):
        files.write(cache_file, files.sealed(packed))
    return now, last, notice


def _load(cache_file: Path, version: str) -> tuple[BlockTerms, str]:
    nothing = BlockTerms([], [])
    packed, notice = files.read_sealed(cache_file)
    if packed is None:
        return nothing, notice
    try:
        kept = _KEPT.decode(packed)
    except msgspec.DecodeError:
        # Another version wrote it in another form.
        return nothing, ""
    return (BlockTerms(kept.numbers, kept.records) if kept.version == version else nothing), ""


def form_code(base: str, word: str) -> str:
    """Two characters for a word and its base: equal for equal words, and hardly ever for others."""
    return DIGITS[fnv(base) & 63] + DIGITS[fnv(word) & 63]


@cache
def fnv(text: str) -> int:
    """The FNV-1a hash of a text in UTF-8, 32 bits, which the browser computes too."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


class _Found:
    """What was found of one term in one record."""

    __slots__ = ("forms", "positions", "weight")

    def __init__(self) -> None:
        self.weight = 0.0
        self.forms: dict[str, None] = {}
        self.positions: list[int] = []


class _Finder:
    """Finds the terms of records that have many names in common."""

    def __init__(self, words: Words) -> None:
        self._words = words
        # Thousands of articles name the same facility.
        self._terms_of_name = cache(self._terms_of)
        self._words_of_name = cache(self._words_of)
        self._meaning = _Meaning(words)

    def terms(self, record: Record) -> RecordTerms:
        """The terms of one record."""
        body = plain_text(record.body)
        found: defaultdict[str, _Found] = defaultdict(_Found)
        words: dict[str, None] = {}
        position, length = 0, 0
        for text, field in ((record.title, "title"), (record.summary, "summary"), (body, "body")):
            # A word counts once in the title, however often it occurs there.
            weight = 0 if field == "title" else FIELDS[field]
            count = self._add(found, words, text, weight, position)
            position += count + _GAP
            length += count if field != "title" else 0
        in_title = self._terms_of(record.title).keys()
        for term in in_title:
            found[term].weight += FIELDS["title"]
        named: dict[str, str] = {}
        for label in record.labels:
            # Has the weight of a name, but doesn't occur in the article.
            named.update(dict.fromkeys(self._terms_of_name(label), ""))
        for name in record.names:
            named.update(self._terms_of_name(name))
            words.update(self._words_of_name(name))
        # Several forms of a name count once.
        for term, form in named.items():
            each = found[term]
            if form:
                each.forms.setdefault(form)
            each.weight += 0 if term in in_title else FIELDS["names"]
        scale = 0.5 + 0.5 * length / _USUAL_LENGTH
        ordered = sorted(found)
        return RecordTerms(
            record.digest,
            f"{record.summary} {body}".strip(),
            ordered,
            "".join(str(bisect(_BOUNDS, found[term].weight / scale)) for term in ordered),
            ["".join(sorted(found[term].forms)) for term in ordered],
            [".".join(map(str, sorted(found[term].positions))) for term in ordered],
            sorted(words),
        )

    def _add(
        self, found: defaultdict[str, _Found], words: dict[str, None], text: str, weight: float, start: int
    ) -> int:
        """Add the words of a text; returns their number."""
        tokens = self._words.tokens(text)
        where: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for position, token in enumerate(tokens, start):
            where[token].append(position)
        for (word, units), positions in where.items():
            form, folded = self._meaning.form(word)
            if folded.isalpha():
                words.setdefault(folded)
            for term in self._meaning.terms(units):
                each = found[term]
                each.weight += weight * len(positions)
                each.forms.setdefault(form)
                each.positions += positions
        return len(tokens)

    def _words_of(self, name: str) -> dict[str, None]:
        folded = (self._meaning.form(word)[1] for word, _ in self._words.tokens(name))
        return {word: None for word in folded if word.isalpha()}

    def _terms_of(self, name: str) -> dict[str, str]:
        """The terms of a name, each with the form that it has there."""
        return {
            term: self._meaning.form(word)[0]
            for word, units in self._words.tokens(name)
            for term in self._meaning.terms(units)
        }


class _Meaning:
    """The terms and the form of words, looked up once for each."""

    def __init__(self, words: Words) -> None:
        self.terms = cache(self._terms)
        self.form = cache(self._form)
        self._words = words

    @staticmethod
    def _terms(units: str) -> tuple[str, ...]:
        """Several if other terms find the word too, none if it belongs to the unit before it."""
        return tuple(dict.fromkeys(term for term in units.split("-") if term != CONTINUATION))

    def _form(self, word: str) -> tuple[str, str]:
        """The form code of a word, and the word folded."""
        folded = self._words.key(word)
        return form_code(self._words.base(folded), folded), folded
