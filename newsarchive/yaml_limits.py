"""Tell YAML texts that cost more than what is written by hand: nested too deeply, or repeating themselves."""

import yaml

MAX_DEPTH = 50
MAX_NODES = 100_000
"""Values after every alias is followed."""


def exceeds_limits(text: str) -> bool:
    """Whether a text nests deeper than `MAX_DEPTH` or holds more than `MAX_NODES` values.

    Takes time in proportion to the text. What comes behind a mistake in the YAML isn't looked at.
    """
    sizes: dict[str, int] = {}
    opened: list[tuple[str | None, int]] = []
    nodes = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                # An alias within its own anchor has no size yet: it never ends.
                nodes += sizes.get(event.anchor or "", MAX_NODES)
            elif isinstance(event, yaml.CollectionEndEvent):
                anchor, before = opened.pop()
                if anchor:
                    sizes[anchor] = nodes - before
            elif isinstance(event, yaml.CollectionStartEvent):
                opened.append((event.anchor, nodes))
                nodes += 1
            elif isinstance(event, yaml.ScalarEvent):
                nodes += 1
                if event.anchor:
                    sizes[event.anchor] = 1
            if len(opened) > MAX_DEPTH or nodes > MAX_NODES:
                return True
    except yaml.YAMLError:
        pass
    return False
