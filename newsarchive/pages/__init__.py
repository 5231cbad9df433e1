"""All page kinds, in two tuples."""

from collections.abc import Iterator
from functools import partial

from newsarchive.model import OutputGroup
from newsarchive.pages import (
    article,
    calendar,
    document,
    glossary,
    home,
    index,
    redirect,
    search,
    sitemap,
    term,
)
from newsarchive.pages.view import Views

FEW = (home, index, glossary, search, document, redirect)
"""Page kinds with few pages: every build plans all of them."""
MANY = (article, term, calendar, sitemap)
"""Page kinds with many pages, in groups: a build plans only the groups that changed."""


def plan(views: Views) -> Iterator[OutputGroup]:
    """Every generated file of the staged tree, in groups, in no particular order. No text is made yet.

    Reads no clock and no file: the plan is a function of the archive and the settings.
    """
    for few in FEW:
        yield OutputGroup(few.__name__, "", partial(few.pages, views))
    for many in MANY:
        yield from many.groups(views)
