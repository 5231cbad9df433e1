"""Find the code in canonical Markdown, where other markup has no meaning."""

import re
from collections.abc import Iterator

# As Python-Markdown finds it: fences at the margin, then runs of backticks, which end with their block.
_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ ]*[^\n`]*\n(?:.*?\n)??(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL
)
_SPAN = re.compile(r"(?<!\\)(?:\\\\)*(`+)(?:.+?)(?<!`)\1(?!`)", re.DOTALL)
_END_OF_BLOCK = re.compile(r"\n(?=[ \t>]*(?:\n|\Z|[-+*][ ]|\d+\.[ ]|#|:[ ]|!!!|\[\^))")


def code_ranges(body: str) -> Iterator[tuple[int, int]]:
    """Start and end of every piece of code, its fences and backticks included, in order."""
    if "`" not in body and "~~~" not in body:
        return
    done = 0
    for fence in _FENCE.finditer(body) if "```" in body or "~~~" in body else ():
        yield from _code_spans(body, done, fence.start())
        yield fence.span()
        done = fence.end()
    yield from _code_spans(body, done, len(body))


def _code_spans(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for block_start, block_end in _blocks(body, start, end):
        for span in _SPAN.finditer(body, block_start, block_end):
            yield span.start(1), span.end()


def _blocks(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    done = start
    for match in _END_OF_BLOCK.finditer(body, start, end):
        if body.find("`", done, match.start()) >= 0:
            yield done, match.start()
        done = match.end()
    yield done, end


def mask_code(body: str) -> str:
    """The Markdown with everything inside code replaced by spaces, each character at its old offset."""
    parts: list[str] = []
    done = 0
    for start, end in code_ranges(body):
        parts += (body[done:start], re.sub(r"[^\n]", " ", body[start:end]))
        done = end
    return "".join(parts) + body[done:] if parts else body
