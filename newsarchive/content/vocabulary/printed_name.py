"""Takes a facility's name as printed apart: what it is, where, of which class, and what is said around it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from newsarchive.content.vocabulary.folding import HEADS, TYPE_WORDS, name_type_once, read

UNITS = ("lapas", "rutan", "lpka", "bapas", "rupbasan")
_LEADING = frozenset(
    {"di", "pada", "dari", "ke", "dalam", "kepala", "ka", "plt", "plh", "pj", "kplp", "kpr", "upt", "satker"}
    | {"kesatuan", "pengamanan", "petugas", "pegawai", "jajaran", "pihak", "lingkungan"}
)
"""Words that may stand before the name of a unit without being part of it."""
MOST_WORDS = 20
"""Longer texts are no names, and every run of their words would be looked up."""
LINKING = frozenset(
    ("di", "pada", "pulau", "wilayah", "ri", "kanwil", "ditjenpas", "kemenkumham", "kemenimipas", "kemenkum")
)
"""Words between a unit's name and what is said of where it stands or whom it belongs to."""
KINDS = {"kota": "kota", "kabupaten": "kabupaten", "kab": "kabupaten"}
_HEADQUARTERS = (
    "ditjenpas",
    "direktorat",
    "dirjen",
    "inspektorat",
    "kementerian",
    "menteri",
    "menkumham",
    "menimipas",
)


class Printed(NamedTuple):
    """A name as printed, in canonical words."""

    types: tuple[str, ...]
    """What says what it is: `lapas`, `narkotika`."""
    rest: tuple[str, ...]
    """All other words, in their order: the place, and what else is said of it."""
    class_: str

    @property
    def type(self) -> str:
        """The type of unit, as facilities have it; empty if none is named."""
        if self.types[:1] in (("kanwil",), ("ditjenpas",)):
            return "kanwil"
        return next(
            (word for word in self.types if word in UNITS), "rumah-sakit" if "sakit" in self.types else ""
        )


def rules() -> dict[str, Any]:
    """What the browser needs to read printed names as we do, as plain data for JSON."""
    return {"heads": HEADS, "leading": sorted(_LEADING), "linking": sorted(LINKING | set(KINDS))}


def is_headquarters(words: Sequence[str]) -> bool:
    """Whether canonical words begin as the name of a ministry or directorate does, and name no unit."""
    rest = [word for word in words if word not in _LEADING]
    if not rest or any(word in UNITS or word == "kanwil" for word in rest):
        return False
    return rest[0] in _HEADQUARTERS or rest[0].startswith("kemen")


def without_leading(words: str) -> str:
    """Canonical words without what may stand before a unit, and with a unit in the place of its head."""
    parts = words.split()
    while parts and parts[0] in _LEADING:
        del parts[0]
    return name_type_once(" ".join(HEADS.get(part, part) for part in parts))


def printed_name(words: str, class_: str) -> Printed:
    """Canonical words and the class of a name, taken apart."""
    parts = words.split()
    names_unit = any(part in UNITS for part in parts)
    # What belongs to a regional office is said of a unit as its place is.
    types = TYPE_WORDS - {"kanwil", "ditjenpas"} if names_unit else TYPE_WORDS
    own = tuple(part for part in parts if part in types)
    return Printed(own, tuple(part for part in parts if part not in types), class_)


def joined(words: Iterable[str]) -> str:
    """Canonical words as one, as `fold` joins them."""
    return "".join(words)


def town(city: str) -> tuple[str, list[str]]:
    """Whether a city of the vocabulary is a `kota` or a `kabupaten`, and its name without that."""
    words = read(city).words.split()
    return ("kota", words[1:]) if words[:1] == ["kota"] else ("kabupaten", words)


def shorter_places(place: Sequence[str], city: str) -> Iterator[Sequence[str]]:
    """Shorter forms of the place in a unit's name that the press prints, given the unit's city.

    *Banceuy* for *Banceuy Bandung*, which ends in its kota; *Tebing Tinggi* for *Tebing Tinggi Deli*, which
    begins with its town.
    """
    kind, name = town(city)
    rest = len(place) - len(name)
    if not name:
        return
    if rest > 0 and joined(place).startswith(joined(name)):
        yield name
    if rest > 0 and kind == "kota" and list(place[rest:]) == name:
        yield place[:rest]


def is_kind(word: str, place: str, city: str) -> bool:
    """Whether `kota` or `kabupaten` may stand before a place: not if the town of that name is the other."""
    kind, name = town(city)
    return joined(name) != place or kind == KINDS[word]


def consists_of(words: Sequence[str], facts: set[str], city: str) -> bool:
    """Whether the words are facts about a facility, and words that link them."""
    if not words:
        return True
    kind = words[0] in KINDS
    for end in range(len(words), 0, -1):
        place = joined(words[int(kind) : end])
        fits = place in facts and (not kind or is_kind(words[0], place, city))
        if fits and consists_of(words[end:], facts, city):
            return True
    return words[0] in LINKING and len(words) > 1 and consists_of(words[1:], facts, city)
