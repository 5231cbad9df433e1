"""Split a Markdown file into front matter and body, and read the YAML as plain text values with places."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from newsarchive.content.yaml import plain_front
from newsarchive.content.yaml.errors import explain
from newsarchive.content.yaml.plain_front import PLACED, NotPlainError
from newsarchive.problems import WHOLE_FILE, Place, Problem, problem

MAX_DEPTH = 12
_MANY_OPENINGS = 60
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})

Location = tuple[str | int, ...]


class _NodeLoader(yaml.CBaseLoader):
    """A loader that hands over the node tree, which knows its places; every scalar in it is text."""

    def get_single_data(self) -> yaml.Node | None:
        return self.get_single_node()

    # What a plain value looks like gives it no type here, so there is nothing to look up for each node.
    def descend_resolver(self, current_node: object, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> None:
        pass


# Only whole lines of dashes: the handler's own pattern lets `\s*` run over the lines that follow.
_HANDLER = YAMLHandler(fm_boundary=re.compile(r"^-{3,}[ \t]*$", re.MULTILINE))


@dataclass(frozen=True)
class Block:
    """Front matter as nested dicts, lists and one-line strings; empty values are left out."""

    data: dict[str, Any]
    places: Mapping[str, Place]
    """Where fields stand: `title`, `facility.0`, `source.1.published` and the like."""
    text: str

    @cached_property
    def _root(self) -> yaml.MappingNode:
        # Only a problem asks for it.
        root: yaml.MappingNode = _compose(self.text)
        return root

    def place(self, location: Location, *, key: bool = False) -> Place:
        """Line and column (from 1) of the value at this location, or of its key.

        Where the location isn't in the file (a missing field), the place of the nearest thing around it.
        """
        node: yaml.Node = self._root
        mark = node.start_mark
        for depth, step in enumerate(location):
            if isinstance(node, yaml.MappingNode):
                if isinstance(step, int):
                    continue  # one item written without its list
                pair = next((pair for pair in node.value if pair[0].value == step), None)
                if pair is None:
                    break
                last = depth == len(location) - 1
                mark = pair[0].start_mark if key and last else pair[1].start_mark
                node = pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
        return mark.line + 1, mark.column + 1


def split(path: str, text: str) -> tuple[str, int] | Problem:
    """The front matter of a text that `decode` gave, and the index where the body begins.

    Line 0 of the front matter is the file's first line.
    """
    if not text or text.isspace():
        return problem(path, WHOLE_FILE, "empty-file")
    if not _HANDLER.detect(text):
        return problem(path, (1, 1), "missing-front-matter")
    try:
        front, body = _HANDLER.split(text)
    except ValueError:
        return problem(path, (1, 1), "unclosed-front-matter")
    return front, len(text) - len(body)


def load(path: str, front: str) -> tuple[Block | None, list[Problem]]:
    """Read front matter that `split` gave; None when it can't be read, and the problems say why."""
    with suppress(NotPlainError):
        return Block(*plain_front.read(front), front), []
    if _too_deep(front):
        return None, [problem(path, (1, 1), "yaml-too-deep")]
    try:
        root = _compose(front)
    except yaml.YAMLError as error:
        return None, [explain(path, front, error)]
    if not isinstance(root, yaml.MappingNode):
        return None, [problem(path, _place(root) if root else (1, 1), "front-matter-not-mapping")]
    problems: list[Problem] = []
    data = _plain(path, root, set(), problems)
    _refuse_anchors(path, front, root, problems)
    _warn_of_cut_text(path, front, root, problems)
    return Block(data, _places(root), front), problems


def _compose(front: str) -> Any:
    return _HANDLER.load(front, Loader=_NodeLoader)


def _too_deep(front: str) -> bool:
    # libyaml's composer recurses in C and takes the whole process down with it on `[[[[…`.
    if sum(map(front.count, ("[", "{", "- ", "-\t", "?"))) < _MANY_OPENINGS:
        return False
    depth = 0
    try:
        for event in yaml.parse(front, Loader=yaml.CBaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return True
    except yaml.YAMLError:
        return False
    return False


def _plain(path: str, node: yaml.Node, seen: set[int], problems: list[Problem]) -> Any:
    """The node as dict, list or string; None for an empty value or one that problems were found with."""
    if id(node) in seen:
        # A second meeting is a YAML alias; following it could multiply a small file without end.
        problems.append(problem(path, _place(node), "yaml-alias"))
        return None
    seen.add(id(node))
    if str(node.tag).startswith("!") and node.tag != "!":
        problems.append(problem(path, _place(node), "yaml-special-character", character="!"))
        return None
    if isinstance(node, yaml.ScalarNode):
        if not node.value or (node.value in _EMPTY and not node.style):
            return None
        return " ".join(node.value.split()) or None
    if isinstance(node, yaml.SequenceNode):
        items = [_plain(path, item, seen, problems) for item in node.value]
        return [item for item in items if item is not None] or None
    data: dict[str, Any] = {}
    keys: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problems.append(problem(path, _place(key), "yaml-syntax"))
            continue
        if key.value in keys:
            problems.append(problem(path, _place(key), "duplicate-key", field=str(key.value)))
            continue
        keys.add(key.value)
        plain = _plain(path, value, seen, problems)
        if plain is not None:
            data[key.value] = plain
    return data


def _refuse_anchors(path: str, front: str, root: yaml.Node, problems: list[Problem]) -> None:
    """`title: &Co` names an empty value to YAML, and the word is gone."""
    if "&" not in front:
        return
    lines = front.split("\n")
    nodes = [root]
    seen: set[int] = set()
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if lines[node.start_mark.line].startswith("&", node.start_mark.column):
            problems.append(problem(path, _place(node), "yaml-alias"))
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            nodes += (part for pair in node.value for part in pair)


def _warn_of_cut_text(path: str, front: str, root: yaml.MappingNode, problems: list[Problem]) -> None:
    """`title: Blok #3` means `Blok` to YAML, which no writer of a headline expects."""
    if " #" not in front:
        return
    lines = front.split("\n")
    for key, value in root.value:
        if key.value in ("title", "summary", "date_note") and value.end_mark.line < len(lines):
            rest = lines[value.end_mark.line][value.end_mark.column :]
            if rest.lstrip().startswith("#") and not getattr(value, "style", None):
                column = value.end_mark.column + len(rest) - len(rest.lstrip()) + 1
                place = value.end_mark.line + 1, column
                problems.append(problem(path, place, "text-after-hash", field=str(key.value)))


def _places(root: yaml.MappingNode) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for key, value in root.value:
        places[str(key.value)] = _place(value)
        if isinstance(value, yaml.ScalarNode):
            continue
        items = value.value if isinstance(value, yaml.SequenceNode) else (value,)
        for number, item in enumerate(items):
            if isinstance(item, yaml.MappingNode):
                for subkey, subvalue in item.value:
                    if isinstance(subkey, yaml.ScalarNode) and subkey.value in PLACED:
                        places[f"{key.value}.{number}.{subkey.value}"] = _place(subvalue)
            elif isinstance(value, yaml.SequenceNode):
                places[f"{key.value}.{number}"] = _place(item)
    return places


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
