"""Turns text into words and their canonical tokens, as docs/assets/words.js does from the same table."""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from newsarchive.content.words import rules
from newsarchive.content.words.rules import Stems, stem

CONTINUATION = "ω"
"""The token of a word that belongs to the unit begun by a word before it; no query ever asks for it."""

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""What six bits are written with in the index."""

# Spelled out, since Python and JavaScript have different ideas of what \w is.
_LETTERS = (
    "0-9A-Za-zª\u00adµº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u167f\u1681-\u1fff\u200c\u200d\u2060\u2c00-\u2dff\u3005-\ud7ff"
    "\uf900-\ufdff\ufe70-\ufefe\uff10-\uff5a"
)
_QUOTES = "'’ʼ‘`´"
_WORD = re.compile(
    r"([Rr][Pp](?=\.?[0-9])|[A-Za-z](?:\.[A-Za-z]{1,4})+(?![" + _LETTERS + r"])|[0-9]+(?:[.,:][0-9]+)+"
    rf"|[{_LETTERS}]+(?:[{_QUOTES}][{_LETTERS}]+)*)"
)
_HYPHENS = frozenset("-\u2010\u2011")
# What a hyphen joins to abbreviations, names and numbers: se-Indonesia, ke-80, di-PHK, WBP-nya.
_PREFIXES = frozenset(("ber", "di", "ke", "me", "mem", "men", "meng", "se", "ter"))
_CLITICS = frozenset(("kah", "lah", "nya", "pun"))
_JOINED = re.compile(f"[{''.join(sorted(_HYPHENS))}]")
_NOT_IN_KEY = re.compile(rf"[^{_LETTERS}]|[\u00ad\u0300-\u036f\u02bc\u200c\u200d\u2060]")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_NUMBER_MARKS = re.compile(r"[.,:]")
# Between two words of one phrase: blanks, one line break, hyphens; a dot where the first is an abbreviation.
_GAP = re.compile("[ \t\r\u00a0\u2010\u2011-]*\n?[ \t\r\u00a0\u2010\u2011-]*")
_GAP_AFTER_SHORT = re.compile("\\.[ \u00a0]?")
_SHORT = 3
_ROOT = re.compile(r"[a-z]+")


class Phrase(NamedTuple):
    """Words that are one unit: what to look for, and the tokens in their place.

    An element is a token; with `=` in front it is a word as written (its key).
    """

    elements: tuple[str, ...]
    tokens: tuple[str, ...]


def key(word: str) -> str:
    """The word as the tables have it: lower case, without accents, marks and the dots of an abbreviation.

    What a hyphen joins to it is cut off: *wbp* for *WBP-nya*, *80* for *ke-80*.
    """
    if not word.isalnum():
        word = _without_joined(word)
    if word[0] in "0123456789" and _NUMBER_MARKS.search(word):
        return _NUMBER_MARKS.sub("" if _THOUSANDS.fullmatch(word) else "d", word)
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
    return word.lower() if word.isalnum() and word.isascii() else _NOT_IN_KEY.sub("", word).lower()


def split(text: str) -> list[str]:
    """The words of the text as written."""
    return _parts(text)[1::2]


def _parts(text: str) -> list[str]:
    """The words of the text, at odd places, and what stands between them."""
    parts = _WORD.split(unicodedata.normalize("NFC", text))
    if not _HYPHENS.isdisjoint(parts[2:-1:2]):
        for gap in range(len(parts) - 3, 0, -2):
            if parts[gap] in _HYPHENS and _is_joined(parts[gap - 1], parts[gap + 1]):
                parts[gap - 1 : gap + 2] = ["".join(parts[gap - 1 : gap + 2])]
    return parts


def _is_joined(word: str, following: str) -> bool:
    """Whether one of two words with a hyphen between them is but an affix of the other."""
    return word.lower() in _PREFIXES or following.lower() in _CLITICS


def _without_joined(word: str) -> str:
    """The word without the affixes that a hyphen joins to it."""
    parts = _JOINED.split(word)
    while len(parts) > 1 and parts[0].lower() in _PREFIXES:
        del parts[0]
    while len(parts) > 1 and parts[-1].lower() in _CLITICS:
        del parts[-1]
    return "".join(parts)


class _Tokens(dict[str, str]):
    """The token of each word met so far."""

    def __init__(self, stems: Stems) -> None:
        super().__init__()
        self._stems = stems

    def __missing__(self, word: str) -> str:
        folded = key(word)
        token = stem(folded, self._stems) if folded else CONTINUATION
        self[word] = token
        return token


class Words:
    """The canonical tokens of text, by the rules of Indonesian and the archive's own table of words.

    A token is a base, or the name of a class of words that mean the same. `-` sets off further tokens that
    find the word too (`kalapas-kepala-lapas`). All but CONTINUATION hold letters and digits only.
    """

    def __init__(
        self, stems: Stems, phrases: Sequence[Phrase], stop_words: Sequence[str] = (), packed: bytes = b""
    ) -> None:
        """`stop_words` are folded; `packed` is that of an engine made from the same, if there was one."""
        self.stop_words = tuple(stop_words)
        self.stems = stems
        self.phrases = tuple(phrases)
        self._packed = packed
        self._tokens = _Tokens(stems)
        self._bases = Stems(
            {each: each for each in stems.bases}, {each: each for each in stems.whole}, stems.bound
        )
        both = [*stems.bases.items(), *stems.whole.items()]
        self._classes = frozenset(token for base, token in both if token != base)
        self._heads: dict[str, dict[str, list[Phrase]]] = {token: {} for token in stems.bound}
        for phrase in sorted(phrases, key=lambda phrase: -len(phrase.elements)):
            first, second = (self._tokens[e[1:]] if e[0] == "=" else e for e in phrase.elements[:2])
            self._heads.setdefault(first, {}).setdefault(second, []).append(phrase)

    def tokens(self, text: str) -> list[tuple[str, str]]:
        """The words of the text in order, each as written and with its token."""
        parts = _parts(text)
        words = parts[1::2]
        tokens = list(map(self._tokens.__getitem__, words))
        heads = self._heads
        starts = [index for index, token in enumerate(tokens) if token in heads]
        if starts:
            self._join(tokens, parts, starts)
        return list(zip(words, tokens, strict=True))

    def key(self, word: str) -> str:
        """The word folded: lower case, without accents, marks and what a hyphen joins to it."""
        return key(word)

    def base(self, word: str) -> str:
        """What is left of a word as written without its affixes, whatever class of words it is in."""
        token = self._tokens[word]
        # Only a class has another token than its words' bases, and to find a base takes long.
        if token in self._classes or "-" in token or token == CONTINUATION:
            return stem(key(word), self._bases).partition("-")[0]
        return token

    def query(self, text: str) -> list[str]:
        """The tokens that a page must have to be found by the text."""
        tokens = (token.partition("-")[0] for _, token in self.tokens(text))
        return [token for token in tokens if token != CONTINUATION]

    def table(self) -> dict[str, Any]:
        """What the browser needs to do the same, as plain data for JSON."""
        bases = dict(sorted(self.stems.bases.items()))
        roots = [base for base, token in bases.items() if base == token and _ROOT.fullmatch(base)]
        return {
            "roots": _front_coded(roots),
            "bases": {
                base: token for base, token in bases.items() if base != token or not _ROOT.fullmatch(base)
            },
            "whole": {
                word: "" if word == token else token for word, token in sorted(self.stems.whole.items())
            },
            "bound": list(self.stems.bound),
            "stop": list(self.stop_words),
            "digits": DIGITS,
            "phrases": {" ".join(phrase.elements): _short(phrase) for phrase in self.phrases},
            "affixes": rules.table(),
            "text": _text_rules(),
        }

    @property
    def packed(self) -> bytes:
        """The table as JSON."""
        if not self._packed:
            self._packed = json.dumps(self.table(), ensure_ascii=False, separators=(",", ":")).encode()
        return self._packed

    def _join(self, tokens: list[str], parts: Sequence[str], starts: Sequence[int]) -> None:
        """Put the tokens of phrases in the place of their words' own, leftmost and longest first."""
        done = 0
        for start in starts:
            if start < done or start + 1 == len(tokens):
                continue
            phrases = self._heads[tokens[start]].get(tokens[start + 1])
            phrase = self._phrase(phrases, start, tokens, parts) if phrases else None
            phrase = phrase or self._bound(start, tokens, parts)
            if phrase:
                done = start + len(phrase.tokens)
                tokens[start:done] = phrase.tokens

    def _phrase(
        self, phrases: Sequence[Phrase], start: int, tokens: Sequence[str], parts: Sequence[str]
    ) -> Phrase | None:
        """The first of the phrases that stands here."""
        return next((each for each in phrases if _matches(each, start, tokens, parts)), None)

    def _bound(self, start: int, tokens: Sequence[str], parts: Sequence[str]) -> Phrase | None:
        """A bound prefix and the word after it: *anti korupsi* is *antikorupsi*."""
        prefix = tokens[start]
        if prefix not in self.stems.bound or not _near(start, parts):
            return None
        first, _, _ = tokens[start + 1].partition("-")
        if first == CONTINUATION or (len(prefix) == 1 and parts[2 * start + 2] != "-"):
            return None
        return Phrase((), (f"{prefix}{first}-{prefix}", f"{CONTINUATION}-{tokens[start + 1]}"))


def _matches(phrase: Phrase, start: int, tokens: Sequence[str], parts: Sequence[str]) -> bool:
    if start + len(phrase.elements) > len(tokens):
        return False
    for index, element in enumerate(phrase.elements, start):
        if element != tokens[index] and (element[0] != "=" or element[1:] != key(parts[2 * index + 1])):
            return False
    return all(_near(index, parts) for index in range(start, start + len(phrase.elements) - 1))


def _near(index: int, parts: Sequence[str]) -> bool:
    """Whether the word with this index and the next may belong to one phrase."""
    word, gap = parts[2 * index + 1 : 2 * index + 3]
    return bool(_GAP.fullmatch(gap) or (len(word) <= _SHORT and _GAP_AFTER_SHORT.fullmatch(gap)))


def _text_rules() -> dict[str, Any]:
    """How a text falls into words: regular expressions that Python and JavaScript read alike, and lists."""
    return {
        "continuation": CONTINUATION,
        "word": _WORD.pattern,
        "hyphens": "".join(sorted(_HYPHENS)),
        "prefixes": sorted(_PREFIXES),
        "clitics": sorted(_CLITICS),
        "not_in_key": _NOT_IN_KEY.pattern,
        "thousands": _THOUSANDS.pattern,
        "number_marks": _NUMBER_MARKS.pattern,
        "gap": _GAP.pattern,
        "gap_after_short": _GAP_AFTER_SHORT.pattern,
        "short": _SHORT,
    }


def _short(phrase: Phrase) -> str:
    """The tokens of a phrase: `name` if fillers follow, `name-` if words keep their own, else all."""
    name = phrase.tokens[0].partition("-")[0]
    own = tuple(
        f"{CONTINUATION if index else name}-{element}" for index, element in enumerate(phrase.elements)
    )
    if phrase.tokens == own:
        return f"{name}-"
    return (
        name
        if set(phrase.tokens[1:]) == {CONTINUATION} and phrase.tokens[0] == name
        else " ".join(phrase.tokens)
    )


def _front_coded(words: Sequence[str]) -> str:
    """Sorted words in a row, each as the number of letters shared with the one before, and the rest."""
    coded, before = [], ""
    for word in words:
        shared = 0
        while shared < min(len(word), len(before), 9) and word[shared] == before[shared]:
            shared += 1
        coded.append(f"{shared}{word[shared:]}")
        before = word
    return "".join(coded)
