"""Which years, months and days a range of dates lies in."""

from calendar import monthrange
from collections.abc import Iterable

from newsarchive.model import ArticleDate


def parts_touched(start: ArticleDate, end: ArticleDate, within: ArticleDate) -> Iterable[int]:
    """The years of all time, the months of a year or the days of a month that a range of dates lies in.

    The range must reach into the period `within` (year 0: all time). Both its ends are equally exact; where
    they aren't exact enough to tell a part, it is 0.

    >>> [*parts_touched(ArticleDate(2025, 7, 30), ArticleDate(2025, 8, 2), ArticleDate(2025, 8))]
    [1, 2]
    """
    level = within.precision
    if not start[level]:
        return (0,)
    longest = 12 if level == 1 else monthrange(within.year, within.month)[1] if level else 0
    first = start[level] if start[:level] == within[:level] else 1
    last = end[level] if end[:level] == within[:level] else longest
    return range(first, last + 1)
