"""The glossary page."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from newsarchive.addresses import GLOSSARY
from newsarchive.markdown.escape import heading_id
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views


class GlossaryEntryView(Struct, frozen=True):
    """An explained abbreviation or word; `id` is its anchor."""

    abbreviation: str
    expansion: str
    explanation: str
    id: str


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
            [
                GlossaryEntryView(e.abbreviation, e.expansion, e.explanation, heading_id(e.abbreviation))
                for e in group
            ],
        )
        for letter, group in groupby(entries, key=lambda e: _letter(e.abbreviation))
    ]
    words = views.strings["glossary"]
    view = GlossaryView(groups=groups)
    yield page(GLOSSARY, "glossary.html", words["title"], words["description"], view, words["intro"])


def _letter(text: str) -> str:
    first = text[:1].upper()
    return first if first.isalpha() else "#"
