"""A date may be a range of days, months or years; whatever asks for a date finds it by any part of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsarchive.content.articles.parse import parse
from newsarchive.content.articles.resolve import ResolveContext, resolve
from newsarchive.content.vocabulary.names import Names
from newsarchive.editing.skeleton import Wishes, begin
from newsarchive.model import ArticleDate
from newsarchive.pages.formats import range_text
from newsarchive.periods import parts_touched
from newsarchive.problems import hint
from tests.builders import VOCABULARY, archive_of, article, article_text, config, planned, view, when
from tests.searching import ask, keys, record, write_index


def parsed(written: str) -> Any:
    return parse("articles/2025/07/a.md", article_text(title="Judul", date=written).encode())


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2025-07-09/2025-07-11", (2025, 7, 9), (2025, 7, 11)),
        ("2025-07-09 / 2025-07-11", (2025, 7, 9), (2025, 7, 11)),
        ("2025-07/2025-09", (2025, 7, 0), (2025, 9, 0)),
        ("2025/2026", (2025, 0, 0), (2026, 0, 0)),
        ("2025-07-09/2025-07-09", (2025, 7, 9), None),
        ("2025-07-09", (2025, 7, 9), None),
    ],
)
def test_ranges_are_read(written: str, start: tuple[int, ...], end: tuple[int, ...] | None) -> None:
    found = parsed(written)
    assert found.problems == ()
    assert (found.front.date, found.front.until) == (start, end)
    assert found.latest == (end or start)


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ("2025-07-11/2025-07-09", "backward-range", "2025-07-09/2025-07-11"),
        ("2025-07-09/2025-08", "uneven-range", ""),
        ("2025-07-09/2025-02-30", "impossible-date", ""),
        ("9-11 Juli 2025", "invalid-date", "2025-07-09/2025-07-11"),
        ("2025-07-09/11", "invalid-date", "2025-07-09/2025-07-11"),
        ("29/07/2025", "invalid-date", "2025-07-29"),
        ("entah", "invalid-date", ""),
    ],
)
def test_wrong_ranges_are_told_with_the_right_one_where_it_is_known(
    written: str, code: str, told: str
) -> None:
    (found,) = parsed(written).problems
    assert found.code == code
    assert told in hint(found, "id")
    if told:
        assert parsed(told).problems == ()


def test_a_range_that_has_not_ended_has_not_happened() -> None:
    context = ResolveContext(VOCABULARY, Names(VOCABULARY), ArticleDate(2025, 7, 10))
    _, problems = resolve(parsed("2025-07-09/2025-07-11"), context)
    assert [(each.code, dict(each.values)["date"]) for each in problems] == [("future-date", "2025-07-11")]


@pytest.mark.parametrize(
    ("start", "end", "lang", "style", "text"),
    [
        ("2025-07-09", "2025-07-11", "id", "full", "9–11 Juli 2025"),
        ("2025-07-09", "2025-07-11", "en", "full", "9–11 July 2025"),
        ("2025-07-09", "2025-07-11", "id", "short", "9–11 Jul 2025"),
        ("2025-07-30", "2025-08-02", "id", "full", "30 Juli – 2 Agustus 2025"),
        ("2024-12-30", "2025-01-02", "id", "full", "30 Desember 2024 – 2 Januari 2025"),
        ("2025-07", "2025-08", "id", "full", "Juli–Agustus 2025"),
        ("2024-12", "2025-01", "en", "short", "Dec 2024 – Jan 2025"),
        ("2024", "2025", "id", "full", "2024–2025"),
    ],
)
def test_what_both_ends_share_is_said_once(start: str, end: str, lang: str, style: str, text: str) -> None:
    assert range_text(when(start), when(end), lang, style) == text


def test_the_days_of_a_month_that_a_range_touches() -> None:
    assert [*parts_touched(when("2024-02-28"), when("2024-03-01"), ArticleDate(2024, 2))] == [28, 29]
    assert [*parts_touched(when("2024-02-28"), when("2024-03-01"), ArticleDate(2024))] == [2, 3]
    assert [*parts_touched(when("2023-11-01"), when("2025-02-01"), ArticleDate(2024))] == [*range(1, 13)]
    assert [*parts_touched(when("2023-11"), when("2024-02"), ArticleDate(2024, 1))] == [0]


def titles(path: str, files: Any) -> list[str]:
    return [entry[0] for group in view(files[path])["groups"] for entry in group["entries"]]


def test_an_article_stands_on_each_day_month_and_year_of_its_range() -> None:
    long = article("2024/12/lama", "2024-12-30/2025-01-02", title="Lama")
    others = [article(f"2025/01/a{n}", f"2025-01-0{n}", title=f"A{n}") for n in (1, 2, 3)]
    files = planned(archive_of([long, *others]), config(limit=1))
    for path in ("arsip/2024/12/30.md", "arsip/2024/12/31.md", "arsip/2025/01/01.md", "arsip/2025/01/02.md"):
        if path in files:
            assert "Lama" in titles(path, files), path
    assert titles("arsip/2024/12.md", files) == ["Lama"]
    assert titles("arsip/2025/01/01.md", files) == ["A1", "Lama"]
    assert titles("arsip/2025/01/03.md", files) == ["A3"]
    assert view(files["arsip/2025/01.md"])["tally"] == "4 artikel"
    assert view(files["arsip.md"])["tally"] == "4 artikel"
    assert "fasilitas/rutan-serang/2025/01/02.md" in files


def test_new_takes_a_range_and_files_the_article_under_its_first_month() -> None:
    wishes = Wishes("Pelatihan", "2025-07-30/2025-08-02", ["Rutan Kelas IIB Serang"], [], ["kunjungan-kerja"])
    skeleton, errors = begin(wishes, VOCABULARY, date(2026, 1, 1))
    assert errors == []
    assert skeleton.path == "articles/2025/07/pelatihan.md"
    assert "\ndate: 2025-07-30/2025-08-02\n" in skeleton.text
    _, errors = begin(wishes.__class__("P", "2025-08-02/2025-07-30"), VOCABULARY, date(2026, 1, 1))
    assert ("date", "backward-range") in [(field, each.code) for field, each in errors]


RANGED = [
    record("hari", "Pelatihan las", when="2025-07-30/2025-08-02"),
    record("bulan", "Pelatihan jahit", when="2025-08/2025-10"),
    record("tahun", "Pelatihan tani", when="2024/2025"),
    record("tunggal", "Pelatihan kayu", when="2025-08-03"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("ranges"), RANGED)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pelatihan 30 Juli 2025", {"hari", "tahun"}),
        ("pelatihan 2 Agustus 2025", {"hari", "bulan", "tahun"}),
        ("pelatihan 3 Agustus 2025", {"bulan", "tahun", "tunggal"}),
        ("pelatihan September 2025", {"bulan", "tahun"}),
        ("pelatihan 2024", {"tahun"}),
        ("pelatihan 1 Agustus", {"hari", "bulan"}),
        ("pelatihan agustus", {"hari", "bulan", "tunggal"}),
    ],
)
def test_a_search_finds_a_range_by_any_day_of_it(site: Path, query: str, expected: set[str]) -> None:
    (answer,) = ask(site, query)
    assert set(keys(answer)) == expected


def test_filters_and_counts_by_year_take_a_range_into_all_its_years(site: Path) -> None:
    asked = {"q": "pelatihan", "from": [2025, 8, 1], "to": [2025, 8, 1]}
    span, year = ask(site, asked, {"q": "pelatihan", "filters": {"year": ["2024"]}})
    assert set(keys(span)) == {"hari", "bulan", "tahun"}
    assert keys(year) == ["tahun"]
    assert year["facets"]["year"] == {"2024": 1, "2025": 4}
