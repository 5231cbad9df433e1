"""Write the texts that results show, and the facets of all articles as columns."""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from newsarchive.content.words.engine import DIGITS
from newsarchive.search.layout import Block, day_number
from newsarchive.search.records import Record


def table(blocks: Sequence[Block]) -> bytes:
    """The numbers of all articles and their facets, each value an index into a list of what occurs.

    `numbers`: each less the one before; `place`: [facilities, regions]; `topic`: [event types, themes];
    `source`: kinds of sources; `ends`: of each row whose date is a range, its place and the day number of the
    range's last date.
    """
    columns: dict[str, list[Hashable]] = {"place": [], "topic": [], "source": []}
    numbers = [number for block in blocks for number in block.numbers]
    ends = []
    for block in blocks:
        for item in block.items:
            if item.until:
                ends.append((len(columns["source"]), day_number(item.until)))
            facets = item.facets
            columns["place"].append((facets.get("facility", ()), facets.get("region", ())))
            columns["topic"].append((facets.get("event_type", ()), facets.get("theme", ())))
            columns["source"].append(facets.get("source", ()))
    steps = [now - before for before, now in zip([0, *numbers], numbers, strict=False)]
    return msgspec.json.encode(
        {
            "digits": DIGITS,
            "numbers": steps,
            "ends": ends,
            **{name: _coded(each) for name, each in columns.items()},
        }
    )


def stories(blocks: Iterable[Block]) -> list[list[str | int]]:
    """For each story its ID, then the numbers of its articles, each less the one before."""
    found: dict[str, list[int]] = {}
    for block in blocks:
        for number, item in zip(block.numbers, block.items, strict=True):
            if item.story:
                found.setdefault(item.story, []).append(number)
    return [
        [id_, *(now - before for before, now in pairwise([0, *sorted(numbers)]))]
        for id_, numbers in sorted(found.items())
    ]


def _coded(values: Sequence[Hashable]) -> Mapping[str, object]:
    """The distinct values, commonest first, and for each value the number of its place there.

    The numbers stand in one text, each in as many of the 64 digits as the largest needs.
    """
    counts = Counter(values)
    order = sorted(counts, key=lambda value: (-counts[value], json.dumps(value, ensure_ascii=False)))
    width = 1
    while len(DIGITS) ** width < len(order):
        width += 1
    place = {value: _in_digits(number, width) for number, value in enumerate(order)}
    return {"values": order, "width": width, "at": "".join(map(place.__getitem__, values))}


def _in_digits(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, len(DIGITS))
        digits.append(DIGITS[rest])
    return "".join(reversed(digits))


def texts(shown: Iterable[tuple[int, Record, str]]) -> bytes:
    """The texts that results show for some articles, by number, from their records and plain texts."""
    return msgspec.json.encode(
        {
            str(number): {
                "url": record.url,
                "title": record.title,
                "date": record.date_text,
                "where": record.where,
                "text": text,
            }
            for number, record, text in shown
        }
    )
