"""What is wrong with the content: where, why and how to mend it, free of language until it is shown."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake at one place; `values` fill the message and the hint of its `code`.

    `line` and `column` count from 1; 0 where the whole file is meant. Problems sort by place.
    """

    path: str
    line: int
    column: int
    code: str
    values: tuple[tuple[str, str], ...] = ()


Place = tuple[int, int]
"""Line and column, both from 1."""
WHOLE_FILE: Place = (0, 0)


def problem(path: str, place: Place, code: str, **values: str) -> Problem:
    """A problem at a place, with the values that its message names."""
    return Problem(path, *place, code, tuple(values.items()))


WARNINGS = frozenset(
    {
        "bom",
        "crlf",
        "folder-date-mismatch",
        "link-to-withdrawn",
        "published-before-event",
        "repeated-title",
        "text-after-hash",
        "unsupported-markdown",
    }
)
"""Codes of problems that don't stop a build; all others do."""


def severity(problem: Problem) -> Severity:
    """Whether a problem stops the build."""
    return "warning" if problem.code in WARNINGS else "error"


def is_error(problem: Problem) -> bool:
    """Whether a problem stops the build."""
    return problem.code not in WARNINGS
