"""The calendar: all articles by year and month, and by day where a month has many."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from newsarchive import addresses, hashing
from newsarchive.addresses import CALENDAR
from newsarchive.model import Article, ArticleDate
from newsarchive.outputs import OutputFile, OutputGroup
from newsarchive.pages import listing
from newsarchive.pages.listing import Period
from newsarchive.pages.parts import Counted, DateView, Group, Link, Month, View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

LEVELS = 2
"""Years and months always have their own pages: `/arsip/YYYY/MM/` is a permanent address."""


class CalendarView(View, frozen=True, tag="calendar"):
    """A period with its articles, or with the shorter periods that list them."""

    crumbs: list[Link]
    tally: str
    periods: list[Counted]
    month: Month | None
    groups: list[Group]
    previous: Link | None
    next: Link | None


class _Sibling(NamedTuple):
    """A period and its neighbours of the same length; `cut` means that its parts list its articles."""

    period: Period
    cut: bool
    earlier: ArticleDate | None
    later: ArticleDate | None


def groups(views: Views) -> Iterator[OutputGroup]:
    """`/arsip/` and a page for each period with articles, grouped by year."""
    by_year: dict[int, list[_Sibling]] = {}
    for sibling in _siblings(views):
        by_year.setdefault(sibling.period.when.year, []).append(sibling)
    for year, siblings in by_year.items():
        # The first sibling is the year itself. Of other years, its pages show only the nearest dates.
        key = hashing.of_data(views.fingerprint(siblings[0].period.articles), [each[1:] for each in siblings])
        yield OutputGroup(f"{CALENDAR}{year}", key, partial(_pages, views, siblings))


def _siblings(views: Views) -> Iterator[_Sibling]:
    whole = Period(ArticleDate(0), views.archive.articles)
    by_level: dict[int, list[tuple[Period, bool]]] = {0: [], 1: [], 2: [], 3: []}
    for period in listing.periods(views, whole, LEVELS):
        level = period.when.precision
        by_level[level].append((period, listing.is_cut(views, period, LEVELS - level)))
    for siblings in by_level.values():
        for i, (period, cut) in enumerate(siblings):
            later = siblings[i - 1][0].when if i else None
            earlier = siblings[i + 1][0].when if i + 1 < len(siblings) else None
            yield _Sibling(period, cut, earlier, later)


def _pages(views: Views, siblings: Sequence[_Sibling]) -> Iterator[OutputFile]:
    for each in siblings:
        yield _page(views, *each)


def _page(
    views: Views, period: Period, cut: bool, earlier: ArticleDate | None, later: ArticleDate | None
) -> OutputFile:
    name = listing.period_name(views, period.when)
    title = views.strings["calendar_of"].format(period=name) if name else views.strings["calendar"]
    count = views.plural("articles", period.total)
    view = CalendarView(
        crumbs=listing.links_above(views.config.lang, _whole(views), period.when),
        tally=listing.tally(views, period),
        periods=listing.parts(views, CALENDAR, period, linked=True) if cut else [],
        month=listing.month(views, period.when) if cut and period.when.month else None,
        groups=listing.groups(views, CALENDAR, period, cut, {}),
        previous=_link(views, earlier) if earlier else None,
        next=_link(views, later) if later else None,
    )
    description = views.strings["calendar_description"].format(
        articles=count, period=name or views.strings["all_time"]
    )
    return page(f"{CALENDAR}{period.folder}", "calendar.html", title, description, view)


def crumbs(views: Views, when: ArticleDate) -> list[Link]:
    """Links to the calendar, then to the year, month and day in `when`."""
    return [_whole(views), *listing.period_links(views.config.lang, CALENDAR, when)]


def _whole(views: Views) -> Link:
    return Link(views.strings["archive"], CALENDAR)


def date_view(views: Views, article: Article) -> DateView:
    """The date of an article in words, with the page of its month or year."""
    when = article.date
    until = article.until.iso if article.until else ""
    folder = addresses.period(when.year, when.month)
    return DateView(when.iso, until, views.when(article), f"{CALENDAR}{folder}")


def _link(views: Views, when: ArticleDate) -> Link:
    return Link(listing.period_name(views, when), f"{CALENDAR}{Period(when, ()).folder}")
