"""Search a finished site in Chromium as a reader does, and measure bytes and time."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from bench.browser import launched_chromium, running
from bench.host import Host
from bench.peers.tool import SearchPage
from bench.results import Search

KEY = 0.15
"""Seconds from one key to the next where words are typed key by key."""
PATIENCE = 60
"""Seconds after which a reader gives up."""
WATCH = """
window.reader = { key: 0, results: 0 };
addEventListener("keydown", (event) => { reader.key = event.timeStamp; }, true);
addEventListener("input", () => { reader.results = 0; }, true);
new MutationObserver(() => {
  if (!reader.results && (FOUND)) reader.results = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
"""Notes, in the page, when the last key was pressed and when results were there."""


class NoAnswerError(Exception):
    """A search gave no results; says why in one line."""


@dataclass(frozen=True, slots=True)
class Query:
    """Words to ask for, in articles of one year only if `year` is set and the page can do that."""

    words: str
    year: int = 0


QUERIES = (
    Query("petugas"),
    Query("Cemwiiyah"),
    Query("LP Bandanaira"),
    Query("razia kamar hunian"),
    Query("Jawa Timur"),
    Query("pelatihan kerja"),
    Query("donor darah"),
    Query("Ahmad Santoso"),
    Query("kunjungan keluarga", 2026),
    Query("warga binaan"),
    Query("pembagian takjil"),
    Query("tes urine mendadak"),
)
"""Each begins a visit, and is the further query of the visit before; the first 60 articles hold them all.

Words as common and as rare as there are, names of a person, a place and a facility (other than its official
one), two and three words together, and one that is narrowed by a facet.
"""


def measure_search(site: Path, page: SearchPage, typed: bool) -> Search:
    """Makes a visit with an empty cache for each query, and asks another one in it; key by key if `typed`.

    Raises NoAnswerError where there is no browser, or no result.
    """
    host = Host(site)
    taken = Search()
    try:
        with running(host) as url, launched_chromium() as browser:
            reader = _Reader(browser, host, url, page, typed)
            # Hosts have compressed their files beforehand; this one does so in a visit that isn't counted.
            reader.visit(*QUERIES[:2], Search())
            for query, further in zip(QUERIES, (*QUERIES[1:], QUERIES[0]), strict=True):
                reader.visit(query, further, taken)
    except FileNotFoundError as error:
        raise NoAnswerError(f"was left out: {error}") from error
    except Error as error:
        raise NoAnswerError(f"failed: {error.message.partition(chr(10))[0]}") from error
    return taken


def weighed(sent: Iterable[tuple[str, int]], page: SearchPage) -> tuple[int, int]:
    """Bytes of the page itself with what every page of the site loads, and of all else: its search."""
    own = search = 0
    for path, length in sent:
        if path == page.path or any(fnmatchcase(path, shared) for shared in page.shared):
            own += length
        else:
            search += length
    return own, search


@dataclass(frozen=True, slots=True)
class _Reader:
    """A reader on a site's search page, who types key by key or enters the words at once."""

    browser: Browser
    host: Host
    url: str
    page: SearchPage
    typed: bool

    def visit(self, query: Query, further: Query, taken: Search) -> None:
        """Asks two queries, the first with nothing in the cache, and adds what they took."""
        context = self.browser.new_context(locale="id-ID")
        try:
            context.add_init_script(f"{{{self.page.before}{WATCH.replace('FOUND', self.page.found)}}}")
            tab = context.new_page()
            narrowed = self.page.narrowed.format(year=query.year) if query.year else ""
            tab.goto(self.url + self.page.path + narrowed)
            taken.first_ms.append(self._ask(tab, query.words))
            own, search = weighed(self.host.taken(), self.page)
            taken.page.append(own)
            taken.first.append(search)
            taken.further_ms.append(self._ask(tab, further.words))
            taken.further.append(weighed(self.host.taken(), self.page)[1])
        finally:
            context.close()

    def _ask(self, tab: Page, words: str) -> float:
        """Milliseconds from the last key until results are shown."""
        tab.locator(self.page.field).focus()
        tab.keyboard.press("ControlOrMeta+A")
        if self.typed:
            for key in words[:-1]:
                tab.keyboard.press(key)
                time.sleep(KEY)
        else:
            tab.keyboard.insert_text(words[:-1])
        tab.keyboard.press(words[-1])
        deadline = time.monotonic() + PATIENCE
        while not tab.evaluate("reader.results"):
            if time.monotonic() > deadline:
                raise NoAnswerError(f"saw no results for “{words}” within {PATIENCE} s")
            time.sleep(0.05)
        return round(float(tab.evaluate("reader.results - reader.key")), 1)
