"""The parts that views are made of: plain typed data, texts as a reader sees them.

Templates get each as a mapping of its fields (`Entry` as a list), in the order of the fields.
All URLs are relative to the site's root.
"""

from msgspec import Struct


class View(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What one kind of page hands to its template; the tag says which kind, under `kind`."""


class Link(Struct, frozen=True):
    """A page to go to."""

    name: str
    url: str


class Counted(Struct, frozen=True):
    """A page to go to, and how many articles a reader finds there."""

    name: str
    url: str
    count: str


class Bar(Struct, frozen=True):
    """A row of a bar chart; without a URL it leads to the heading of its name on the same page."""

    name: str
    url: str
    count: str
    percent: int
    """Length of the bar, of the longest one in the chart."""


class Entry(Struct, frozen=True, array_like=True):
    """An article in a listing; as a list, since YAML reads lists in half the time of mappings."""

    title: str
    url: str
    date: str
    where: str
    """The names of its facilities, or of its regions where it has none."""


class Group(Struct, frozen=True):
    """Listed articles under one heading; no heading where the name is empty."""

    name: str
    entries: list[Entry]


class DateView(Struct, frozen=True):
    """The date of an article, as far as it is known."""

    iso: str
    text: str
    url: str
    """The calendar page of its month, or year."""
