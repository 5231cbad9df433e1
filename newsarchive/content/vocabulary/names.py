"""Which term a written name means: looked up in all spellings, never guessed between two."""

from typing import NamedTuple

from newsarchive.content.vocabulary.facility_names import FacilityNames, Match
from newsarchive.content.vocabulary.folding import fold, read
from newsarchive.content.vocabulary.name_index import NameIndex
from newsarchive.content.vocabulary.printed_name import is_headquarters
from newsarchive.content.vocabulary.several_names import has_separator, splits
from newsarchive.model import FACETS, FacetName, Vocabulary

__all__ = ["Match", "Names", "Part"]


class Part(NamedTuple):
    """One of several facilities that are written as one name."""

    text: str
    match: Match


class Names:
    """All names of a vocabulary, looked up by facet; build it once and share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._facets = {facet: NameIndex(vocabulary.terms.get(facet, {}).values()) for facet in FACETS}
        self._facilities = FacilityNames(self._facets["facility"], self._facets["region"])
        terms = self._facets["facility"].terms.values()
        self._offices = {term.id for term in terms if term.type == "kanwil"}
        self._matches: dict[tuple[FacetName, str, str], Match] = {}

    def resolve(self, facet: FacetName, text: str, region: str = "") -> Match:
        """The term that `text` (an ID, former ID, name or alias) means.

        `region`, the ID of a province, decides between facilities that share a name; it never overrules
        a name that only one facility has.
        """
        key = (facet, text, region)
        match = self._matches.get(key)
        if match is None:
            match = self._matches[key] = self._find(facet, text, region)
        return match

    def nearest(self, facet: FacetName, text: str, limit: int = 3) -> tuple[str, ...]:
        """Names of the terms most like `text`, best first; none when nothing is similar.

        Facilities are sought by the place that is named: a name without one has no nearest.
        """
        names = self._facilities if facet == "facility" else self._facets[facet]
        return names.nearest(text, limit)

    def several(self, text: str, region: str = "") -> tuple[Part, ...]:
        """The facilities of a text that names two or more, each with what it means; none if it doesn't."""
        best: tuple[Part, ...] = ()
        most = (0.0, 0)
        for texts in splits(text):
            parts = tuple(Part(each, self.resolve("facility", each, region)) for each in texts)
            sure = (sum(bool(match.id) for _, match in parts) / len(parts), len(parts))
            if sure[0] and sure > most and all(match.id or match.candidates for _, match in parts):
                best, most = parts, sure
        return best

    def is_headquarters(self, text: str) -> bool:
        """Whether a text names the directorate general or a ministry, which are no facilities."""
        words = read(text).words.split()
        named = (self._facets["region"].classless.get("".join(words[n:])) for n in range(1, len(words)))
        return is_headquarters(words) and not any(named)

    def _find(self, facet: FacetName, text: str, region: str) -> Match:
        names = self._facets[facet]
        if id_ := names.ids.get(text.strip()):
            return Match(id_)
        if facet == "facility":
            match = self._facilities.find(text, region)
            return Match() if match.id and self._begins_with_office(text) else match
        found = names.named(fold(text))
        return Match(found[0]) if len(found) == 1 else Match(candidates=found)

    def _begins_with_office(self, text: str) -> bool:
        """Whether a list begins with a regional office, which before a unit's name else says whose it is."""
        if not has_separator(text) or "kanwil" not in fold(text):
            return False
        parts = self.several(text)
        return bool(parts) and parts[0].match.id in self._offices
