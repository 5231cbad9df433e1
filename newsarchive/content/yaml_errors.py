"""Turn the YAML parser's complaints into problems that name the mistake an editor made."""

import re

import yaml

from newsarchive.problems import Problem, problem

_INDENT_TAB = re.compile(r"^[ ]*\t", re.MULTILINE)


def explain(path: str, front: str, error: yaml.YAMLError) -> Problem:
    """The problem behind a parser's error in front matter whose line 0 is the file's first line."""
    tab = _INDENT_TAB.search(front)
    if tab:
        line = front.count("\n", 0, tab.end()) + 1
        return problem(path, (line, tab.end() - tab.start()), "yaml-tab")
    if not isinstance(error, yaml.MarkedYAMLError):
        return problem(path, (1, 1), "yaml-syntax")
    what = f"{error.context or ''} {error.problem or ''}"
    here = error.problem_mark or error.context_mark
    start = error.context_mark or here
    if here is None or start is None:
        return problem(path, (1, 1), "yaml-syntax")
    lines = front.split("\n")
    line_text = lines[here.line] if here.line < len(lines) else ""
    character = line_text[here.column : here.column + 1]

    def at(mark: yaml.Mark, code: str, *values: tuple[str, str]) -> Problem:
        return Problem(path, mark.line + 1, mark.column + 1, code, values)

    if "mapping values are not allowed" in what:
        return at(here, "yaml-colon")
    if "quoted scalar" in what:
        code = "yaml-backslash" if "escape" in what else "yaml-quote"
        return at(here if code == "yaml-backslash" else start, code)
    if "cannot start any token" in what:
        return at(here, "yaml-special-character", ("character", character))
    if "alias" in what or "anchor" in what:
        return at(here, "yaml-alias")
    if "tag" in what:
        return at(here, "yaml-special-character", ("character", "!"))
    if "directive" in what:
        return at(here, "yaml-special-character", ("character", "%"))
    if "flow" in what:
        return at(start, "yaml-bracket")
    if "block mapping" in what and character in {'"', "'"} | set("'\""):
        return at(here, "yaml-quote")
    if "block mapping" in what and _after_quoted(line_text, here.column):
        return at(here, "yaml-quote")
    if "block collection" in what or "block mapping" in what or "block sequence" in what:
        return at(here, "yaml-indentation")
    return at(start if "simple key" in what else here, "yaml-syntax")


def _after_quoted(line: str, column: int) -> bool:
    """Whether the text before this column ends a quoted value: `title: "Siap" kata warga`."""
    before = line[:column].rstrip()
    return before.endswith(('"', "'")) and before.count(before[-1]) >= 2
