"""The written names of terms, looked up with and without the class of a unit."""

from collections.abc import Iterable, Iterator

from newsarchive.content.nearest import nearest
from newsarchive.content.vocabulary.folding import TYPE_WORDS, fold, read, without_class
from newsarchive.model import Term

_LEAST_SIMILAR = 0.7
_MOST_WORDS = 20
"""Longer texts are no names, and every run of their words would be looked up."""


class NameIndex:
    """The names of the terms of one facet, by how exactly they identify a term."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.ids: dict[str, str] = {}
        """IDs and former IDs, each with the ID that it stands for today."""
        self.exact: dict[str, tuple[str, ...]] = {}
        self.classless: dict[str, tuple[str, ...]] = {}
        self.terms = {term.id: term for term in terms}
        for term in self.terms.values():
            for id_ in (term.id, *term.former_ids):
                self.ids[id_] = term.id
            for name in written_names(term):
                self.claim(fold(name), term.id)

    def claim(self, folded: str, id_: str) -> None:
        """Let a folded name, with and without its class, mean this term."""
        claim(self.exact, folded, id_)
        claim(self.classless, without_class(folded), id_)

    def named(self, folded: str) -> tuple[str, ...]:
        """IDs of the terms with exactly this name; failing that, with this name but for its class."""
        return self.exact.get(folded) or self.classless.get(without_class(folded), ())

    def nearest(self, text: str, limit: int) -> tuple[str, ...]:
        """Names of the terms that are named within the text or, failing that, spelt most like it."""
        words = read(text).words.split()[:_MOST_WORDS]
        inside = (self.classless.get(fold(" ".join(words[start:end])), ()) for start, end in runs(len(words)))
        found = dict.fromkeys(id_ for ids in inside for id_ in ids)
        if not found:
            similar = nearest(fold(" ".join(words)), self.classless, limit, _LEAST_SIMILAR)
            found = dict.fromkeys(id_ for name in similar for id_ in self.classless[name])
        return tuple(self.terms[id_].name for id_ in found)[:limit]


def claim(names: dict[str, tuple[str, ...]], folded: str, id_: str) -> None:
    """Add an ID to those that a folded name may mean; an empty name means nothing."""
    claimed = names.get(folded, ())
    if folded and id_ not in claimed:
        names[folded] = (*claimed, id_)


def runs(count: int) -> list[tuple[int, int]]:
    """Start and end of each run of words among so many, longest runs first."""
    found = [(start, end) for start in range(count) for end in range(start + 1, count + 1)]
    return sorted(found, key=lambda run: run[0] - run[1])


def written_names(term: Term) -> tuple[str, ...]:
    """Every name of a term as its file has it, the official one first."""
    return (term.name, *term.aliases, *term.former_names)


def nicknames_with_type(term: Term) -> Iterator[str]:
    """Names made of a facility's type and a nickname: `Salambue` is `Lapas Salambue` as well."""
    if term.facet == "facility":
        for name in term.aliases:
            if not TYPE_WORDS.intersection(read(name).words.split()):
                yield f"{term.type} {name}"
                yield f"{term.type} {term.subtype} {name}"
