"""The site's settings, read from `extra.archive` of `mkdocs.yml`, and the words of its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import yaml

from newsarchive.messages import CodedError
from newsarchive.problems import Lang

STRINGS_FOLDER = Path(__file__).parent / "strings"
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
LISTING_LIMIT = 100
CHANGES_LIMIT = 50
"""How many changes a page lists at most: with their notes they are longer than entries of other lists."""

Strings = Mapping[str, Any]
"""Words by section and key, as nested mappings; leaves are texts with `{name}` placeholders."""


class ConfigError(CodedError):
    """The settings, or what was asked for on the command line, can't be used."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the archive needs to know beyond its content."""

    root: Path
    site_name: str
    site_url: str
    """With a closing slash; empty where the site's address is not known."""
    lang: Lang = "id"
    listing_limit: int = LISTING_LIMIT
    """A term with more articles than this is cut by year, a year by month, a month by day."""
    latest: int = 10
    """How many articles the home page and a long term's first page show."""
    contact: str = ""
    """Where mistakes are reported: a mail address, or a web address with `{url}` and `{title}` to fill in."""
    answer_days: int = 0
    """Within how many days an answer comes; 0 where nobody has said."""
    repository: str = ""
    """The web address of the repository, where everybody can read it; without a closing slash."""
    nav: tuple[str, ...] = ()
    """The pages that the navigation names, as paths in the staged tree."""
    extra_css: tuple[object, ...] = ()
    extra_javascript: tuple[object, ...] = ()
    """As `mkdocs.yml` has them: paths, or for scripts also mappings with a `path`."""

    @property
    def strings(self) -> Strings:
        """Every word that a reader sees, in the site's language."""
        return load_strings(self.lang)


@lru_cache
def load_strings(lang: str) -> Strings:
    """The words of one language; `tests/test_strings.py` guarantees that every key in use exists."""
    text = (STRINGS_FOLDER / f"{lang}.yml").read_text(encoding="utf-8")
    strings: Strings = yaml.load(text, Loader=yaml.CSafeLoader)
    return strings


def nav_pages(nav: object) -> tuple[str, ...]:
    """The Markdown files that a nav names, at any depth."""
    match nav:
        case str():
            return (nav,) if nav.endswith(".md") else ()
        case list():
            return tuple(page for item in nav for page in nav_pages(item))
        case dict():
            return nav_pages(list(nav.values()))
        case _:
            return ()
