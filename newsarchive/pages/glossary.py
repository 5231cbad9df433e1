"""The glossary page, and the marking of its abbreviations at their first use in an article."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from markdown.extensions.toc import slugify

from newsarchive.model import GlossaryEntry, OutputFile
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

PROTECTED = (
    r"^(?:```|~~~).*?^(?:```|~~~)"  # fenced code
    r"|^(?: {4}|\t|#|\[).*?$"  # indented code, headings, reference definitions
    r"|`+[^`]*`+"  # code spans
    r"|!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?"  # links and images
    r"|<[^>]*>|https?://\S+"
)
"""Text in which no abbreviation is marked."""


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
                    "id": slugify(e.abbreviation, "-"),
                }
                for e in group
            ],
        }
        for letter, group in groupby(entries, key=lambda e: _letter(e.abbreviation))
    ]
    words = views.strings["glossary"]
    view = {"kind": "glossary", "total": len(entries), "groups": groups}
    yield page("glosarium/", "glossary.html", words["title"], words["description"], view, words["intro"])


def _letter(text: str) -> str:
    first = text[:1].upper()
    return first if first.isalpha() else "#"


class Tooltips:
    """Marks each abbreviation of the glossary where an article first uses it."""

    def __init__(self, glossary: Sequence[GlossaryEntry]) -> None:
        self._expansions = {e.abbreviation: e.expansion for e in glossary if e.tooltip}
        self.key = sorted(self._expansions.items())
        # The longest first, so that "UPT PAS" is not taken for "UPT".
        words = sorted(self._expansions, key=lambda word: (-len(word), word))
        self._pattern = re.compile(
            f"{PROTECTED}|(?<![\\w-])(?P<word>{'|'.join(map(re.escape, words)) or '(?!)'})(?![\\w-])",
            re.MULTILINE | re.DOTALL,
        )

    def mark(self, body: str) -> str:
        """The Markdown with `<abbr>` around first uses; code, links and headings stay as they are."""
        marked: set[str] = set()

        def replace(match: re.Match[str]) -> str:
            word = match["word"]
            if not word or word in marked:
                return match[0]
            marked.add(word)
            return f'<abbr title="{escape(self._expansions[word])}">{escape(word)}</abbr>'

        return self._pattern.sub(replace, body)
