"""Find the code in canonical Markdown, where other markup has no meaning."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

# As Python-Markdown finds it: fences at the margin, then runs of backticks, which end with their block.
_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ ]*[^\n`]*\n(?:.*?\n)??(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL
)
_TICKS = re.compile("`+")
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
        yield from _paired(body, [match.span() for match in _TICKS.finditer(body, block_start, block_end)])


def _paired(body: str, runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The code spans between the runs of backticks of one block.

    The next run of the same length closes a run; if there is none, the first of the longest later runs does,
    provided that they are shorter. A run that nothing closes is text, and Python-Markdown finds no code
    among as many characters after it.
    """
    of_length: defaultdict[int, list[int]] = defaultdict(list)
    longest = [0] * (len(runs) + 1)
    for number in reversed(range(len(runs))):
        start, end = runs[number]
        of_length[end - start].append(number)
        longest[number] = max(longest[number + 1], end - start)
    done = 0
    for number, (start, end) in enumerate(runs):
        start = max(start, done)
        start += _is_escaped(body, start)
        if start >= end:
            continue
        ticks = end - start
        closing = _next(of_length[ticks], number)
        if closing is None and longest[number + 1] < ticks:
            closing = _next(of_length[longest[number + 1]], number)
        if closing is None:
            done = start + 2 * ticks
        else:
            done = runs[closing][1]
            yield start, done


def _next(numbers: list[int], number: int) -> int | None:
    """The least of the numbers above this one; drops the others from the end of the list, which descends."""
    while numbers and numbers[-1] <= number:
        numbers.pop()
    return numbers[-1] if numbers else None


def _is_escaped(body: str, offset: int) -> bool:
    """Whether an odd number of backslashes precedes this offset."""
    start = offset
    while start and body[start - 1] == "\\":
        start -= 1
    return bool(offset - start & 1)


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
