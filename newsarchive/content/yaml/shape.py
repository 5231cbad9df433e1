"""The shape of a kind of YAML file, the content of one, and fields that lack their indent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.problems import Place, Problem

Event = Any
"""An event of the parser, whose marks and names the stubs of PyYAML know too little of."""


@dataclass(frozen=True)
class Shape:
    """The fields of a kind of file, as far as the reader needs them to name mistakes."""

    fields: frozenset[str] = frozenset()
    """The fields at the top level, if they are known."""
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The fields within fields."""
    sentences: frozenset[str] = frozenset()
    """Fields of free text, where a `#` must not cut anything off."""
    names: frozenset[str] = frozenset()
    """Fields of names, which are looked up: a remark behind them is suspect."""
    keeps_empty: bool = False
    """Whether empty values stay, as `""`, `[]` and `{}`, or are left out."""
    not_mapping: str = "front-matter-not-mapping"
    """The code of the problem with a text that holds no fields."""


@dataclass(frozen=True)
class Content:
    """A mapping as nested dicts, lists and one-line strings, and where its fields stand."""

    data: dict[str, Any]
    places: dict[str, Place]
    """By name: `title`, `facility.0`, `source.1.published` and the like."""
    problems: list[Problem]
    faulty: set[str]
    """Fields that are left out because of a problem with their value; they aren't missing."""


class Owner:
    """A field whose own fields may follow without their indentation."""

    def __init__(
        self, name: str = "", fields: frozenset[str] = frozenset(), *, is_empty: bool = False
    ) -> None:
        self.name, self.fields, self.is_empty = name, fields, is_empty
        self.children: list[Event] = []
        self.spaces = 2

    def takes(self, name: str, is_repeated: bool, is_known: bool) -> bool:
        """Whether a field at the top level belongs here: it isn't known there, or stands there already."""
        if name not in self.fields:
            return False
        return not is_known or (is_repeated and (self.is_empty or bool(self.children)))

    def adopt(self, key: Event, value: Any, data: dict[str, Any]) -> None:
        """Move a field to where it belongs, so that only its indent is reported."""
        self.children.append(key)
        within = data.setdefault(self.name, {})
        if isinstance(within, list) and isinstance(within[-1], dict):
            self.spaces = 4
            within = within[-1]
        if isinstance(within, dict) and value is not None:
            within.setdefault(key.value, value)
