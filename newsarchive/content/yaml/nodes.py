"""Where values stand in a YAML text: the nodes that a problem's place is looked up in."""

from collections.abc import Callable, Sequence
from typing import Any

import yaml

from newsarchive.problems import Place

Location = tuple[str | int, ...]
"""Steps to a value: names of fields and positions in lists."""


def compose(text: str) -> yaml.Node:
    """The nodes of a text that `read` could read; an alias is a scalar here, as it is a mistake."""
    get: Callable[[], Any] = yaml.CBaseLoader(text).get_event
    event = get()
    while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
        event = get()
    return _node(event, get)


def _node(event: Any, get: Callable[[], Any]) -> yaml.Node:
    mark: Any = event.start_mark
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := get(), yaml.SequenceEndEvent):
            items.append(_node(item, get))
        return yaml.SequenceNode("", items, mark)
    if isinstance(event, yaml.MappingStartEvent):
        pairs = []
        while not isinstance(key := get(), yaml.MappingEndEvent):
            pairs.append((_node(key, get), _node(get(), get)))
        return yaml.MappingNode("", pairs, mark)
    return yaml.ScalarNode("", getattr(event, "value", ""), mark)


def place_in(
    root: yaml.Node, location: Sequence[str | int], *, key: bool = False, counts_empty: bool = False
) -> Place:
    """Line and column, from 1, of the value at a location, or of its key.

    Where the location isn't in the text (a missing field), the place of the nearest thing around it. Empty
    items of lists count as they do in `Content`.
    """
    node: Any = root
    mark = node.start_mark
    for step in location:
        if isinstance(node, yaml.MappingNode):
            if isinstance(step, int):
                continue  # one item written without its list
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            mark = pair[0].start_mark if key else pair[1].start_mark
            node = pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            items = node.value if counts_empty else [item for item in node.value if item.value]
            if step >= len(items):
                break
            node = items[step]
            mark = node.start_mark
    return mark.line + 1, mark.column + 1
