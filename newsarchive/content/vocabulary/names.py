"""Which term a written name means: folds spellings together and looks them up, never guessing between two."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from newsarchive.model import FACETS, FacetName, Term, Vocabulary

PHRASES = {
    "balai pemasyarakatan": "bapas",
    "direktorat jenderal pemasyarakatan": "ditjenpas",
    "direktorat jendral pemasyarakatan": "ditjenpas",
    "dirjen pas": "ditjenpas",
    "dirjen pemasyarakatan": "ditjenpas",
    "dirjenpas": "ditjenpas",
    "ditjen pas": "ditjenpas",
    "ditjen pemasyarakatan": "ditjenpas",
    "jogja": "yogyakarta",
    "jogjakarta": "yogyakarta",
    "kantor wilayah": "kanwil",
    "kantor wilayah pemasyarakatan": "kanwil ditjenpas",
    "kanwil pemasyarakatan": "kanwil ditjenpas",
    "kep": "kepulauan",
    "klas": "kelas",
    "kls": "kelas",
    "l p": "lapas",
    "lapastik": "lapas narkotika",
    "lembaga pemasyarakatan": "lapas",
    "lembaga pembinaan khusus anak": "lpka",
    "lembaga permasyarakatan": "lapas",
    "lp": "lapas",
    "lpp": "lapas perempuan",
    "prov": "",
    "provinsi": "",
    "rs": "rumah sakit",
    "rsu": "rumah sakit umum",
    "rumah penyimpanan benda sitaan dan barang rampasan negara": "rupbasan",
    "rumah penyimpanan benda sitaan negara": "rupbasan",
    "rumah tahanan": "rutan",
    "rumah tahanan negara": "rutan",
    "sumatra": "sumatera",
    "wanita": "perempuan",
    "yogya": "yogyakarta",
}
"""Words and phrases that mean the same in this field; each right-hand side stands for itself."""
_TYPE_WORDS = frozenset(
    {"lapas", "rutan", "lpka", "bapas", "rupbasan", "kanwil", "ditjenpas", "rumah", "sakit", "umum", "cabang"}
    | {"perempuan", "narkotika", "pemuda", "terbuka", "khusus"}
)
_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(PHRASES, key=len, reverse=True))})\b")
_CLASS = r"(iii|ii|i|[123])(?: ?([ab]))?\b"
_CLASS_WORD = re.compile(rf"\bkelas ?{_CLASS}")
# "Rutan IIB Serang": the class right after the type, without its word.
_BARE_CLASS = re.compile(
    rf"\b(lapas|rutan|lpka|bapas|rupbasan|perempuan|narkotika|pemuda|terbuka|khusus) {_CLASS}"
)
# "Rumah Tahanan Negara (Rutan) Serang" names its type twice.
_TWICE = re.compile(
    r"\b(lapas perempuan|lapas narkotika|lapas|rutan|lpka|bapas|rupbasan|kanwil ditjenpas|kanwil|ditjenpas)"
    r"(?: \1)+\b"
)
_ROMAN = {"1": "i", "2": "ii", "3": "iii"}
_CLASS_SIGN = " kelas "
_OFFICE = "kanwil ditjenpas"
_LEAST_SIMILAR = 0.6


class Match(NamedTuple):
    """What a name means: one ID, or none and the IDs between which it leaves the choice."""

    id: str = ""
    candidates: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The spelling-free form of a name: ASCII letters and digits, then ` kelas iib` if it names a class.

    Names that fold alike are the same name. Idempotent; empty when nothing of the text can be compared.
    """
    folded = _fold_once(text)
    # Joining words may spell an abbreviation anew ("l.p" -> "lp"), hence once more until nothing changes.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def without_class(folded: str) -> str:
    """A folded name without its class, which changes over the years and is no part of identity."""
    return folded.partition(_CLASS_SIGN)[0]


class Names:
    """All names of a vocabulary, looked up by facet; build it once and share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._facets = {facet: _FacetNames(vocabulary.terms.get(facet, {}).values()) for facet in FACETS}
        self._provinces = {
            term.id: {term.region, *term.regions} for term in vocabulary.terms.get("facility", {}).values()
        }
        self._add_office_names(vocabulary)
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
        """Names of the terms most similar to `text`, best first; none when nothing is similar."""
        return self._facets[facet].nearest(without_class(fold(text)), "".join(_place(text)), limit)

    def _find(self, facet: FacetName, text: str, region: str) -> Match:
        names = self._facets[facet]
        if id_ := names.ids.get(text.strip()):
            return Match(id_)
        found = names.named(fold(text))
        if facet == "facility":
            if not found:
                return self._find_before_region(text) or Match(candidates=names.standing_in(text))
            if region:
                found = self._inside(region, found) or self._inside(region, names.standing_in(text)) or found
        return Match(found[0]) if len(found) == 1 else Match(candidates=found)

    def _find_before_region(self, text: str) -> Match | None:
        """The facility named before its province ("Lapas Martapura, Kalsel") or its regional office."""
        words, class_ = _split(text)
        parts = words.split()
        for number in range(1, len(parts)):
            regions = self._facets["region"].exact.get("".join(parts[number:]), ())
            if len(regions) == 1:
                rest = " ".join(parts[:number]).removesuffix(_OFFICE)
                match = self._find("facility", _with_class(rest, class_), regions[0])
                if match.id and not self._inside(regions[0], (match.id,)):
                    return None
                return match if match.id or match.candidates else None
        return None

    def _inside(self, region: str, facilities: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id_ for id_ in facilities if region in self._provinces[id_])

    def _add_office_names(self, vocabulary: Vocabulary) -> None:
        """Let regional offices answer to the short forms of their province ("Kanwil Ditjenpas Jabar")."""
        regions = vocabulary.terms.get("region", {})
        for office in vocabulary.terms.get("facility", {}).values():
            if office.type == "kanwil" and office.region in regions:
                for name in _written_names(regions[office.region]):
                    self._facets["facility"].claim(fold(f"{_OFFICE} {name}"), office.id)


class _FacetNames:
    """The names of one facet, by how exactly they identify a term."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.ids: dict[str, str] = {}
        self.exact: dict[str, tuple[str, ...]] = {}
        self.classless: dict[str, tuple[str, ...]] = {}
        self.places: dict[str, tuple[str, ...]] = {}
        """Facilities by each run of words in their names beyond type and class."""
        self.terms = {term.id: term for term in terms}
        for term in self.terms.values():
            for id_ in (term.id, *term.former_ids):
                self.ids[id_] = term.id
            for name in _written_names(term):
                self.claim(fold(name), term.id)
            if term.facet == "facility":
                self._add_facility_names(term)

    def _add_facility_names(self, term: Term) -> None:
        for name in nicknames_with_type(term):
            _claim(self.classless, without_class(fold(name)), term.id)
        for name in _written_names(term):
            words = _place(name)
            for start, end in combinations(range(len(words) + 1), 2):
                _claim(self.places, "".join(words[start:end]), term.id)

    def claim(self, folded: str, id_: str) -> None:
        """Let a folded name, with and without its class, mean this term."""
        _claim(self.exact, folded, id_)
        _claim(self.classless, without_class(folded), id_)

    def named(self, folded: str) -> tuple[str, ...]:
        """IDs of the terms with exactly this name; failing that, with this name but for its class."""
        return self.exact.get(folded) or self.classless.get(without_class(folded), ())

    def standing_in(self, text: str) -> tuple[str, ...]:
        """IDs of the facilities that a place may mean, when it means several: all, or those of its type."""
        words = _split(text)[0].split()
        found = self.places.get("".join(_place(text)), ())
        of_type = tuple(id_ for id_ in found if words[0] == self.terms[id_].type)
        found = of_type if words and words[0] in _TYPE_WORDS else found
        return found if len(found) > 1 else ()

    def nearest(self, folded: str, place: str, limit: int) -> tuple[str, ...]:
        """Names of the terms whose names or places are spelt most like these, best first."""
        best: dict[str, float] = {}
        for text, names in ((folded, self.classless), (place, self.places)):
            matcher = SequenceMatcher(autojunk=False)
            matcher.set_seq2(text)
            for name, ids in names.items():
                matcher.set_seq1(name)
                if matcher.real_quick_ratio() < _LEAST_SIMILAR or matcher.quick_ratio() < _LEAST_SIMILAR:
                    continue
                ratio = matcher.ratio()
                for id_ in ids:
                    best[id_] = max(best.get(id_, 0.0), ratio)
        ranked = sorted((-ratio, id_) for id_, ratio in best.items() if ratio >= _LEAST_SIMILAR)
        return tuple(self.terms[id_].name for _, id_ in ranked[:limit])


def _claim(names: dict[str, tuple[str, ...]], folded: str, id_: str) -> None:
    claimed = names.get(folded, ())
    if folded and id_ not in claimed:
        names[folded] = (*claimed, id_)


def _written_names(term: Term) -> tuple[str, ...]:
    return (term.name, *term.aliases, *term.former_names)


def nicknames_with_type(term: Term) -> Iterator[str]:
    """Names made of a facility's type and a nickname: `Salambue` is `Lapas Salambue` as well."""
    if term.facet == "facility":
        for name in term.aliases:
            if not _TYPE_WORDS.intersection(_split(name)[0].split()):
                yield f"{term.type} {name}"
                yield f"{term.type} {term.subtype} {name}"


def _place(text: str) -> list[str]:
    """The words of a name without its type and class."""
    return [word for word in _split(text)[0].split() if word not in _TYPE_WORDS]


def _with_class(base: str, class_: str) -> str:
    return f"{base} kelas {class_}".lstrip() if class_ else base


def _fold_once(text: str) -> str:
    words, class_ = _split(text)
    base = words.replace(" ", "").replace("sidempuan", "sidimpuan")
    return _with_class(base, class_)


def _split(text: str) -> tuple[str, str]:
    """A name's words in canonical form, separated by single spaces, and its class (`iib`; empty if none)."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()
    words = _PHRASE.sub(lambda found: PHRASES[found[0]], words)
    words = _TWICE.sub(r"\1", " ".join(words.split()))
    found = _CLASS_WORD.search(words)
    if found:
        words = _CLASS_WORD.sub("", words)
    elif found := _BARE_CLASS.search(words):
        words = words[: found.start(2)] + words[found.end() :]
    if not found:
        return words, ""
    number, letter = found.groups()[-2:]
    return " ".join(words.split()), _ROMAN.get(number, number) + (letter or "")
