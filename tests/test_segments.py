"""Search segments are small in years that still get articles, and larger in years that are closed."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from newsarchive.model import ArticleDate
from newsarchive.search import segments as segmenting
from newsarchive.search.segments import TERMS, segments


@dataclass(frozen=True)
class Item:
    kind: str
    date: ArticleDate | None
    digest: bytes = b""


def articles(dates: Iterable[ArticleDate], each: int = 1) -> list[Item]:
    """Newest first, `each` of a date."""
    return [Item("article", date) for date in sorted(dates, reverse=True) for _ in range(each)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of at most 16 articles, of 32 in closed years."""
    monkeypatch.setattr(segmenting, "MIN_CAPACITY", 16)
    monkeypatch.setattr(segmenting, "MAX_CAPACITY", 64)


def sizes(items: list[Item]) -> dict[str, int]:
    return {name: len(own) for name, own in segments(items).items()}


@pytest.mark.usefixtures("small")
def test_years_that_ended_two_years_ago_may_fill_segments_twice_as_large() -> None:
    dates = [ArticleDate(year, month) for year in (2022, 2023, 2024, 2025) for month in (2, 9)]
    assert sizes(articles(dates, each=10)) == {
        "2022": 20,
        "2023": 20,
        "2024-01-06": 10,
        "2024-07-12": 10,
        "2025-01-06": 10,
        "2025-07-12": 10,
    }


@pytest.mark.usefixtures("small")
def test_a_span_of_years_is_closed_when_its_last_year_is() -> None:
    dates = [ArticleDate(1990, 1), ArticleDate(2025, 1)]
    assert sizes(articles(dates, each=10)) == {"1984-2015": 10, "2016-2047": 10}


@pytest.mark.usefixtures("small")
def test_no_closed_segment_grows_beyond_the_largest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "MAX_CAPACITY", 20)
    dates = [ArticleDate(2010, 2), ArticleDate(2010, 9), ArticleDate(2025, 1)]
    assert sizes(articles(dates, each=12)) == {"2010-01-06": 12, "2010-07-12": 12, "2016-2047": 12}


@pytest.mark.usefixtures("small")
def test_a_larger_archive_has_larger_segments() -> None:
    for total, size in ((80, 16), (81, 32), (160, 32), (161, 64), (1000, 64)):
        assert segmenting._capacity(total) == size


@pytest.mark.usefixtures("small")
def test_a_crowded_year_is_cut_in_months_and_articles_without_month_go_with_january() -> None:
    dates = [ArticleDate(2025), *(ArticleDate(2025, month) for month in range(1, 13))]
    assert sizes(articles(dates, each=5)) == {
        "2025-01-02": 15,
        "2025-03-03": 5,
        "2025-04-06": 15,
        "2025-07-09": 15,
        "2025-10-12": 15,
    }


@pytest.mark.usefixtures("small")
def test_years_of_few_articles_share_a_segment_within_their_era() -> None:
    assert sizes(articles([ArticleDate(1950, 1), ArticleDate(1990, 1), ArticleDate(2025, 1)])) == {
        "1920-1983": 1,
        "1984-2047": 2,
    }


def test_terms_come_last_in_a_segment_of_their_own() -> None:
    items = [*articles([ArticleDate(2025, 1)]), Item("facility", None), Item("glossary", None)]
    assert list(segments(items)) == ["1984-2047", TERMS]
    assert sizes(items)[TERMS] == 2
    assert segments([]) == {}
