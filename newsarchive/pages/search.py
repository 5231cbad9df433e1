"""The search page `/cari/`, and the list of terms for its filters and for the quick search."""

import json
from collections.abc import Iterator
from typing import Any

from newsarchive import hashing
from newsarchive.addresses import CALENDAR, SEARCH, SEARCH_TERMS
from newsarchive.content.vocabulary import folding, printed_name
from newsarchive.markdown.escape import heading_id
from newsarchive.model import FACETS, Term
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views


class SearchView(View, frozen=True, tag="search"):
    """The years that a search can be limited to, newest first."""

    years: list[str]


def pages(views: Views) -> Iterator[OutputFile]:
    """The search page and `istilah.json`."""
    words = views.strings["search"]
    years = {
        year
        for article in views.archive.articles
        if article.status == "published"
        for year in range(article.date.year, (article.until or article.date).year + 1)
    }
    view = SearchView(years=sorted(map(str, years), reverse=True))
    yield page(SEARCH, "search.html", words["title"], words["description"], view)
    text = json.dumps(_terms(views), ensure_ascii=False, separators=(",", ":"))
    yield OutputFile(SEARCH_TERMS, hashing.of_data(text), lambda: text)


def _terms(views: Views) -> dict[str, Any]:
    """All terms by any name, without what changes with the articles, so that browsers keep the file.

    `terms` holds for each facet rows of ID, name, place, other names and former IDs (the last ones left out
    where empty); `glossary` rows of anchor, abbreviation and expansion; `rules` say how names are read,
    so that no name need stand there in more than one spelling.
    """
    terms, glossary = views.archive.vocabulary.terms, views.archive.vocabulary.glossary
    words = views.config.strings["layout"]["search"]
    readings = ("corrected", "left_out", "no_such_time", "since", "until")
    return {
        "words": words["quick"] | {key: words["page"][key] for key in readings},
        "facets": {
            facet: {"folder": kind.url.rstrip("/"), "name": views.strings["facets"][facet]["plural"]}
            for facet, kind in FACETS.items()
        },
        "calendar": {"folder": CALENDAR.rstrip("/"), "name": views.strings["calendar"]},
        "rules": folding.rules() | printed_name.rules(),
        "terms": {facet: [_row(views, term) for term in terms[facet].values()] for facet in FACETS},
        "glossary": [[heading_id(e.abbreviation), e.abbreviation, e.expansion] for e in glossary],
    }


def _row(views: Views, term: Term) -> list[Any]:
    region = views.term("region", term.region).name if term.region else ""
    place = ", ".join(dict.fromkeys(name for name in (term.city, region) if name))
    row = [term.id, term.name, place, [*term.aliases, *term.former_names], list(term.former_ids)]
    while not row[-1]:
        row.pop()
    return row
