"""What the site holds: every page kind, in two explicit tuples."""

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
"""Page kinds that are so few that they are planned every time."""
MANY = (article, term, calendar, sitemap)
"""Page kinds that come in groups, of which few change at a time."""


def plan(views: Views) -> Iterator[OutputGroup]:
    """Every generated file of the staged tree, in groups of no promised order; no text is made yet.

    Reads no clock and no file: the plan is a function of the archive and the settings.
    """
    for few in FEW:
        yield OutputGroup(few.__name__, "", partial(few.pages, views))
    for many in MANY:
        yield from many.groups(views)
