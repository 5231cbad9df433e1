"""Know what Markdown would make of a text, and take the harm out of it."""

import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from newsarchive.markdown.controls import without_controls

if TYPE_CHECKING:
    import markdown

# The extensions of mkdocs.yml; none of them lets a text set attributes or pass HTML through on purpose.
EXTENSIONS = ("toc", "tables", "footnotes", "def_list", "admonition", "fenced_code", "sane_lists")
SCHEMES = frozenset({"http", "https", "mailto"})
_TAGS = frozenset(
    "a blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong sup"
    " table tbody td th thead tr ul".split()
)
_ATTRIBUTES = frozenset({"alt", "class", "href", "id", "src", "start", "style", "title"})
_STYLE = re.compile(r"text-align: (?:left|right|center);")
_SCHEME = re.compile(r"([^/?#:]*):")

# The renderer tries each of these with all that follow: ten thousand of them would keep it busy for minutes.
_MOST = {"[": 500, "<": 500, "`": 2000, "~": 2000}
_MOST_LINES = 300
# Lists and quotes nested beyond all reason exhaust its stack.
_DEEP = re.compile(r"\n(?:(?:[ \t]*+(?:>|[*+-][ \t]|\d++[.)][ \t])){20}|(?: {4}|\t){20})")

# A link that Markdown can read in one way only, whose target needs no further look. What must not or may
# stand before the bracket is asked after it, as a pattern that begins with a plain sign is found much faster.
SIMPLE_LINK = re.compile(
    r"\[(?<!\\\[)(?P<image>(?<=!\[)(?<!\\!\[))?(?P<text>[^\[\]<>`\\]*)\]\((?P<target>"
    r"https?://[\w.~:/?#@!$&+,;=%*-]+|mailto:[\w.+@%-]+|(?!//)[\w./#?=%~+,@!$-]*)\)",
    re.ASCII,
)


def is_simple(body: str) -> bool:
    """Whether the text holds nothing but prose and simple links, so that there is no need to render it."""
    if "<" in body or "`" in body or "__" in body or "~~~" in body or _is_tangled(body):
        return False
    if "[" not in body:
        return True
    if "\n    " in body or "\n\t" in body or body.startswith(("    ", "\t")):
        return False
    return "[" not in SIMPLE_LINK.sub(_external_image_stays, body)


def _is_tangled(body: str) -> bool:
    marks = ("\n:", "\n=", "\n!!!") if body.count("\n") > _MOST_LINES else ()
    if any(body.count(mark) > _MOST_LINES for mark in marks):
        return True
    return bool(_DEEP.search(body) or _DEEP.match("\n" + body[:200]))


def _external_image_stays(match: re.Match[str]) -> str:
    return match[0] if match["image"] is not None and ":" in match["target"] else ""


def scheme_of(target: str) -> str:
    """The scheme that a browser sees in a link's target, lower case; `//` for another site without one."""
    target = re.sub(r"[\x00-\x20\x7f-\xa0\u200b\ufeff]", "", unescape(target)).replace("\\", "/")
    if target.startswith("//"):
        return "//"
    match = _SCHEME.match(target)
    return match[1].lower() if match else ""


class _Inspector(HTMLParser):
    """Collects from HTML what must not be in an article, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.harmful = False
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.harmful |= tag not in _TAGS
        for name, value in attrs:
            self.harmful |= name not in _ATTRIBUTES or self._bad(name, value or "")

    def _bad(self, name: str, value: str) -> bool:
        if name == "href":
            self.targets.append(value)
            return scheme_of(value) not in SCHEMES | {""}
        if name == "src":
            self.targets.append(value)
            # A picture from elsewhere would tell that site who reads.
            return scheme_of(value) != ""
        # Material's scripts look elements up by such IDs.
        return (name == "id" and value.startswith("__")) or (name == "style" and not _STYLE.fullmatch(value))

    def handle_comment(self, data: str) -> None:
        self.harmful = True

    def handle_decl(self, decl: str) -> None:
        self.harmful = True

    def unknown_decl(self, data: str) -> None:
        self.harmful = True

    def handle_pi(self, data: str) -> None:
        self.harmful = True


@cache
def _renderer() -> "markdown.Markdown":
    # Few texts need it, and many a run none.
    import markdown

    return markdown.Markdown(extensions=list(EXTENSIONS))


def inspect(body: str) -> tuple[bool, list[str]]:
    """Whether the rendered text would hold anything harmful, and the targets of all its links and images.

    Text that would take the renderer very long or to its limits counts as harmful without a look.
    """
    rest = SIMPLE_LINK.sub("", body)
    if _is_tangled(body) or any(rest.count(sign) > most for sign, most in _MOST.items()):
        return True, []
    return inspect_rendered(body)


def inspect_rendered(body: str) -> tuple[bool, list[str]]:
    """The same of any text, however long it takes."""
    inspector = _Inspector()
    try:
        inspector.feed(_renderer().reset().convert(body))
        inspector.close()
    except (RecursionError, AssertionError, ValueError):
        # Markup so tangled that the renderer gives up on it is nothing that a reader should be served.
        return True, []
    return inspector.harmful, inspector.targets


def neutralise(body: str) -> str:
    """The body with raw HTML and dangerous links made plain text; ordinary text comes back unchanged.

    This is the last line of defence: `check` has reported what is mended here, and stopped the build.
    """
    body = without_controls(body)
    if is_simple(body) or not inspect(body)[0]:
        return body
    shown = body.replace("<", "&lt;")
    if body.count("<") <= _MOST["<"] and not inspect(shown)[0]:
        return shown
    # Shown as code there is nothing left to interpret; no run of tildes in it is long enough to end it.
    longest = max(map(len, re.findall("~+", body)), default=0)
    fence = "~" * max(longest + 1, 3)
    return f"{fence}\n{body}\n{fence}"
