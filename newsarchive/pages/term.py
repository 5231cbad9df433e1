"""Pages of facilities, regions, themes and event types, and of their years, months and days."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any, Literal

from msgspec import Struct

from newsarchive import addresses, hashing
from newsarchive.markdown.escape import plain
from newsarchive.model import FACETS, ArticleDate, FacetName, Term
from newsarchive.outputs import OutputFile, OutputGroup
from newsarchive.pages import feeds, listing
from newsarchive.pages.linked_data import linked_data
from newsarchive.pages.listing import Period
from newsarchive.pages.parts import Bar, Counted, Group, Link, Month, View
from newsarchive.pages.practical import Practical, practical
from newsarchive.pages.profile import Coordinates, ProfileRow, coordinates, profile
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

_EVENTS_HEADINGS = {"event_type": "also", "theme": "own_events"}


class Within(Struct, frozen=True):
    """Parameters of the search page for a search in a term; `year` may be empty."""

    facet: str
    id: str
    year: str


class TermView(View, frozen=True, tag="term"):
    """A term or one of its periods. Only the page of the term itself has its profile and its units."""

    crumbs: list[Link]
    name: str
    period: str
    """In words; empty for all time."""
    tally: str
    within: Within | None
    empty: bool
    """Whether search engines should leave it out."""
    feed: str
    """The URL of its feed of articles; empty for periods and where there is none."""
    note: str
    practical: Practical | None
    linked_data: dict[str, Any] | None
    profile: list[ProfileRow]
    source: str
    coordinates: Coordinates | None
    periods_heading: str
    periods: list[Counted]
    month: Month | None
    groups: list[Group]
    units_heading: str
    units: list[Counted]
    """Facilities of a region or a regional office."""
    events_heading: str
    events: list[Bar]


def groups(views: Views) -> Iterator[OutputGroup]:
    """For every term, with or without articles: its page, and one for each period of a long list."""
    units = _units(views)
    for facet in FACETS:
        for term in views.archive.vocabulary.terms[facet].values():
            own = units.get((facet, term.id), [])
            key = hashing.of_data(views.term_fingerprint(facet, term.id), own)
            yield OutputGroup(f"{facet}/{term.id}", key, partial(_pages, views, term, own))


def _pages(views: Views, term: Term, units: list[Counted]) -> Iterator[OutputFile]:
    whole = Period(ArticleDate(0), views.archive.articles_of(term))
    for period in listing.periods(views, whole):
        yield _page(views, term, period, units)
    yield from feeds.of_term(views, term)


def _page(views: Views, term: Term, period: Period, units: list[Counted]) -> OutputFile:
    name = listing.period_name(views, period.when)
    title = f"{term.name}, {name}" if name else term.name
    count = views.plural("articles", period.total)
    cut = listing.is_cut(views, period)
    periods = _periods(views, term, period, cut)
    events = _events(views, term, period)
    words = views.strings["term"]
    whole = not name
    note = views.strings["no_articles"].format(name=term.name) if whole and not period.articles else ""
    view = TermView(
        crumbs=_crumbs(views, term, period.when),
        name=term.name,
        period=name,
        tally=listing.tally(views, period),
        within=_within(term, period.when) if period.total else None,
        empty=views.is_empty(term),
        feed=term.url + feeds.ATOM if whole and feeds.has_feed(views, term) else "",
        note=note,
        practical=practical(views, term) if whole else None,
        linked_data=linked_data(views, term) if whole else None,
        profile=profile(views, term) if whole else [],
        source=term.source if whole else "",
        coordinates=coordinates(views, term) if whole else None,
        periods_heading=words["years" if whole else "periods"] if periods else "",
        periods=periods,
        month=listing.month(views, period.when) if cut and period.when.month else None,
        groups=listing.groups(views, term.url, period, cut, {term.facet: term.id}),
        units_heading=words["units"][term.facet] if whole and units else "",
        units=units if whole else [],
        events_heading=words[_EVENTS_HEADINGS.get(term.facet, "events")] if events else "",
        events=events,
    )
    description = views.strings["term_description"].format(articles=count, name=title)
    if whole and term.description:
        description = f"{term.description} {description}"
    return page(f"{term.url}{period.folder}", "term.html", title, description, view, plain(term.description))


def _crumbs(views: Views, term: Term, when: ArticleDate) -> list[Link]:
    above = listing.links_above(views.config.lang, Link(term.name, term.url), when)
    return [views.index_link(term.facet), *above]


def _within(term: Term, when: ArticleDate) -> Within:
    return Within(FACETS[term.facet].url.rstrip("/"), term.id, f"{when.year:04}" if when.year else "")


def _periods(views: Views, term: Term, period: Period, cut: bool) -> list[Counted]:
    """The next shorter periods; none where the page already shows all there is to see."""
    # The days of a month that isn't cut have no headings to link to.
    if not cut and (period.when.month or len(period.parts) < 2):
        return []
    return listing.parts(views, term.url, period, cut)


def _events(views: Views, term: Term, period: Period) -> list[Bar]:
    """Number of published articles by event type, most frequent first, each with the list of just those.

    A theme has its own event types, an event type those that its articles are recorded as too. None where no
    search lists exactly the articles that are counted.
    """
    if not period.exact:
        return []
    readable = (article.event_types for article in period.articles if article.status == "published")
    counts = Counter(chain.from_iterable(readable))
    key: FacetName | Literal["also"] = "event_type"
    match term.facet:
        case "event_type":
            del counts[term.id]
            key = "also"
        case "theme":
            own = (t.id for t in views.archive.vocabulary.terms["event_type"].values() if t.parent == term.id)
            counts = Counter({id_: counts[id_] for id_ in own if counts[id_] or not period.when.year})

    def url(event_type: str) -> str:
        if term.facet == "theme" and not period.when.year:
            return views.link("event_type", event_type).url
        return addresses.search({term.facet: term.id, key: event_type}, period.when)

    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return views.bars([(views.link("event_type", id_).name, url(id_), count) for id_, count in ordered])


def _units(views: Views) -> dict[tuple[FacetName, str], list[Counted]]:
    """The units of each term: facilities of regions and regional offices."""
    units: dict[tuple[FacetName, str], list[Counted]] = {}
    terms = views.archive.vocabulary.terms
    for facility in terms["facility"].values():
        units.setdefault(("region", facility.region), []).append(views.counted(facility))
        units.setdefault(("facility", facility.parent), []).append(views.counted(facility))
    return units
