"""The glossary page."""

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote_plus

from msgspec import Struct

from newsarchive.addresses import GLOSSARY, SEARCH
from newsarchive.markdown.escape import heading_id
from newsarchive.model import GlossaryEntry
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views


class GlossaryEntryView(Struct, frozen=True):
    """An explained abbreviation or word; `id` is its anchor, `search` finds the articles that use it.

    A word that stands for itself has no expansion.
    """

    abbreviation: str
    expansion: str
    explanation: str
    id: str
    search: str


class GlossaryGroup(Struct, frozen=True):
    """The entries under one letter."""

    name: str
    entries: list[GlossaryEntryView]


class GlossaryView(View, frozen=True, tag="glossary"):
    """The glossary in alphabetical order."""

    groups: list[GlossaryGroup]


def pages(views: Views) -> Iterator[OutputFile]:
    """The page `/glosarium/`."""
    entries = sorted(views.archive.vocabulary.glossary, key=lambda e: e.abbreviation.casefold())
    groups = [
        GlossaryGroup(
            letter,
            [_entry(entry) for entry in group],
        )
        for letter, group in groupby(entries, key=lambda e: _letter(e.abbreviation))
    ]
    words = views.strings["glossary"]
    view = GlossaryView(groups=groups)
    yield page(GLOSSARY, "glossary.html", words["title"], words["description"], view, words["intro"])


def _entry(entry: GlossaryEntry) -> GlossaryEntryView:
    word = entry.abbreviation
    return GlossaryEntryView(
        word,
        "" if entry.says_itself else entry.expansion,
        entry.explanation,
        heading_id(word),
        f"{SEARCH}?q={quote_plus(word)}",
    )


def _letter(text: str) -> str:
    first = text[:1].upper()
    return first if first.isalpha() else "0-9"
