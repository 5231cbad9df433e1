"""Turn the YAML parser's complaints into problems that name the mistake an editor made."""

import re

import yaml

from newsarchive.problems import Problem, problem

_INDENT_TAB = re.compile(r"^[ ]*(\t)", re.MULTILINE)


def explain(path: str, front: str, error: yaml.YAMLError) -> Problem:
    """The problem behind a parser's error in front matter whose line 0 is the file's first line."""
    if tab := _INDENT_TAB.search(front):
        line = front.count("\n", 0, tab.start(1)) + 1
        return problem(path, (line, tab.start(1) - tab.start() + 1), "yaml-tab")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return problem(path, (1, 1), "yaml-syntax")
    code, line, column, character = _diagnose(front.split("\n"), error, mark)
    values = {"character": character} if code == "yaml-special-character" else {}
    return problem(path, (line + 1, column + 1), code, **values)


def _diagnose(lines: list[str], error: yaml.MarkedYAMLError, mark: yaml.Mark) -> tuple[str, int, int, str]:
    """Code, line and column from 0, and the character that is to blame."""
    what = f"{error.context or ''} {error.problem or ''}"
    start = error.context_mark or mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1]
    here = mark.line, mark.column, character
    there = start.line, start.column, lines[start.line][start.column : start.column + 1]

    if "mapping values are not allowed" in what:
        return _misplaced_colon(lines, mark)
    if "quoted scalar" in what:
        return ("yaml-backslash", *here) if "escape" in what else ("yaml-quote", *there)
    if character and ("cannot start any token" in what or "node content" in what):
        return "yaml-special-character", *here
    if "entries are not allowed" in what:
        return "yaml-special-character", mark.line, mark.column, "-"
    if "alias" in what or "anchor" in what:
        return "yaml-alias", *there
    if any(word in what for word in ("tag", "directive", "block scalar")):
        return "yaml-special-character", *there
    if "flow" in what:
        return "yaml-bracket", *there
    if "block" in what:
        before = line[: mark.column].rstrip()
        if before.endswith(('"', "'")):
            return "yaml-quote", *here
        if before.endswith(("]", "}")) or character in ("]", "}"):
            return "yaml-bracket", *here
        if not before:
            return "yaml-indentation", *here
    if "simple key" in what:
        return "yaml-syntax", *there
    return "yaml-syntax", *here


def _misplaced_colon(lines: list[str], mark: yaml.Mark) -> tuple[str, int, int, str]:
    line = lines[mark.line]
    if ":" in line[: mark.column]:
        return "yaml-colon", mark.line, mark.column, ":"
    if line.startswith(" "):
        return "yaml-indentation", mark.line, len(line) - len(line.lstrip(" -")), ""
    return "yaml-syntax", max(mark.line - 1, 1), 0, ""
