"""The index of a facet: all its terms with their counts, under letters, provinces or themes."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from newsarchive.model import FACETS, FacetName, Term
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import Link, View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

OTHER = "lainnya"
"""ID of the term, of some facets, for all that fits no other: it comes last."""
SHORT = 20
"""Indexes with fewer terms than this have no letters and no filter field."""


class IndexEntry(Struct, frozen=True):
    """A term; `count` is empty if it has no articles, `search` holds all its names in lower case.

    `note` is where it is, or what it is about.
    """

    name: str
    url: str
    count: str
    note: str
    search: str


class IndexGroup(Struct, frozen=True):
    """Terms under a letter, a province or a theme; provinces and themes have a URL."""

    name: str
    url: str
    entries: list[IndexEntry]


class IndexView(View, frozen=True, tag="index"):
    """All terms of a facet."""

    tally: str
    short: bool
    groups: list[IndexGroup]


def pages(views: Views) -> Iterator[OutputFile]:
    """The pages `/fasilitas/`, `/wilayah/`, `/tema/` and `/peristiwa/`."""
    for facet in FACETS:
        words = views.strings["facets"][facet]
        terms = views.archive.vocabulary.terms[facet]
        short = len(terms) < SHORT
        view = IndexView(
            tally=words["tally"].format(
                covered=views.number(views.covered(facet)), count=views.number(len(terms))
            ),
            short=short,
            groups=term_groups(views, facet, list(terms.values()), short),
        )
        description = words["description"].format(count=views.number(len(terms)))
        yield page(FACETS[facet].url, "index.html", words["plural"], description, view, words["intro"])


def term_groups(views: Views, facet: FacetName, terms: list[Term], short: bool) -> list[IndexGroup]:
    """Terms of one facet under letters (none if `short`), provinces or themes."""

    def heading(term: Term) -> Link:
        match facet:
            case "facility":
                return views.link("region", term.region)
            case "event_type":
                return views.link("theme", term.parent)
            case _:
                return Link("" if short else term.name[0].upper(), "")

    rows = [(heading(term), term) for term in terms]
    other = FACETS["theme"].url + f"{OTHER}/"
    rows.sort(
        key=lambda row: (
            row[0].url == other,
            row[0].name,
            row[1].id == OTHER,
            row[1].name.casefold(),
            row[1].id,
        )
    )
    return [
        IndexGroup(head.name, head.url, [_entry(views, term) for _, term in group])
        for head, group in groupby(rows, key=lambda row: row[0])
    ]


def _entry(views: Views, term: Term) -> IndexEntry:
    names = (term.name, *term.aliases, *term.former_names, term.city)
    count = views.count(term)
    if term.facet in ("theme", "event_type"):
        note = term.description
    else:
        # What else is known of its closing stands on its page.
        note = ", ".join(part for part in (term.city, term.closed.partition(" (")[0]) if part)
    return IndexEntry(
        name=term.name,
        url=term.url,
        count=views.number(count) if count else "",
        note=note,
        search=" ".join(name for name in names if name).lower(),
    )
