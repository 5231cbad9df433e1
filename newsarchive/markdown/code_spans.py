"""Find the code in Markdown, in which nothing else means anything."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^(`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??\1[ ]*$", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"(?<![\\`])(`++)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_CONTAINER = re.compile(r" {0,3}(?:[*+-]\s|\d+[.)]\s|:\s|\[\^|!!!)")


def mask_code(body: str) -> str:
    """The Markdown with everything inside code replaced by spaces, each character at its old offset."""
    if "~~~" in body or "```" in body:
        body = _FENCE.sub(_blank, body)
    if "`" in body:
        body = _CODE_SPAN.sub(_blank, body)
    if "\n    " in body or "\n\t" in body or body.startswith(("    ", "\t")):
        body = "".join(_mask_indented(body))
    return body


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _mask_indented(body: str) -> Iterator[str]:
    """The body's lines with indented code blanked; text indented below a list item is no code."""
    blank_before, in_code, in_container = True, False, False
    for line in body.splitlines(keepends=True):
        empty = not line.strip()
        if not empty and not _INDENTED.match(line):
            in_container = bool(_CONTAINER.match(line)) or (in_container and not blank_before)
        in_code = not in_container and bool(_INDENTED.match(line)) and (blank_before or in_code)
        yield re.sub(r"[^\n]", " ", line) if in_code else line
        blank_before = empty
