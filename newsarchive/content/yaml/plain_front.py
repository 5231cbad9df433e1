"""Read front matter of the plainest form, which nearly every article has, without a YAML parser."""

import re
from typing import Any

from newsarchive.problems import Place

PLACED = frozenset({"date", "file", "published", "retrieved"})
"""Fields of an item whose places are kept."""

# Values that can mean but one thing. All else (escapes, comments, empty values, rare signs, a second line)
# is left to the parser; tests/test_front.py holds the two to each other.
_LETTERS = "0-9A-Za-zÀ-ɏ"
_SIGNS = rf"{_LETTERS} .,;!?()/%+&=_~@–—‘’“”…\-"
_QUOTED = rf"\"(?! *\")[{_SIGNS}:#'\[\]]*\"|'(?! *')[{_SIGNS}:#\"\[\]]*'"
_SCALAR = rf"{_QUOTED}|(?!null|Null|NULL)[{_LETTERS}](?:[{_SIGNS}'\"]|:(?=[^ ]))*(?<! )"
_MEMBER = rf"(?:{_QUOTED}|(?!null|Null|NULL)[{_LETTERS}][{_LETTERS} ./()-]*)"
_PAIR = rf"[a-z_]+: {_MEMBER}"
_NAMED = rf"(?P<name>[a-z_]+): (?P<value>{_SCALAR})"
_FIELD = re.compile(rf"([a-z_]+):(?: (?:({_SCALAR})|\[{_MEMBER}(?:, {_MEMBER})*\]))?")
_ITEM = re.compile(rf"( *)- (?:{_NAMED}|(?P<alone>{_SCALAR})|\{{{_PAIR}(?:, {_PAIR})*\}})")
_MORE_OF_ITEM = re.compile(rf"( *)  {_NAMED}")
_MEMBERS, _PAIRS = re.compile(_MEMBER), re.compile(rf"(?P<name>[a-z_]+): (?P<value>{_MEMBER})")


class NotPlainError(ValueError):
    """The text may mean something else than it seems to."""


def read(front: str) -> tuple[dict[str, Any], dict[str, Place]]:
    """The fields of front matter that `split` gave, and their places, as a YAML parser would give them."""
    data: dict[str, Any] = {}
    places: dict[str, Place] = {}
    key = indent = ""
    items: list[Any] | None = None
    item: dict[str, str] | None = None
    for number, line in enumerate(front.split("\n")[1:-1], 2):
        if match := _FIELD.fullmatch(line):
            if match[1] in data or items == []:
                raise NotPlainError
            key, items, item = match[1], None, None
            places[key] = number, len(key) + 3
            if match[2]:
                data[key] = _text(match[2])
            elif line[-1] == "]":
                members = list(_MEMBERS.finditer(line, len(key) + 3))
                data[key] = [_text(member[0]) for member in members]
                places |= {f"{key}.{i}": (number, member.start() + 1) for i, member in enumerate(members)}
            else:
                data[key] = items = []
            continue
        if items is not None and (match := _ITEM.fullmatch(line)):
            if not items:
                indent = match[1]
                places[key] = number, len(indent) + 1
            if match["alone"]:
                item = None
                places[f"{key}.{len(items)}"] = number, match.start("alone") + 1
                items.append(_text(match["alone"]))
            else:
                item = {}
                items.append(item)
        elif item is not None:
            match = _MORE_OF_ITEM.fullmatch(line)
        if items is None or match is None or match[1] != indent:
            raise NotPlainError
        if item is not None:
            flow = line[-1] == "}"
            for field in _PAIRS.finditer(line) if flow else (match,):
                name = field["name"]
                if name in item:
                    raise NotPlainError
                item[name] = _text(field["value"])
                if name in PLACED:
                    places[f"{key}.{len(items) - 1}.{name}"] = number, field.start("value") + 1
            if flow:
                item = None
    if not data or items == []:
        raise NotPlainError
    return data, places


def _text(scalar: str) -> str:
    return " ".join((scalar[1:-1] if scalar[0] in "\"'" else scalar).split())
