"""All page kinds, in two tuples."""

from collections.abc import Container, Iterator
from functools import partial

from newsarchive import addresses
from newsarchive.model import FACETS, Archive
from newsarchive.outputs import OutputGroup
from newsarchive.pages import (
    article,
    calendar,
    changes,
    document,
    feeds,
    glossary,
    home,
    index,
    quality,
    redirect,
    search,
    sitemap,
    stories,
    story,
    term,
)
from newsarchive.pages.staged import source_path
from newsarchive.pages.view import Views

SMALL_KINDS = (home, index, stories, glossary, search, changes, feeds, document, redirect)
"""Page kinds with few pages: every build plans all of them."""
LARGE_KINDS = (article, story, term, calendar, quality, sitemap)
"""Page kinds with many pages, in groups: a build plans only the groups that changed."""


def plan(views: Views) -> Iterator[OutputGroup]:
    """Every generated file of the staged tree, in groups, in no particular order. No text is made yet.

    Reads no clock and no file: the plan is a function of the archive and the settings.
    """
    for kind in SMALL_KINDS:
        yield OutputGroup(kind.__name__, "", partial(kind.pages, views))
    for kind in LARGE_KINDS:
        yield from kind.groups(views)


def is_staged(archive: Archive, documents: Container[str], path: str) -> bool:
    """Whether a page that a navigation may name is staged under this path; plans none.

    These are hand-written pages, by their paths in `docs/`, and all generated ones but those of periods.
    """
    if path in documents or path == document.HOME:
        return True
    if path in map(source_path, (*addresses.SINGLE, *addresses.FACETS.values())):
        return True
    terms = archive.vocabulary.terms
    urls = (term.url for facet in FACETS for term in terms[facet].values())
    if path in map(source_path, (*urls, *map(addresses.story, archive.by_story))):
        return True
    return path in (source_path(article.url) for article in archive.articles)
