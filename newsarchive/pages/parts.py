"""Typed parts of views: texts as readers see them, and URLs relative to the site's root.

Templates get each part as a mapping with its fields in this order; `Entry` comes as a list.
"""

from msgspec import Struct


class View(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """The data that one kind of page gives its template; the key `kind` holds the tag."""


class Link(Struct, frozen=True):
    """A link to a page."""

    name: str
    url: str


class Counted(Struct, frozen=True):
    """A link to a page and the number of articles there, as text.

    A part of a list without a `url` stands on the same page, or if it has no `count` either, nowhere.
    """

    name: str
    url: str
    count: str


class Month(Struct, frozen=True):
    """How the days of a month stand under `weekdays`: the first one in column `first`, from "1" to "7"."""

    weekdays: list[str]
    first: str


class Bar(Struct, frozen=True):
    """A row of a bar chart."""

    name: str
    url: str
    count: str
    percent: int
    """Length of the bar in percent of the longest one."""


class Entry(Struct, frozen=True, array_like=True):
    """An article in a listing. Encoded as a list, since YAML reads lists twice as fast as mappings."""

    title: str
    url: str
    date: str
    where: str
    """The names of its facilities, or of its regions where it has none."""
    mark: str
    """How many articles report on its event, and what was put right or added last; mostly empty."""


class Group(Struct, frozen=True, omit_defaults=True):
    """Listed articles under a heading; no heading if `name` is empty."""

    name: str
    entries: list[Entry]
    more: Counted | None = None
    """The whole list, where this is only its beginning; left out for other lists."""


class DateView(Struct, frozen=True):
    """The date of an article, as exact as it is known, or the range of its dates."""

    iso: str
    until: str
    """The end of a range in ISO 8601; empty for a single date."""
    text: str
    url: str
    """The calendar page of its month, or of its year if the month is not known."""
