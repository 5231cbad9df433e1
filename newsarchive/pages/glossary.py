"""The glossary page."""

from collections.abc import Iterator
from itertools import groupby

from newsarchive.addresses import GLOSSARY
from newsarchive.model import OutputFile
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views, slug


def pages(views: Views) -> Iterator[OutputFile]:
    """`/glosarium/`, ordered as a reader looks things up."""
    entries = sorted(views.archive.vocabulary.glossary, key=lambda e: e.abbreviation.casefold())
    groups = [
        {
            "name": letter,
            "entries": [
                {
                    "abbreviation": e.abbreviation,
                    "expansion": e.expansion,
                    "explanation": e.explanation,
                    "id": slug(e.abbreviation),
                }
                for e in group
            ],
        }
        for letter, group in groupby(entries, key=lambda e: _letter(e.abbreviation))
    ]
    words = views.strings["glossary"]
    view = {"kind": "glossary", "total": len(entries), "groups": groups}
    yield page(GLOSSARY, "glossary.html", words["title"], words["description"], view, words["intro"])


def _letter(text: str) -> str:
    first = text[:1].upper()
    return first if first.isalpha() else "#"
