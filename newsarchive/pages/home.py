"""The home page: the text of `docs/index.md`, the newest articles, the indexes and some figures."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from newsarchive.addresses import CALENDAR
from newsarchive.markdown.links import final_document
from newsarchive.model import FACETS, Article, ArticleDate, Document, FacetName
from newsarchive.outputs import OutputFile
from newsarchive.pages import listing
from newsarchive.pages.document import HOME
from newsarchive.pages.listing import Period
from newsarchive.pages.parts import Counted, Entry, View
from newsarchive.pages.staged import lazy_page, staged
from newsarchive.pages.view import Views, published

ENTRIES = 8
"""How many terms of each facet the home page lists."""


class LatestEntry(Entry, frozen=True, array_like=True):
    """A listed article with its summary."""

    summary: str


class Facet(Struct, frozen=True):
    """A facet with the number of its terms and the terms with the most articles."""

    name: str
    url: str
    count: str
    entries: list[Counted]


class Figure(Struct, frozen=True):
    """A number about the archive, and the page that lists what it counts."""

    label: str
    value: str
    url: str


class HomeView(View, frozen=True, tag="home"):
    """Everything on the home page except the text of `docs/index.md`."""

    latest: list[LatestEntry]
    facets: list[Facet]
    figures: list[Figure]
    years: list[Counted]


def pages(views: Views) -> Iterator[OutputFile]:
    """The home page, if `docs/index.md` exists."""
    document = next((d for d in views.archive.documents if d.path == HOME), None)
    if document is None:
        return
    archive = views.archive
    newest = [a for a in archive.articles if a.status == "published"][: views.config.latest]
    whole = Period(ArticleDate(0), archive.articles)
    view = HomeView(
        latest=[_latest(views, article) for article in newest],
        facets=[_facet(views, facet) for facet in FACETS],
        figures=_figures(views),
        years=listing.parts(views, CALENDAR, whole, linked=True),
    )
    # To make links final takes a rendering, which only a page that changed is worth.
    inputs = (document.path, document.title, document.description, document.body, view)
    yield lazy_page("", inputs, partial(_text, document, view))


def _text(document: Document, view: HomeView) -> str:
    return staged("home.html", document.title, document.description, view, final_document(document))


def _latest(views: Views, article: Article) -> LatestEntry:
    entry = views.entry(article)
    return LatestEntry(entry.title, entry.url, entry.date, entry.where, entry.mark, article.summary)


def _facet(views: Views, facet: FacetName) -> Facet:
    terms = views.archive.vocabulary.terms[facet].values()
    found = sorted((t for t in terms if views.count(t)), key=lambda t: (-views.count(t), t.name))
    return Facet(
        name=views.strings["facets"][facet]["plural"],
        url=FACETS[facet].url,
        count=views.number(len(terms)),
        entries=[views.counted(term) for term in found[:ENTRIES]],
    )


def _figures(views: Views) -> list[Figure]:
    """Counts of articles, and of facilities and regions that have articles."""
    articles = views.archive.articles
    rows = [("articles", published(articles), CALENDAR)]
    for facet in ("facility", "region"):
        rows.append((facet, views.covered(facet), FACETS[facet].url))
    words = views.strings["figures"]
    found = [Figure(words[key], views.number(count), url) for key, count, url in rows]
    if articles:
        first, last = articles[-1].date.year, max((each.until or each.date).year for each in articles)
        span = str(first) if first == last else f"{first}–{last}"
        found.append(Figure(words["years"], span, CALENDAR))
    return found
