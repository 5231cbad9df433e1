"""Split a Markdown file into front matter and body, and read the first with the place of every value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from newsarchive.content.yaml.nodes import Location, Node, compose, place_in
from newsarchive.content.yaml.reader import read
from newsarchive.content.yaml.shape import Content, Shape
from newsarchive.problems import WHOLE_FILE, Place, Problem, problem

# Only whole lines of dashes: the handler's own pattern lets `\s*` run over the lines that follow.
_HANDLER = YAMLHandler(fm_boundary=re.compile(r"^-{3,}[ \t]*$", re.MULTILINE))


@dataclass(frozen=True)
class Block:
    """Front matter as nested dicts, lists and one-line strings; empty values are left out."""

    data: dict[str, Any]
    places: Mapping[str, Place]
    """Where fields stand: `title`, `facility.0`, `source.1.published` and the like."""
    text: str
    faulty: frozenset[str] = frozenset()
    """Fields that are left out because of a problem with their value; they aren't missing."""

    @cached_property
    def _root(self) -> Node:
        # Only a problem asks for it.
        return compose(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the front matter; line 0 is the file's first line."""
        return self.text.split("\n")

    def place(self, location: Location, *, key: bool = False) -> Place:
        """Line and column (from 1) of the value at this location, or of its key.

        Where the location isn't in the file (a missing field), the place of the nearest thing around it.
        """
        return place_in(self._root, location, key=key)


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


def load(path: str, front: str, shape: Shape) -> tuple[Block | None, list[Problem]]:
    """Read front matter that `split` gave; None when it can't be read, and the problems say why."""
    found = read(path, front, shape)
    if isinstance(found, Content):
        return Block(found.data, found.places, front, frozenset(found.faulty)), found.problems
    return None, found
