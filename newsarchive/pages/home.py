"""The home page: the text of `docs/index.md`, the newest articles, the ways in and the figures."""

from collections.abc import Iterator
from typing import Any

from newsarchive.addresses import CALENDAR
from newsarchive.markdown.links import final_document
from newsarchive.model import FACETS, ArticleDate, FacetName, OutputFile
from newsarchive.pages import listing
from newsarchive.pages.document import HOME
from newsarchive.pages.listing import Period
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views, published

ENTRIES = 8
"""How many terms of each facet the home page names."""


def pages(views: Views) -> Iterator[OutputFile]:
    """The home page alone, if `docs/index.md` is there."""
    document = next((d for d in views.archive.documents if d.path == HOME), None)
    if document is None:
        return
    archive = views.archive
    newest = [a for a in archive.articles if a.status == "published"][: views.config.latest]
    view = {
        "kind": "home",
        "latest": [[*views.entry(a), a.summary] for a in newest],
        "facets": [_facet(views, facet) for facet in FACETS],
        "figures": _figures(views),
        "years": listing.part_links(views, CALENDAR, Period(ArticleDate(0), archive.articles), linked=True),
    }
    yield page("", "home.html", document.title, document.description, view, final_document(document))


def _facet(views: Views, facet: FacetName) -> dict[str, Any]:
    """A facet with its most reported terms."""
    counted = [views.counted(t) for t in views.archive.vocabulary.terms[facet].values()]
    found = sorted((c for c in counted if c["count"]), key=lambda c: (-c["count"], c["name"]))
    return {
        "name": views.strings["facets"][facet]["plural"],
        "url": FACETS[facet].url,
        "count": len(counted),
        "entries": found[:ENTRIES],
    }


def _figures(views: Views) -> list[dict[str, str]]:
    """What the archive holds, counted; only terms with articles count."""
    articles = views.archive.articles
    rows = [("articles", published(articles), CALENDAR)]
    for facet in ("facility", "region"):
        covered = sum(1 for t in views.archive.vocabulary.terms[facet].values() if views.count(t))
        rows.append((facet, covered, FACETS[facet].url))
    found = [
        {"label": str(views.strings["figures"][key]), "value": views.number(count), "url": url}
        for key, count, url in rows
    ]
    if articles:
        first, last = articles[-1].date.year, articles[0].date.year
        span = str(first) if first == last else f"{first}–{last}"
        found.append({"label": str(views.strings["figures"]["years"]), "value": span, "url": CALENDAR})
    return found
