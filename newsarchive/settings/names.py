"""Judge what the settings name: the pages of the navigation, and files of `docs/` and `overrides/`."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from newsarchive.problems import Problem, problem
from newsarchive.settings.source import SETTINGS, Source
from newsarchive.settings.templates import OVERRIDES

NavPath = tuple[str | int, ...]
_LEVELS = 2
"""How deep the templates show a nav: sections, and their pages."""
_SCRIPT_KEYS = {"path", "type", "defer", "async"}


def nav_entries(nav: object, path: NavPath = ("nav",)) -> Iterator[tuple[NavPath, Any]]:
    """Every page that a nav names, at any depth, with its place; also what has no place in a nav."""
    if isinstance(nav, list) and nav:
        for number, item in enumerate(nav):
            yield from nav_entries(item, (*path, number))
    elif isinstance(nav, dict) and len(nav) == 1:
        ((title, value),) = nav.items()
        if isinstance(title, str) and title and not isinstance(value, dict):
            yield from nav_entries(value, (*path, title))
        else:
            yield (path, None)
    else:
        yield (path, nav)


def nav_problems(source: Source, is_page: Callable[[str], bool]) -> Iterator[Problem]:
    """Entries that name no page; `is_page` knows the staged tree's, such as `fasilitas.md`."""
    if not isinstance(source.data.get("nav"), list):
        return
    for path, entry in nav_entries(source.data["nav"]):
        if not isinstance(entry, str):
            yield problem(
                SETTINGS, source.place(*path), "settings-value", key="nav", example="- Tentang: tentang.md"
            )
        elif not is_page(entry):
            yield problem(SETTINGS, source.place(*path), "settings-nav-page", page=entry[:120])
        elif sum(isinstance(step, int) for step in path) > _LEVELS:
            yield problem(SETTINGS, source.place(*path), "settings-nav-depth", page=entry)


def file_problems(source: Source, root: Path, assets: Collection[str]) -> Iterator[Problem]:
    """Stylesheets, scripts and icons that aren't files of the site, and missing templates."""
    for key in ("extra_css", "extra_javascript"):
        listed = source.data.get(key)
        for number, item in enumerate(listed if isinstance(listed, list) else ()):
            is_script = isinstance(item, dict) and key == "extra_javascript" and item.keys() <= _SCRIPT_KEYS
            name = item.get("path") if is_script else item
            yield from _file(source, (key, number), key, name, assets)
    theme = source.data.get("theme")
    if isinstance(theme, dict) and isinstance(theme.get("favicon"), str):
        yield from _file(source, ("theme", "favicon"), "theme.favicon", theme["favicon"], assets)
    if not (root / OVERRIDES).is_dir():
        yield problem(SETTINGS, source.place("theme", "custom_dir"), "settings-no-templates")


def _file(
    source: Source, path: NavPath, key: str, name: object, assets: Collection[str]
) -> Iterator[Problem]:
    if not isinstance(name, str):
        yield problem(SETTINGS, source.place(*path), "settings-value", key=key, example="assets/archive.css")
    elif "//" in name or ":" in name:
        # Promise: no request leaves the site's own origin.
        yield problem(SETTINGS, source.place(*path), "settings-outside-file", key=key, name=name[:120])
    elif name not in assets:
        yield problem(SETTINGS, source.place(*path), "settings-missing-file", key=key, name=name[:120])
