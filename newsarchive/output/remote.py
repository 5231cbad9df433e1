"""Render a share of the pages on another machine: send it the files, get the HTML back."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from newsarchive.messages import CodedError
from newsarchive.output import files
from newsarchive.output.stage import DOCS
from newsarchive.settings.read import read_settings
from newsarchive.settings.source import SETTINGS
from newsarchive.version import RENDERING, code_version

Bundle = Mapping[str, bytes]
"""Files under their POSIX paths."""


class VersionError(CodedError):
    """The other machine has another version of our code or of a package, so its pages could differ."""


def shared_files(build: Path) -> Bundle:
    """The files that every share needs besides its pages, by path relative to the root of `build`."""
    root = build.parent
    overrides = (path for path in (root / "overrides").rglob("*") if path.is_file())
    named = (build / DOCS / page for page in read_settings(root).config.nav)
    paths = [root / "mkdocs.yml", build / SETTINGS, *overrides, *named]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def page_sources(build: Path, pages: Sequence[str]) -> Bundle:
    """The staged text of the pages."""
    return {page: (build / DOCS / page).read_bytes() for page in pages}


def render_remote(shared: Bundle, pages: Bundle, version: str) -> Bundle:
    """The site's files of these pages, or of the theme if `pages` is empty.

    Runs on the other machine. Raises VersionError if its code differs from the builder's, and RenderError.
    """
    if code_version(RENDERING) != version:
        raise VersionError("worker-version")
    from newsarchive.output.render import render, render_theme

    build = Path(_root(tuple(shared.items())).name, "root/build")
    for page, data in pages.items():
        files.write_new(build / DOCS / page, data)
    with TemporaryDirectory() as site:
        if pages:
            render(build / SETTINGS, list(pages), Path(site), version=str(build))
        else:
            render_theme(build / SETTINGS, Path(site))
        made = (path for path in Path(site).rglob("*") if path.is_file())
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in made}


@lru_cache(maxsize=1)
def _root(shared: tuple[tuple[str, bytes], ...]) -> "TemporaryDirectory[str]":
    """A folder with the files that every share needs, kept for all shares of a build."""
    folder = TemporaryDirectory()
    for path, data in shared:
        files.write_new(Path(folder.name, "root", path), data)
    return folder
