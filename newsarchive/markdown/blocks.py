"""Read Markdown into blocks as CommonMark and GitHub do, with notes, definitions and boxes besides."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.tree import SyntaxTreeNode

CONTAINER = "archive_container"
# A note `[^1]: …`, a definition `: …`, a box `!!! note "Judul"`.
OPENER = re.compile(
    r"(?P<note>\[\^[^\]\n]+\]:[ ]*)|(?P<definition>:[ ]{1,3})(?=\S)"
    r"|(?P<box>!!![ ]?[\w-]+(?:[ ]+[\w-]+)*(?:[ ]+\"[^\n]*\")?[ ]*)$"
)
BULLET_SIGN = r"[-+*]"
ITEM_SIGN = rf"(?:{BULLET_SIGN}|\d{{1,9}}[.)])"
"""How an item of a list begins in CommonMark; a blank or the end of the line follows."""
_INDENT = 4


def read_blocks(text: str) -> "SyntaxTreeNode":
    """The tree of blocks; inline text is left as it is. Indented text is never code."""
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(_reader().parse(text))


@cache
def _reader() -> "MarkdownIt":
    # Few texts need it, and many a run none.
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    # References are left to the inline text; raw HTML is refused elsewhere, and fences are the only code.
    reader.disable(["code", "html_block", "reference", "inline", "text_join"])
    reader.block.ruler.before(
        "paragraph", CONTAINER, _container, {"alt": ["paragraph", "blockquote", "list"]}
    )
    return reader


def _container(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """A rule for markdown-it: what follows the opener, and lines with an indent of four, belong to it."""
    if state.level or state.sCount[start] - state.blkIndent >= _INDENT:
        return False
    begin = state.bMarks[start] + state.tShift[start]
    match = OPENER.match(state.src[begin : state.eMarks[start]])
    if match is None or (match["definition"] and not _has_term(state, start)):
        return False
    if silent:
        return True
    after = _end(state, start, end, box=match["box"] is not None)
    token = state.push(f"{CONTAINER}_open", "div", 1)
    token.markup = match[0].rstrip()
    token.info = match.lastgroup or ""
    token.map = [start, after]
    line_max, indent, parent = state.lineMax, state.blkIndent, state.parentType
    mark, shift, count = state.bMarks[start], state.tShift[start], state.sCount[start]
    state.lineMax, state.blkIndent = after, _INDENT
    state.bMarks[start], state.tShift[start], state.sCount[start] = begin + match.end(), 0, _INDENT
    state.md.block.tokenize(state, start + 1 if match["box"] else start, after)
    state.lineMax, state.blkIndent, state.parentType = line_max, indent, parent
    state.bMarks[start], state.tShift[start], state.sCount[start] = mark, shift, count
    state.push(f"{CONTAINER}_close", "div", -1)
    state.line = after
    return True


def _has_term(state: "StateBlock", start: int) -> bool:
    before = start - 1
    while before >= 0 and state.isEmpty(before):
        before -= 1
    return before >= 0 and start - before <= 2


def _end(state: "StateBlock", start: int, end: int, *, box: bool) -> int:
    """The line after the last one of a container."""
    line = after = start + 1
    while line < end:
        if not state.isEmpty(line):
            text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
            lazy = line == after and not box and not OPENER.match(text)
            if state.sCount[line] < _INDENT and not lazy:
                break
            after = line + 1
        line += 1
    return after
