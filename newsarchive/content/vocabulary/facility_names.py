"""Which facility a name as the press prints it means, with its place, class, nickname or head."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from newsarchive.content.vocabulary.folding import (
    TYPE_WORDS,
    fold,
    place_words,
    read,
    with_class,
    without_class,
)
from newsarchive.content.vocabulary.name_index import (
    NameIndex,
    claim,
    nicknames_with_type,
    runs,
    written_names,
)
from newsarchive.content.vocabulary.printed_name import (
    KINDS,
    LINKING,
    MOST_WORDS,
    UNITS,
    consists_of,
    is_kind,
    joined,
    printed_name,
    shorter_places,
    town,
    without_leading,
)
from newsarchive.model import Term

_CUSTODY = ("lapas", "rutan", "lpka")
"""The press takes these types for each other, so a class may tell which of them is meant."""
_OFFICE = "kanwil ditjenpas"


class Match(NamedTuple):
    """What a name means: one ID, or none and the IDs between which it leaves the choice."""

    id: str = ""
    candidates: tuple[str, ...] = ()


class FacilityNames:
    """The names of facilities, and the rules by which the press writes them.

    Class is no part of identity, as it changes over the years: a name whose class no unit of its place has
    means the unit that it fits but for that. Where another unit of the place has the printed class, the name
    is left open, since either its type or its class is wrong.
    """

    def __init__(self, index: NameIndex, regions: NameIndex) -> None:
        self._index = index
        self._regions = regions
        self._terms = index.terms
        for term in self._terms.values():
            for name in nicknames_with_type(term):
                claim(index.classless, without_class(fold(name)), term.id)
        # Regional offices answer to the short forms of their province ("Kanwil Ditjenpas Jabar").
        for id_, name in office_names(self._terms.values(), regions.terms.values()):
            index.claim(fold(name), id_)

    def find(self, text: str, region: str = "") -> Match:
        """The facility that `text` means; `region` decides between those that share a name."""
        if found := self._index.named(fold(text)):
            if region:
                found = self._inside(region, found) or self._inside(region, self._sharing(text)) or found
            written = read(text)
            return self._judged(
                found, written.class_, self._of_place("".join(place_words(text))), written.words
            )
        words, class_ = read(text)
        if words.count(" ") >= MOST_WORDS:
            return Match()
        shorter = without_leading(words)
        if shorter and shorter != words:
            return self.find(with_class(shorter, class_), region)
        match = self._explained(words, class_, region) or self._before_region(words, class_)
        return match or Match(candidates=self._sharing(text))

    def nearest(self, text: str, limit: int) -> tuple[str, ...]:
        """Names of the facilities whose place is named in the text or spelt most like it, best first."""
        from newsarchive.content.vocabulary.nearest_facilities import Wanted, rank, spelt_right

        words, class_ = read(text)
        if words.count(" ") >= MOST_WORDS:
            return ()
        words = spelt_right(
            without_leading(words), (*UNITS, "perempuan", "narkotika", "kanwil"), self._partly
        )
        # Prisons for children were `lapas anak` until they became LPKA.
        printed = printed_name(words.replace("lapas anak", "lpka"), class_)
        rest = self._without_province([w for w in printed.rest if w not in LINKING and w not in KINDS])
        wanted = Wanted(printed.type, printed.types, rest, class_)
        return tuple(
            self._terms[id_].name for id_ in rank(wanted, self._terms, self._of_places, self._partly)[:limit]
        )

    def _without_province(self, words: list[str]) -> list[str]:
        """The words without a province behind others, unless the place of a facility is called the same."""
        for start in range(1, len(words)):
            name = joined(words[start:])
            units = (id_ for id_ in self._of_place(name) if self._terms[id_].type != "kanwil")
            if name in self._regions.classless and not any(units):
                return words[:start]
        return words

    # What is looked up only for names that aren't in the list.

    @cached_property
    def _typed(self) -> dict[str, tuple[str, ...]]:
        """Facilities by type and place, the type first, in every name that they have."""
        found: dict[str, tuple[str, ...]] = {}
        for term in self._terms.values():
            for name in (*written_names(term), *nicknames_with_type(term)):
                words = read(name).words.split()
                types = [word for word in words if word in TYPE_WORDS]
                place = [word for word in words if word not in TYPE_WORDS]
                claim(found, joined((*types, *place)), term.id)
                for short in shorter_places(place, term.city):
                    claim(found, joined((*types, *short)), term.id)
        for id_, name in office_names(self._terms.values(), self._regions.terms.values()):
            claim(found, joined(read(name).words.split()), id_)
        return found

    @cached_property
    def _of_places(self) -> dict[str, tuple[str, ...]]:
        """Facilities by the whole place in each of their names."""
        found: dict[str, tuple[str, ...]] = {}
        offices = office_names(self._terms.values(), self._regions.terms.values())
        names = [(term.id, name) for term in self._terms.values() for name in written_names(term)]
        for id_, name in (*names, *offices):
            claim(found, joined(place_words(name)), id_)
        return found

    @cached_property
    def _partly(self) -> dict[str, tuple[str, ...]]:
        """Facilities by each run of words of the places in their names."""
        found: dict[str, tuple[str, ...]] = {}
        for term in self._terms.values():
            for name in written_names(term):
                words = place_words(name)
                for start, end in runs(len(words)):
                    claim(found, joined(words[start:end]), term.id)
        return found

    def _of_place(self, place: str) -> tuple[str, ...]:
        return self._of_places.get(place, ())

    def _sharing(self, text: str) -> tuple[str, ...]:
        """IDs of the facilities that a place may mean, when it means several: all, or those of its type."""
        words = read(text).words.split()
        found = self._partly.get(joined(place_words(text)), ())
        if words and words[0] in TYPE_WORDS:
            found = tuple(id_ for id_ in found if words[0] == self._terms[id_].type)
        return found if len(found) > 1 else ()

    def _judged(self, found: tuple[str, ...], class_: str, siblings: Iterable[str], words: str) -> Match:
        """The match for facilities that a name fits but for its class.

        `siblings` are all facilities to which the rest of the name would apply as well.
        """
        if class_ and len(found) > 1:
            found = tuple(id_ for id_ in found if class_ in self._classes(id_)) or found
        if (
            class_
            and len(found) == 1
            and self._terms[found[0]].class_
            and class_ not in self._classes(found[0])
        ):
            found += tuple(
                id_ for id_ in siblings if id_ not in found and self._rivals(id_, found[0], class_, words)
            )
        return Match(found[0]) if len(found) == 1 else Match(candidates=found)

    def _rivals(self, id_: str, found: str, class_: str, words: str) -> bool:
        """Whether a facility has the class that the one found lacks, and could be meant by these words."""
        term, type_ = self._terms[id_], self._terms[found].type
        alike = term.type == type_ or (term.type in _CUSTODY and type_ in _CUSTODY)
        # Types are taken for each other, but nobody calls a prison for men one for women.
        subtype = self._terms[found].subtype
        special = subtype in words.split() and term.subtype != subtype
        return alike and not special and class_ in self._classes(id_)

    def _classes(self, id_: str) -> set[str]:
        """The classes that a facility has or had, in small letters."""
        term = self._terms[id_]
        return {term.class_.lower(), *(read(name).class_ for name in written_names(term))} - {""}

    def _explained(self, words: str, class_: str, region: str) -> Match | None:
        """The facility of which all words of a name are true: its type, its place, and where that is."""
        printed = printed_name(words, class_)
        fitting: dict[str, None] = {}
        siblings: dict[str, None] = {}
        for start, end in runs(len(printed.rest)):
            place = printed.rest[start:end]
            before, after = printed.rest[:start], printed.rest[end:]
            for id_ in self._typed.get(joined((*printed.types, *place)), ()):
                if self._is_true(id_, before, place, after):
                    fitting[id_] = None
            for id_ in self._of_place(joined(place)) if class_ else ():
                if self._is_true(id_, before, place, after):
                    siblings[id_] = None
        found = tuple(fitting)
        if region:
            found = self._inside(region, found) or found
        return self._judged(found, class_, siblings, words) if found else None

    def _is_true(self, id_: str, before: Sequence[str], place: Sequence[str], after: Sequence[str]) -> bool:
        """Whether what is said around the name of a facility's place holds for the facility."""
        facts = self._facts(id_)
        city = self._terms[id_].city
        if before and before[-1] in KINDS:
            if not is_kind(before[-1], joined(place), city):
                return False
            before = before[:-1]
        if before and before[-1] == "di":
            before = before[:-1]
        return consists_of(before, facts, city) and consists_of(after, facts, city)

    def _facts(self, id_: str) -> set[str]:
        """What may be said of a facility: its other places and names, its town and its provinces."""
        term = self._terms[id_]
        facts = {joined(place_words(name)) for name in written_names(term)}
        facts.add(joined(town(term.city)[1]))
        for region in _provinces(term):
            if region in self._regions.terms:
                facts.update(
                    joined(read(name).words.split()) for name in written_names(self._regions.terms[region])
                )
        return facts - {""}

    def _before_region(self, words: str, class_: str) -> Match | None:
        """The facility that is named before its province, of any subtype ("Lapas Martapura, Kalsel")."""
        parts = words.split()
        for number in range(1, len(parts)):
            regions = self._regions.exact.get("".join(parts[number:]), ())
            if len(regions) == 1:
                rest = " ".join(parts[:number]).removesuffix(_OFFICE)
                match = self.find(with_class(rest, class_), regions[0])
                if match.id and not self._inside(regions[0], (match.id,)):
                    return None
                return match if match.id or match.candidates else None
        return None

    def _inside(self, region: str, facilities: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id_ for id_ in facilities if region in _provinces(self._terms[id_]))


def office_names(facilities: Iterable[Term], regions: Iterable[Term]) -> Iterator[tuple[str, str]]:
    """ID and name of each regional office by every name of its province."""
    by_id = {region.id: region for region in regions}
    for office in facilities:
        if office.type == "kanwil" and office.region in by_id:
            for name in written_names(by_id[office.region]):
                yield office.id, f"{_OFFICE} {name}"


def _provinces(term: Term) -> set[str]:
    return {term.region, *term.regions} - {""}
