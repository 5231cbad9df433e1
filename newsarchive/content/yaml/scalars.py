"""Check single values of YAML: what they say, and what YAML would lose or hide."""

import re

from yaml.events import AliasEvent, ScalarEvent

from newsarchive.content import characters
from newsarchive.content.yaml.errors import curly_quotes, fixed_line, quoted
from newsarchive.content.yaml.shape import Event, Shape
from newsarchive.markdown.controls import CONTROL
from newsarchive.problems import Place, Problem, problem

CLOSE_COLON = re.compile(r"([A-Za-z_]+):([^\s/:].*)")
"""A field whose colon has no blank behind it."""
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_DRIVE = re.compile(r'"(?:[A-Za-z]:|\.\.?)\\')
_REMARK = re.compile(r"[ \t]+#[^\n]*")
_WIDE = 200
"""A line with this indent doesn't begin with a field."""


class Scalars:
    """Reads the values of one text and keeps the problems with them."""

    def __init__(self, path: str, text: str, shape: Shape) -> None:
        self.path, self.text, self.shape = path, text, shape
        self.problems: list[Problem] = []
        self.faulty: set[str] = set()
        self.has_hash = " #" in text or "\t#" in text
        self.has_escape = "\\" in text

    def tell(self, event: Event, code: str, **values: str) -> None:
        self.problems.append(problem(self.path, place_of(event), code, **values))

    def scalar(self, event: Event, name: str) -> str | None:
        value: str = event.value
        style = event.style
        if event.anchor or event.tag:
            self.refuse_marks(event)
            self.faulty.add(name)
            return None
        if not style:
            if self.has_hash and (whole := self._cut_at_hash(event, name)):
                return whole
            if ":" in value and (close := CLOSE_COLON.fullmatch(value)) and self._begins_line(event):
                self.tell_missing_space(event, close)
                self.faulty.add(name)
                return None
            if value in _NULLS and not self.shape.keeps_empty:
                return None
        elif style == '"' and self.has_escape:
            value = self._without_escapes(event, value, name)
        # A quick test, since most texts need no closer look.
        is_plain = value.isprintable() and "  " not in value and value[:1] != " " != value[-1:]
        plain = value if is_plain else " ".join(value.split())
        if not plain or (not plain.isascii() and characters.shows_nothing(plain)):
            return "" if self.shape.keeps_empty else None
        return plain

    def tell_missing_space(self, event: Event, close: re.Match[str]) -> None:
        line, column = place_of(event)
        place, fixed = (line, column + len(close[1])), f"{close[1]}: {close[2]}"
        self.problems.append(problem(self.path, place, "yaml-missing-space", fixed=fixed))

    def _begins_line(self, event: Event) -> bool:
        start, column = event.start_mark.index, event.start_mark.column
        return column <= _WIDE and not self.text[start - column : start].strip(" -")

    def refuse_marks(self, event: Event) -> None:
        """`title: &Co` names an empty value to YAML, `title: !siaga` gives it a type: the word is gone."""
        if not event.anchor and not event.tag:
            return
        is_text = isinstance(event, ScalarEvent | AliasEvent)
        fixed = fixed_line(self.text, event.start_mark.index) if is_text else ""
        values = {"fixed": fixed} if fixed else {}
        if event.anchor:
            self.tell(event, "yaml-alias", **values)
        else:
            self.tell(event, "yaml-special-character", character="!", **values)

    def _without_escapes(self, event: Event, value: str, name: str) -> str:
        """The value of a text in double quotes; escapes for forbidden characters are a problem."""
        written = self.text[event.start_mark.index : event.end_mark.index]
        if _DRIVE.match(written):
            # A path of Windows, whose `\\t` and `\\f` are blanks to YAML.
            self.tell(event, "yaml-backslash", fixed=quoted(written[1:-1]))
            return written[1:-1]
        for _, character in characters.controls(value):
            self.tell(event, "control-character", character=character)
            self.faulty.add(name)
        return CONTROL.sub(" ", characters.mended(value))

    def _cut_at_hash(self, event: Event, name: str) -> str:
        """The whole text, and a problem, where YAML takes what follows a `#` for a remark; else empty."""
        shape = self.shape
        if name not in shape.sentences and name not in shape.names:
            return ""
        end = event.end_mark.index
        if not (remark := _REMARK.match(self.text, end)):
            return ""
        rest = remark[0]
        line, column = event.end_mark.line + 1, event.end_mark.column + rest.index("#") + 1
        whole = " ".join(f"{event.value}{rest}".split())
        if found := curly_quotes(self.path, name, whole, place_of(event)):
            self.problems.append(found)
            return whole
        code = "text-cut-at-hash" if name in shape.sentences else "text-after-hash"
        values = {"field": name}
        if event.start_mark.line == event.end_mark.line and (
            fixed := fixed_line(self.text, event.start_mark.index)
        ):
            values["fixed"] = fixed
        self.problems.append(problem(self.path, (line, column), code, **values))
        return whole if code == "text-cut-at-hash" else ""


def place_of(event: Event) -> Place:
    """Line and column, from 1, where an event begins."""
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
