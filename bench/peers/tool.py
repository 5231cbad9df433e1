"""The interface by which the benchmark drives a tool."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.material import Entry, Material

Command = Sequence[str | Path]
LISTED = 100
"""Entries on a page of a list, for tools that cut lists by number; as many as on ours."""
ARTICLES = "berita/*/*/*/index.html"
"""The pages of articles in any tool's site, as a glob."""
SITE_NAME, SITE_URL = "Arsip Berita", "https://arsip.example/"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Where a site's reader searches: the page's path, and its field as a CSS selector.

    `found` is true, in JavaScript, once the results of what stands in the field are shown; `before` is a
    script that runs before the page's own. `shared` are paths (globs) of what pages without a search load
    too, which isn't counted as search. `narrowed` is a query string that asks for articles of a {year} only.
    """

    path: str
    field: str
    found: str
    shared: Sequence[str]
    before: str = ""
    narrowed: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a site's search is asked a question in its page at `path`, where {words} are those of the question.

    `asked`, a function in JavaScript, takes the words and is true once the search is done, also where it
    found nothing; `found` then gives the addresses of the results. `before` runs before the page's scripts.
    """

    path: str
    asked: str
    found: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, as functions of the folder that it works in.

    `start` writes settings and theme, `write` one article in the tool's own form, `rename` gives the facility
    that is renamed its new name. A clean build begins without the folders `made` (globs) and has
    the options `clean_options`; `site` is the finished
    site's, `searches` are those that hold search data, there or not. `cases` are those that are measured;
    where `whole` is set, every build builds everything, and one such case stands for all. A `search_page`
    belongs to tools with a search of their own, `asking` to those that questions are asked of.
    """

    id: str
    title: str
    packages: Sequence[str]
    cases: Sequence[str]
    start: Callable[[Path, Material], None]
    write: Callable[[Path, Entry], None]
    rename: Callable[[Path, Material, str], None]
    build: Callable[[Path], Command]
    search: Callable[[Path], Command | None]
    made: Sequence[str]
    site: str
    searches: Sequence[str]
    whole: bool = False
    clean_options: Sequence[str] = ()
    check: Callable[[Path], Command] | None = None
    cache: str = ""
    search_page: SearchPage | None = None
    asking: Asking | None = None

    @property
    def missing(self) -> str:
        """Which of its packages isn't installed, or ""."""
        return next((package for package in self.packages if not version_of(package)), "")


def version_of(package: str) -> str:
    """The version of an installed package, or ""."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def pagefind(site: str, bundle: str = "") -> Callable[[Path], Command]:
    """Pagefind over a site's articles; it finds them by path, so that no list of a tool is indexed."""
    return lambda folder: (
        *(sys.executable, "-m", "pagefind", "--quiet"),
        *("--site", folder / site, "--glob", ARTICLES),
        *(("--output-path", folder / bundle) if bundle else ()),
    )


def put(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
