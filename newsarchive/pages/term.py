"""The page of a facility, region, theme or event type, and the pages of its years and months."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

from newsarchive import hashing
from newsarchive.markdown.escape import plain
from newsarchive.model import FACETS, ArticleDate, FacetName, OutputFile, OutputGroup, Term
from newsarchive.pages import listing
from newsarchive.pages.listing import Period
from newsarchive.pages.profile import place, profile
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

Units = list[dict[str, Any]]
"""Name, URL and number of readable articles of the terms that belong to another."""


def groups(views: Views) -> Iterator[OutputGroup]:
    """For every term, with or without articles, its page and one for each period cut out of it."""
    units = _units(views)
    for facet in FACETS:
        for term in views.archive.vocabulary.terms[facet].values():
            own = units.get((facet, term.id), [])
            key = hashing.of_data(views.term_fingerprint(facet, term.id), own)
            yield OutputGroup(f"{facet}/{term.id}", key, partial(_pages, views, term, own))


def _pages(views: Views, term: Term, units: Units) -> Iterator[OutputFile]:
    whole = Period(ArticleDate(0), views.archive.articles_of(term))
    for period in listing.periods(views, whole):
        yield _page(views, term, period, units)


def _page(views: Views, term: Term, period: Period, units: Units) -> OutputFile:
    words = views.strings["facets"][term.facet]
    name = listing.period_name(views, period.when)
    title = f"{term.name}, {name}" if name else term.name
    total = period.total
    cut = listing.is_cut(views, period)
    view: dict[str, Any] = {
        "kind": "term",
        "facet": {"name": words["plural"], "url": FACETS[term.facet].url},
        "term": {"name": term.name, "url": term.url},
        "period": name,
        "parent_period": _parent(views, term, period),
        "profile": [],
        "source": "",
        "place": None,
        "units": [],
        "total": total,
        # A month that isn't cut stands in one group, without headings for its days.
        "years": listing.part_links(views, term.url, period, cut) if cut or not period.when.month else [],
        "events": _events(views, term, period),
        "note": "",
        "groups": listing.groups(views, term.url, period, cut),
    }
    if not name:
        view["profile"] = profile(views, term)
        view["source"] = term.source
        view["place"] = place(views, term)
        view["units"] = units
        if not period.articles:
            view["note"] = views.strings["no_articles"].format(name=term.name)
    description = views.strings["term_description"].format(
        articles=views.plural("articles", total), name=title
    )
    return page(f"{term.url}{period.folder}", "term.html", title, description, view, plain(term.description))


def _parent(views: Views, term: Term, period: Period) -> dict[str, str] | None:
    year, month, day = period.when
    if not year:
        return None
    if not month:
        return {"name": term.name, "url": term.url}
    parent = ArticleDate(year, month if day else 0)
    return {
        "name": listing.period_name(views, parent),
        "url": f"{term.url}{Period(parent, ()).folder}",
    }


def _events(views: Views, term: Term, period: Period) -> list[dict[str, Any]]:
    """Readable articles by event type, most frequent first; an event type doesn't count itself."""
    readable = (article.event_types for article in period.articles if article.status == "published")
    counts = Counter(chain.from_iterable(readable))
    if term.facet == "event_type":
        del counts[term.id]
    return [
        views.link("event_type", id_) | {"count": count}
        for id_, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _units(views: Views) -> dict[tuple[FacetName, str], Units]:
    """What belongs to a term: a region's and a regional office's facilities, a theme's event types."""
    units: dict[tuple[FacetName, str], Units] = {}
    terms = views.archive.vocabulary.terms
    for facility in terms["facility"].values():
        units.setdefault(("region", facility.region), []).append(views.counted(facility))
        units.setdefault(("facility", facility.parent), []).append(views.counted(facility))
    for event_type in terms["event_type"].values():
        units.setdefault(("theme", event_type.parent), []).append(views.counted(event_type))
    return units
