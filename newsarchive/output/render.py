"""Render staged Markdown to HTML with MkDocs, a share of the pages at a time."""

import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, TemplateSyntaxError
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

from newsarchive.garbage import uncollected
from newsarchive.output.make import RenderError


class _Share(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Narrows a MkDocs build to a share of the pages, read from the staged tree without walking it."""

    def __init__(self, docs: Path, pages: Sequence[str], theme: bool) -> None:
        super().__init__()
        self._docs = docs
        self._pages = pages
        self._theme = theme

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Replace what MkDocs found by the share; the nav's pages stand by without being built."""
        share = Files([file for file in files if self._theme])
        for path in self._pages:
            share.append(self._file(config, path, InclusionLevel.INCLUDED))
        for path in sorted(set(_nav_paths(config.nav)) - set(self._pages)):
            share.append(self._file(config, path, InclusionLevel.EXCLUDED))
        return share

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Compile Material's templates once, not once a share."""
        cache = self._docs.parent / "templates"
        cache.mkdir(exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(cache))
        return env

    def _file(self, config: MkDocsConfig, path: str, inclusion: InclusionLevel) -> File:
        file = File.generated(
            config, path, abs_src_path=str(self._docs / path), inclusion=inclusion
        )
        file.edit_uri = path
        return file


# Material announces its end of life on the screen of whoever builds; ARCHITECTURE.md knows of it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@uncollected(sweep=True)
def render(settings: Path, pages: Sequence[str], site: Path, theme: bool = False) -> None:
    """Render pages of the staged tree beside `settings` (`build/mkdocs.yml`) into the folder `site`.

    With `theme` the theme's own files and its static templates, such as 404.html, are written too.
    The HTML is what a plain `mkdocs build` writes. Raises RenderError with MkDocs' own words where it
    fails or as much as warns.
    """
    log = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(log)
    logger.setLevel(logging.WARNING)
    try:
        with tempfile.TemporaryDirectory() as empty:
            config = load_config(str(settings), docs_dir=empty, site_dir=str(site))
            if not theme:
                config.theme.static_templates = set()
            config.plugins["share"] = _Share(settings.parent / "docs", pages, theme)
            # A "dirty" build is one that leaves the files of other shares in place.
            build(config, dirty=True)
    except OSError:
        raise
    except Exception as error:  # A template can raise anything at all.
        raise RenderError("\n".join(dict.fromkeys([*log.messages, _said(error)]))) from error
    finally:
        logger.removeHandler(log)
    if log.messages:
        raise RenderError("\n".join(log.messages))


def _said(error: Exception) -> str:
    """An error in words, with its place where that is a template's."""
    place = f"{error.filename}:{error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
    return f"{place}{error}"


class _Collector(logging.Handler):
    """Keeps what MkDocs warns of, so that an error can say it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith("A 'dirty' build is being performed"):
            self.messages.append(record.getMessage())


def _nav_paths(nav: object) -> list[str]:
    """The Markdown files that a nav names, at any depth."""
    match nav:
        case str():
            return [nav] if nav.endswith(".md") else []
        case list():
            return [path for item in nav for path in _nav_paths(item)]
        case dict():
            return [path for item in nav.values() for path in _nav_paths(item)]
        case _:
            return []
