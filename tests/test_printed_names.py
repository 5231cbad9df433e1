"""Facilities resolve as the press prints them, and where that leaves a doubt, they don't."""

from itertools import product

import pytest

from newsarchive.content.vocabulary.folding import place_words, read
from newsarchive.content.vocabulary.names import Match, Names
from newsarchive.model import Vocabulary
from tests.printed_names import AMBIGUOUS, RESOLVED, SEVERAL, UNKNOWN

CUSTODY = ("lapas", "rutan", "lpka")


@pytest.mark.parametrize(("text", "id_"), RESOLVED.items())
def test_a_printed_name_means_its_facility(names: Names, text: str, id_: str) -> None:
    assert names.resolve("facility", text) == Match(id_)


@pytest.mark.parametrize(("text", "ids"), AMBIGUOUS.items())
def test_a_doubtful_name_leaves_the_choice(names: Names, text: str, ids: set[str]) -> None:
    match = names.resolve("facility", text)
    assert not match.id
    assert set(match.candidates) == ids


@pytest.mark.parametrize(("text", "first"), UNKNOWN.items())
def test_an_unknown_name_gets_the_facility_of_its_place_as_hint(
    vocabulary: Vocabulary, names: Names, text: str, first: str
) -> None:
    assert names.resolve("facility", text) == Match()
    hints = names.nearest("facility", text)
    assert hints[:1] == ((vocabulary.term("facility", first).name,) if first else ())


def test_beside_the_place_that_is_named_no_other_is_offered(names: Names) -> None:
    assert names.nearest("facility", "Kanwil Kemenkumham Jawa Barat") == ("Kanwil Ditjenpas Jawa Barat",)
    assert names.nearest("facility", "Lapas dan Rutan Antah") == ()


@pytest.mark.parametrize(("text", "ids"), SEVERAL.items())
def test_several_facilities_in_one_text_are_told_apart(names: Names, text: str, ids: tuple[str, ...]) -> None:
    assert names.resolve("facility", text) == Match()
    assert tuple(part.match.id for part in names.several(text)) == ids


def test_of_several_facilities_those_in_doubt_keep_their_text(names: Names) -> None:
    cilegon, tangerang = names.several("Lapas Cilegon; Lapas Tangerang")
    assert cilegon.match.id == "lapas-cilegon"
    assert tangerang.text == "Lapas Tangerang" and len(tangerang.match.candidates) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ditjenpas", True),
        ("Direktorat Jenderal Pemasyarakatan", True),
        ("Dirjen Pemasyarakatan Kemenimipas", True),
        ("Kementerian Imigrasi dan Pemasyarakatan", True),
        ("Kemenkumham RI", True),
        ("Ditjenpas Sumatera Utara", False),
        ("Kemenkumham Riau", False),
        ("Kanwil Ditjenpas", False),
        ("Lapas Cilegon", False),
        ("", False),
    ],
)
def test_headquarters_are_told_from_regional_offices(names: Names, text: str, told: bool) -> None:
    assert names.is_headquarters(text) == told


def test_no_class_of_another_unit_of_the_place_is_passed_over(vocabulary: Vocabulary, names: Names) -> None:
    """For all 667 units: "Lapas Kelas IIB Bengkulu" isn't taken for the Lapas Kelas IIA there."""
    facilities = vocabulary.terms["facility"]
    units: dict[str, set[str]] = {}
    for term in facilities.values():
        if term.type in CUSTODY:
            units.setdefault(" ".join(place_words(term.name)), set()).add(term.id)
    asked = 0
    for place, ids in units.items():
        classes = {facilities[id_].class_ for id_ in ids}
        for type_, class_ in product({facilities[id_].type for id_ in ids}, classes):
            match = names.resolve("facility", f"{type_} Kelas {class_} {place}")
            # What a unit was called before counts as well: Lapas Garut was of class IIB.
            names_of = {id_: (facilities[id_].name, *facilities[id_].former_names) for id_ in ids}
            fitting = {id_ for id_ in ids if any(f"Kelas {class_} " in name for name in names_of[id_])}
            if match.id and match.id in ids:
                asked += 1
                assert match.id in fitting, (type_, class_, place)
    assert asked > 400


def test_every_facility_resolves_with_its_town_and_its_province(vocabulary: Vocabulary, names: Names) -> None:
    facilities, regions = vocabulary.terms["facility"], vocabulary.terms["region"]
    for term in facilities.values():
        if term.type == "kanwil":
            continue
        city = term.city if term.city.startswith("Kota ") else f"Kabupaten {term.city}"
        for text in (f"{term.name}, {city}", f"{term.name}, {regions[term.region].name}"):
            match = names.resolve("facility", text)
            assert term.id in (match.id, *match.candidates), text


def test_a_long_text_is_no_name(names: Names) -> None:
    for text in ("Lapas " + "Cilegon " * 5000, "di kota " * 5000, "Lapas dan " * 5000, "a/" * 5000):
        assert names.resolve("facility", text) == Match()
        assert not names.nearest("facility", text) and not names.several(text)


def test_class_and_place_are_read_in_any_order() -> None:
    assert read("Rutan Klas 2-B Serang") == read("Rutan Serang Kelas IIB") == ("rutan serang", "iib")
