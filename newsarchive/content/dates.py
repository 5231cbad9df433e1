"""Dates as people write them: check their weekdays, and propose the ISO form."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone

from newsarchive.problems import Flaw

_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_WEEKDAY_NAMES = {**{name: i for i, name in enumerate(_WEEKDAYS)}, "jum'at": 4, "jum’at": 4, "ahad": 6}
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALL_WEEKDAYS = {
    **_WEEKDAY_NAMES,
    **{name[:length]: i for i, name in enumerate(_ENGLISH_WEEKDAYS) for length in (3, len(name))},
}
_MONTHS = (
    "januari january", "februari february pebruari", "maret march", "april", "mei may", "juni june",
    "juli july", "agustus august agt ags", "september sept", "oktober october", "november nopember",
    "desember december",
)  # fmt: skip
MONTHS: Mapping[str, int] = {
    name[:length]: number
    for number, names in enumerate(_MONTHS, 1)
    for name in names.split()
    for length in (3, len(name))
}
"""Months by their names, in lower case: Indonesian and English, whole and in three letters."""
JAKARTA = timezone(timedelta(hours=7))

# Possessive quantifiers (`++`): with backtracking, time would grow with the square of the blanks.
_DATED_WEEKDAY = re.compile(
    r"\b([a-z'’]{4,6})\b(?:\s++(?:pagi|siang|sore|petang|malam)\b)?[\s,]*+(?:tanggal\s++)?(?:\(\s*+)?"
    r"(\d{1,2})(?:\s*+[/.-]\s*+(\d{1,2})\s*+[/.-]\s*+|\s++([a-z]{3,9})\.?\s++)(\d{4}|\d\d)(?!\d)"
)

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = "\"'“”„‟‘’‚‛«»‹›`´"
_CLOCK = r"(?:[ ,]+(?:(?:pukul|jam|pkl\.?) )?\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?: (?:wib|wita|wit))?)?"
_WRITTEN_WEEKDAY = re.compile(r"(?:([a-z'’]+)[ ,(]+)?(.*)")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d.*")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}", re.ASCII)
_RUN = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d\d){_CLOCK}", re.ASCII)
_NAMED = re.compile(rf"(\d{{1,2}})[ -]([a-z]+)\.?[ -](\d{{4}}){_CLOCK}", re.ASCII)
_NAME_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MONTH_ONLY = re.compile(r"(?:([a-z]+)\.?|(\d{1,2}))[ /.-](?!0000)(\d{4})", re.ASCII)
_DIGIT = re.compile("[0-9]")
_BETWEEN = re.compile(r" ?(?:/|-+|s\.?/?d\.?|sampai(?: dengan)?|hingga|to) ?")
_SHORT_ISO = re.compile(r"(?!0000)(\d{4})(?:[-/.](\d\d?))?", re.ASCII)


def weekday_flaws(text: str) -> Iterator[Flaw]:
    """Every date in the text that its weekday or the calendar contradicts."""
    if not _DIGIT.search(text):
        return
    lowered = text.lower()
    if len(lowered) != len(text):
        # Lower-casing makes a few letters of other languages longer, which would shift all offsets.
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    # A regular expression for all names at once is slower than this by an order of magnitude.
    names = (name for name in _WEEKDAY_NAMES if name in lowered)
    for start in sorted({match.start() for name in names for match in re.finditer(name, lowered)}):
        match = _DATED_WEEKDAY.match(lowered, start)
        if match is None or match[1] not in _WEEKDAY_NAMES:
            continue
        weekday, day, month_number, month_name, year = match.groups()
        month = int(month_number) if month_number else MONTHS.get(month_name, 0)
        if not month:
            continue
        full_year = int(year) if len(year) == 4 else 2000 + int(year)
        written = " ".join(text[start : match.end()].split())
        written += ")" if "(" in written else ""
        try:
            actual = date(full_year, month, int(day)).weekday()
        except ValueError:
            yield Flaw(match.start(), "impossible-date-in-text", {"text": written})
            continue
        if actual != _WEEKDAY_NAMES[weekday]:
            iso = f"{full_year:04}-{month:02}-{int(day):02}"
            values = {"text": written, "date": iso, "weekday": _WEEKDAYS[actual].capitalize()}
            yield Flaw(match.start(), "weekday-mismatch", values)


def suggested_date(text: str) -> str:
    """The date that people mean by `29/10/2025`, `7 Nov. 2025` and the like, as `YYYY-MM-DD` or `YYYY-MM`.

    Empty where more than one is possible, or none. Days are read before months, as in Indonesia, and a time
    with its zone as the day that it is in Jakarta.
    """
    plain = _plain(text)
    plain = re.sub("(?<=[0-9]) ?([-/.]) ?(?=[0-9])", r"\1", " ".join(plain.replace("(", " (").split()))
    if _ISO_TIME.fullmatch(plain):
        return _day_in_jakarta(plain)
    weekday, rest = _weekday(plain)
    found = _read(rest)
    if found is None or (weekday is not None and found.weekday() != weekday):
        return _month(rest) if found is None and weekday is None else ""
    return found.isoformat()


def suggested_range(text: str) -> str:
    """The range in ISO 8601 that people mean by `9-11 Juli 2025`, `30 Juli s.d. 2 Agustus 2025` and the like.

    Empty where more than one is possible, or none.
    """
    if suggested_date(text):
        return ""
    plain = " ".join(_plain(text).split())
    found = set()
    for gap in _BETWEEN.finditer(plain):
        first, last = plain[: gap.start()], plain[gap.end() :]
        # The first date takes what it lacks from the last: `9` from `11 juli 2025`.
        words = last.split()
        starts = [suggested_date(" ".join((first, *words[at:]))) for at in range(1, len(words) + 1)]
        start = next(filter(None, [suggested_date(first), *starts]), "")
        # Or the last takes it from the first: `2025-07-09/11`.
        end = suggested_date(last) or suggested_date(f"{start[: -len(last)]}{last}")
        if len(start) == len(end) and start < end:
            found.add(f"{start}/{end}")
    return found.pop() if len(found) == 1 else ""


def _plain(text: str) -> str:
    """A date in small letters and plain hyphens, without what may stand around it."""
    return _DASHES.sub("-", text.lower()).strip(f"{_QUOTES} .,;")


def _weekday(text: str) -> tuple[int | None, str]:
    """The weekday that a date begins with, if any, and the rest."""
    match = _WRITTEN_WEEKDAY.fullmatch(text)
    name = match[1] if match else None
    if match is None or name not in _ALL_WEEKDAYS:
        return None, text
    return _ALL_WEEKDAYS[name], match[2].strip("() ")


def _read(text: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = match.groups()
    elif match := _RUN.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, _, month, year = match.groups()
    elif (match := _NAMED.fullmatch(text)) and match[2] in MONTHS:
        day, month, year = match[1], str(MONTHS[match[2]]), match[3]
    elif (match := _NAME_FIRST.fullmatch(text)) and match[1] in MONTHS:
        day, month, year = match[2], str(MONTHS[match[1]]), match[3]
    else:
        return None
    if int(month) > 12 >= int(day):
        day, month = month, day
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _month(text: str) -> str:
    """A month and its year as `YYYY-MM`, or a year alone; empty for anything else."""
    if match := _SHORT_ISO.fullmatch(text):
        year, number = match[1], int(match[2] or 0)
        return year if not match[2] else f"{year}-{number:02}" if 1 <= number <= 12 else ""
    match = _MONTH_ONLY.fullmatch(text)
    number = 0 if match is None else int(match[2]) if match[2] else MONTHS.get(match[1], 0)
    return f"{match[3]}-{number:02}" if match and 1 <= number <= 12 else ""


def _day_in_jakarta(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return ""
    return (moment.astimezone(JAKARTA) if moment.tzinfo else moment).date().isoformat()
