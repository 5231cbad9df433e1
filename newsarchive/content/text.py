"""Judge plain text: bytes to text, invisible characters, places in it, and dates against their weekdays."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from newsarchive.markdown.controls import CONTROL
from newsarchive.problems import WHOLE_FILE, Place, Problem, problem

BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_WEEKDAY_NAMES = {**{name: i for i, name in enumerate(_WEEKDAYS)}, "jum'at": 4, "jum’at": 4, "ahad": 6}
_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni",
    "juli", "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip
_MONTH_NAMES = {
    **{name: i for i, name in enumerate(_MONTHS, 1)},
    **{name[:3]: i for i, name in enumerate(_MONTHS, 1)},
    "agt": 8, "ags": 8, "agu": 8, "sept": 9, "nopember": 11, "nop": 11, "pebruari": 2,
}  # fmt: skip
_DATED_WEEKDAY = re.compile(
    r"\b([a-z'’]{4,6})\b(?:\s+(?:pagi|siang|sore|petang|malam))?[\s,]*(?:tanggal\s+)?\(?\s*"
    r"(\d{1,2})(?:\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*|\s+([a-z]{3,9})\.?\s+)(\d{4}|\d\d)(?!\d)"
)


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file without BOM and carriage returns; None when it can't be text.

    Text in a foreign encoding is still returned, as well as it can be read, so that its other mistakes
    come to light in the same run; invisible control characters are replaced by spaces.
    """
    problems: list[Problem] = []
    if data.startswith(_UTF16) or (data and data.count(0) > len(data) // 4):
        return None, [problem(path, WHOLE_FILE, "utf-16")]
    if data.startswith(BOM):
        data = data[len(BOM) :]
        problems.append(problem(path, (1, 1), "bom"))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        line = before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        column = len(before[line_start:].decode()) + 1
        likely = data[error.start : error.start + 1].decode("cp1252", "replace")
        problems.append(problem(path, (line, column), "not-utf8", character=likely))
        text = data.decode("cp1252", "replace")
    if "\r" in text:
        problems.append(problem(path, position(text, text.index("\r")), "crlf"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", " ").isprintable():
        for match in CONTROL.finditer(text):
            place = position(text, match.start())
            problems.append(problem(path, place, "control-character", character=f"U+{ord(match[0]):04X}"))
        text = CONTROL.sub(" ", text)
    return text, problems


def position(text: str, offset: int) -> Place:
    """Line and column, both from 1, of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class Flaw(NamedTuple):
    """A problem within a text whose place in the file isn't known yet: `offset` counts from its start."""

    offset: int
    code: str
    values: Mapping[str, str] = {}


def weekday_flaws(text: str) -> Iterator[Flaw]:
    """Every date in the text that its weekday or the calendar contradicts."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters of other languages grow when they are lowered, and would shift all offsets.
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    # A regular expression for all names at once is slower than this by an order of magnitude.
    names = (name for name in _WEEKDAY_NAMES if name in lowered)
    for start in sorted({match.start() for name in names for match in re.finditer(name, lowered)}):
        match = _DATED_WEEKDAY.match(lowered, start)
        if match is None or match[1] not in _WEEKDAY_NAMES:
            continue
        weekday, day, month_number, month_name, year = match.groups()
        month = int(month_number) if month_number else _MONTH_NAMES.get(month_name, 0)
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
