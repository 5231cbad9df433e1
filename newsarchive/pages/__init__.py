"""What the site holds: every page kind, in one explicit tuple."""

from collections.abc import Iterator

from newsarchive.config import Config
from newsarchive.model import Archive, OutputFile
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


def plan(archive: Archive, config: Config) -> Iterator[OutputFile]:
    """Every generated file of the staged tree, in no promised order; no text is made yet.

    Reads no clock and no file: the plan is a function of its two arguments.
    """
    views = Views(archive, config)
    for pages in PAGE_KINDS:
        yield from pages(views)
