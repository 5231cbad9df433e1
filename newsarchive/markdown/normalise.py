"""Rewrite typed Markdown, read as GitHub's preview reads it, in the dialect of Python-Markdown."""

import re
from dataclasses import dataclass, replace

from newsarchive.markdown import typed
from newsarchive.markdown.bare_links import with_links
from newsarchive.problems import Flaw

MOST_HEADINGS = 500
"""Python-Markdown's time grows with the square of equal headings; further ones become paragraphs."""

# Lines of nearly all articles begin with a letter, a quotation mark or a link. A simple list, heading or
# quotation with blank lines around it needs nothing either.
_UNUSUAL = re.compile(
    rf"\n(?:[ \t=|>#·(-]|[{typed.BULLETS}{typed.DASHES}]|\*(?:[ \t\n]|\*\*)|___|_ |\+[ \t\n]|:[ ]|!!!"
    r"|\[\^|```|~~~|\d{1,9}[.)](?:[ \t\n]|$|[^\W\d_])|[A-Za-z][.)][ \t]|o\t)"
)
_SIMPLE_LINE = re.compile(
    r"(?P<sign>-|>|#{2,3}) (?=[^\W_]|[\"'“‘(\[*`<])"
    r"(?!\[[ xX]\]|\*[ *]|```|\d+[.)](?:\s|$)|[A-Za-z][.)]\s)[^\n#]*"
)
_BRACKETED = re.compile(r"\((?:[a-z]|\d+)\)[ \t]")


@dataclass(frozen=True)
class Canonical:
    """A body that Python-Markdown reads as GitHub reads its source."""

    text: str
    source: str
    origins: tuple[int, ...] = ()
    """The line of the source, from 0, that each line comes from; empty where the two are equal."""
    flaws: tuple[Flaw, ...] = ()
    """Text that can't be shown as typed; offsets count in the source."""

    def source_offset(self, offset: int) -> int:
        """The offset in the source for an offset in the text, as exact as possible."""
        if not self.origins:
            return offset
        start = self.text.rfind("\n", 0, offset) + 1
        now = self.text[start:].partition("\n")[0]
        number = self.origins[self.text.count("\n", 0, start)]
        lines = self.source.split("\n")
        before = lines[number]
        likely = len(before) - (len(now.rstrip()) - (offset - start))
        nearest = likely
        for length in (12, 6, 3):
            words = now[offset - start :][:length]
            found = [at for at in range(len(before)) if words and before.startswith(words, at)]
            if found:
                nearest = min(found, key=lambda at: abs(at - likely))
                break
        return sum(len(line) + 1 for line in lines[:number]) + min(max(nearest, 0), len(before))


def normalise(body: str) -> Canonical:
    """The body in canonical form; what already has it comes back unchanged, at almost no cost.

    Meant for bodies within the size limit that `safety.excess` has let through.
    """
    result = Canonical(body, body)
    if _needs_blocks(body):
        # markdown-it takes a while to load, and few articles need it.
        from newsarchive.markdown.block_writer import write_blocks

        lines = list(typed.as_meant(body.split("\n")))
        written, flaws = write_blocks(lines, MOST_HEADINGS)
        text = "\n".join(line for line, _ in written)
        if text != body.strip("\n"):
            result = Canonical(text, body, tuple(number for _, number in written), tuple(flaws))
        else:
            result = replace(result, flaws=tuple(flaws))
    if "://" in result.text and (linked := with_links(result.text)) != result.text:
        origins = result.origins or tuple(range(body.count("\n") + 1))
        result = replace(result, text=linked, origins=origins)
    return result


def _needs_blocks(body: str) -> bool:
    """Whether any line could be read otherwise by GitHub than by Python-Markdown."""
    text = f"\n{body}"
    if ("\\" in text and "\\\n" in text) or ("#" in text and text.count("\n#") > MOST_HEADINGS):
        return True
    return any(not _is_simple_at(text, match.start()) for match in _UNUSUAL.finditer(text))


def _is_simple_at(text: str, newline: int) -> bool:
    """Whether the line after this newline is an item, heading or quotation in its simplest form."""
    start = newline + 1
    if text.startswith("(", start):
        return not _BRACKETED.match(text, start)
    line = _SIMPLE_LINE.match(text, start)
    if line is None or not (line.end() == len(text) or text[line.end()] == "\n"):
        return False
    sign = line["sign"]
    above = text[text.rfind("\n", 0, newline) + 1 : newline] if newline else ""
    below = text[line.end() + 1 :].partition("\n")[0] if sign != "-" else ""
    if sign.startswith("#"):
        return not above.strip() and not below.strip()
    return all(not beside or beside.startswith(f"{sign} ") for beside in (above, below))
