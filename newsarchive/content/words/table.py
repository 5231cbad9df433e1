"""Makes the table of words out of what editors wrote, the list of roots, the glossary and the names."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice, product

from newsarchive.content.words.engine import CONTINUATION, Phrase, Words, key, split
from newsarchive.content.words.rules import Stems, stem
from newsarchive.model import Vocabulary

Member = tuple[str, ...]
"""The written words of an entry; one with = in front stands for itself alone."""

# Shorter words would be found inside of many others by taking off affixes.
_SHORTEST_BASE = 3
_RANKS = {"i": "1", "ii": "2", "iii": "3"}
# Units that have a class, which is also written without the word for it.
_RANKED = ("lapas", "rutan", "bapas", "rupbasan")
# A phrase that names several classes has as many forms as their forms make together; so many are enough.
_MOST_FORMS = 40


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of `vocab/search.yml`; the file itself says what each is for."""

    spellings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compounds: Sequence[str] = ()
    families: Sequence[Sequence[str]] = ()
    abbreviations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    closed: Sequence[str] = ()
    forms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bare: Mapping[str, str] = field(default_factory=dict)
    names: Sequence[str] = ()
    bound: Sequence[str] = ()
    stop_words: Sequence[str] = ()
    apart: Sequence[Sequence[str]] = ()


@dataclass(slots=True)
class _Class:
    """Words and phrases that mean the same."""

    members: list[Member]
    token: str
    closed: bool
    """Whether the words of its phrases can't be found by themselves."""
    shares: bool
    """Whether its single words are found by the words of its longest phrase, too."""


@dataclass(slots=True)
class _Draft:
    """The stems while they are being made."""

    bases: dict[str, str]
    whole: dict[str, str]
    bound: tuple[str, ...]

    def token(self, word: str) -> str:
        return stem(word, Stems(self.bases, self.whole, self.bound))


def build_words(sections: Sections, roots: Iterable[str], vocabulary: Vocabulary) -> Words:
    """The engine for these entries, each of which must have a word (see `member`)."""
    bound = tuple(key(prefix) for prefix in sections.bound)
    draft = _Draft({root: root for root in roots}, {}, bound)
    _add_forms(draft, sections)
    classes = _classes(sections, vocabulary)
    whole = _never_affixed(sections, vocabulary)
    for one in classes:
        _add_singles(draft, one, whole)
    _add_places(draft, vocabulary)
    phrases = _Phrases(draft)
    members = [(each, one) for one in classes for each in one.members if len(each) > 1]
    # A phrase may name another class, so the short ones come first.
    for each, one in sorted(members, key=lambda pair: len(pair[0])):
        phrases.add(one, each)
    made = phrases.made | _ranks(draft)
    shared = {one.token: phrases.shared(one) for one in classes if one.shares and not one.closed}
    stems = Stems(
        draft.bases, {word: shared.get(token, token) for word, token in draft.whole.items()}, draft.bound
    )
    return Words(
        stems,
        [
            Phrase(tuple(shared.get(element, element) for element in elements), tokens)
            for elements, tokens in sorted(made.items())
        ],
        tuple(key(word) for word in sections.stop_words),
    )


def member(text: str) -> Member:
    """The keys of the words of an entry; a leading = stays with its word."""
    words: list[str] = []
    for part in text.split():
        keys = [key(word) for word in split(part)]
        if part.startswith("=") and keys:
            keys[0] = f"={keys[0]}"
        words += keys
    return tuple(word for word in words if word.strip("="))


def _add_forms(draft: _Draft, sections: Sections) -> None:
    for base, family in sections.bare.items():
        draft.bases[key(base)], draft.whole[key(base)] = "".join(member(family)), key(base)
    draft.whole |= {key(name): key(name) for name in sections.names}
    for name, forms in sections.forms.items():
        token = draft.bases.get(key(name), key(name))
        if key(name) not in draft.bases:
            draft.whole[token] = token
        draft.whole |= {key(form): token for form in forms}


def _classes(sections: Sections, vocabulary: Vocabulary) -> list[_Class]:
    """All classes; those that share a member are one, named as the first of them."""
    made: list[_Class] = []
    owner: dict[Member, _Class] = {}
    for one in _written_classes(sections, vocabulary):
        for other in {id(owner[each]): owner[each] for each in one.members if each in owner}.values():
            one.members = list(dict.fromkeys((*other.members, *one.members)))
            one.token = other.token
            one.closed = one.closed or other.closed
            one.shares = one.shares or other.shares
            made.remove(other)
        made.append(one)
        owner |= dict.fromkeys(one.members, one)
    closed = {member(name) for name in sections.closed}
    for one in made:
        one.closed = one.closed or not closed.isdisjoint(one.members)
    return made


def _written_classes(sections: Sections, vocabulary: Vocabulary) -> Iterator[_Class]:
    for word, others in sections.spellings.items():
        yield _class((word, *others), closed=True)
    for name in sections.compounds:
        yield _class(("".join(member(name)), name), closed=True)
    for family in sections.families:
        yield _class(family)
    for short, longs in sections.abbreviations.items():
        yield _class((short, *longs), shares=True)
    for entry in vocabulary.glossary:
        if entry.tooltip and _abbreviates(entry.abbreviation, entry.expansion):
            yield _class((entry.abbreviation, entry.expansion), shares=True)
    for names in _region_names(vocabulary):
        if len(names) > 1:
            yield _class(sorted(names, key=lambda name: len(member(name))), shares=True)


def _class(names: Sequence[str], closed: bool = False, shares: bool = False) -> _Class:
    members = list(dict.fromkeys(map(member, names)))
    single = next((each[0] for each in members if len(each) == 1), "".join(members[0]))
    return _Class(members, single.replace("=", ""), closed, shares)


def _abbreviates(short: str, long: str) -> bool:
    """Whether a glossary entry holds an abbreviation and the words that it is made of, and no explanation."""
    if len(member(short)) >= len(member(long)) or re.search(r"[;:/(),0-9]", long):
        return False
    letters = iter(long.casefold())
    return all(letter in letters for letter in "".join(member(short)))


def _region_names(vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    return [(*term.aliases, term.name) for term in vocabulary.terms["region"].values()]


def _never_affixed(sections: Sections, vocabulary: Vocabulary) -> set[str]:
    """Abbreviations and names of regions: *mengajari* has nothing to do with a *kajari*."""
    names = [name for names in _region_names(vocabulary) for name in names]
    names += [
        each.abbreviation for each in vocabulary.glossary if _abbreviates(each.abbreviation, each.expansion)
    ]
    names += sections.abbreviations
    names += [name for family in sections.families for name in family if name.isupper()]
    return {"".join(member(name)) for name in names}


def _add_singles(draft: _Draft, one: _Class, whole: Collection[str]) -> None:
    """Give the single words of a class its token, and their affixed forms as well if they are bases."""
    one.token = draft.bases.get(one.token, one.token)
    for word in dict.fromkeys((*(each[0] for each in one.members if len(each) == 1), one.token)):
        affixed = word not in draft.bases and draft.token(word) != word
        if affixed or word in whole or len(word) < _SHORTEST_BASE:
            draft.whole[word] = one.token
            draft.bases.pop(word, None)
        else:
            draft.bases[word] = one.token


def _add_places(draft: _Draft, vocabulary: Vocabulary) -> None:
    """Keep every name of a place whole that would otherwise be taken for an affixed word."""
    names = [f"{term.name} {term.capital}" for term in vocabulary.terms["region"].values()]
    for term in vocabulary.terms["facility"].values():
        own = term.id.removeprefix(term.type).split("-")
        names.append(" ".join((term.city, *(word for word in own if word != term.subtype))))
    for word in sorted({key(word) for name in names for word in split(name)}):
        if word not in draft.bases and draft.token(word) != word:
            draft.whole.setdefault(word, word)


class _Phrases:
    """The phrases made so far, by the token of their first word and by the class that they name."""

    def __init__(self, draft: _Draft) -> None:
        self.token = cache(draft.token)
        self.made: dict[Member, Member] = {}
        self._by_first: dict[str, list[Member]] = {}
        self._by_class: dict[str, list[Member]] = {}
        self._written: dict[str, Member] = {}

    def add(self, one: _Class, member: Member) -> None:
        """Make all forms of one phrase of a class; those that are there already stay as they are."""
        for segments in islice(product(*self._segments(one, member)), _MOST_FORMS):
            elements = tuple(chain.from_iterable(segments))
            if len(elements) > 1 and elements not in self.made:
                self.made[elements] = self._in_place(one, elements)
                self._by_first.setdefault(self._plain(elements[0]), []).append(elements)
                self._by_class.setdefault(one.token, []).append(elements)
                if member == max(one.members, key=len):
                    self._written.setdefault(one.token, elements)

    def shared(self, one: _Class) -> str:
        """The token of a class, with those that find the words of its longest phrase."""
        elements = self._written.get(one.token, ())
        tokens = chain.from_iterable(token.split("-") for token in self.made.get(elements, ()))
        return "-".join(dict.fromkeys((one.token, *(token for token in tokens if token != CONTINUATION))))

    def _segments(self, one: _Class, member: Member) -> Iterator[list[Member]]:
        """The parts of a phrase, each with all forms that it has elsewhere."""
        index = 0
        while index < len(member):
            found = self._longest(member, index)
            part = found or (self._element(member[index]),)
            name = (self.made[found][0] if found else part[0]).partition("-")[0]
            if name == one.token:
                yield [part]
            else:
                whole = [(self.token(name),)] if found else []
                yield list(dict.fromkeys((part, *self._by_class.get(name, ()), *whole)))
            index += len(part)

    def _longest(self, words: Member, index: int) -> Member | None:
        """The longest phrase that begins at this word, is made already and is not all of the words."""
        rivals = [
            elements
            for elements in self._by_first.get(self._plain(words[index]), ())
            if len(elements) <= min(len(words) - index, len(words) - 1)
            and all(map(self._same, elements, words[index:]))
        ]
        return max(rivals, key=len, default=None)

    def _same(self, element: str, word: str) -> bool:
        return element in (word, f"={word}", self._plain(word))

    def _in_place(self, one: _Class, elements: Member) -> Member:
        """The tokens for the words of a phrase: its class first, and with each what else finds the word."""
        if one.closed:
            return (one.token, *[CONTINUATION] * (len(elements) - 1))
        own: list[str] = []
        while len(own) < len(elements):
            found = self._longest(elements, len(own))
            own += self.made[found] if found else [self._plain(elements[len(own)])]
        names = [one.token, *[CONTINUATION] * (len(own) - 1)]
        return tuple(
            "-".join(dict.fromkeys((name, *(word for word in token.split("-") if word != CONTINUATION))))
            for name, token in zip(names, own, strict=True)
        )

    def _element(self, word: str) -> str:
        return word if word.startswith("=") else self.token(word)

    def _plain(self, word: str) -> str:
        return self.token(word.removeprefix("="))


def _ranks(draft: _Draft) -> dict[Member, Member]:
    """A unit's class in all its spellings: Kelas II B, Klas IIB, Kls 2-B, Rutan IIB, Lapas I."""
    ranks: dict[Member, Member] = {}
    for lead in ("kelas", *_RANKED):
        token = draft.token(lead)
        for roman, digit in _RANKS.items():
            ranks[token, roman] = (token, digit)
            for letter in "ab":
                ranks[token, roman + letter] = (token, digit + letter)
                for numeral in (roman, digit):
                    ranks[token, numeral, letter] = (token, digit + letter, CONTINUATION)
    for roman in ("ii", "iii"):
        for letter in "ab":
            # Nothing else is written so; *ia* and *ib* may be words.
            draft.whole[roman + letter] = _RANKS[roman] + letter
            ranks[roman, letter] = (_RANKS[roman] + letter, CONTINUATION)
    return ranks
