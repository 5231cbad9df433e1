"""The index of a facet: all its terms with their counts, under letters, provinces or themes."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from newsarchive.model import FACETS, FacetName, OutputFile, Term
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views


def pages(views: Views) -> Iterator[OutputFile]:
    """`/fasilitas/`, `/wilayah/`, `/tema/` and `/peristiwa/`."""
    for facet in FACETS:
        words = views.strings["facets"][facet]
        terms = views.archive.vocabulary.terms[facet]
        view = {
            "kind": "index",
            "facet": {"name": words["plural"], "url": FACETS[facet].url},
            "total": len(terms),
            "groups": _groups(views, facet, list(terms.values())),
        }
        description = words["description"].format(count=views.number(len(terms)))
        yield page(FACETS[facet].url, "index.html", words["plural"], description, view, words["intro"])


def _groups(views: Views, facet: FacetName, terms: list[Term]) -> list[dict[str, Any]]:
    match facet:
        case "facility":
            heading = {term.id: views.term("region", term.region).name for term in terms}
            url = {views.term("region", t.region).name: views.term("region", t.region).url for t in terms}
        case "event_type":
            heading = {term.id: views.term("theme", term.parent).name for term in terms}
            url = {views.term("theme", t.parent).name: views.term("theme", t.parent).url for t in terms}
        case _:
            heading = {term.id: term.name[0].upper() for term in terms}
            url = {}
    ordered = sorted(terms, key=lambda term: (heading[term.id], term.name.casefold(), term.id))
    return [
        {"name": name, "url": url.get(name, ""), "entries": [_entry(views, term) for term in group]}
        for name, group in groupby(ordered, key=lambda term: heading[term.id])
    ]


def _entry(views: Views, term: Term) -> dict[str, Any]:
    words = (term.name, *term.aliases, *term.former_names, term.city)
    return {
        **views.counted(term),
        "note": ", ".join(part for part in (term.city, term.closed) if part),
        "search": " ".join(word for word in words if word).lower(),
    }
