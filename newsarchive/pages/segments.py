"""How the records of a search are dealt out to segments, and what a segment holds besides its words."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from newsarchive.pages.records import Record

TERMS = "istilah"
"""The segment of terms and glossary, which an article never touches."""
SMALLEST, LARGEST = 1024, 8192
"""Between these lies the most articles that a segment may hold."""
CLOSED = 2
"""So many years after it ended, an era is hardly ever added to: its segments may be twice as large."""
TEXTS = 2
"""Texts in one file: few enough to load for one result, enough not to flood the site with files."""
_ERA = 64


def segments(records: Iterable[Record]) -> dict[str, list[Record]]:
    """The records by segment, oldest segment first, the terms last; each keeps the records' order.

    A segment spans years, or months of a year, whose bounds are halves of halves of an era of 64 years:
    an article that is added can split the one segment that it overfills, and never moves another bound, but
    that the first of a year can join two of years which are then closed.
    """
    articles: list[Record] = []
    others: list[Record] = []
    for record in records:
        (articles if record.kind == "article" else others).append(record)
    dealing = _Dealing(_most(len(articles)), max(map(_year, articles), default=0) - CLOSED)
    found: dict[str, list[Record]] = {}
    for era, own in _by(articles, lambda record: _year(record) // _ERA):
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


def _year(record: Record) -> int:
    return record.date.year if record.date else 0


def _by(records: Sequence[Record], key: Callable[[Record], int]) -> list[tuple[int, list[Record]]]:
    groups: dict[int, list[Record]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return sorted(groups.items())


@dataclass(frozen=True, slots=True)
class _Dealing:
    """Halves what is too much for one segment: `most` articles, twice as many in years up to `closed`."""

    most: int
    closed: int

    def years(self, records: list[Record], first: int, count: int) -> Iterator[tuple[str, list[Record]]]:
        """The segments of so many years from the first on."""
        if count == 1:
            yield from self.months(records, first, 1, 12)
        elif self._fits(records, first + count - 1):
            yield f"{first}-{first + count - 1}", records
        else:
            half = count // 2
            for start, own in _by(records, lambda record: first + half * (_year(record) >= first + half)):
                yield from self.years(own, start, half)

    def months(
        self, records: list[Record], year: int, first: int, count: int
    ) -> Iterator[tuple[str, list[Record]]]:
        """The segments of so many months of a year."""
        if count == 1 or self._fits(records, year):
            months = "" if count == 12 else f"-{first:02}-{first + count - 1:02}"
            yield f"{year}{months}", records
            return
        half = (count + 1) // 2
        # An article dated by its year alone goes with January.
        middle = first + half
        for late, own in _by(records, lambda record: bool(record.date and record.date.month >= middle)):
            yield from self.months(own, year, middle if late else first, count - half if late else half)

    def _fits(self, records: Sequence[Record], last_year: int) -> bool:
        return len(records) <= (min(2 * self.most, LARGEST) if last_year <= self.closed else self.most)


def segment_key(records: Sequence[Record], *parts: str) -> str:
    """Hash over the records, their order, and `parts`: all that the segment's files are made from."""
    result = blake2b("\x1f".join(parts).encode(), digest_size=8)
    for record in records:
        result.update(record.digest)
    return result.hexdigest()


def table(records: Sequence[Record]) -> dict[str, object]:
    """The facets and dates of a segment as columns, each value an index into a list of what occurs.

    `place`: [facilities, regions]; `topic`: [event types, themes]; `source`: kinds of sources; `kind`: the
    record's kind; `date`: YYYYMMDD with 0 for what is unknown, each less the one before, negated.
    """
    columns: dict[str, list[object]] = {"place": [], "topic": [], "source": [], "kind": []}
    dates = []
    for record in records:
        facets = record.facets
        columns["place"].append([facets.get("facility", ()), facets.get("region", ())])
        columns["topic"].append([facets.get("event_type", ()), facets.get("theme", ())])
        columns["source"].append(facets.get("source", ()))
        columns["kind"].append(record.kind)
        date = record.date
        dates.append(date.year * 10000 + date.month * 100 + date.day if date else 0)
    result: dict[str, object] = {name: _coded(values) for name, values in columns.items()}
    result["date"] = [before - date for before, date in zip([0, *dates], dates, strict=False)]
    return result


def _coded(values: Sequence[object]) -> Mapping[str, object]:
    """The distinct values, commonest first, and for each value the number of its place there."""
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    counts = Counter(texts)
    order = sorted(counts, key=lambda text: (-counts[text], text))
    place = {text: number for number, text in enumerate(order)}
    return {"values": [json.loads(text) for text in order], "at": [place[text] for text in texts]}


def texts(records: Sequence[Record], bodies: Sequence[str]) -> Iterator[list[dict[str, str]]]:
    """What results show, in files of `TEXTS` records each; `bodies` holds the plain text of each body."""
    for start in range(0, len(records), TEXTS):
        yield [
            {
                "url": record.url,
                "kind": record.kind,
                "title": record.title,
                "date": record.date_text,
                "where": record.where,
                "text": f"{record.summary} {body}".strip(),
            }
            for record, body in zip(
                records[start : start + TEXTS], bodies[start : start + TEXTS], strict=True
            )
        ]
