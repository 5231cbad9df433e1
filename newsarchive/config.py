"""The site's settings, read from `extra.archive` of `mkdocs.yml`, and the words of its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from newsarchive.files import NotAFileError, read_file
from newsarchive.messages import CodedError
from newsarchive.yaml_limits import exceeds_limits

STRINGS_FOLDER = Path(__file__).parent / "strings"
LANGUAGES = ("id", "en")

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
    lang: str = "id"
    listing_limit: int = 100
    """A term with more articles than this is cut by year, a year by month, a month by day."""
    latest: int = 10
    """How many articles the home page and a long term's first page show."""
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
    """The words of one language; KeyError-free use is what `tests/test_strings.py` promises."""
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


def load_config(root: Path) -> Config:
    """Read `mkdocs.yml` under `root`; raises ConfigError where it is missing, broken or out of range."""
    path = root / "mkdocs.yml"
    try:
        text = read_file(path).decode("utf-8-sig")
        if exceeds_limits(text):
            raise ConfigError("settings-too-large", path=str(path))
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError as error:
        raise ConfigError("settings-missing", path=str(path)) from error
    except NotAFileError as error:
        raise ConfigError("settings-not-a-file", path=str(path)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError("settings-unreadable", path=str(path), reason=str(error)) from error
    if not isinstance(data, dict):
        raise ConfigError("settings-not-mapping", path=str(path))
    own = (data.get("extra") or {}).get("archive") or {}
    lang = own.get("lang", "id")
    if lang not in LANGUAGES:
        raise ConfigError("settings-language", path=str(path), choices=", ".join(LANGUAGES))
    numbers = {}
    for key in ("listing_limit", "latest"):
        if key in own:
            if not isinstance(own[key], int) or own[key] < 1:
                raise ConfigError("settings-number", path=str(path), key=key)
            numbers[key] = own[key]
    site_url = str(data.get("site_url") or "")
    if site_url and not site_url.endswith("/"):
        site_url += "/"
    name, nav = str(data.get("site_name") or ""), nav_pages(data.get("nav"))
    css, scripts = _items(data.get("extra_css")), _items(data.get("extra_javascript"))
    return Config(root, name, site_url, lang, nav=nav, extra_css=css, extra_javascript=scripts, **numbers)


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else ()
