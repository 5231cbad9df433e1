"""The nodes of a YAML text, to look up the place of a value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yaml._yaml import CParser
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from newsarchive.problems import Place

Location = tuple[str | int, ...]
"""Steps to a value: names of fields and positions in lists."""


@dataclass(slots=True)
class Node:
    """A value with the nodes within it."""

    place: Place
    is_empty: bool = False
    items: "list[Node]" = field(default_factory=list)
    """Of a list: all of them, empty ones too."""
    filled: "list[Node]" = field(default_factory=list)
    """Of a list: those that aren't empty."""
    fields: "dict[str, tuple[Place, Node]]" = field(default_factory=dict)
    """Of a mapping: the place of each key, and its value; of repeated keys the first."""


def compose(text: str) -> Node:
    """The nodes of a text that `read` could read; an alias is a text here, as it is a mistake."""
    get: Callable[[], Any] = CParser(text).get_event
    event = get()
    while isinstance(event, StreamStartEvent | DocumentStartEvent):
        event = get()
    return _node(event, get)


def _node(event: Any, get: Callable[[], Any]) -> Node:
    node = Node(_place(event), is_empty=not getattr(event, "value", "x"))
    if type(event) is SequenceStartEvent:
        while type(item := get()) is not SequenceEndEvent:
            node.items.append(_node(item, get))
        node.filled = [item for item in node.items if not item.is_empty]
        node.is_empty = not node.items
    elif type(event) is MappingStartEvent:
        while type(key := get()) is not MappingEndEvent:
            name, place = getattr(key, "value", ""), _place(key)
            _node(key, get)
            node.fields.setdefault(name, (place, _node(get(), get)))
        node.is_empty = not node.fields
    return node


def place_in(
    root: Node, location: Sequence[str | int], *, key: bool = False, counts_empty: bool = False
) -> Place:
    """Line and column, from 1, of the value at a location, or of its key.

    Where the location isn't in the text (a missing field), the place of the nearest thing around it. Empty
    items of lists count as they do in `Content`.
    """
    node, place = root, root.place
    for step in location:
        if isinstance(step, int):
            items = node.items if counts_empty else node.filled
            if not items:
                continue  # one item written without its list
            if step >= len(items):
                break
            node = items[step]
            place = node.place
        elif step in node.fields:
            key_place, node = node.fields[step]
            place = key_place if key else node.place
        else:
            break
    return place


def _place(event: Any) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
