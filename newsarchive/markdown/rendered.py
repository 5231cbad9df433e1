"""The HTML that Python-Markdown makes of a text, in parts: elements, words, and targets of links."""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import markdown

# The extensions of mkdocs.yml; none of them lets a text set attributes or pass HTML through on purpose.
EXTENSIONS = ("toc", "tables", "footnotes", "def_list", "admonition", "fenced_code", "sane_lists")


class Target(NamedTuple):
    """Where a link or image leads; `alt` is the description of an image."""

    value: str
    image: bool
    alt: str


Element = tuple[str, tuple[tuple[str, str], ...]]
"""A tag and its attributes, those that hold a target left out."""


@dataclass
class Rendered:
    """The HTML of a text in parts."""

    elements: list[Element] = field(default_factory=list)
    parts: list[Element | str] = field(default_factory=list)
    """Elements, `/tag` where one ends, and text, in order."""
    targets: list[Target] = field(default_factory=list)
    has_declarations: bool = False
    """Whether it holds comments, declarations or the like."""

    @property
    def ids(self) -> frozenset[str]:
        """The IDs that an anchor can lead to."""
        return frozenset(value for _, found in self.elements for name, value in found if name == "id")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rendered = Rendered()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        others = []
        for name, value in attrs:
            if name in ("href", "src"):
                alt = dict(attrs).get("alt") or ""
                self.rendered.targets.append(Target(value or "", name == "src", alt))
            else:
                others.append((name, value or ""))
        element = (tag, tuple(others))
        self.rendered.elements.append(element)
        self.rendered.parts.append(element)

    def handle_endtag(self, tag: str) -> None:
        self.rendered.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.rendered.parts.append(data)

    def handle_comment(self, data: str) -> None:
        self.rendered.has_declarations = True

    def handle_decl(self, decl: str) -> None:
        self.rendered.has_declarations = True

    def unknown_decl(self, data: str) -> None:
        self.rendered.has_declarations = True

    def handle_pi(self, data: str) -> None:
        self.rendered.has_declarations = True


@cache
def _renderer() -> "markdown.Markdown":
    # Few texts need it, and many a run none.
    import markdown

    return markdown.Markdown(extensions=list(EXTENSIONS))


@lru_cache(maxsize=4)
def render(body: str) -> Rendered | None:
    """The parts of a text's HTML; None where its markup is so tangled that the renderer gives up on it."""
    reader = _Reader()
    try:
        reader.feed(_renderer().reset().convert(body))
        reader.close()
    except (RecursionError, AssertionError, ValueError):
        return None
    return reader.rendered
