"""Find harmful HTML in rendered Markdown, and neutralise it."""

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from newsarchive.markdown.controls import without_controls
from newsarchive.markdown.rendered import Rendered, Target, render

SCHEMES = frozenset({"http", "https", "mailto"})
_TAGS = frozenset(
    "a blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong sup"
    " table tbody td th thead tr ul".split()
)
_ATTRIBUTES = frozenset({"alt", "class", "id", "start", "style", "title"})
_STYLE = re.compile(r"text-align: (?:left|right|center);")
_SCHEME = re.compile(r"([^/?#:]*):")

# The renderer tries each of these with all that follow: ten thousand of them would keep it busy for minutes.
_MOST = {"[": 500, "<": 500, "`": 2000, "~": 2000}
_MOST_LINES = 300
# Very deep nesting of lists and quotations exhausts its stack.
_DEEPEST = 20
_DEEP = re.compile(r"\n(?:(?:[ \t]*+(?:>|[*+-][ \t]|\d++[.)][ \t])){20}|(?: {4}|\t){20})")

# How signs are written in HTML; a heading that begins with two underscores would get an ID of Material's.
_HIDDEN_SIGN = re.compile(r"\\_|&#?\w+;")

# A link that Markdown can read in one way only, whose target needs no further look. What must not or may
# stand before the bracket is asked after it, as a pattern that begins with a plain sign is found much faster.
SIMPLE_LINK = re.compile(
    r"\[(?<!\\\[)(?P<image>(?<=!\[)(?<!\\!\[))?(?P<text>[^\[\]<>`\\\n]*+(?:\n[^\W\d_][^\[\]<>`\\\n]*+)*+)\]"
    r"\((?P<target>"
    r"https?://[\w.~:/?#@!$&+,;=%*-]+|mailto:[\w.+@%-]+|(?!//)[\w./#?=%~+,@!$-]*)\)",
    re.ASCII,
)


@lru_cache(maxsize=4)
def is_simple(body: str) -> bool:
    """Whether the text holds nothing but prose and simple links, so that there is no need to render it."""
    if "<" in body or "`" in body or "__" in body or "~~~" in body or excess(body):
        return False
    if ("\\_" in body or "&" in body) and _HIDDEN_SIGN.search(body):
        return False
    if "[" not in body:
        return True
    if "\n    " in body or "\n\t" in body or body.startswith(("    ", "\t")):
        return False
    return "[" not in SIMPLE_LINK.sub(_external_image_stays, body)


class Excess(NamedTuple):
    """A sign that stands so often in a text that it would keep the renderer busy, or exhaust its stack."""

    sign: str
    offset: int
    limit: int


@lru_cache(maxsize=4)
def excess(body: str) -> Excess | None:
    """The sign of which a text has too many, if any; such a text is never rendered."""
    if body.count("\n") > _MOST_LINES:
        for mark in ("\n:", "\n=", "\n!!!", "\n|-"):
            if body.count(mark) > _MOST_LINES:
                return Excess(mark.strip(), body.index(mark) + 1, _MOST_LINES)
    if deep := _DEEP.search("\n" + body):
        return Excess(deep[0].strip()[:1] or " ", deep.start(), _DEEPEST)
    if any(body.count(sign) > most for sign, most in _MOST.items()):
        rest = SIMPLE_LINK.sub("", body)
        for sign, most in _MOST.items():
            if rest.count(sign) > most:
                return Excess(sign, body.index(sign), most)
    return None


def _external_image_stays(match: re.Match[str]) -> str:
    return match[0] if match["image"] is not None and ":" in match["target"] else ""


def scheme_of(target: str) -> str:
    """The scheme that a browser sees in a link's target, lower case; `//` for another site without one."""
    target = re.sub(r"[\x00-\x20\x7f-\xa0\u200b\ufeff]", "", unescape(target)).replace("\\", "/")
    if target.startswith("//"):
        return "//"
    match = _SCHEME.match(target)
    return match[1].lower() if match else ""


def inspect(body: str) -> Rendered | None:
    """The HTML of the text; None if it is harmful, or if rendering would take too long."""
    return None if excess(body) else inspect_rendered(body)


def inspect_rendered(body: str) -> Rendered | None:
    """The same for any text, however long it takes."""
    rendered = render(body)
    # The renderer gives up on very tangled markup; readers shouldn't get such text.
    return rendered if rendered and not _is_harmful(rendered) else None


def _is_harmful(rendered: Rendered) -> bool:
    return rendered.has_declarations or not (
        all(tag in _TAGS and all(_is_sound(*pair) for pair in pairs) for tag, pairs in rendered.elements)
        and all(map(_is_sound_target, rendered.targets))
    )


def _is_sound(name: str, value: str) -> bool:
    # Material's scripts look elements up by such IDs.
    return (
        name in _ATTRIBUTES
        and not (name == "id" and value.startswith("__"))
        and (name != "style" or _STYLE.fullmatch(value) is not None)
    )


def _is_sound_target(target: Target) -> bool:
    # A picture from elsewhere would tell that site who reads.
    return scheme_of(target.value) in ({""} if target.image else SCHEMES | {""})


def neutralise(body: str) -> str:
    """The body with raw HTML and dangerous links made plain text; ordinary text comes back unchanged.

    This is the last line of defence: `check` has reported what is mended here, and stopped the build.
    """
    body = without_controls(body)
    if is_simple(body) or inspect(body):
        return body
    shown = body.replace("<", "&lt;")
    if body.count("<") <= _MOST["<"] and inspect(shown):
        return shown
    # As code, nothing in it is interpreted; the fence is longer than any run of tildes in the text.
    longest = max(map(len, re.findall("~+", body)), default=0)
    fence = "~" * max(longest + 1, 3)
    return f"{fence}\n{body}\n{fence}"
