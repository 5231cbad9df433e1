"""Citations say who, what, when and where, and programs that keep references read the same."""

import re
from dataclasses import replace
from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from newsarchive.pages.citation import Citation, citation
from newsarchive.pages.view import Views
from tests.builders import archive_of, article, config, when

URL = "https://arsip.example/berita/2025/10/latihan/"
TITLES = st.text(st.characters(blacklist_categories=["C", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.split()) or "Judul"
)


def cited(lang: str = "id", **fields: Any) -> Citation:
    """The citation of an article that the archive published on 31 October 2025."""
    one = article(**{"title": "Latihan di rutan", "added": when("2025-10-31"), **fields})
    found = citation(Views(archive_of([one]), config(lang)), one)
    assert found
    return found


def bibtex(found: Citation) -> Entry:
    (entry,) = parse_string(found.bibtex, "bibtex").entries.values()
    return entry


@pytest.mark.parametrize(
    ("lang", "apa", "chicago"),
    [
        ("id", "(2025, 31 Oktober)", "31 Oktober 2025."),
        ("en", "(2025, October 31)", "31 October 2025."),
    ],
)
def test_texts_name_the_archive_the_day_the_title_and_the_address(lang: str, apa: str, chicago: str) -> None:
    found = cited(lang)
    assert found.apa == f"Arsip. {apa}. Latihan di rutan. {URL}"
    assert found.chicago == f"Arsip. “Latihan di rutan.” {chicago} {URL}."


def test_a_day_that_is_not_known_is_not_invented() -> None:
    found = cited(added=None)
    assert found.apa == f"Arsip. (t.t.). Latihan di rutan. {URL}"
    assert found.chicago == f"Arsip. “Latihan di rutan.” t.t. {URL}."
    assert bibtex(found).fields.keys() == {"title", "url", "langid"}
    assert "PY" not in found.ris
    assert "DA" not in found.ris


def test_a_title_keeps_its_own_end_and_quotations_their_place() -> None:
    found = cited(title="Siapa bilang “bebas”?")
    assert f"Siapa bilang “bebas”? {URL}" in found.apa
    assert "“Siapa bilang ‘bebas’?”" in found.chicago


def test_bibtex_is_what_its_readers_expect() -> None:
    entry = bibtex(cited())
    assert entry.type == "misc"
    assert [str(person) for person in entry.persons["author"]] == ["{Arsip}"]
    assert dict(entry.fields) == {
        "title": "{Latihan di rutan}",
        "year": "2025",
        "month": "October",
        "url": URL,
        "langid": "indonesian",
    }


NAMED = {"backslash": "\\", "asciitilde": "~", "asciicircum": "^", "braceleft": "{", "braceright": "}"}


@settings(deadline=None)
@given(TITLES)
def test_a_title_comes_through_bibtex_whatever_signs_it_holds(title: str) -> None:
    written = bibtex(cited(title=title)).fields["title"].removeprefix("{").removesuffix("}")
    read = re.sub(r"\\text(\w+)\{\}|\\(.)", lambda sign: sign[2] or NAMED[sign[1]], written)
    assert read == title


@settings(deadline=None)
@given(TITLES)
def test_ris_is_read_as_it_was_meant(title: str) -> None:
    (entry,) = rispy.loads(cited(title=title).ris)
    assert entry == {
        "type_of_reference": "ELEC",
        "authors": ["Arsip"],
        "title": title,
        "year": "2025",
        "date": "2025/10/31",
        "urls": [URL],
        "language": "id",
    }


def test_without_an_address_nothing_is_cited() -> None:
    one = article()
    assert citation(Views(archive_of([one]), replace(config(), site_url="")), one) is None
