"""Render staged Markdown to HTML with MkDocs' settings, navigation and templates, page by page."""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import BytecodeCache, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from newsarchive.config import nav_pages
from newsarchive.markdown.to_html import FastMarkdown
from newsarchive.output import files
from newsarchive.output.site_files import RenderError, html_path
from newsarchive.output.theme import silence_theme
from newsarchive.pages.staged import parse
from newsarchive.runtime import gc_paused

silence_theme()


class _CompiledTemplates(BytecodeCache):
    """Compiled templates, each in a file with a checksum: damaged bytecode can crash Python."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the cached bytecode, if its checksum is right."""
        if data := files.unsealed(self._folder / bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Cache the bytecode; if that fails, the next process compiles it again."""
        with suppress(OSError):
            files.write(self._folder / bucket.key, files.sealed(bucket.bytecode_to_string()))


class _Renderer:
    """Renders single pages of the staged tree as MkDocs does, without reading the whole tree."""

    def __init__(self, settings: Path) -> None:
        self._config = load_config(str(settings))
        self._docs = Path(self._config.docs_dir)
        named = Files([self._file(path) for path in dict.fromkeys(nav_pages(self._config.nav))])
        self._nav = get_navigation(named, self._config)
        self._named = {file.src_uri: file.page for file in named if file.page}
        self._templates = self._config.theme.get_env()
        self._templates.bytecode_cache = _CompiledTemplates(settings.parent / "templates")
        self._prose = FastMarkdown(self._config.markdown_extensions, self._config.mdx_configs)

    def read_titles(self) -> None:
        """Read the pages of the navigation, which may take its titles from them."""
        for page in self._named.values():
            self._read(page)

    def page(self, path: str) -> bytes:
        """The HTML of the staged page at this path."""
        page = self._named.get(path) or Page(None, self._file(path), self._config)
        self._read(page)
        page.content, tokens = self._prose.html(page.markdown or "")
        page.toc = get_toc(tokens)
        template = self._templates.get_template(page.meta["template"])
        page.active = True
        try:
            html = template.render(get_context(self._nav, [], self._config, page))
        finally:
            page.active = False
        return html.encode("utf-8", errors="xmlcharrefreplace")

    def _read(self, page: Page) -> None:
        with open(f"{self._docs}/{page.file.src_uri}", "rb", buffering=0) as file:  # noqa: PTH123
            page.meta, page.markdown = parse(file.readall().decode())

    def _file(self, path: str) -> File:
        return File(path, str(self._docs), self._config.site_dir, self._config.use_directory_urls)


@lru_cache(maxsize=1)
def _renderer(settings: Path, version: str) -> _Renderer:
    """The renderer of this process; `version` is new if anything but content changed."""
    return _Renderer(settings)


@gc_paused(sweep=True)
def render(settings: Path, pages: Sequence[str], site: Path, version: str) -> None:
    """Render pages of the staged tree beside `settings` (`build/mkdocs.yml`) into the folder `site`.

    The HTML is what a plain `mkdocs build` writes. `version` is the `site_version` of the root. Raises
    RenderError with MkDocs' own words if it fails or warns.
    """
    with _mkdocs_errors():
        renderer = _renderer(settings, version)
        renderer.read_titles()
        for path in pages:
            files.write_new(f"{site}/{html_path(path)}", renderer.page(path))


def render_theme(settings: Path, site: Path) -> None:
    """Write the files of `overrides/` that aren't page templates, such as 404.html, as `mkdocs build` does.

    The theme's own files, to which no page leads, are left out. Raises RenderError as `render` does.
    """
    with _mkdocs_errors(), tempfile.TemporaryDirectory() as empty:
        config = load_config(str(settings), docs_dir=empty, site_dir=str(site))
        config.plugins["theme"] = _ThemeOnly()
        # A "dirty" build is one that leaves other files in place.
        build(config, dirty=True)


class _ThemeOnly(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Makes MkDocs build no page; it only knows those of the navigation, which the theme's templates show."""

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Leave out the theme's own files, and add the navigation's pages as ones that aren't built."""
        for theirs in [file for file in files if file.src_dir != config.theme.custom_dir]:
            files.remove(theirs)
        for path in dict.fromkeys(nav_pages(config.nav)):
            file = File(path, None, config.site_dir, config.use_directory_urls)
            file.inclusion = InclusionLevel.EXCLUDED
            files.append(file)
        return files


@contextmanager
def _mkdocs_errors() -> Iterator[None]:
    """Turn errors and warnings of MkDocs into a RenderError."""
    log = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(log)
    logger.setLevel(logging.WARNING)
    try:
        yield
    except Exception as error:  # A template can raise anything at all.
        # Jinja calls a missing template an OSError; all others are of the disk.
        if isinstance(error, OSError) and not isinstance(error, TemplateNotFound):
            raise
        raise RenderError("\n".join(dict.fromkeys([*log.messages, _error_text(error)]))) from error
    finally:
        logger.removeHandler(log)
    if log.messages:
        raise RenderError("\n".join(log.messages))


def _error_text(error: Exception) -> str:
    """The text of an error; of a template's, with file and line."""
    place = f"{error.filename}:{error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
    return f"{place}{error}"


class _Collector(logging.Handler):
    """Collects MkDocs' warnings for the error's text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith("A 'dirty' build is being performed"):
            self.messages.append(record.getMessage())
