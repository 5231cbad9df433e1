"""What the archive added and put right: `/terbaru/` lists the latest of both, `/koreksi/` all corrections."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from newsarchive.addresses import CHANGES, RECENT, period
from newsarchive.config import CHANGES_LIMIT
from newsarchive.model import Article, ArticleDate, Correction
from newsarchive.outputs import OutputFile
from newsarchive.pages.listing import links_above, part_name, period_name
from newsarchive.pages.parts import Counted, Link, View
from newsarchive.pages.record import first_day
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views


class ChangeEntry(Struct, frozen=True):
    """One change; texts may be empty. Of a withdrawal only the kind and the reason (`note`) are told."""

    kind: str
    title: str
    url: str
    where: str
    note: str
    requested: str
    source: str
    """The address of a reply that can be read in full."""


class ChangeGroup(Struct, frozen=True):
    """The changes of one day, or of one month or year where no more is known."""

    name: str
    entries: list[ChangeEntry]


class ChangesView(View, frozen=True, tag="changes"):
    """Changes by day, newest first."""

    crumbs: list[Link]
    intro: str
    tally: str
    periods: list[Counted]
    groups: list[ChangeGroup]


class Change(NamedTuple):
    """Something that happened to an article: it was added, put right, or withdrawn."""

    date: ArticleDate
    kind: str
    """`added`, `withdrawn`, or the kind of the correction."""
    article: Article
    correction: Correction | None = None


def pages(views: Views) -> Iterator[OutputFile]:
    """`/terbaru/`, `/koreksi/`, and a page for each year, month or day of a long list of corrections."""
    yield _recent(views)
    put_right = [change for article in views.archive.articles for change in _put_right(article)]
    yield from _pages(views, ArticleDate(0), sorted(put_right, key=_order))


def _recent(views: Views) -> OutputFile:
    words = views.strings["recent"]
    readable = (article for article in views.archive.articles if article.status == "published")
    # Most articles were added long ago: the newest are found without sorting them all.
    changes = (change for article in readable for change in (*_added(article), *_put_right(article)))
    newest = sorted(nlargest(CHANGES_LIMIT, changes, key=lambda change: change.date), key=_order)
    view = ChangesView(crumbs=[], intro=words["intro"], tally="", periods=[], groups=_groups(views, newest))
    return page(RECENT, "changes.html", words["title"], words["description"], view)


def _added(article: Article) -> Iterator[Change]:
    if day := first_day(article):
        yield Change(day, "added", article)


def _put_right(article: Article) -> Iterator[Change]:
    """Nothing of a withdrawn article's corrections is told: they would say what it was about."""
    if article.withdrawn:
        yield Change(article.withdrawn.date, "withdrawn", article)
    else:
        for each in article.corrections:
            yield Change(each.date, each.kind, article, each)


def _order(change: Change) -> tuple[tuple[int, ...], str]:
    return tuple(-part for part in change.date), change.article.path


def _pages(views: Views, when: ArticleDate, changes: Sequence[Change]) -> Iterator[OutputFile]:
    """The page of one period, and where it would be too long those of its parts."""
    words = views.strings["changes"]
    name = period_name(views, when)
    level = when.precision
    parts: dict[int, list[Change]] = {}
    if len(changes) > min(CHANGES_LIMIT, views.config.listing_limit) and level < len(when):
        parts = {part: [*own] for part, own in groupby(changes, key=lambda change: change.date[level])}
    # What names no part of the period has no page but this one.
    shown = changes if not parts else changes[: views.config.latest] if not when.year else parts.pop(0, [])
    periods = []
    for part, own in parts.items():
        within = when._replace(**{ArticleDate._fields[level]: part})
        url = f"{CHANGES}{period(*within)}"
        periods.append(Counted(part_name(views.config.lang, within), url, views.number(len(own))))
        yield from _pages(views, within, own)
    view = ChangesView(
        crumbs=links_above(views.config.lang, Link(words["title"], CHANGES), when),
        intro="" if name else words["intro"],
        tally=views.plural("changes_count", len(changes)),
        periods=periods,
        groups=_groups(views, shown),
    )
    title = words["of"].format(period=name) if name else words["title"]
    yield page(f"{CHANGES}{period(*when)}", "changes.html", title, words["description"], view)


def _groups(views: Views, changes: Iterable[Change]) -> list[ChangeGroup]:
    return [
        ChangeGroup(views.date(date), [_entry(views, change) for change in own])
        for date, own in groupby(changes, key=lambda change: change.date)
    ]


def _entry(views: Views, change: Change) -> ChangeEntry:
    article, correction = change.article, change.correction
    words = views.strings
    if article.withdrawn:
        reason = words["withdrawal_reasons"][article.withdrawn.reason]
        return ChangeEntry(words["changes"]["withdrawn"], "", "", "", reason, "", "")
    line = views.entry(article)
    return ChangeEntry(
        kind=words["correction_kinds"][correction.kind] if correction else words["recent"]["added"],
        title=line.title,
        url=line.url,
        where=line.where,
        note=correction.note if correction else article.summary,
        requested=views.requested(correction) if correction else "",
        source=correction.url if correction else "",
    )
