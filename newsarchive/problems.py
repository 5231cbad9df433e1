"""Problems of the content: place, reason and fix, held as a code and values until they are shown."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import yaml

Severity = Literal["error", "warning"]
Lang = Literal["id", "en"]
Place = tuple[int, int]
"""Line and column, both from 1."""
WHOLE_FILE: Place = (0, 0)

WARNINGS = frozenset(
    {
        "bom",
        "crlf",
        "dead-anchor",
        "empty-draft",
        "folder-date-mismatch",
        "independent-press-release",
        "link-to-withdrawn",
        "lone-story",
        "lost-character",
        "number-changes",
        "published-before-event",
        "repeated-title",
        "search-roots-not-sorted",
        "search-table-large",
        "settings-no-contact",
        "text-after-hash",
        "too-many-headings",
        "undefined-reference",
        "unfinished-draft",
        "unsupported-markdown",
        "unused-image",
        "unused-story",
        "visible-markup",
        "vocab-alias-redundant",
        "vocab-fact-expired",
        "vocab-fact-expires-soon",
        "vocab-not-sorted",
    }
)
"""Codes of problems that don't stop a build; all others do."""
OF_FORM = frozenset({"bom", "crlf"})
"""Warnings of how a file is stored, not of what it says: a checkout may change it, so no page tells."""

_STRINGS = Path(__file__).parent / "strings"
# Line ends and invisible characters: in a file's name they could fake a second message.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_EMPTY_VALUES = ("", "-")


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

    @property
    def severity(self) -> Severity:
        """Whether the problem stops a build (error) or not (warning)."""
        return "warning" if self.code in WARNINGS else "error"


class Flaw(NamedTuple):
    """A problem within a text whose place in the file isn't known yet: `offset` counts from its start."""

    offset: int
    code: str
    values: Mapping[str, str] = {}


def problem(path: str, place: Place, code: str, **values: str) -> Problem:
    """A problem at a place, with the values that its message names."""
    return Problem(path, *place, code, tuple(values.items()))


def moved(found: Problem, place: Callable[[Place], Place]) -> Problem:
    """The problem with its place mapped by `place`; a problem of the whole file stays as it is."""
    if (found.line, found.column) == WHOLE_FILE:
        return found
    line, column = place((found.line, found.column))
    return replace(found, line=line, column=column)


def is_error(problem: Problem) -> bool:
    """Whether the problem stops a build."""
    return problem.code not in WARNINGS


@cache
def _strings(lang: Lang) -> Mapping[str, Any]:
    text = (_STRINGS / f"problems.{lang}.yml").read_text(encoding="utf-8")
    strings: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return strings


def catalogue(lang: Lang) -> Mapping[str, Mapping[str, Any]]:
    """Message and hint (a list of sentences) of every code there is, as templates."""
    texts: Mapping[str, Mapping[str, Any]] = _strings(lang)["problems"]
    return texts


def message(problem: Problem, lang: Lang = "id") -> str:
    """What is wrong, in one sentence."""
    return _printable(str(catalogue(lang)[problem.code]["message"]).format(**dict(problem.values)))


def hint(problem: Problem, lang: Lang = "id") -> str:
    """How to fix it; a sentence whose values are empty for this problem is left out."""
    values = dict(problem.values)
    sentences = (str(sentence) for sentence in catalogue(lang)[problem.code]["hint"])
    return _printable(
        " ".join(sentence.format(**values) for sentence in sentences if _says_something(sentence, values))
    )


def _says_something(sentence: str, values: Mapping[str, str]) -> bool:
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    # For `character`, '-' is a real value; elsewhere it means that there is nothing to say.
    return all(name == "character" or values.get(name, "") not in _EMPTY_VALUES for name in names)


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def as_text(problems: Sequence[Problem], lang: Lang = "id") -> str:
    """For people: a line for each problem with its fix below, and a count at the end."""
    lines: list[str] = []
    for found in problems:
        place = f"{found.line}:{found.column}: " if found.line else " "
        lines.append(f"{_printable(found.path)}:{place}{found.severity} {found.code}: {message(found, lang)}")
        lines.append(f"    {hint(found, lang)}")
    words = _strings(lang)["summary"]
    if not problems:
        return f"{words['clean']}\n"
    errors = sum(map(is_error, problems))
    files = len({found.path for found in problems})
    lines += ("", words["found"].format(errors=errors, warnings=len(problems) - errors, files=files))
    if errors:
        lines[-1] += f" {words['stops']}"
    return "\n".join(lines) + "\n"


def as_json(problems: Sequence[Problem], lang: Lang = "id") -> str:
    """For programs: a list of objects."""
    objects = [
        {
            "path": _printable(found.path),
            "line": found.line,
            "column": found.column,
            "severity": found.severity,
            "code": found.code,
            "message": message(found, lang),
            "hint": hint(found, lang),
        }
        for found in problems
    ]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Sequence[Problem], lang: Lang = "id") -> str:
    """For GitHub Actions: workflow commands that put each problem beside its line."""
    lines: list[str] = []
    for found in problems:
        place = f",line={found.line},col={max(found.column, 1)}" if found.line else ""
        file = _escaped(_printable(found.path)).replace(":", "%3A").replace(",", "%2C")
        text = _escaped(f"{message(found, lang)}\n{hint(found, lang)}")
        lines.append(f"::{found.severity} file={file}{place},title={found.code}::{text}\n")
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_sarif(problems: Sequence[Problem], lang: Lang = "id") -> str:
    """For code scanning: SARIF 2.1.0."""
    codes = sorted({found.code for found in problems})
    rules = [
        {
            "id": code,
            "defaultConfiguration": {"level": "warning" if code in WARNINGS else "error"},
        }
        for code in codes
    ]
    results = [
        {
            "ruleId": found.code,
            "ruleIndex": codes.index(found.code),
            "level": found.severity,
            "message": {"text": f"{message(found, lang)} {hint(found, lang)}"},
            "locations": [{"physicalLocation": _location(found)}],
        }
        for found in problems
    ]
    run = {
        "tool": {"driver": {"name": "newsarchive", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _location(found: Problem) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(_printable(found.path))}}
    if found.line:
        location["region"] = {"startLine": found.line, "startColumn": max(found.column, 1)}
    return location


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
