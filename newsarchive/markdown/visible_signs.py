"""Find signs in canonical Markdown that are markup elsewhere but that readers would see literally."""

import re
from collections.abc import Iterator, Mapping

from newsarchive.markdown.scan import mask_code
from newsarchive.problems import Flaw

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "strike": re.compile(
        r"~~[^~\n]*~~|(?<![\w~\\])~(?=[^\s~])[^~\n]*(?<=[^\s~])~(?![\w~])",
    ),
    "highlight": re.compile(r"==(?=[^\s=])[^=\n]*=="),
    "checkbox": re.compile(r"^[ \t>]*(?:[-+*]|\d+\.)[ ](?P<sign>\[[ xX]\])(?=[ ]|$)", re.MULTILINE),
    "alert": re.compile(r"^[ \t]*>[ ]*(?P<sign>\[![A-Za-z]+\])", re.MULTILINE),
    "attribute": re.compile(r"(?<=[)\]])\{[^{}\n]*\}|(?<!\{)\{\w+=[^{}\n]*\}"),
    "template": re.compile(r"\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}"),
    "hashes": re.compile(r"^[ \t>]*\\(?P<sign>#{2,6})(?=[^\s#])", re.MULTILINE),
    "link": re.compile(
        r"\[[^\[\]\n]+\][ ]+\(<?(?:https?://|www\.|/|\.\.?/|[\w./-]+\.(?:md|jpe?g|png|webp|gif|avif)\b)[^()\n]*\)"
    ),
    "web": re.compile(r"(?<![\w./@-])www\.[\w-]+(?:\.[\w-]+)+(?:/[^\s()<>\[\]]*)?"),
    "stars": re.compile(r"(?<!\\)\*\*+[^*\n]*\**|(?<![\\\w*])\*(?=[^\s*])[^*\n]*|(?<![\w_\\])__[ ][^_\n]*__"),
}
"""By the name of the value that the remedy speaks of."""
# A rule or the sign of an item, and emphasis as it should be.
_MEANT = re.compile(r"^[ \t>]*(?:\*(?=[ ])|(?:[*_-][ \t]*){3,}$)", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\\*])(\*{1,3})(?=[^\s*])(?:[^*\n]|\n(?!\n))*?(?<=[^\s*\\])\1(?!\*)")
_TARGETS = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*[^()\n]*\)|<[^<>\n]*>|^ {0,3}\[[^\]\n]+\]:.*", re.MULTILINE
)
_LINKS = re.compile(r"\[[^\[\]]*\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*[^()\n]*\)|\[[^\[\]\n]*\])")
_REFERENCE = re.compile(
    r"(?<!\\)\[(?P<text>[^\[\]\n]+)\]\[(?P<name>[^\[\]\n]*)\]|(?<!\\)\[(?P<note>\^[^\[\]\s]+)\](?!:)"
)
_DEFINITION = re.compile(r"^[ \t>]*\[([^\]\n]+)\]:", re.MULTILINE)


def visible_signs(body: str) -> Iterator[Flaw]:
    """Flaws for unsupported and broken markup, with the values that the hints need."""
    if not _may_hold_signs(body):
        return
    text = _TARGETS.sub(_blank, mask_code(body))
    found: dict[int, Flaw] = {}
    for kind, pattern in _PATTERNS.items():
        searched = text
        if kind == "stars":
            searched = _MEANT.sub(_blank, text)
            for _ in range(3):
                searched = _EMPHASIS.sub(_blank, searched)
        elif kind == "link":
            searched = mask_code(body)
        elif kind == "web":
            searched = _LINKS.sub(_blank, mask_code(body))
        for match in pattern.finditer(searched):
            group = "sign" if "sign" in pattern.groupindex else 0
            sign = " ".join(body[match.start(group) : match.end(group)].split())
            values = {**dict.fromkeys(_PATTERNS, ""), kind: _remedy(kind, sign), "text": sign[:40]}
            found.setdefault(match.start(group), Flaw(match.start(group), "visible-markup", values))
    yield from (found[offset] for offset in sorted(found))


def _may_hold_signs(body: str) -> bool:
    """Whether a closer look is needed, as in few texts; the search for single letters is fastest."""
    if "~" in body or "*" in body or "{" in body or "\\" in body or "www." in body:
        return True
    if "[" in body and any(sign in body for sign in ("[ ]", "[x]", "[X]", "[!", "] (", "]  ")):
        return True
    return ("=" in body and "==" in body) or ("_" in body and "__" in body)


def _remedy(kind: str, sign: str) -> str:
    if kind == "link":
        return re.sub(r"\][ ]+\(<?", "](", sign).replace(">)", ")")
    if kind == "web":
        return f"https://{sign.rstrip('.,;:!?')}"
    if kind in ("stars", "strike"):
        return sign[:2] if sign[:2] in ("**", "__", "~~") else sign[0]
    return sign[:2] if kind == "highlight" else sign[:40]


def undefined_references(body: str) -> Iterator[Flaw]:
    """References and notes without a definition, whose brackets readers would see."""
    if "[" not in body or ("][" not in body and "[^" not in body):
        return
    text = mask_code(body)
    known = {_key(match[1]) for match in _DEFINITION.finditer(text)}
    for match in _REFERENCE.finditer(text):
        name = match["note"] or match["name"] or match["text"]
        if _key(name) not in known:
            values = {"text": match[0][:60], "note": "", "name": ""}
            yield Flaw(
                match.start(),
                "undefined-reference",
                {**values, "note" if match["note"] else "name": name[:40]},
            )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
