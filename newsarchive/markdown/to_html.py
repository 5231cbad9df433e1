"""Markdown to HTML: plain news text by a few patterns, all else by Python-Markdown, both with one result."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions.toc import slugify, unique

# Nearly every article is paragraphs under headings, with links, abbreviations, perhaps a list or a quotation.
# Python-Markdown, which looks for two dozen kinds of markup in each line, takes 1.8 ms for one; this takes
# 0.05. What holds a sign that could mean more isn't plain. tests/test_prose.py holds the two to each other.
_TEXT = r"[0-9A-Za-zÀ-ɏ .,:;?!()\"'/%+–—−“”‘’…°-]"
_ABBR = r"<abbr title=\"[0-9A-Za-zÀ-ɏ .,()/-]+\">[0-9A-Za-zÀ-ɏ -]+</abbr>"
_LINK = re.compile(rf"(?<!!)\[({_TEXT}++)\]\(([A-Za-z0-9:/.-]+)\)")
# No blank at either end of a line, which Markdown would take away or for a line break.
_LINE = rf"(?! )(?:{_TEXT}++|{_ABBR}|{_LINK.pattern})+(?<! )"
# Other signs begin lists, definitions or notes, and so does a number with a dot.
_FIRST = rf"(?=[0-9A-Za-zÀ-ɏ\"'(“‘<\[])(?!\d+\.){_LINE}"
_PARAGRAPH = re.compile(rf"{_FIRST}(?:\n{_FIRST})*")
_HEADING = re.compile(rf"## ((?! |.*  ){_TEXT}++(?<! ))")
_ITEMS = re.compile(rf"- {_FIRST}(?:\n- {_FIRST})*")
_QUOTE = re.compile(rf"> {_FIRST}")


class FastMarkdown:
    """Converts bodies of pages one after the other, as MkDocs would convert each."""

    def __init__(self, extensions: Sequence[str], settings: Mapping[str, Any]) -> None:
        """`extensions` and their `settings`, as `mkdocs.yml` names them."""
        self._markdown = Markdown(extensions=list(extensions), extension_configs=dict(settings))

    def html(self, body: str) -> tuple[str, list[Any]]:
        """The HTML of a body, and the tokens of its table of contents, as Python-Markdown gives them."""
        if plain := _plain(body):
            return plain
        self._markdown.reset()
        html = self._markdown.convert(body)
        return html, getattr(self._markdown, "toc_tokens", [])


def _plain(body: str) -> tuple[str, list[Any]] | None:
    """The same for a body of plain text; None where it holds more."""
    blocks: list[str] = []
    tokens: list[Any] = []
    ids: set[str] = set()
    before = ""
    for block in body.strip("\n").split("\n\n"):
        if _PARAGRAPH.fullmatch(block):
            blocks.append(f"<p>{_linked(block)}</p>")
        elif heading := _HEADING.fullmatch(block):
            text = heading[1]
            id_ = unique(slugify(text, "-"), ids)
            tokens.append(
                {"level": 2, "id": id_, "name": text, "html": text, "data-toc-label": "", "children": []}
            )
            blocks.append(f'<h2 id="{id_}">{text}</h2>')
        # Of two lists or quotations in a row Markdown makes one.
        elif before != "-" and _ITEMS.fullmatch(block):
            items = "".join(f"<li>{_linked(line[2:])}</li>\n" for line in block.split("\n"))
            blocks.append(f"<ul>\n{items}</ul>")
        elif before != ">" and _QUOTE.fullmatch(block):
            blocks.append(f"<blockquote>\n<p>{_linked(block[2:])}</p>\n</blockquote>")
        else:
            return None
        before = block[:1]
    return "\n".join(blocks), tokens


def _linked(text: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', text) if "](" in text else text
