"""Turn the YAML parser's complaints into problems that name the mistake an editor made."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from newsarchive.problems import Place, Problem, problem

_INDENT_TAB = re.compile(r"^[ ]*(\t)", re.MULTILINE)
_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[^\s:\"'\[{#][^\s:]*) *:(?: +|$))?(?P<value>.*)"
)
_CLOSE_COLON = re.compile(r" *(?:- +)*([A-Za-z_]+):[^\s/:]")
_BLOCK = re.compile(r".*: *[>|][-+0-9]* *")
_CURLY = "“”„‟‘’‚‛«»″＂"
QUOTES = f"{_CURLY}\"'"
"""Quotation marks, curly and straight."""
_LONGEST_LINE = 1000
"""Of lines that are proposed in full, in characters."""
_FIXABLE = frozenset(
    {"yaml-colon", "yaml-quote", "yaml-backslash", "yaml-special-character", "yaml-alias", "yaml-bracket"}
)
_SPECIAL = "@`%?,]}!&*|>#-"


def explain(path: str, text: str, error: yaml.YAMLError) -> Problem:
    """The problem behind a parser's error in a text whose line 0 is the file's first line."""
    if tab := _INDENT_TAB.search(text):
        line = text.count("\n", 0, tab.start(1)) + 1
        return problem(path, (line, tab.start(1) - tab.start() + 1), "yaml-tab")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return problem(path, (1, 1), "yaml-syntax")
    lines = text.split("\n")
    found = _diagnose(lines, error, mark)
    return _closer(path, lines, found) or _told(path, lines, found)


def quoted(text: str) -> str:
    """A text as YAML takes it whole, in straight quotation marks."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def curly_quotes(path: str, name: str, value: str, place: Place) -> Problem | None:
    """The problem with a value that stands in curly quotation marks, which are part of it to YAML."""
    if len(value) < 2 or value[0] not in _CURLY or value[-1] not in QUOTES:
        return None
    inner = value.strip(QUOTES)
    if any(mark in inner for mark in "“”"):
        return None  # two quotations, not one around all
    fixed = f"{name}: {quoted(inner)}" if name else quoted(inner)
    return problem(path, place, "yaml-curly-quotes", fixed=fixed)


def follows_block_sign(lines: Sequence[str], number: int) -> bool:
    """Whether the line before this one (from 0) ends in `>` or `|`, whose text should be indented here."""
    return bool(_BLOCK.fullmatch(lines[max(number - 1, 0)]))


def fixed_line(text: str, offset: int) -> str:
    """The line around an offset, of the form `key: value`, with its value in quotation marks; else empty."""
    start = text.rfind("\n", 0, offset) + 1
    if text.find("\n", start, start + _LONGEST_LINE) < 0:
        return ""
    return _taken_apart(text[start : start + 2 * _LONGEST_LINE].split("\n"), 0).fixed


class _Found(NamedTuple):
    code: str
    line: int
    column: int
    """Both from 0."""
    character: str = ""


class _Line(NamedTuple):
    """A line of the form `key: value` or `- value`, and the column of its value, from 0."""

    key: str
    value: str
    column: int
    fixed: str
    """The line without its indentation and with its value in quotation marks; empty where there is none."""


def _diagnose(lines: list[str], error: yaml.MarkedYAMLError, mark: yaml.Mark) -> _Found:
    what = f"{error.context or ''} {error.problem or ''}"
    start = error.context_mark or mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1]
    here = mark.line, mark.column, character
    there = start.line, start.column, lines[start.line][start.column : start.column + 1]

    if "mapping values are not allowed" in what:
        return _misplaced_colon(lines, mark)
    if "quoted scalar" in what:
        escape = "escape" in what or "hexadecimal" in what or "hexdecimal" in what
        return _Found("yaml-backslash", *here) if escape else _Found("yaml-quote", *there)
    if character and ("cannot start any token" in what or "node content" in what):
        return _Found("yaml-special-character", *here)
    if "entries are not allowed" in what:
        return _Found("yaml-special-character", mark.line, mark.column, "-")
    if "mapping keys are not allowed" in what:
        return _Found("yaml-special-character", mark.line, mark.column, "?")
    if "alias" in what or "anchor" in what:
        return _Found("yaml-alias", *there)
    if any(word in what for word in ("tag", "directive", "block scalar")):
        return _Found("yaml-special-character", *there)
    if "flow" in what and character == ":" and mark.line == start.line:
        return _Found("yaml-colon", *here)
    if "flow" in what:
        return _Found("yaml-bracket", *there)
    if "block" in what:
        before = line[: mark.column].rstrip()
        if before.endswith(('"', "'")):
            return _Found("yaml-quote", *here)
        if before.endswith(("]", "}")) or character in ("]", "}"):
            return _Found("yaml-bracket", *here)
        if character and character in ",":
            return _Found("yaml-special-character", *here)
        if not before:
            return _Found("yaml-indentation", *here)
    if "simple key" in what:
        return _Found("yaml-syntax", *there)
    return _Found("yaml-syntax", *here)


def _misplaced_colon(lines: list[str], mark: yaml.Mark) -> _Found:
    line = lines[mark.line]
    if ":" in line[: mark.column]:
        return _Found("yaml-colon", mark.line, mark.column, ":")
    if line.startswith(" "):
        return _Found("yaml-indentation", mark.line, len(line) - len(line.lstrip(" -")))
    return _Found("yaml-syntax", max(mark.line - 1, 1), 0)


def _closer(path: str, lines: list[str], found: _Found) -> Problem | None:
    """What the lines show better than the parser's words: quotation marks, blanks and blocks gone wrong."""
    line = _taken_apart(lines, found.line)
    if curly := curly_quotes(path, line.key, line.value, (found.line + 1, line.column + 1)):
        return curly
    before = max(found.line - 1, 0)
    if found.code in ("yaml-syntax", "yaml-indentation", "yaml-colon"):
        for number in (found.line, before):
            if close := _CLOSE_COLON.match(lines[number]):
                fixed = lines[number].strip().replace(":", ": ", 1)
                return problem(path, (number + 1, close.end(1) + 1), "yaml-missing-space", fixed=fixed)
    if found.code == "yaml-syntax" and follows_block_sign(lines, found.line):
        return problem(path, (found.line + 1, 1), "yaml-block-not-indented")
    if found.code in ("yaml-bracket", "yaml-syntax") and " #" in lines[found.line]:
        at = lines[found.line].index(" #") + 2
        return problem(path, (found.line + 1, at), "text-cut-at-hash", field=line.key or "-")
    return None


def _told(path: str, lines: list[str], found: _Found) -> Problem:
    line = _taken_apart(lines, found.line)
    code, column, character = found.code, found.column, found.character
    if code == "yaml-syntax" and line.key and line.value and line.value[0] in _SPECIAL:
        code, column, character = "yaml-special-character", line.column, line.value[0]
    values = {"fixed": line.fixed} if code in _FIXABLE and line.fixed else {}
    if code == "yaml-special-character":
        values["character"] = character
    return problem(path, (found.line + 1, column + 1), code, **values)


def _taken_apart(lines: list[str], number: int) -> _Line:
    line = lines[number] if number < len(lines) else ""
    match = _LINE.fullmatch(line)
    if match is None:
        return _Line("", "", 0, "")
    key, value = match["key"] or "", match["value"].strip()
    dashes = match["dashes"][:2]
    following = lines[number + 1] if number + 1 < len(lines) else ""
    goes_on = following.startswith(" ") and not _LINE.fullmatch(following)["key"]  # type: ignore[index]
    fixed = ""
    is_list = value[:1] in ("[", "{") and (value[-1] in "]}" or not re.search("[]}]", value))
    if value and not is_list and not goes_on:
        fixed = f"{dashes}{f'{key}: ' if key else ''}{quoted(_without_quotes(value))}"
    return _Line(key, value, match.start("value"), fixed)


def _without_quotes(value: str) -> str:
    """A value without the quotation marks that were meant to enclose it."""
    first = value[0]
    if first not in "\"'" or value == first:
        return value
    if value[-1] == first:
        inner = value[1:-1]
        # "A" dan "B" isn't enclosed by its first and last mark.
        return value if first == '"' and first in inner else inner
    return value[1:] if value.count(first) == 1 else value
