"""Rank the facilities that an unknown name may mean: by place first, then by type and class."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from newsarchive.content.vocabulary.name_index import runs
from newsarchive.model import Term

_SHORTEST = 4
"""Letters of a word that is compared with others; shorter ones are like too many."""
_WHOLE, _PART = 1.0, 0.8
"""What it counts that a facility's place is named, or a part of it; a place that is misspelt counts less."""
_WORD = 0.05
"""How much more each further word counts."""
_LATER = 0.12
"""How much less a place counts that isn't the first one named: the town is named after the unit."""
_CLOSE = 0.16
"""Facilities whose place counts so much less than that of the best aren't offered beside it."""
_TYPE, _SUBTYPE, _CLASS = 0.3, 0.1, 0.05
"""How much more a facility counts that has the printed type, subtype or class."""


class Wanted(NamedTuple):
    """What an unknown name says of a facility."""

    type: str
    """As terms have it; empty if the name says none."""
    types: Sequence[str]
    """All words that say what it is."""
    words: Sequence[str]
    """All other words."""
    class_: str


def rank(
    wanted: Wanted,
    terms: Mapping[str, Term],
    places: Mapping[str, Sequence[str]],
    parts: Mapping[str, Sequence[str]],
) -> list[str]:
    """IDs of facilities, best first; empty where no place is named.

    `places` gives facilities by the whole place in their names, `parts` by any part of it.
    """
    scores: dict[str, float] = {}

    def add(ids: Iterable[str], score: float) -> None:
        for id_ in ids:
            if wanted.type in ("", "kanwil") or terms[id_].type != "kanwil":
                scores[id_] = max(scores.get(id_, 0.0), score)

    words = wanted.words
    ways = [
        (_WORD * (end - start - 1) - _LATER * bool(start), "".join(words[start:end]))
        for start, end in runs(len(words))
    ]
    for more, way in ways:
        add(places.get(way, ()), _WHOLE + more)
        if len(way) >= _SHORTEST:
            add(parts.get(way, ()), _PART + more)
    for known in (places, parts):
        if not scores:
            for _, way in ways:
                for place, likeness in _misspelt(way, known):
                    add(known[place], likeness)

    least = max(scores.values(), default=0) - _CLOSE

    def order(id_: str) -> tuple[float, str]:
        term = terms[id_]
        bonus = _CLASS * (bool(wanted.class_) and term.class_.lower() == wanted.class_)
        if term.type == wanted.type:
            special = [word for word in wanted.types if word == term.subtype]
            plain = len(wanted.types) == 1 and term.subtype in ("", "umum")
            bonus += _TYPE + _SUBTYPE * (plain or bool(special))
        return -round(scores[id_] + bonus, 3), id_

    return sorted((id_ for id_, score in scores.items() if score >= least), key=order)


def spelt_right(words: str, types: Sequence[str], places: Container[str]) -> str:
    """Canonical words with types in the place of words that are a letter away from one and name no place."""
    found = []
    for word in words.split():
        near = _misspelt(word, types) if len(word) >= _SHORTEST and word not in places else []
        found.append(near[0][0] if near else word)
    return " ".join(found)


def _misspelt(text: str, known: Iterable[str]) -> list[tuple[str, float]]:
    """Names that differ from the text in a letter, or two or three if it is long, with their likeness."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(text) < _SHORTEST:
        return []
    most = 1 + (len(text) >= 7) + (len(text) >= 12)
    found = process.extract(text, list(known), scorer=OSA.distance, limit=10, score_cutoff=most)
    return [(name, 1 - distance / len(text)) for name, distance, _ in found]
