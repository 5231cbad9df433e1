"""Turn what people type or paste for lists and indents into what CommonMark knows."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from newsarchive.markdown.blocks import BULLET_SIGN, ITEM_SIGN, OPENER, read_blocks

Line = tuple[str, int]
"""A line and the number, from 0, of the line of the source that it comes from."""

BULLETS = "•●▪▫◦‣⁃■□○◆➢➤"
DASHES = "–—−‒"
_PREFIX = r"(?P<prefix>[ \t>]*)"
_BULLET = re.compile(rf"^{_PREFIX}(?:[{BULLETS}][ \t]*|·[ \t]+|o\t[ \t]*)(?=\S)")
_DASH = re.compile(rf"{_PREFIX}(?:[{DASHES}][ \t]+(?=\S)|[{DASHES}-](?=[^\W_]|[\"“(]))")
_TIGHT_NUMBER = re.compile(rf"{_PREFIX}(?P<number>\d{{1,3}})[.)](?=[^\W\d_])")
_NUMBER = re.compile(rf"{_PREFIX}(?P<number>\d{{1,3}})[.)][ \t]+\S")
_YEAR = re.compile(rf"^(?P<head>[ \t>]*(?:{BULLET_SIGN}[ \t]+)?\d{{4,9}})(?P<sign>[.)])(?=[ \t]|$)")
_ITEM = re.compile(rf"[ \t>]*{ITEM_SIGN}(?:[ \t]|$)")
_OPENING = re.compile(rf"[ \t]*(?:{ITEM_SIGN}|[{BULLETS}|>]|#{{1,6}}(?:[ \t]|$)|```|~~~)")
TABLE_RULE = re.compile(r"[ \t>]*\|?(?:[ ]*:?-+:?[ ]*\|)+(?:[ ]*:?-+:?[ ]*)?$")
_EMPTY_ITEM = re.compile(rf"{_PREFIX}{ITEM_SIGN}[ \t]*$")
_DEEP = 4


def as_meant(source: Sequence[str]) -> Iterator[Line]:
    """The lines with typed bullets as `- `, years escaped, and a blank line before lists that have none.

    Indents that belong to no list are gone: what a tab or blanks begin is an ordinary paragraph or list.
    """
    lines = _without_indents(source, _in_code(_with_known_signs(source)))
    escaped = _with_known_signs(lines)
    code = _in_code(escaped)
    lines = [old if inside else new for old, new, inside in zip(lines, escaped, code, strict=True)]
    lines = _with_blanks_after_numbers(lines, code)
    dashed = _dashed(lines)
    for number, line in enumerate(lines):
        if code[number]:
            yield line, number
            continue
        if number in dashed and (match := _DASH.match(line)):
            line = f"{match['prefix']}- {line[match.end() :]}"
        elif _is_gap(lines, number):
            continue
        elif _begins_numbers(lines, number) or _begins_table(lines, number):
            prefix = line[: len(line) - len(line.lstrip(" \t>"))]
            yield prefix.rstrip() if ">" in prefix else "", number
        yield line, number


def _with_known_signs(lines: Sequence[str]) -> list[str]:
    """The lines with typed bullets as hyphens, and with numbers of four and more digits escaped.

    Such a number is a year, not the number of an item.
    """
    return [_YEAR.sub(r"\g<head>\\\g<sign>", _BULLET.sub(r"\g<prefix>- ", line)) for line in lines]


def _without_indents(lines: Sequence[str], code: Sequence[bool]) -> list[str]:
    """The lines without indents of four and more blanks that belong to no list, note or box."""
    if not any(line.startswith(("    ", "\t", " \t", "  \t", "   \t")) for line in lines):
        return list(lines)
    result: list[str] = []
    contained = False
    after_blank = True
    while (number := len(result)) < len(lines):
        line = lines[number]
        indented = _indent(line) >= _DEEP and not line.isspace()
        inside = code[number] and number > 0 and code[number - 1]
        if indented and not contained and not inside and (after_blank or _OPENING.match(line)):
            run = list(takewhile(lambda line: not line.strip() or _indent(line) >= _DEEP, lines[number:]))
            least = min(_indent(line) for line in run if line.strip())
            result += (line.expandtabs(4)[least:] for line in run)
            contained = any(map(_is_item, result[number:]))
            after_blank = not run[-1].strip()
            continue
        if line.strip() and not indented and not code[number]:
            if _is_item(line) or OPENER.match(line.lstrip()):
                contained = True
            elif after_blank and not line.startswith(" "):
                contained = False
        after_blank = not line.strip()
        result.append(line)
    return result


def _indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip(" "))


def _is_item(line: str) -> bool:
    return bool((_ITEM.match(line) and not _YEAR.match(line)) or _BULLET.match(line))


def _with_blanks_after_numbers(lines: Sequence[str], code: Sequence[bool]) -> list[str]:
    """The lines with `1.Satu`, `2.Dua` as `1. Satu`, `2. Dua`, where such numbers follow one another."""
    found = {
        number: match
        for number, line in enumerate(lines)
        if not code[number] and (match := _TIGHT_NUMBER.match(line))
    }
    result = list(lines)
    for number, match in found.items():
        beside = (found.get(number + step) for step in (-1, 1))
        counts = {int(other["number"]) - int(match["number"]) for other in beside if other}
        if counts & {-1, 1}:
            result[number] = f"{match[0]} {lines[number][match.end() :]}"
    return result


def _in_code(lines: Sequence[str]) -> list[bool]:
    """Whether each line belongs to fenced code."""
    code = [False] * len(lines)
    text = "\n".join(lines)
    if "```" in text or "~~~" in text:
        for node in read_blocks(text).walk():
            if node.type == "fence" and node.map:
                start, end = node.map
                code[start:end] = [True] * (end - start)
    return code


def _dashed(lines: Sequence[str]) -> set[int]:
    """Which lines begin with a dash that counts items: two in a row, or one below a line with a colon."""
    found = [number for number, line in enumerate(lines) if _DASH.match(line)]
    known = set(found)
    dashed = set()
    for number in found:
        before = number - 1
        while before >= 0 and not lines[before].strip():
            before -= 1
        if before in known:
            dashed |= {before, number}
        elif before >= 0 and lines[before].rstrip().endswith(":"):
            dashed.add(number)
    return dashed


def _is_gap(lines: Sequence[str], number: int) -> bool:
    """Whether a blank line parts the sign of an item from what is below it."""
    if lines[number].strip(" \t>") or not 0 < number < len(lines) - 1:
        return False
    match = _EMPTY_ITEM.match(lines[number - 1])
    return match is not None and lines[number + 1].startswith(match["prefix"] + " " * _DEEP)


def _begins_numbers(lines: Sequence[str], number: int) -> bool:
    """Whether numbers from 2 on begin right below a paragraph, where CommonMark sees no list."""
    match = _NUMBER.match(lines[number])
    if not match or match["number"] == "1" or not number or not lines[number - 1].strip(" \t>"):
        return False
    if _ITEM.match(lines[number - 1]) or number + 1 == len(lines):
        return False
    after = _NUMBER.match(lines[number + 1])
    return after is not None and int(after["number"]) == int(match["number"]) + 1


def _begins_table(lines: Sequence[str], number: int) -> bool:
    """Whether a table begins here right below other text, such as an item, which would swallow it."""
    if "|" not in lines[number] or not number or number + 1 == len(lines):
        return False
    return bool(lines[number - 1].strip(" \t>") and TABLE_RULE.match(lines[number + 1]))
