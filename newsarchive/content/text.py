"""Decode bytes to text: encodings, line ends, forbidden characters, and markers of a merge."""

import re
from typing import NamedTuple

from newsarchive.content import characters
from newsarchive.markdown.controls import CONTROL
from newsarchive.problems import WHOLE_FILE, Place, Problem, problem

BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$", re.MULTILINE)


class Decoded(NamedTuple):
    """What the bytes of a file say."""

    text: str | None
    """None where they can't be text."""
    problems: list[Problem]
    columns: characters.Columns | None = None
    """Where the characters of `text` were in the file; None where none was taken out."""

    def place_in_file(self, place: Place) -> Place:
        """Where a place of `text` stands in the file."""
        return self.columns.before(place) if self.columns else place


def decode(path: str, data: bytes) -> Decoded:
    """The text of a file without BOM and carriage returns, and without what word processors leave in it.

    Text in a foreign encoding is still returned, as well as it can be read, so that its other mistakes
    come to light in the same run. So is text with control characters, which are replaced by blanks, and
    with the marks of a merge, of which the first side is kept. Lines stay where they are.
    """
    problems: list[Problem] = []
    if data.startswith(_UTF16) or (data and data.count(0) > len(data) // 4):
        return Decoded(None, [problem(path, WHOLE_FILE, "utf-16")])
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
    columns = None
    if not characters.is_ordinary(text):
        text, columns = _mend(path, text, problems)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        text = _without_conflicts(path, text, problems)
    return Decoded(text, problems, columns)


def _mend(path: str, text: str, problems: list[Problem]) -> tuple[str, characters.Columns | None]:
    """The repaired text, and the original places of its characters if some were removed."""
    written, text = text, characters.mended(text)
    columns = characters.Columns(written) if len(text) < len(written) else None
    flaws = [("control-character", *found) for found in characters.controls(text)]
    flaws += [("lost-character", *found) for found in characters.lost(text)]
    for code, offset, character in flaws:
        place = position(text, offset)
        place = columns.before(place) if columns else place
        problems.append(problem(path, place, code, character=character))
    return CONTROL.sub(" ", text), columns


def _without_conflicts(path: str, text: str, problems: list[Problem]) -> str:
    """The text with the first side of each merge conflict; the lines of the other side are left empty."""
    lines = text.split("\n")
    side = ""
    for number, line in enumerate(lines):
        mark = line[:7] if _CONFLICT.fullmatch(line) else ""
        if mark == "<<<<<<<" or (mark == ">>>>>>>" and not side):
            problems.append(problem(path, (number + 1, 1), "merge-conflict"))
        elif not side:
            continue
        side = {"<<<<<<<": "first", ">>>>>>>": ""}.get(mark, "other" if mark else side)
        if mark or side == "other":
            lines[number] = ""
    return "\n".join(lines)


def position(text: str, offset: int) -> Place:
    """Line and column, both from 1, of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
