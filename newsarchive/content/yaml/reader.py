"""Read YAML in one pass as plain text values: the one loader for front matter and vocabulary files."""

import re
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

from newsarchive.content import characters
from newsarchive.content.yaml.errors import curly_quotes, explain, fixed_line, quoted
from newsarchive.content.yaml.shape import Content, Event, Owner, Shape
from newsarchive.markdown.controls import CONTROL
from newsarchive.problems import Place, Problem, problem

MAX_DEPTH = 12
"""Lists and mappings within each other; more is a mistake or an attack on the parser's stack."""
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_PLACED = frozenset({"date", "file", "published", "retrieved"})
_CLOSE_COLON = re.compile(r"([A-Za-z_]+):([^\s/:].*)")
_DRIVE = re.compile(r'"(?:[A-Za-z]:|\.\.?)\\')


def read(path: str, text: str, shape: Shape) -> Content | list[Problem]:
    """What the text says; only problems where that can't be known, or where it is no mapping.

    Line 0 of front matter is the file's first line, and line 0 of the text is that here too. Takes time and
    memory in proportion to the text: aliases are refused, and what nests too deeply isn't read on.
    """
    reader = _Reader(path, text, shape)
    try:
        return reader.document()
    except YAMLError as error:
        return [explain(path, text, error)]
    except _TooDeepError as error:
        return [problem(path, _place(error.event), "yaml-too-deep")]


class _TooDeepError(Exception):
    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class _Reader:
    """Builds values from the parser's events."""

    def __init__(self, path: str, text: str, shape: Shape) -> None:
        self.path, self.text, self.shape = path, text, shape
        self.next: Callable[[], Event] = CParser(text).get_event
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.faulty: set[str] = set()
        self.close_value = ""
        self.has_hash = " #" in text or "\t#" in text
        self.has_escape = "\\" in text

    def document(self) -> Content | list[Problem]:
        event = self.next()
        while isinstance(event, (StreamStartEvent, DocumentStartEvent)):
            event = self.next()
        if not isinstance(event, MappingStartEvent):
            place = _place(event) if isinstance(event, NodeEvent) else (1, 1)
            self._read_on(event)
            return [problem(self.path, place, self.shape.not_mapping)]
        data = self._top(event)
        self.next()
        event = self.next()
        if not isinstance(event, StreamEndEvent):
            self._tell(event, "yaml-syntax")
        return Content(data, self.places, self.problems, self.faulty)

    def _read_on(self, event: Event) -> None:
        """Go through the rest of the text, as a mistake may stand behind what it seems to be."""
        depth = 0
        while not isinstance(event, StreamEndEvent):
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _TooDeepError(event)
            event = self.next()

    def _tell(self, event: Event, code: str, **values: str) -> None:
        self.problems.append(problem(self.path, _place(event), code, **values))

    def _value(self, event: Event, depth: int, name: str) -> Any:
        """The value that begins with this event; None if it is empty or something is wrong with all of it."""
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event, name)
        if kind is AliasEvent:
            self._refuse_marks(event)
            self.faulty.add(name)
            return None
        if depth > MAX_DEPTH:
            raise _TooDeepError(event)
        self._refuse_marks(event)
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
        """Take a field without a value into a mapping; a name without a colon is what a comma cut off."""
        if self.close_value:
            value, self.close_value = self.close_value, ""
        elif name and not value and type(event) is ScalarEvent and not event.style:
            end = key.end_mark.index
            if not self.text[end : end + 40].lstrip().startswith(":"):
                self._tell(key, "yaml-comma")
        if value is not None and name is not None:
            data[name] = value

    def _key(self, event: Event, depth: int, seen: dict[str, Event]) -> str | None:
        """The name of a field; None, and a problem, if it is none or was met before."""
        if type(event) is not ScalarEvent:
            self._value(event, depth + 1, "")
            self._tell(event, "yaml-syntax")
            return None
        name: str = event.value
        if name in seen:
            line, _ = _place(seen[name])
            self._tell(event, "duplicate-key", field=name, line=str(line))
            return None
        if event.anchor or event.tag:
            self._refuse_marks(event)
        if ":" in name and (close := _CLOSE_COLON.fullmatch(name)):
            self._tell_missing_space(event, close)
            name, self.close_value = close[1], close[2]
        seen[name] = event
        return name

    def _top(self, start: Event) -> dict[str, Any]:
        """The mapping of the file, with the places of its fields and of the dates and files within them."""
        self._refuse_marks(start)
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
        self.places[name] = _place(event)
        kind = type(event)
        if kind is MappingStartEvent:
            return self._placed_item(event, name, 0, 1)
        if kind is not SequenceStartEvent:
            return self._value(event, 1, name)
        self._refuse_marks(event)
        items: list[Any] = []
        while type(event := self.next()) is not SequenceEndEvent:
            if type(event) is MappingStartEvent:
                item = self._placed_item(event, name, len(items), 2)
            else:
                self.places[f"{name}.{len(items)}"] = _place(event)
                item = self._value(event, 2, name)
            if item is not None:
                items.append(item)
        return items if items or self.shape.keeps_empty else None

    def _placed_item(self, start: Event, name: str, number: int, depth: int) -> dict[str, Any] | None:
        self._refuse_marks(start)
        data: dict[str, Any] = {}
        seen: dict[str, Event] = {}
        while type(key := self.next()) is not MappingEndEvent:
            field = self._key(key, depth, seen)
            event = self.next()
            if field in _PLACED:
                self.places[f"{name}.{number}.{field}"] = _place(event)
            value = self._value(event, depth + 1, field or "")
            if value and field is not None:
                data[field] = value
            else:
                self._put(data, field, value, key, event)
        return data if data or self.shape.keeps_empty else None

    def _scalar(self, event: Event, name: str) -> str | None:
        value: str = event.value
        style = event.style
        if event.anchor or event.tag:
            self._refuse_marks(event)
            self.faulty.add(name)
            return None
        if not style:
            if self.has_hash and (whole := self._cut_at_hash(event, name)):
                return whole
            if ":" in value and (close := _CLOSE_COLON.fullmatch(value)) and self._begins_line(event):
                self._tell_missing_space(event, close)
                self.faulty.add(name)
                return None
            if value in _NULLS and not self.shape.keeps_empty:
                return None
        elif style == '"' and self.has_escape:
            value = self._without_escapes(event, value, name)
        # The first test is quicker than to take a text apart for nothing.
        is_plain = value.isprintable() and "  " not in value and value[:1] != " " != value[-1:]
        plain = value if is_plain else " ".join(value.split())
        if not plain or (not plain.isascii() and characters.shows_nothing(plain)):
            return "" if self.shape.keeps_empty else None
        return plain

    def _tell_missing_space(self, event: Event, close: re.Match[str]) -> None:
        line, column = _place(event)
        place, fixed = (line, column + len(close[1])), f"{close[1]}: {close[2]}"
        self.problems.append(problem(self.path, place, "yaml-missing-space", fixed=fixed))

    def _begins_line(self, event: Event) -> bool:
        before = self.text[: event.start_mark.index].rstrip(" -")
        return before.endswith("\n")

    def _refuse_marks(self, event: Event) -> None:
        """`title: &Co` names an empty value to YAML, `title: !siaga` gives it a type: the word is gone."""
        if not event.anchor and not event.tag:
            return
        is_text = isinstance(event, ScalarEvent | AliasEvent)
        fixed = fixed_line(self.text, event.start_mark.line) if is_text else ""
        values = {"fixed": fixed} if fixed else {}
        if event.anchor:
            self._tell(event, "yaml-alias", **values)
        else:
            self._tell(event, "yaml-special-character", character="!", **values)

    def _without_escapes(self, event: Event, value: str, name: str) -> str:
        """The value of a text in double quotes whose escapes stand for nothing that may not be there."""
        written = self.text[event.start_mark.index : event.end_mark.index]
        if _DRIVE.match(written):
            # A path of Windows, whose `\\t` and `\\f` are blanks to YAML.
            self._tell(event, "yaml-backslash", fixed=quoted(written[1:-1]))
            return written[1:-1]
        for _, character in characters.controls(value):
            self._tell(event, "control-character", character=character)
            self.faulty.add(name)
        return CONTROL.sub(" ", characters.mended(value))

    def _cut_at_hash(self, event: Event, name: str) -> str:
        """The whole text, and a problem, where YAML takes what follows a `#` for a remark; else empty."""
        shape = self.shape
        if name not in shape.sentences and name not in shape.names:
            return ""
        end = event.end_mark.index
        line_end = self.text.find("\n", end)
        rest = self.text[end : line_end if line_end >= 0 else None]
        remark = rest.lstrip(" \t")
        if not remark.startswith("#"):
            return ""
        line, column = event.end_mark.line + 1, event.end_mark.column + len(rest) - len(remark) + 1
        whole = " ".join(f"{event.value}{rest}".split())
        if found := curly_quotes(self.path, name, whole, _place(event)):
            self.problems.append(found)
            return whole
        code = "text-cut-at-hash" if name in shape.sentences else "text-after-hash"
        values = {"field": name}
        if event.start_mark.line == event.end_mark.line and (fixed := fixed_line(self.text, line - 1)):
            values["fixed"] = fixed
        self.problems.append(problem(self.path, (line, column), code, **values))
        return whole if code == "text-cut-at-hash" else ""

    def _tell_adopted(self, owner: "Owner") -> None:
        if owner.children:
            first = owner.children[0]
            values = {"field": owner.name, "children": ", ".join(event.value for event in owner.children)}
            self._tell(first, "yaml-not-indented", **values, spaces=str(owner.spaces))


def _place(event: Event) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
