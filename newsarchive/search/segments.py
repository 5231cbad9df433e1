"""Assign records to segments, and list what a segment stores besides its postings."""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from newsarchive import hashing
from newsarchive.model import ArticleDate
from newsarchive.search.records import Record

TERMS = "istilah"
"""The segment of terms and glossary, which an article never touches."""
MIN_CAPACITY, MAX_CAPACITY = 1024, 8192
"""Bounds of how many articles a segment may hold."""
CLOSED_AFTER = 2
"""Years after which a year hardly ever gets new articles: its segments may be twice as large."""
TEXTS = 2
"""Texts in one file: few, as one result loads all of them, but enough to limit the number of files."""
BLOCK = 64
"""Records whose texts share one key: few to rewrite when one changes, and few keys to transfer."""
_ERA = 64


class Dated(Protocol):
    """What is assigned to segments: a record, or a lazy one."""

    @property
    def kind(self) -> str: ...
    @property
    def date(self) -> ArticleDate | None: ...
    @property
    def digest(self) -> bytes: ...


Item = TypeVar("Item", bound=Dated)
Each = TypeVar("Each")


def segments(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items by segment, oldest segment first, the terms last; each keeps the items' order.

    A segment spans years, or months of a year; eras of 64 years are halved until the segments are small
    enough. Adding an article can only split the segment that it overfills. One exception: the first article
    of a new year closes an older year, whose two halves may then merge.
    """
    articles: list[Item] = []
    others: list[Item] = []
    for item in items:
        (articles if item.kind == "article" else others).append(item)
    splitter = _Splitter(_capacity(len(articles)), max(map(_year, articles), default=0) - CLOSED_AFTER)
    found: dict[str, list[Item]] = {}
    for era, own in _by(articles, lambda item: _year(item) // _ERA):
        found.update(splitter.years(own, era * _ERA, _ERA))
    return {**found, TERMS: others} if others else found


def _capacity(total: int) -> int:
    """How many articles a segment may hold: about a fifth of all, rounded to a power of two.

    Small segments are rebuilt quickly; few segments need few requests.
    """
    capacity = MIN_CAPACITY
    while capacity < MAX_CAPACITY and capacity * 5 < total:
        capacity *= 2
    return capacity


def _year(item: Dated) -> int:
    return item.date.year if item.date else 0


def _by(items: Sequence[Item], key: Callable[[Item], int]) -> list[tuple[int, list[Item]]]:
    groups: dict[int, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return sorted(groups.items())


@dataclass(frozen=True, slots=True)
class _Splitter:
    """Halves periods that exceed the capacity: `capacity` articles, twice as many in years up to `closed`."""

    capacity: int
    closed: int

    def years(self, items: list[Item], first: int, count: int) -> Iterator[tuple[str, list[Item]]]:
        """The segments of `count` years from `first` on."""
        if count == 1:
            yield from self.months(items, first, 1, 12)
        elif self._fits(items, first + count - 1):
            yield f"{first}-{first + count - 1}", items
        else:
            half = count // 2
            for start, own in _by(items, lambda item: first + half * (_year(item) >= first + half)):
                yield from self.years(own, start, half)

    def months(
        self, items: list[Item], year: int, first: int, count: int
    ) -> Iterator[tuple[str, list[Item]]]:
        """The segments of `count` months of a year from month `first` on."""
        if count == 1 or self._fits(items, year):
            months = "" if count == 12 else f"-{first:02}-{first + count - 1:02}"
            yield f"{year}{months}", items
            return
        half = (count + 1) // 2
        # An article dated by its year alone goes with January.
        middle = first + half
        for late, own in _by(items, lambda item: bool(item.date and item.date.month >= middle)):
            yield from self.months(own, year, middle if late else first, count - half if late else half)

    def _fits(self, items: Sequence[Dated], last_year: int) -> bool:
        return len(items) <= (
            min(2 * self.capacity, MAX_CAPACITY) if last_year <= self.closed else self.capacity
        )


def blocks(items: Sequence[Each]) -> list[list[Each]]:
    """A segment's items in blocks, oldest first, so that a new one changes only the last block."""
    oldest = list(reversed(items))
    return [oldest[start : start + BLOCK] for start in range(0, len(oldest), BLOCK)]


def key_of(items: Sequence[Dated], *parts: str) -> str:
    """Hash over the items in their order and `parts`: everything a segment or a block of texts depends on."""
    result = hashing.new("\x1f".join(parts).encode(), size=8)
    for item in items:
        result.update(item.digest)
    return result.hexdigest()


def facet_table(records: Sequence[Record]) -> dict[str, object]:
    """The facets and dates of a segment as columns, dictionary-encoded.

    `place`: [facilities, regions]; `topic`: [event types, themes]; `source`: kinds of sources; `kind`: the
    record's kind; `date`: YYYYMMDD with 0 for what is unknown, each less the one before, negated.
    """
    columns: dict[str, list[Hashable]] = {"place": [], "topic": [], "source": [], "kind": []}
    dates = []
    for record in records:
        facets = record.facets
        columns["place"].append((facets.get("facility", ()), facets.get("region", ())))
        columns["topic"].append((facets.get("event_type", ()), facets.get("theme", ())))
        columns["source"].append(facets.get("source", ()))
        columns["kind"].append(record.kind)
        date = record.date
        dates.append(date.year * 10000 + date.month * 100 + date.day if date else 0)
    result: dict[str, object] = {name: _dictionary_encoded(values) for name, values in columns.items()}
    result["date"] = [before - date for before, date in zip([0, *dates], dates, strict=False)]
    return result


def _dictionary_encoded(values: Sequence[Hashable]) -> Mapping[str, object]:
    """Dictionary encoding: the distinct values, commonest first, and for each row the index of its value."""
    counts = Counter(values)
    order = sorted(counts, key=lambda value: (-counts[value], json.dumps(value, ensure_ascii=False)))
    place = {value: number for number, value in enumerate(order)}
    return {"values": order, "at": [place[value] for value in values]}


def result_texts(records: Sequence[Record], bodies: Sequence[str]) -> Iterator[list[dict[str, str]]]:
    """What results show, grouped into files of `TEXTS` records; `bodies` holds each body as plain text."""
    shown = [
        {
            "url": record.url,
            "kind": record.kind,
            "title": record.title,
            "date": record.date_text,
            "where": record.where,
            "text": f"{record.summary} {body}".strip(),
        }
        for record, body in zip(records, bodies, strict=True)
    ]
    for start in range(0, len(shown), TEXTS):
        yield shown[start : start + TEXTS]
