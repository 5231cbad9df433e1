"""What a kind of YAML file may hold, what was read of one, and fields that lack their indentation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.problems import Place, Problem

Event = Any
"""An event of the parser, whose marks and names the stubs of PyYAML know too little of."""


@dataclass(frozen=True)
class Shape:
    """What a kind of file holds, as far as reading needs to know it to name a mistake."""

    fields: frozenset[str] = frozenset()
    """The fields at the top level, if they are known."""
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The fields within fields."""
    sentences: frozenset[str] = frozenset()
    """Fields of free text, of which nothing may be lost at a `#`."""
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
        """Whether a field of the top level belongs here: it has no place there, or has it already."""
        if name not in self.fields:
            return False
        return not is_known or (is_repeated and (self.is_empty or bool(self.children)))

    def adopt(self, key: Event, value: Any, data: dict[str, Any]) -> None:
        """Put a field where it belongs, so that only its indentation is told."""
        self.children.append(key)
        within = data.setdefault(self.name, {})
        if isinstance(within, list) and isinstance(within[-1], dict):
            self.spaces = 4
            within = within[-1]
        if isinstance(within, dict) and value is not None:
            within.setdefault(key.value, value)
