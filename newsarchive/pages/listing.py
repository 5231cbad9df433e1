"""Split long lists of articles by year, month and day, so that pages stay short and URLs never change."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from newsarchive import addresses
from newsarchive.model import Article, ArticleDate
from newsarchive.pages.formats import first_weekday, month_name, weekday_names
from newsarchive.pages.parts import Counted, Group, Link, Month
from newsarchive.pages.view import Views, published
from newsarchive.periods import parts_touched


@dataclass(frozen=True)
class Period:
    """The articles of a year, a month or a day, newest first; year 0 stands for all time."""

    when: ArticleDate
    articles: tuple[Article, ...]
    exact: bool = True
    """Whether a search for this period finds just `articles`: not so where other dates are too coarse to tell
    if they lie in it, since a search finds those too."""

    @property
    def folder(self) -> str:
        """Its part of the URL: ``, `2025/`, `2025/03/` or `2025/03/22/`."""
        return addresses.period(*self.when)

    @property
    def _finer(self) -> str:
        """The unit of its parts: `year`, `month` or `day`; empty for a day."""
        return next((name for name, part in zip(ArticleDate._fields, self.when, strict=True) if not part), "")

    @cached_property
    def _by_part(self) -> dict[int, tuple[Article, ...]]:
        """Its articles by the number of their part (2025, 3 for March …); 0 if the date leaves it open."""
        if not self._finer:
            return {}
        if any(article.until for article in self.articles):
            return self._by_every_part
        groups = groupby(self.articles, key=attrgetter(f"date.{self._finer}"))
        return {part: tuple(articles) for part, articles in groups}

    @property
    def _by_every_part(self) -> dict[int, tuple[Article, ...]]:
        """The same where dates are ranges: such an article belongs to every part that its range touches."""
        found: dict[int, list[Article]] = {}
        for article in self.articles:
            for part in parts_touched(article.date, article.until or article.date, self.when):
                found.setdefault(part, []).append(article)
        return {part: tuple(found[part]) for part in sorted(found, reverse=True)}

    @cached_property
    def parts(self) -> tuple["Period", ...]:
        """The next shorter periods, newest first. Articles with too coarse a date belong to none."""
        name = self._finer
        exact = self.exact and 0 not in self._by_part
        return tuple(
            Period(self.when._replace(**{name: part}), articles, exact)
            for part, articles in self._by_part.items()
            if part
        )

    @cached_property
    def total(self) -> int:
        """Number of its published articles."""
        return published(self.articles)

    @cached_property
    def events(self) -> int:
        """Number of events that these report on: articles of one story report on one."""
        return len({one.story or one.path for one in self.articles if one.status == "published"})

    @property
    def coarse(self) -> tuple[Article, ...]:
        """The articles whose date names this period but no part of it."""
        return self._by_part.get(0, ())


def tally(views: Views, period: Period) -> str:
    """How many published articles there are and, where several report on one event, on how many events."""
    articles = views.plural("articles", period.total)
    if period.events == period.total:
        return articles
    events = views.plural("events", period.events)
    return str(views.strings["articles_on_events"]).format(articles=articles, events=events)


def period_name(views: Views, when: ArticleDate) -> str:
    """A period in words: `2025`, `Maret 2025`, `22 Maret 2025`; empty for all time."""
    return views.date(when, "long") if when.year else ""


def periods(views: Views, whole: Period, at_least: int = 0) -> Iterator[Period]:
    """The whole list and every period that has a page of its own.

    A period is cut if it holds more articles than the limit; the first `at_least` levels are always cut.
    """
    yield whole
    if is_cut(views, whole, at_least):
        for part in whole.parts:
            yield from periods(views, part, at_least - 1)


def is_cut(views: Views, period: Period, at_least: int = 0) -> bool:
    """Whether a period's articles are listed on the pages of its parts instead of its own."""
    return not period.when.day and (at_least > 0 or len(period.articles) > views.config.listing_limit)


def parts(views: Views, base: str, period: Period, linked: bool) -> list[Counted]:
    """The parts of a period: years from the newest, months and days from the first, and all days of a month.

    They have no URLs unless they are `linked`.
    """
    found = [
        Counted(
            part_name(views.config.lang, part.when),
            f"{base}{part.folder}" if linked else "",
            views.number(part.total),
        )
        for part in period.parts
    ]
    if not period.when.year:
        return found
    if not period.when.month:
        return found[::-1]
    days = {part.name: part for part in found}
    return [days.get(day, Counted(day, "", "")) for day in map(str, range(1, _days(period.when) + 1))]


def month(views: Views, when: ArticleDate) -> Month:
    """How the days of this month stand in weeks."""
    lang = views.config.lang
    before = (date(when.year, when.month, 1).weekday() - first_weekday(lang)) % 7
    return Month(list(weekday_names(lang)), str(before + 1))


def _days(when: ArticleDate) -> int:
    return monthrange(when.year, when.month)[1]


@lru_cache(maxsize=4096)
def period_links(lang: str, base: str, when: ArticleDate) -> tuple[Link, ...]:
    """Links to the pages, below `base`, of the year, month and day in `when`."""
    year, month, day = when
    found = [ArticleDate(year)] * bool(year) + [ArticleDate(year, month)] * bool(month) + [when] * bool(day)
    return tuple(Link(part_name(lang, part), f"{base}{Period(part, ()).folder}") for part in found)


def links_above(lang: str, whole: Link, when: ArticleDate) -> list[Link]:
    """The way to the page of a period: the page of the `whole` list, then those of the longer periods."""
    return [whole, *period_links(lang, whole.url, when)][:-1]


def part_name(lang: str, when: ArticleDate) -> str:
    """A period's short name, for pages of the longer period around it: `2025`, `Maret`, `22`."""
    if when.day:
        return str(when.day)
    return month_name(when.month, lang) if when.month else str(when.year)


def groups(views: Views, base: str, period: Period, cut: bool, terms: Mapping[str, str]) -> list[Group]:
    """The articles that a period's page lists, under headings: all, or only the newest if it is cut.

    `base` is the URL of the whole list, `terms` are the filters, IDs by facet, with which a search finds it.
    """
    if not period.articles:
        return []
    if cut:
        newest = period.articles[: views.config.latest]
        more = _more(views, base, period, terms) if len(newest) < len(period.articles) else None
        found = [Group(views.strings["newest"], views.entries(newest), more)]
        rest = [article for article in period.coarse if article not in newest]
        if rest:
            found.append(Group(coarse_name(views, period), views.entries(rest)))
        return found
    if period.when.month:
        return [Group("", views.entries(period.articles))]
    found = [
        Group(part_name(views.config.lang, part.when), views.entries(part.articles)) for part in period.parts
    ]
    if period.coarse:
        found.append(Group(coarse_name(views, period), views.entries(period.coarse)))
    return found


def _more(views: Views, base: str, period: Period, terms: Mapping[str, str]) -> Counted | None:
    """The way on from the newest articles: a search for all of them, or the page of the newest part."""
    newest = period.parts[0] if period.parts else None
    if newest and not period.when.year and not terms:
        # A search without any filter lists nothing.
        period = newest
    if period.exact and period.total:
        url = addresses.search(terms, period.when)
    elif newest:
        period, url = newest, f"{base}{newest.folder}"
    else:
        return None
    name = period_name(views, period.when)
    text = views.strings["all_of"].format(period=name) if name else views.strings["all"]
    return Counted(text, url, views.number(period.total))


def coarse_name(views: Views, period: Period) -> str:
    """The heading of articles whose month or day is not known."""
    return str(views.strings["no_day" if period.when.month else "no_month"])
