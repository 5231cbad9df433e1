"""Repair characters that word processors and chats leave in texts; report those that can't be repaired."""

import re

from newsarchive.markdown.controls import CONTROL
from newsarchive.problems import Place

# Soft hyphens, zero-width blanks, marks of direction: nobody sees them, and they split words for search.
# Joiners have a meaning only between the letters of some scripts and the parts of an emoji.
_GONE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]"
    "|(?<![\u0600-\u180d\u180f-\u1fff\u2190-\ufefe\uff00-\U0010ffff])[\u200c\u200d]"
    "|[\u200c\u200d](?![\u0600-\u180d\u180f-\u1fff\u2190-\ufefe\uff00-\U0010ffff])"
)
_BLANKS = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
# Word's bullets lie in the private range of its symbol fonts.
_WORD_BULLET = re.compile("^([ \t]*)[\uf000-\uf0ff](?=[ \t])", re.MULTILINE)
_CONTROLS = re.compile(f"{CONTROL.pattern}+")
# Private characters are boxes for everybody else; U+FFFD stands where an earlier program lost a letter.
_LOST = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+")
_SEEN = re.compile("[!-~\u00a1-\u00ac\u00ae-\u024f]")
# Unicode counts these as letters and signs, but they are drawn as nothing.
_FILLERS = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\x00-\x1f\x7f-\x9f]*"
)


def is_ordinary(text: str) -> bool:
    """Whether the text surely needs no repair and no report: a cheap test, true for nearly every file."""
    return text.replace("\n", " ").isprintable() and "\ufffd" not in text


def mended(text: str) -> str:
    """The text without characters that show nothing, with ordinary blanks and bullets; lines stay."""
    return _WORD_BULLET.sub(r"\1•", _GONE.sub("", text).translate(_BLANKS))


def controls(text: str) -> list[tuple[int, str]]:
    """Offset and first character, as `U+202E`, of every run of control and direction characters."""
    return [(match.start(), code_point(match[0][0])) for match in _CONTROLS.finditer(text)]


def lost(text: str) -> list[tuple[int, str]]:
    """Offset and first character, as `U+F0B7`, of every run of characters that readers can't see."""
    return [(match.start(), code_point(match[0][0])) for match in _LOST.finditer(text)]


def code_point(character: str) -> str:
    """A character by its number, as Unicode writes it."""
    return f"U+{ord(character):04X}"


def shows_nothing(text: str) -> bool:
    """Whether readers see nothing of the text: it is empty or holds only blanks and fillers."""
    return not text or (not _SEEN.search(text) and _FILLERS.fullmatch(text) is not None)


class Columns:
    """Maps places in a repaired text, from which characters were removed, to the original."""

    def __init__(self, original: str) -> None:
        self._lines = original.split("\n")
        self._kept: dict[int, list[int]] = {}
        """For each line, counted from 1, the original offsets of the characters that remain."""

    def before(self, place: Place) -> Place:
        """The place in the original of a place in the repaired text."""
        line, column = place
        if not 0 < line <= len(self._lines):
            return place
        written = self._lines[line - 1]
        kept = self._kept.get(line)
        if kept is None:
            gone = {match.start() for match in _GONE.finditer(written)}
            kept = self._kept[line] = [i for i in range(len(written)) if i not in gone]
        if 0 < column <= len(kept):
            return line, kept[column - 1] + 1
        return line, column + len(written) - len(kept)
