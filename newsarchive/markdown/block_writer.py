"""Write a tree of blocks in the dialect of Python-Markdown."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from newsarchive.markdown.blocks import BULLET_SIGN, CONTAINER, ITEM_SIGN, read_blocks
from newsarchive.markdown.typed import TABLE_RULE, Line
from newsarchive.problems import Flaw

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_INDENT = "    "
_LISTS = ("bullet_list", "ordered_list")
_BESIDE_SIGN = ("paragraph", "heading", "hr", "fence")
_LETTERED = re.compile(r"\(?(?P<sign>[A-Za-z]|\d{1,3})\\?[.)][ \t]+\S")
_NUMBERED = re.compile(r"(\d+)[.)](?=[ \t]|$)")
_SIGN = re.compile(rf"{BULLET_SIGN}(?=[ \t]|$)|>|[*_](?=(?:[ \t]*[*_]){{2,}}[ \t]*$)")
_FENCE = re.compile(r"`{3,}[^`]*$|~{3,}")
_UNDERLINE = re.compile(r"([=-])[=-]*[ ]*$")
_LANGUAGE = re.compile(r"[\w#.+-]*")
_CONTAINERS = re.compile(rf"(?:[ \t]*(?:>|{ITEM_SIGN}[ \t]))*[ \t]*")


def write_blocks(lines: Sequence[Line], most_headings: int) -> tuple[list[Line], list[Flaw]]:
    """The canonical lines of a body, and flaws of text that can't be shown as typed.

    Headings above `most_headings` become paragraphs.
    """
    writer = _Writer(lines, most_headings)
    writer.blocks(read_blocks("\n".join(text for text, _ in lines)).children, "", "")
    return writer.written, writer.flaws


class _Writer:
    """Writes block after block; `first` and `rest` are what its first and its other lines begin with."""

    def __init__(self, lines: Sequence[Line], most_headings: int) -> None:
        self.written: list[Line] = []
        self.flaws: list[Flaw] = []
        self._lines = lines
        self._offsets = _offsets(lines)
        self._headings = 0
        self._most_headings = most_headings

    def blocks(
        self, nodes: Sequence["SyntaxTreeNode"], first: str, rest: str, *, tight: bool = False
    ) -> None:
        """Blocks that follow one another; `tight`: text and the list below it have no blank line between."""
        before = ""
        for node, *others in _together(nodes):
            joined = tight and node.type in _LISTS and before == "paragraph"
            joined |= before in ("paragraph", CONTAINER) and self._follows_its_term(node)
            if before and not joined:
                self._blank(rest, node)
            if node.type in _LISTS:
                self._list([node, *others], rest if before else first, rest)
            else:
                self._block(node, rest if before else first, rest)
            before = node.type

    def _block(self, node: "SyntaxTreeNode", first: str, rest: str) -> None:
        match node.type:
            case "paragraph":
                self._paragraph(node, first, rest)
            case "heading":
                self._heading(node, first, rest)
            case "hr":
                self._put("***" if first != rest else "---", node, 0, first)
            case "fence":
                self._fence(node, first, rest)
            case "blockquote":
                if not node.children:
                    self._put(">", node, 0, first)
                self.blocks(node.children, f"{first}> ", f"{rest}> ")
            case "table":
                for number in range(*_range(node)):
                    text = self._lines[number][0]
                    self._put(_CONTAINERS.sub("", text, count=1) if rest else text.strip(), number, 0, rest)
            case _:
                self._container(node)

    def _put(self, text: str, node: "SyntaxTreeNode | int", line: int, prefix: str) -> None:
        number = line + (node if isinstance(node, int) else _range(node)[0])
        self.written.append((prefix + text, self._lines[min(number, len(self._lines) - 1)][1]))

    def _blank(self, prefix: str, node: "SyntaxTreeNode") -> None:
        self._put("", node, -1, prefix.rstrip() if ">" in prefix else "")

    def _follows_its_term(self, node: "SyntaxTreeNode") -> bool:
        if node.type != CONTAINER or node.info != "definition":
            return False
        return bool(self._lines[_range(node)[0] - 1][0].strip())

    def _paragraph(self, node: "SyntaxTreeNode", first: str, rest: str) -> None:
        lines = [line.lstrip() for line in node.children[0].content.split("\n")]
        lettered = _lettered(lines)
        for number, line in enumerate(lines):
            last = number + 1 == len(lines)
            text = line.rstrip()
            broken = line.endswith("  ") or number + 1 in lettered
            if text.endswith("\\") and len(text) - len(text.rstrip("\\")) & 1 and not last and text == line:
                text, broken = text[:-1].rstrip(), True
            escaped = _escaped(text, number, nested=rest.strip(" ") != rest)
            is_fence = _FENCE.match(text) is not None
            if number and (is_fence or (escaped != text and "`" in node.children[0].content)):
                # At the beginning of a line it would start a block, and within code nothing can be escaped.
                above, source = self.written[-1]
                self.written[-1] = (f"{above.rstrip()} {text}{'  ' if broken and not last else ''}", source)
                continue
            text = escaped
            self._put(f"{text}  " if broken and not last else text, node, number, rest if number else first)

    def _heading(self, node: "SyntaxTreeNode", first: str, rest: str) -> None:
        text = " ".join(node.children[0].content.split())
        self._headings += 1
        if self._headings > self._most_headings:
            if self._headings == self._most_headings + 1:
                offset = self._offsets[self._lines[_range(node)[0]][1]]
                self.flaws.append(Flaw(offset, "too-many-headings", {"limit": str(self._most_headings)}))
            self._put(_escaped(text, 0), node, 0, first)
            return
        if text.endswith("#") and not text.endswith("\\#"):
            text = f"{text[:-1]}\\#"
        self._put(f"{'#' * int(node.tag[1])} {text}".rstrip(), node, 0, first)

    def _fence(self, node: "SyntaxTreeNode", first: str, rest: str) -> None:
        lines = node.content.removesuffix("\n").split("\n") if node.content else []
        if not rest:
            language = _LANGUAGE.match(node.info.strip())
            self._put(f"{node.markup}{language[0] if language else ''}", node, 0, first)
            for number, line in enumerate(lines, 1):
                self._put(line, node, number, "")
            self._put(node.markup, node, len(lines) + 1, "")
            return
        # Python-Markdown knows fences at the margin only: each line becomes code of its own.
        coded = [(number, _coded(line)) for number, line in enumerate(lines, 1) if line.strip()]
        for place, (number, line) in enumerate(coded):
            end = "  " if place + 1 < len(coded) else ""
            self._put(line + end, node, number, rest if place else first)
        if not coded:
            self._put("&nbsp;", node, 0, first)

    def _list(self, lists: Sequence["SyntaxTreeNode"], first: str, rest: str) -> None:
        ordered = lists[0].type == "ordered_list"
        items = [item for node in lists for item in node.children]
        tight = all(map(_is_tight, lists))
        inner = rest + _INDENT
        for place, item in enumerate(items):
            children = item.children
            if place and not tight:
                self._blank(rest, item)
            mark = f"{item.info}." if ordered else item.markup
            prefix = (rest if place else first) + mark
            if not children:
                # With nothing behind it, a hyphen below text would make a heading of the text.
                self._put(" &nbsp;", item, 0, prefix)
            elif children[0].type in _BESIDE_SIGN:
                self.blocks(children, f"{prefix} ", inner, tight=tight)
            else:
                # Python-Markdown reads other blocks only on lines below the sign.
                self._put(" ", item, 0, prefix)
                self._blank(rest, item)
                self.blocks(children, inner, inner, tight=tight)
        if ordered:
            self._tell_numbers(items)

    def _tell_numbers(self, items: Sequence["SyntaxTreeNode"]) -> None:
        """Report numbers that will change: browsers number a list from its first number."""
        numbers = [int(item.info) for item in items]
        if len(set(numbers)) == 1:
            return
        for place, number in enumerate(numbers):
            if number != numbers[0] + place:
                offset = self._offsets[self._lines[_range(items[place])[0]][1]]
                values = {"number": str(number), "shown": str(numbers[0] + place)}
                self.flaws.append(Flaw(offset, "number-changes", values))
                return

    def _container(self, node: "SyntaxTreeNode") -> None:
        if node.info == "box":
            self._put(node.markup, node, 0, "")
            self.blocks(node.children, _INDENT, _INDENT)
        else:
            sign = ":   " if node.info == "definition" else f"{node.markup} "
            if not node.children:
                self._put(sign.rstrip(), node, 0, "")
            self.blocks(node.children, sign, _INDENT)


def _is_tight(node: "SyntaxTreeNode") -> bool:
    """Whether a list needs no blank line: neither between its items, nor within one of them."""
    for item in node.children:
        if not item.children:
            continue
        first, *others = item.children
        if (
            first.type not in _BESIDE_SIGN
            or first.type == "fence"
            or (first.type == "paragraph" and not first.hidden)
        ):
            return False
        if others and (first.type != "paragraph" or len(others) > 1):
            return False
        if others and not (others[0].type in _LISTS and _is_tight(others[0])):
            return False
    return True


def _together(nodes: Sequence["SyntaxTreeNode"]) -> Iterator[list["SyntaxTreeNode"]]:
    """Each block, with the lists that follow it where Python-Markdown makes one of them: `1.` and `1)`."""
    group: list[SyntaxTreeNode] = []
    for node in nodes:
        if group and not _is_continued(group[-1], node):
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _is_continued(one: "SyntaxTreeNode", two: "SyntaxTreeNode") -> bool:
    return one.type == two.type in _LISTS and (one.type == "ordered_list" or one.markup == two.markup)


def _range(node: "SyntaxTreeNode") -> tuple[int, int]:
    assert node.map is not None
    return node.map


def _offsets(lines: Sequence[Line]) -> dict[int, int]:
    """The offset of each line of the source, provided that lines kept their lengths."""
    offsets: dict[int, int] = {}
    at = 0
    for text, number in lines:
        if number not in offsets:
            offsets[number] = at
            at += len(text) + 1
    return offsets


def _coded(line: str) -> str:
    ticks = max(map(len, re.findall("`+", line)), default=0) + 1
    blank = " " if ticks > 1 else ""
    return f"{'`' * ticks}{blank}{line.strip()}{blank}{'`' * ticks}"


def _lettered(lines: Sequence[str]) -> set[int]:
    """Lines that begin with a., b. or (1), (2), which Markdown doesn't know; each keeps a line of its own."""
    found = {number: match["sign"] for number, line in enumerate(lines) if (match := _LETTERED.match(line))}

    def follows(number: int, other: int) -> bool:
        one, two = found.get(number, ""), found.get(other, "")
        if one.isdigit() and two.isdigit():
            return int(two) == int(one) + 1
        return len(one) == len(two) == 1 and ord(two) == ord(one) + 1

    signs = sorted(found)
    pairs = [(one, two) for one, two in pairwise(signs) if follows(one, two)]
    return {number for pair in pairs for number in pair}


def _escaped(line: str, number: int, *, nested: bool = False) -> str:
    """A line of a paragraph, escaped so that Python-Markdown starts no block there."""
    if line.startswith("#"):
        return f"\\{line}"
    if match := _NUMBERED.match(line):
        if not number or nested or match[1] == "1":
            return f"{match[1]}\\{line[match.end() - 1 :]}"
    elif number and _SIGN.match(line):
        return f"\\{line}"
    if number and (_UNDERLINE.match(line) or TABLE_RULE.match(line)):
        return f"&#{ord(line[0])};{line[1:]}"
    return line
