"""Cuts a text that names several facilities into the names of each."""

import re
from collections.abc import Iterator

from newsarchive.content.vocabulary.folding import TYPE_WORDS, place_words, read

_UNITS = (
    r"(?:lapas|lapastik|lpp|lp|lembaga p|rutan|rumah tahanan|lpka|bapas|balai p|rupbasan|rumah penyimpanan"
    r"|rumah sakit|rs|rsu|kanwil|kantor wilayah|kalapas|karutan|kabapas|kakanwil)"
)
_AND = re.compile(r"[;/&+]|\b(?:dan|serta|dengan|bersama)\b", re.IGNORECASE)
_COMMA = re.compile(rf"{_AND.pattern}|,", re.IGNORECASE)
_UNIT = re.compile(rf"{_COMMA.pattern}|(?:\s*[-–—]\s*|(?<=\S)\s+)(?=\b{_UNITS})", re.IGNORECASE)
_LONGEST = 500
"""Letters of a text that may still be some names."""


def splits(text: str) -> Iterator[list[str]]:
    """The ways to cut the text into two or more names, the likeliest first.

    A name without a type has that of the one before it (*Lapas Cilegon dan Serang*), a type without a place
    the place after it (*Lapas dan Rutan Serang*).
    """
    if len(text) > _LONGEST:
        return
    joined = bool(_AND.search(text))
    for separator in (_AND, _COMMA, _UNIT):
        parts = [part.strip(" \t\u00a0-–—,.") for part in separator.split(text)]
        names = [part for part in parts if part]
        if len(names) > 1:
            yield names
            if joined and (completed := _completed(names)) != names:
                yield completed


def has_separator(text: str) -> bool:
    """Whether anything in the text may stand between two names: a comma, *dan*."""
    return bool(_COMMA.search(text))


def _completed(names: list[str]) -> list[str]:
    """The names, each with a type and a place if its neighbours have one to lend."""
    completed: list[str] = []
    types = ""
    for number, name in enumerate(names):
        own = [word for word in read(name).words.split() if word in TYPE_WORDS]
        place = place_words(name)
        if not own and place and types:
            name = f"{types} {name}"
        elif own and not place:
            after = (place_words(each) for each in names[number + 1 :])
            name = f"{name} {' '.join(next(filter(None, after), []))}".strip()
        types = " ".join(own) or types
        completed.append(name)
    return completed
