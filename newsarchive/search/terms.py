"""Find the terms of each article with weights, forms and positions, and keep them for the next build."""

import math
from bisect import bisect
from collections.abc import Mapping, Sequence
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
_CLASS_DIGITS = "".join(str(number) for number in range(len(CLASSES)))
_FORM = 2
"""Characters of a form code."""
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


class _Found(msgspec.Struct, gc=False):
    """What was found of one term in one record."""

    weight: float
    forms: str
    """Two characters each; one that was met several times may stand here several times."""
    positions: str
    """Numbers in ascending order, joined by dots."""


class _Finder:
    """Finds the terms of records that have many names in common."""

    def __init__(self, words: Words) -> None:
        self._words = words
        # Thousands of articles name the same facility.
        self._terms_of_name = cache(self._terms_of)
        self._meanings = _Meanings(words)

    def terms(self, record: Record) -> RecordTerms:
        """The terms of one record."""
        body = plain_text(record.body)
        found: dict[str, _Found] = {}
        words: dict[str, None] = {}
        position, length = 0, 0
        for text, field in ((record.title, "title"), (record.summary, "summary"), (body, "body")):
            # A word counts once in the title, however often it occurs there.
            weight = 0 if field == "title" else FIELDS[field]
            count = self._add(found, words, text, weight, position)
            position += count + _GAP
            length += count if field != "title" else 0
            if field == "title":
                for each in found.values():
                    each.weight = FIELDS["title"]
                in_title = frozenset(found)
        named: dict[str, str] = {}
        for label in record.labels:
            # Has the weight of a name, but doesn't occur in the article.
            named.update(dict.fromkeys(self._terms_of_name(label)[0], ""))
        for name in record.names:
            terms, folded = self._terms_of_name(name)
            named.update(terms)
            words |= folded
        # Several forms of a name count once.
        for term, form in named.items():
            each = found.setdefault(term, _Found(0, "", ""))
            each.weight += 0 if term in in_title else FIELDS["names"]
            each.forms += form
        words.pop("", None)
        return _as_columns(record.digest, f"{record.summary} {body}".strip(), found, length, list(words))

    def _add(
        self, found: dict[str, _Found], words: dict[str, None], text: str, weight: float, start: int
    ) -> int:
        """Add the words of a text; returns their number."""
        tokens = self._words.tokens(text)
        for position, token in enumerate(tokens, start):
            terms, form, folded = self._meanings[token]
            words[folded] = None
            for term in terms:
                each = found.get(term)
                if each is None:
                    found[term] = _Found(weight, form, f"{position}")
                else:
                    each.weight += weight
                    each.positions = f"{each.positions}.{position}"
                    if each.forms != form:
                        each.forms += form
        return len(tokens)

    def _terms_of(self, name: str) -> tuple[dict[str, str], dict[str, None]]:
        """The terms of a name, each with the form that it has there, and its words."""
        meanings = [self._meanings[token] for token in self._words.tokens(name)]
        terms = {term: form for terms, form, _ in meanings for term in terms}
        return terms, {folded: None for _, _, folded in meanings}


def _as_columns(
    digest: bytes, text: str, found: Mapping[str, _Found], length: int, words: list[str]
) -> RecordTerms:
    scale = 0.5 + 0.5 * length / _USUAL_LENGTH
    bounds = [bound * scale for bound in _BOUNDS]
    entries = found.values()
    classes = "".join([_CLASS_DIGITS[bisect(bounds, each.weight)] for each in entries])
    forms = [each.forms if len(each.forms) <= _FORM else _distinct(each.forms) for each in entries]
    positions = [each.positions for each in entries]
    return RecordTerms(digest, text, list(found), classes, forms, positions, words)


def _distinct(forms: str) -> str:
    return "".join(sorted({forms[at : at + _FORM] for at in range(0, len(forms), _FORM)}))


class _Meanings(dict[tuple[str, str], tuple[tuple[str, ...], str, str]]):
    """For each word met so far, as written and with its token: its terms, its form, and the word folded.

    There are several terms if other terms find the word too, none if it belongs to the unit before it. What
    holds digits can't be misspelt: it is folded to nothing.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, word_and_token: tuple[str, str]) -> tuple[tuple[str, ...], str, str]:
        word, token = word_and_token
        folded = self._words.key(word)
        terms = tuple(dict.fromkeys(term for term in token.split("-") if term != CONTINUATION))
        form = form_code(self._words.base(word), folded)
        self[word_and_token] = terms, form, folded if folded.isalpha() else ""
        return self[word_and_token]
