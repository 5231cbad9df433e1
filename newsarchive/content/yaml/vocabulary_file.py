"""Reads one vocabulary file as YAML, keeping the place of every key for problems."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from newsarchive.problems import Problem

# Characters that nobody sees: control characters, zero-width and direction marks, a BOM amid the text.
INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# Thousands of nested levels overflow the C parser's stack, which no exception handler survives.
_DEEPEST = 50
_INDENTED_DEEP = re.compile(rf"^[ ?-]{{{_DEEPEST * 2},}}", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class VocabFile:
    """The entries of a vocabulary file as its YAML has them, all scalars as text."""

    path: str
    """POSIX path relative to the root."""
    entries: dict[str, Any] = field(default_factory=dict)
    readable: bool = False
    """False where the entries are unknown rather than none."""
    node: yaml.MappingNode | None = None

    def problem(self, keys: tuple[str | int, ...], code: str, **values: str) -> Problem:
        """A problem at the deepest of these nested keys or list positions that the file has."""
        line, column = self.place(keys)
        return Problem(self.path, line, column, code, tuple(values.items()))

    def place(self, keys: tuple[str | int, ...]) -> tuple[int, int]:
        """Line and column, from 1, of a nested key or list position; its nearest parent if it has none."""
        node: Any = self.node
        mark = None
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                pairs = [pair for pair in node.value if getattr(pair[0], "value", None) == key]
                if not pairs:
                    break
                mark, node = pairs[-1][0].start_mark, pairs[-1][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
                node = node.value[key]
                mark = node.start_mark
        return (mark.line + 1, mark.column + 1) if mark else (0, 0)


class _Loader(yaml.CBaseLoader):
    """Every scalar stays text, so that `11`, `No` and dates need no quotes; tags construct nothing.

    Keeps the mappings in which a key is repeated, since a plain dict would silently drop the first.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.repeating: list[yaml.MappingNode] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            self.repeating.append(node)
        return mapping


def read_vocab_file(root: Path, name: str) -> tuple[VocabFile, list[Problem]]:
    """Read `vocab/name` under `root`; what can't be read is a problem and gives an unreadable VocabFile."""
    path = f"vocab/{name}"
    unread = VocabFile(path)
    file = root / "vocab" / name
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            return unread, [Problem(path, 0, 0, "vocab-outside-root")]
        data = file.read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: symlinks in a circle
        return unread, [Problem(path, 0, 0, "vocab-missing-file")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        return unread, [Problem(path, before.count(b"\n") + 1, column, "vocab-not-utf8")]
    if invisible := _invisible_characters(path, text):
        return unread, invisible
    if (start := _too_deep(text)) >= 0:
        line, column = _position(text, start)
        return unread, [Problem(path, line, column, "vocab-broken-yaml")]
    return _parse(path, text)


def _too_deep(text: str) -> int:
    """Where the text nests deeper than any vocabulary does; -1 if nowhere."""
    if found := _INDENTED_DEEP.search(text):
        return found.start()
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST:
            return bracket.start()
    return -1


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _invisible_characters(path: str, text: str) -> list[Problem]:
    problems = []
    for found in _INVISIBLE.finditer(text):
        line, column = _position(text, found.start())
        values = (("character", f"U+{ord(found[0]):04X}"),)
        problems.append(Problem(path, line, column, "vocab-invisible-character", values))
    return problems


def _parse(path: str, text: str) -> tuple[VocabFile, list[Problem]]:
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return VocabFile(path), [Problem(path, 1, 1, "vocab-file-not-mapping")]
        entries = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        return VocabFile(path), [_broken(path, text, error)]
    except (yaml.YAMLError, RecursionError):
        return VocabFile(path), [Problem(path, 0, 0, "vocab-broken-yaml")]
    problems = [problem for mapping in loader.repeating for problem in _repeated_keys(path, mapping)]
    return VocabFile(path, entries, True, node), problems


def _broken(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """What the reader stumbled over, told apart where a fix can be named."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(path, 0, 0, "vocab-broken-yaml")
    lines = text.splitlines()
    character = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    code = {":": "vocab-yaml-colon", "\t": "vocab-yaml-tab"}.get(character, "vocab-broken-yaml")
    return Problem(path, mark.line + 1, mark.column + 1, code)


def _repeated_keys(path: str, mapping: yaml.MappingNode) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for key, _ in mapping.value:
        line = key.start_mark.line + 1
        if key.value in first:
            values = (("key", str(key.value)), ("line", str(first[key.value])))
            problems.append(Problem(path, line, key.start_mark.column + 1, "vocab-duplicate-key", values))
        first.setdefault(key.value, line)
    return problems
