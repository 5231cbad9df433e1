"""What a text may link to is what the site will hold: both cut lists of articles alike."""

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.content.site_paths import cut_periods
from newsarchive.model import ArticleDate
from newsarchive.pages import listing
from newsarchive.pages.listing import Period
from newsarchive.pages.view import Views
from tests.builders import archive_of, article, config

DATES = st.tuples(st.integers(2023, 2025), st.integers(0, 3), st.integers(0, 3)).map(
    lambda parts: ArticleDate(parts[0], parts[1], parts[2] if parts[1] else 0)
)


RANGES = st.one_of(
    DATES.map(lambda date: (date, date)),
    st.tuples(DATES, DATES).filter(lambda ends: ends[0] < ends[1] and len(ends[0].iso) == len(ends[1].iso)),
)


@given(st.lists(RANGES, max_size=25), st.integers(1, 6), st.integers(0, 2))
def test_periods_are_cut_as_the_pages_are(
    dates: list[tuple[ArticleDate, ArticleDate]], limit: int, at_least: int
) -> None:
    archive = archive_of(
        article(f"2025/01/a-{n}", first.iso if first == last else f"{first.iso}/{last.iso}")
        for n, (first, last) in enumerate(dates)
    )
    pages = listing.periods(
        Views(archive, config(limit=limit)), Period(ArticleDate(0), archive.articles), at_least
    )
    assert sorted(cut_periods(dates, limit, at_least)) == sorted(
        page.when for page in pages if page.when.year
    )
