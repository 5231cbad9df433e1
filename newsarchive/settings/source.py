"""Read `mkdocs.yml` into plain data that knows where each value stands; never raises for what is in it."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from newsarchive.content.yaml.errors import explain
from newsarchive.problems import WHOLE_FILE, Place, Problem, problem

SETTINGS = "mkdocs.yml"
MAX_BYTES = 256 * 1024
_LIMIT = str(MAX_BYTES // 1024)
_MAX_DEPTH = 12

Path_ = tuple[str | int, ...]
"""The keys and numbers that lead to a value."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the file says; `data` is empty where it can't be read."""

    data: Mapping[Any, Any] = field(default_factory=dict)
    keys: Mapping[Path_, Place] = field(default_factory=dict)
    values: Mapping[Path_, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, *path: str | int) -> Place:
        """Where a key or an item of a list stands; where that isn't known, what holds it."""
        while path:
            if found := self.keys.get(path) or self.values.get(path):
                return found
            path = path[:-1]
        return (1, 1)


def read_source(root: Path) -> Source:
    """Read the file under `root`."""
    path = root / SETTINGS
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return _failed(WHOLE_FILE, "settings-missing")
        if status.st_size > MAX_BYTES:
            return _failed(WHOLE_FILE, "settings-unreadable", limit=_LIMIT)
        data = path.read_bytes()
    except FileNotFoundError:
        return _failed(WHOLE_FILE, "settings-missing")
    except OSError as error:
        return _failed(WHOLE_FILE, "unreadable-file", reason=error.strerror or type(error).__name__)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return _failed(place, "settings-unreadable", limit=_LIMIT)
    return parse(text.replace("\r\n", "\n"))


def _failed(place: Place, code: str, **values: str) -> Source:
    return Source(problems=(problem(SETTINGS, place, code, **values),))


def parse(text: str) -> Source:
    """The settings in a text."""
    try:
        found = _forbidden(text)
        if found:
            return Source(problems=tuple(found))
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return Source(problems=(explain(SETTINGS, text, error),))
    except (ValueError, OverflowError, TypeError):
        # Such as a day that no calendar has, or a mapping for a key.
        return _failed((1, 1), "yaml-syntax")
    if not isinstance(data, dict) or node is None:
        return _failed((1, 1), "settings-not-mapping")
    keys: dict[Path_, Place] = {}
    values: dict[Path_, Place] = {}
    problems: list[Problem] = []
    _locate(node, (), keys, values, problems)
    return Source(data, keys, values, tuple(problems))


def _forbidden(text: str) -> list[Problem]:
    """Problems of aliases and tags: aliases can grow without bound, tags can read the machine's state."""
    found: list[Problem] = []
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else WHOLE_FILE
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                found.append(problem(SETTINGS, place, "settings-not-mapping"))
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                return [*found, problem(SETTINGS, place, "yaml-too-deep")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if getattr(event, "anchor", None):
            found.append(problem(SETTINGS, place, "yaml-alias"))
        if tag := getattr(event, "tag", None):
            found.append(problem(SETTINGS, place, "settings-tag", tag=str(tag)[:60]))
    return found


def _locate(
    node: yaml.Node,
    path: Path_,
    keys: dict[Path_, Place],
    values: dict[Path_, Place],
    problems: list[Problem],
) -> None:
    values[path] = _start(node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            step = (*path, str(key.value)) if isinstance(key, yaml.ScalarNode) else (*path, "?")
            if step in keys:
                problems.append(problem(SETTINGS, _start(key), "duplicate-key", field=str(step[-1])))
            keys[step] = _start(key)
            _locate(value, step, keys, values, problems)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _locate(item, (*path, number), keys, values, problems)


def _start(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
