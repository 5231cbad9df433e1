"""Read the dates of front matter: days, months and years, and ranges of them, in ISO 8601."""

import re
from datetime import date

from pydantic_core import PydanticCustomError

from newsarchive.content.dates import suggested_date, suggested_range
from newsarchive.model import ArticleDate

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_RANGE = re.compile(rf"({_DATE.pattern}) ?/ ?({_DATE.pattern})", re.ASCII)

Dates = tuple[ArticleDate, ArticleDate | None]
"""A date and None, or the first and the last of a range."""


def date_of(value: object) -> ArticleDate:
    """A day, a month or a year; raises PydanticCustomError with the code of the problem."""
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("invalid-date", "", {"suggestion": suggested_date(str(value))})
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        raise PydanticCustomError("impossible-date", "", {"suggestion": suggested_date(match[0])}) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PydanticCustomError("impossible-date", "", {"suggestion": ""})
    return ArticleDate(year, month, day)


def dates_of(value: object) -> Dates:
    """A date, or the first and the last of a range of dates; raises as `date_of` does."""
    match = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return _one_date(value), None
    start, end = date_of(match[1]), date_of(match[5])
    if len(start.iso) != len(end.iso):
        raise PydanticCustomError("uneven-range", "", {"start": start.iso, "end": end.iso})
    if end < start:
        raise PydanticCustomError("backward-range", "", {"suggestion": f"{end.iso}/{start.iso}"})
    return start, end if end > start else None


def _one_date(value: object) -> ArticleDate:
    try:
        return date_of(value)
    except PydanticCustomError as error:
        suggestion = (error.context or {}).get("suggestion") or suggested_range(str(value))
        raise PydanticCustomError(error.type, "", {"suggestion": suggestion}) from None
