"""What tests need to know of an HTML page: its elements, links, IDs and words."""

from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

LOADING = frozenset(
    {("img", "src"), ("script", "src"), ("source", "src"), ("use", "href"), ("iframe", "src")}
)
"""Elements and attributes by which a browser fetches something unasked; links by `rel` come to these."""
FETCHING_RELATIONS = frozenset(
    {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
)
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Page(HTMLParser):
    """A parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.shape: Counter[tuple[str, ...]] = Counter()
        """How often there is an element with these attributes: its name, then their names in order."""
        self.links: list[str] = []
        """Targets of all `a` elements."""
        self.nav_links: list[str] = []
        """Those inside a `nav` element."""
        self.loads: list[str] = []
        """Addresses that the browser fetches by itself."""
        self.ids: list[str] = []
        self.scripts: list[str] = []
        """Text of inline scripts, data blocks included."""
        self._text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The words of the page, entities resolved, white space folded."""
        return " ".join(" ".join(self._text).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        self.shape[tag, *(name for name, _ in attrs)] += 1
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
            if "nav" in self._open:
                self.nav_links.append(values["href"])
        if tag == "link" and FETCHING_RELATIONS.intersection(values.get("rel", "").split()):
            self.loads.append(values["href"])
        self.loads += [value for name, value in values.items() if (tag, name) in LOADING]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        (self.scripts if self._open and self._open[-1] == "script" else self._text).append(data)


def pages(site: Path) -> dict[str, Page]:
    """Every HTML file of a built site, by its path."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
