"""Facts for families: what a facility's page says, how long it says it, and when an editor is told."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from newsarchive.content.vocabulary.practical import with_valid_facts
from newsarchive.model import Article, PracticalFact, Term, Vocabulary
from newsarchive.pages.practical import contacts
from tests.builders import VOCABULARY, archive_of, article, planned, when, with_facility
from tests.test_groups import grouped

PAGE = "fasilitas/rutan-serang.md"


def serang(**fields: Any) -> Vocabulary:
    """The small vocabulary with these fields of Rutan Serang changed."""
    return with_facility(VOCABULARY, "rutan-serang", **fields)


def checked(day: str, what: Any = "visiting") -> Vocabulary:
    """A vocabulary with one fact of Rutan Serang, checked on this day."""
    return serang(practical=(PracticalFact(what, "Senin", "Papan", when(day), (7, 3)),))


def term_of(vocabulary: Vocabulary) -> Term:
    return vocabulary.term("facility", "rutan-serang")


@pytest.mark.parametrize(
    ("as_of", "shown", "codes"),
    [
        ("2025-11-02", True, ["vocab-fact-from-future"]),
        ("2025-11-03", True, []),
        ("2026-10-03", True, []),
        ("2026-10-04", True, ["vocab-fact-expires-soon"]),
        ("2026-11-02", True, ["vocab-fact-expires-soon"]),
        ("2026-11-03", False, ["vocab-fact-expired"]),
        ("2030-01-01", False, ["vocab-fact-expired"]),
    ],
)
def test_a_fact_is_shown_for_a_year_and_told_of_from_30_days_before(
    as_of: str, shown: bool, codes: list[str]
) -> None:
    vocabulary, problems = with_valid_facts(checked("2025-11-03"), date.fromisoformat(as_of))
    assert bool(term_of(vocabulary).practical) is shown
    assert [(found.code, found.line, found.column) for found in problems] == [(code, 7, 3) for code in codes]


def test_a_fact_checked_on_a_leap_day_lasts_a_year() -> None:
    leap = checked("2024-02-29")
    assert term_of(with_valid_facts(leap, date(2025, 2, 28))[0]).practical
    assert not term_of(with_valid_facts(leap, date(2025, 3, 1))[0]).practical


def test_a_new_day_changes_no_page_until_a_fact_expires() -> None:
    def digests(day: date) -> dict[str, str]:
        archive = archive_of([article()], with_valid_facts(checked("2025-11-03"), day)[0])
        return {name: group.digest for name, group in grouped(archive).items()}

    last = date(2026, 11, 2)
    assert digests(date(2025, 11, 3)) == digests(last)
    assert digests(last) != digests(last + timedelta(1))


def test_an_expired_fact_leaves_the_page() -> None:
    def page(day: date) -> Any:
        return planned(archive_of([], with_valid_facts(checked("2025-11-03"), day)[0]))[PAGE].render()

    assert "Senin" in page(date(2026, 11, 2))
    assert "Senin" not in page(date(2026, 11, 3))


def test_a_line_that_moves_in_the_file_changes_no_page() -> None:
    here = checked("2025-11-03")
    (fact,) = term_of(here).practical
    there = serang(practical=(replace(fact, place=(9, 3)),))
    day = date(2026, 1, 1)
    assert with_valid_facts(here, day)[0] == with_valid_facts(there, day)[0]


@pytest.mark.parametrize("kind", ["capacity", "head"])
def test_what_families_do_not_ask_for_does_not_stand_for_what_they_do(kind: str) -> None:
    page = str(planned(archive_of([], checked("2025-11-03", kind)))[PAGE].render())
    assert '"lead":"Jadwal kunjungan dan kontak belum tercatat"' in page


def test_a_closed_facility_sends_nobody_on_a_visit() -> None:
    assert '"practical":null' in str(planned(archive_of([], serang(closed="Ditutup")))[PAGE].render())


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Telepon (0254) 200-123 atau 0812-3456-7890.", ["tel:0254200123", "tel:081234567890"]),
        ("WhatsApp +62 812 3456 7890", ["tel:+6281234567890"]),
        ("Pukul 08.00-11.30 dan 13.00-15.00, sejak 03-11-2026", []),
        ("Surel info@rutan.example; laman https://rutan.example/a.", ["mailto:info@rutan.example", "https://rutan.example/a"]),
        ("Kapasitas 1200 orang, ruang 0301, kode 12345678", []),
    ],
)  # fmt: skip
def test_numbers_and_addresses_can_be_tapped(text: str, links: list[str]) -> None:
    parts = contacts(text)
    assert "".join(part.name for part in parts) == text
    assert [part.url for part in parts if part.url] == links


@pytest.mark.parametrize(
    ("vocabulary", "articles", "found"),
    [
        (serang(), [], False),
        (serang(), [article()], True),
        (checked("2025-11-03"), [], True),
    ],
)
def test_search_engines_are_led_to_a_page_once_it_says_something(
    vocabulary: Vocabulary, articles: list[Article], found: bool
) -> None:
    files = planned(archive_of(articles, vocabulary))
    assert ("/fasilitas/rutan-serang/<" in str(files["sitemap-lain.xml"].render())) is found
    assert f'"empty":{str(not found).lower()}' in str(files[PAGE].render())
