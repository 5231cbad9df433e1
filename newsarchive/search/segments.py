"""How the records of a search are dealt out to segments, and what a segment holds besides its words."""

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
SMALLEST, LARGEST = 1024, 8192
"""Between these lies the most articles that a segment may hold."""
CLOSED = 2
"""So many years after it ended, an era is hardly ever added to: its segments may be twice as large."""
TEXTS = 2
"""Texts in one file: few enough to load for one result, enough not to flood the site with files."""
BLOCK = 64
"""Records whose texts have one key: few to make again for one that changed, and few keys to tell readers."""
_ERA = 64


class Dated(Protocol):
    """What is dealt out: a record, or what one can be made of."""

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

    A segment spans years, or months of a year, whose bounds are halves of halves of an era of 64 years:
    an article that is added can split the one segment that it overfills, and never moves another bound, but
    that the first of a year can join two of years which are then closed.
    """
    articles: list[Item] = []
    others: list[Item] = []
    for item in items:
        (articles if item.kind == "article" else others).append(item)
    dealing = _Dealing(_most(len(articles)), max(map(_year, articles), default=0) - CLOSED)
    found: dict[str, list[Item]] = {}
    for era, own in _by(articles, lambda item: _year(item) // _ERA):
        found.update(dealing.years(own, era * _ERA, _ERA))
    return {**found, TERMS: others} if others else found


def _most(total: int) -> int:
    """The most articles a segment may hold: about a fifth of all, in steps of doubling.

    Small segments are made again quickly, few segments are searched with few requests.
    """
    most = SMALLEST
    while most < LARGEST and most * 5 < total:
        most *= 2
    return most


def _year(item: Dated) -> int:
    return item.date.year if item.date else 0


def _by(items: Sequence[Item], key: Callable[[Item], int]) -> list[tuple[int, list[Item]]]:
    groups: dict[int, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return sorted(groups.items())


@dataclass(frozen=True, slots=True)
class _Dealing:
    """Halves what is too much for one segment: `most` articles, twice as many in years up to `closed`."""

    most: int
    closed: int

    def years(self, items: list[Item], first: int, count: int) -> Iterator[tuple[str, list[Item]]]:
        """The segments of so many years from the first on."""
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
        """The segments of so many months of a year."""
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
        return len(items) <= (min(2 * self.most, LARGEST) if last_year <= self.closed else self.most)


def blocks(items: Sequence[Each]) -> list[list[Each]]:
    """A segment's items in blocks, from the oldest on, so that a new one changes the last block alone."""
    oldest = list(reversed(items))
    return [oldest[start : start + BLOCK] for start in range(0, len(oldest), BLOCK)]


def key_of(items: Sequence[Dated], *parts: str) -> str:
    """Hash over the items, their order, and `parts`: all that a segment or a block of texts is made from."""
    result = hashing.new("\x1f".join(parts).encode(), size=8)
    for item in items:
        result.update(item.digest)
    return result.hexdigest()


def table(records: Sequence[Record]) -> dict[str, object]:
    """The facets and dates of a segment as columns, each value an index into a list of what occurs.

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
    result: dict[str, object] = {name: _coded(values) for name, values in columns.items()}
    result["date"] = [before - date for before, date in zip([0, *dates], dates, strict=False)]
    return result


def _coded(values: Sequence[Hashable]) -> Mapping[str, object]:
    """The distinct values, commonest first, and for each value the number of its place there."""
    counts = Counter(values)
    order = sorted(counts, key=lambda value: (-counts[value], json.dumps(value, ensure_ascii=False)))
    place = {value: number for number, value in enumerate(order)}
    return {"values": order, "at": [place[value] for value in values]}


def texts(records: Sequence[Record], bodies: Sequence[str]) -> Iterator[list[dict[str, str]]]:
    """What results show, in files of `TEXTS` records each; `bodies` holds the plain text of each body."""
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
