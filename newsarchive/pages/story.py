"""Stories: a page for each event that articles share, with its course, its reports, places and people."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from newsarchive import addresses
from newsarchive.markdown.escape import plain
from newsarchive.model import Article, ArticleDate, FacetName, Source
from newsarchive.outputs import OutputFile, OutputGroup
from newsarchive.pages.calendar import date_view
from newsarchive.pages.parts import DateView, Link, View
from newsarchive.pages.sources import is_independent, source_tally
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

_JUDGED: tuple[tuple[bool | None, str], ...] = (
    (True, "independent"),
    (False, "dependent"),
    (None, "unknown"),
)
"""The groups of reports, in order, each with the key of its heading."""


class Chapter(Struct, frozen=True):
    """An article in the course of a story."""

    title: str
    url: str
    date: DateView
    where: str
    summary: str
    basis: str
    """How many sources it has, and how many of them are independent."""


class Report(Struct, frozen=True):
    """A report that articles rest on; what isn't known of it is empty."""

    publisher: str
    title: str
    url: str
    published: str
    kind: str
    articles: list[Link]
    """The articles that rest on it, each by its number in the course."""


class ReportGroup(Struct, frozen=True):
    """Reports that are independent, that aren't, or of which nobody has told."""

    name: str
    reports: list[Report]


class Named(Struct, frozen=True):
    """A person with the roles that the articles give."""

    name: str
    role: str


class StoryView(View, frozen=True, tag="story"):
    """An event as several articles report on it; empty but for its crumbs if all are withdrawn."""

    crumbs: list[Link]
    tally: str
    first: str
    """Who reported first, and when; empty if no report has a date."""
    chapters: list[Chapter]
    reports_tally: str
    """How many reports there are, and how many of them are independent."""
    reports: list[ReportGroup]
    places: list[Link]
    people: list[Named]


def groups(views: Views) -> Iterator[OutputGroup]:
    """A page for every story, be it of one article: its address stays, whatever becomes of the others."""
    for id_ in views.archive.by_story:
        yield OutputGroup(f"story/{id_}", views.story_fingerprint(id_), partial(_pages, views, id_))


def _pages(views: Views, id_: str) -> Iterator[OutputFile]:
    articles = views.story(id_)
    words = views.strings["story"]
    count = views.plural("articles", len(articles))
    reports = _reports(articles)
    view = StoryView(
        crumbs=[Link(views.strings["stories"]["title"], addresses.STORIES)],
        tally=tally(views, articles) if articles else "",
        first=_first(views, [source for source, _ in reports]),
        chapters=[_chapter(views, article) for article in articles],
        reports_tally=source_tally(views, "reports", [source for source, _ in reports]) if articles else "",
        reports=_report_groups(views, reports),
        places=_places(views, articles),
        people=_people(articles),
    )
    named = views.archive.vocabulary.stories.get(id_)
    text = plain(named.description) if named and articles else ""
    name = views.story_name(id_) or words["withdrawn"]
    description = (
        words["description"].format(articles=count, name=name) if articles else words["withdrawn_text"]
    )
    yield page(addresses.story(id_), "story.html", name, description, view, text)


def span(articles: Sequence[Article]) -> tuple[ArticleDate, ArticleDate]:
    """The first and the last day that these articles, oldest first, are about."""
    return articles[0].date, max(article.until or article.date for article in articles)


def tally(views: Views, articles: Sequence[Article]) -> str:
    """How many articles a story has, and from when to when: `3 artikel, 2 Mar 2025–20 Mar 2025`."""
    dates = dict.fromkeys(views.date(date, "short") for date in span(articles))
    return f"{views.plural('articles', len(articles))}, {'–'.join(dates)}"


def _chapter(views: Views, article: Article) -> Chapter:
    return Chapter(
        title=article.title,
        url=article.url,
        date=date_view(views, article),
        where=views.entry(article).where,
        summary=article.summary,
        basis=source_tally(views, "sources", article.sources),
    )


def _reports(articles: Sequence[Article]) -> list[tuple[Source, list[Link]]]:
    """Each report once, in order of publication (undated ones last), with the articles that rest on it."""
    found: dict[object, tuple[Source, list[Link]]] = {}
    for number, article in enumerate(articles, 1):
        for source in article.sources:
            _, users = found.setdefault(_identity(source), (source, []))
            link = Link(str(number), article.url)
            users += [link] if link not in users else []
    return sorted(found.values(), key=lambda pair: pair[0].published or ArticleDate(9999))


def _identity(source: Source) -> object:
    """What two articles that rest on one report have in common."""
    return source.url or (source.publisher.casefold(), source.title.casefold(), source.published)


def _first(views: Views, reports: Sequence[Source]) -> str:
    earliest = next((source.published for source in reports if source.published), None)
    if earliest is None:
        return ""
    names = [source.publisher for source in reports if source.published == earliest]
    values = {"publisher": ", ".join(dict.fromkeys(names)), "date": views.date(earliest, "long")}
    return str(views.strings["story"]["first"]).format(**values)


def _report_groups(views: Views, reports: Sequence[tuple[Source, list[Link]]]) -> list[ReportGroup]:
    found = []
    for judged, key in _JUDGED:
        fitting = [_report(views, *pair) for pair in reports if is_independent(pair[0]) is judged]
        if fitting:
            found.append(ReportGroup(views.strings["story"]["reports"][key], fitting))
    return found


def _report(views: Views, source: Source, articles: list[Link]) -> Report:
    return Report(
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        published=views.date(source.published, "long") if source.published else "",
        kind=views.strings["source_kinds"].get(source.kind, ""),
        articles=articles,
    )


def _places(views: Views, articles: Sequence[Article]) -> list[Link]:
    facets: tuple[FacetName, ...] = ("facility", "region")
    return list(dict.fromkeys(link for facet in facets for a in articles for link in views.links(a, facet)))


def _people(articles: Sequence[Article]) -> list[Named]:
    roles: dict[str, dict[str, None]] = {}
    for article in articles:
        for person in article.people:
            roles.setdefault(person.name, {}).update(dict.fromkeys(filter(None, [person.role])))
    return [Named(name, ", ".join(found)) for name, found in roles.items()]
