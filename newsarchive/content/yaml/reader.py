"""Read YAML in one pass as plain text values: the one loader for front matter and vocabulary files."""

from collections.abc import Callable
from typing import Any

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from newsarchive.content.yaml.errors import explain
from newsarchive.content.yaml.scalars import CLOSE_COLON, Scalars, place_of
from newsarchive.content.yaml.shape import Content, Event, Owner, Shape
from newsarchive.problems import Place, Problem, problem

MAX_DEPTH = 12
"""Lists and mappings within each other; more is a mistake or an attack on the parser's stack."""
_PLACED = frozenset({"date", "file", "published", "retrieved"})


def read(path: str, text: str, shape: Shape) -> Content | list[Problem]:
    """Read a mapping; if the text is none or can't be parsed, the result holds problems only.

    Line 0 of front matter is the file's first line, and line 0 of the text is that here too. Takes time and
    memory in proportion to the text: aliases are refused, and what nests too deeply isn't read on.
    """
    reader = _Reader(path, text, shape)
    try:
        return reader.document()
    except YAMLError as error:
        return [explain(path, text, error)]
    except _TooDeepError as error:
        return [problem(path, place_of(error.event), "yaml-too-deep")]


class _TooDeepError(Exception):
    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class _Reader(Scalars):
    """Builds values from the parser's events."""

    def __init__(self, path: str, text: str, shape: Shape) -> None:
        super().__init__(path, text, shape)
        self.next: Callable[[], Event] = CParser(text).get_event
        self.places: dict[str, Place] = {}
        self.close_value = ""

    def document(self) -> Content | list[Problem]:
        event = self.next()
        while isinstance(event, (StreamStartEvent, DocumentStartEvent)):
            event = self.next()
        if not isinstance(event, MappingStartEvent):
            place = place_of(event) if isinstance(event, NodeEvent) else (1, 1)
            self._read_on(event)
            return [problem(self.path, place, self.shape.not_mapping)]
        data = self._top(event)
        self.next()
        event = self.next()
        if not isinstance(event, StreamEndEvent):
            self.tell(event, "yaml-syntax")
        return Content(data, self.places, self.problems, self.faulty)

    def _read_on(self, event: Event) -> None:
        """Parse the rest of the text, since a later event may reveal the real mistake."""
        depth = 0
        while not isinstance(event, StreamEndEvent):
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _TooDeepError(event)
            event = self.next()

    def _value(self, event: Event, depth: int, name: str) -> Any:
        """The value that begins with this event; None if it is empty or something is wrong with all of it."""
        kind = type(event)
        if kind is ScalarEvent:
            return self.scalar(event, name)
        if kind is AliasEvent:
            self.refuse_marks(event)
            self.faulty.add(name)
            return None
        if depth > MAX_DEPTH:
            raise _TooDeepError(event)
        self.refuse_marks(event)
        if kind is SequenceStartEvent:
            return self._sequence(depth, name)
        return self._mapping(event, depth)

    def _sequence(self, depth: int, name: str) -> list[Any] | None:
        items: list[Any] = []
        while type(event := self.next()) is not SequenceEndEvent:
            item = self._value(event, depth + 1, name)
            if item is not None:
                items.append(item)
        return items if items or self.shape.keeps_empty else None

    def _mapping(self, start: Event, depth: int) -> dict[str, Any] | None:
        if depth > MAX_DEPTH:
            raise _TooDeepError(start)
        data: dict[str, Any] = {}
        seen: dict[str, Event] = {}
        while type(key := self.next()) is not MappingEndEvent:
            name = self._key(key, depth, seen)
            event = self.next()
            value = self._value(event, depth + 1, name or "")
            if value and name is not None:
                data[name] = value
            else:
                self._put(data, name, value, key, event)
        return data if data or self.shape.keeps_empty else None

    def _put(self, data: dict[str, Any], name: str | None, value: Any, key: Event, event: Event) -> None:
        """Add a field to a mapping; a name without a colon is the rest of a text that a comma split."""
        if self.close_value:
            value, self.close_value = self.close_value, ""
        elif name and not value and type(event) is ScalarEvent and not event.style:
            end = key.end_mark.index
            if not self.text[end : end + 40].lstrip().startswith(":"):
                self.tell(key, "yaml-comma")
        if value is not None and name is not None:
            data[name] = value

    def _key(self, event: Event, depth: int, seen: dict[str, Event]) -> str | None:
        """The name of a field; None, and a problem, if it is none or was met before."""
        if type(event) is not ScalarEvent:
            self._value(event, depth + 1, "")
            self.tell(event, "yaml-syntax")
            return None
        name: str = event.value
        if name in seen:
            line, _ = place_of(seen[name])
            self.tell(event, "duplicate-key", field=name, line=str(line))
            return None
        if event.anchor or event.tag:
            self.refuse_marks(event)
        if ":" in name and (close := CLOSE_COLON.fullmatch(name)):
            self.tell_missing_space(event, close)
            name, self.close_value = close[1], close[2]
        seen[name] = event
        return name

    def _top(self, start: Event) -> dict[str, Any]:
        """The mapping of the file, with the places of its fields and of the dates and files within them."""
        self.refuse_marks(start)
        data: dict[str, Any] = {}
        seen: dict[str, Event] = {}
        owner = Owner()
        while type(key := self.next()) is not MappingEndEvent:
            name = key.value if type(key) is ScalarEvent else ""
            if owner.takes(name, name in seen, name in self.shape.fields):
                value = self._value(self.next(), 1, name)
                owner.adopt(key, value, data)
                continue
            name_or_none = self._key(key, 0, seen)
            event = self.next()
            if owner.name and name_or_none is not None:
                self._tell_adopted(owner)
                owner = Owner()
            value = self._top_value(event, name_or_none or "")
            if name_or_none is None:
                continue
            if name in self.shape.parts and (value is None or getattr(event, "flow_style", True) is False):
                owner = Owner(name, self.shape.parts[name], is_empty=value is None)
            if value is not None:
                data[name] = value
        self._tell_adopted(owner)
        return data

    def _top_value(self, event: Event, name: str) -> Any:
        self.places[name] = place_of(event)
        kind = type(event)
        if kind is MappingStartEvent:
            return self._placed_item(event, name, 0, 1)
        if kind is not SequenceStartEvent:
            return self._value(event, 1, name)
        self.refuse_marks(event)
        items: list[Any] = []
        while type(event := self.next()) is not SequenceEndEvent:
            if type(event) is MappingStartEvent:
                item = self._placed_item(event, name, len(items), 2)
            else:
                self.places[f"{name}.{len(items)}"] = place_of(event)
                item = self._value(event, 2, name)
            if item is not None:
                items.append(item)
        return items if items or self.shape.keeps_empty else None

    def _placed_item(self, start: Event, name: str, number: int, depth: int) -> dict[str, Any] | None:
        self.refuse_marks(start)
        data: dict[str, Any] = {}
        seen: dict[str, Event] = {}
        while type(key := self.next()) is not MappingEndEvent:
            field = self._key(key, depth, seen)
            event = self.next()
            if field in _PLACED:
                self.places[f"{name}.{number}.{field}"] = place_of(event)
            value = self._value(event, depth + 1, field or "")
            if value and field is not None:
                data[field] = value
            else:
                self._put(data, field, value, key, event)
        return data if data or self.shape.keeps_empty else None

    def _tell_adopted(self, owner: "Owner") -> None:
        if owner.children:
            first = owner.children[0]
            values = {"field": owner.name, "children": ", ".join(event.value for event in owner.children)}
            self.tell(first, "yaml-not-indented", **values, spaces=str(owner.spaces))
