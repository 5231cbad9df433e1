"""Number the articles and cut them into blocks, so that adding one article moves no other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from newsarchive import hashing
from newsarchive.addresses import SEARCH_TEXTS
from newsarchive.model import ArticleDate
from newsarchive.search.records import LazyRecord

DAYS, MONTHS = 32, 13
"""Days of a month and months of a year, each with 0 for an unknown one."""
FEWEST_SLOTS = 64
"""The fewest numbers that are kept for one day."""
ROOM = 2
"""Numbers of a day for each article of the fullest day: the more are free, the fewer hashes collide."""
FEWEST_BUCKETS, MOST_BUCKETS = 16, 4096
ARTICLES_PER_BUCKET = 6
BUCKETS_PER_POSITIONS_FILE = 4
"""Only phrases need positions, so their files may be larger and fewer."""
TEXTS_PER_FILE = 3
"""Texts in one file on average: few to load for one result, enough not to flood the site with files."""
FILES_PER_GROUP = 16
"""Files of texts under one key: few files to rewrite for an edit, few keys in the start file."""
_KEY = 12
"""Hexadecimal digits of a key that stands in an address."""


@dataclass(slots=True)
class Block:
    """The articles of three months, in order of their numbers."""

    name: str
    """Year and quarter, such as `2025-4`."""
    base: int
    """The least number of the block."""
    numbers: list[int] = field(default_factory=list)
    items: list[LazyRecord] = field(default_factory=list)

    @property
    def shift(self) -> int:
        """The text of a number stands in the file `(number - base) >> shift`."""
        span = self.numbers[-1] - self.base + 1
        return max(0, (span * TEXTS_PER_FILE // len(self.numbers)).bit_length() - 1)


class TextGroup(NamedTuple):
    """Files of texts under one key: by number the positions in the block of each file's articles."""

    number: int
    key: str
    files: Mapping[int, Sequence[int]]

    @property
    def unit(self) -> str:
        """The group's name in the manifest."""
        return f"{SEARCH_TEXTS}{self.key}"

    @property
    def paths(self) -> list[str]:
        """Where the files stand in the site."""
        return [f"{self.unit}/{number}.json" for number in self.files]


@dataclass(frozen=True, slots=True)
class Layout:
    """Every article's number, by blocks in order of time."""

    slots: int
    """Numbers that are kept for each day."""
    buckets: int
    """Number of files that share the words."""
    blocks: dict[str, Block]

    @property
    def position_files(self) -> int:
        """Number of files that share the words' positions."""
        return self.buckets // BUCKETS_PER_POSITIONS_FILE


def lay_out(items: Iterable[LazyRecord]) -> Layout:
    """Number the articles by their dates and, within a day, by a hash of their addresses.

    Of a range of dates the first counts. A number depends on the article alone, unless two hashes of one day
    collide. So an article that is added or removed leaves the numbers of the others as they are, until a
    day grows out of its room.
    """
    days: defaultdict[ArticleDate, list[LazyRecord]] = defaultdict(list)
    for item in items:
        days[item.date].append(item)
    count = sum(map(len, days.values()))
    slots = _power_of_two(ROOM * max(map(len, days.values()), default=0), FEWEST_SLOTS)
    blocks: dict[str, Block] = {}
    for date in sorted(days):
        quarter = (max(date.month, 1) + 2) // 3
        name = f"{date.year}-{quarter}"
        if name not in blocks:
            first = (quarter - 1) * 3 + 1 if quarter > 1 else 0
            blocks[name] = Block(name, day_number(ArticleDate(date.year, first)) * slots)
        start = day_number(date) * slots
        for slot, item in sorted(_in_slots(days[date], slots).items()):
            blocks[name].numbers.append(start + slot)
            blocks[name].items.append(item)
    buckets = min(_power_of_two(count // ARTICLES_PER_BUCKET, FEWEST_BUCKETS), MOST_BUCKETS)
    return Layout(slots, buckets, blocks)


def text_groups(block: Block, version: str) -> Iterator[TextGroup]:
    """The groups of a block's texts; a key is equal only for equal articles, numbers and `version`."""
    groups: defaultdict[int, dict[int, list[int]]] = defaultdict(dict)
    for position, number in enumerate(block.numbers):
        file = (number - block.base) >> block.shift
        groups[file // FILES_PER_GROUP].setdefault(file, []).append(position)
    for number, own in groups.items():
        positions = [position for each in own.values() for position in each]
        numbers = [block.numbers[position] for position in positions]
        digests = (block.items[position].digest for position in positions)
        state = fingerprint(block.base, numbers, digests, f"{version} {block.shift}")
        yield TextGroup(number, state[:_KEY], own)


def fingerprint(base: int, numbers: Sequence[int], digests: Iterable[bytes], version: str = "") -> str:
    """A hash that is equal only for equal articles under equal numbers; empty for none."""
    if not numbers:
        return ""
    result = hashing.new(f"{version} {base}".encode())
    for number, digest in zip(numbers, digests, strict=True):
        result.update(f" {number} ".encode() + digest)
    return result.hexdigest()


def day_number(date: ArticleDate) -> int:
    """A number for a date that grows with it, unknown parts counting as 0.

    >>> day_number(ArticleDate(2025, 3, 9)) - day_number(ArticleDate(2025, 3))
    9
    """
    return (date.year * MONTHS + date.month) * DAYS + date.day


def _in_slots(items: Iterable[LazyRecord], slots: int) -> dict[int, LazyRecord]:
    taken: dict[int, LazyRecord] = {}
    for item in sorted(items, key=lambda item: item.url):
        slot = int(hashing.of_bytes(item.url.encode(), size=8), 16) % slots
        while slot in taken:
            slot = (slot + 1) % slots
        taken[slot] = item
    return taken


def _power_of_two(least: int, smallest: int) -> int:
    power = smallest
    while power < least:
        power *= 2
    return power
