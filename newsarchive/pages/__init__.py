"""What the site holds: every page kind, in one explicit tuple."""

from collections.abc import Iterator

from newsarchive.model import OutputFile
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

PAGE_KINDS = (
    home.pages,
    article.pages,
    term.pages,
    index.pages,
    calendar.pages,
    glossary.pages,
    search.pages,
    document.pages,
    redirect.pages,
    sitemap.pages,
)


def plan(views: Views) -> Iterator[OutputFile]:
    """Every generated file of the staged tree, in no promised order; no text is made yet.

    Reads no clock and no file: the plan is a function of the archive and the settings.
    """
    for pages in PAGE_KINDS:
        yield from pages(views)
