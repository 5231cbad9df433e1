"""Draws staged pages with the repository's templates, and refuses what a view doesn't hold."""

import shutil
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from pathlib import Path

import markdown
from jinja2 import BytecodeCache, ChoiceLoader, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from newsarchive.config import nav_pages
from newsarchive.output.assets import with_hashes
from newsarchive.output.stage import write_settings
from newsarchive.pages.staged import parse
from tests.builders import REPOSITORY, config


class _Compiled(BytecodeCache):
    """Compiled templates, kept in memory: only one that was changed is compiled again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get((bucket.key, bucket.checksum)):
            bucket.load_bytecode(BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        stream = BytesIO()
        bucket.write_bytecode(stream)
        self._kept[bucket.key, bucket.checksum] = stream.getvalue()


class Drawing:
    """MkDocs' own environment for templates, made in an empty folder, with Jinja's strictest undefined."""

    def __init__(self, folder: Path, lang: str = "id", site_url: str = "https://arsip.example/") -> None:
        settings = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
        lines = [line for line in settings.split("\n") if not line.startswith("site_url:")]
        (folder / "mkdocs.yml").write_text("\n".join([f"site_url: {site_url}", *lines]), encoding="utf-8")
        shutil.copytree(REPOSITORY / "overrides", folder / "overrides")
        (folder / "build/docs").mkdir(parents=True)
        scripts = (REPOSITORY / "docs/assets").glob("*.*s")
        assets = with_hashes({f"assets/{path.name}": path for path in scripts})
        write_settings(folder / "build", config(lang), assets)
        self._config = load_config(str(folder / "build/mkdocs.yml"))
        named = Files([self._file(each) for each in dict.fromkeys(nav_pages(self._config.nav))])
        self._nav = get_navigation(named, self._config)
        self._named = {file.src_uri: file.page for file in named if file.page}
        for path, page in self._named.items():
            page.meta, page.markdown = {"title": path}, ""
        self._environment = self._config.theme.get_env()
        self._environment.undefined = StrictUndefined
        self._environment.bytecode_cache = _Compiled()

    @cached_property
    def _markdown(self) -> markdown.Markdown:
        return markdown.Markdown(
            extensions=[*self._config.markdown_extensions, "toc"], extension_configs=self._config.mdx_configs
        )

    def with_templates(self, changed: Mapping[str, str]) -> Environment:
        """The environment with other texts for some templates."""
        loader = ChoiceLoader([DictLoader(changed), self._environment.loader or DictLoader({})])
        return self._environment.overlay(loader=loader)

    def html(self, path: str, text: str, environment: Environment | None = None) -> str:
        """The HTML of a staged page; raises UndefinedError where its template names what it lacks."""
        page = self._named.get(path) or Page(None, self._file(path), self._config)
        page.meta, body = parse(text)
        page.content = self._markdown.reset().convert(body)
        page.toc = get_toc(self._markdown.toc_tokens)  # type: ignore[attr-defined]
        template = (environment or self._environment).get_template(page.meta["template"])
        page.active = True
        try:
            return template.render(get_context(self._nav, [], self._config, page))
        finally:
            page.active = False

    def not_found(self, environment: Environment | None = None) -> str:
        """The HTML of the page for addresses that don't exist."""
        template = (environment or self._environment).get_template("404.html")
        return template.render(get_context(self._nav, [], self._config, None, "/"))

    def _file(self, path: str) -> File:
        return File(path, self._config.docs_dir, self._config.site_dir, use_directory_urls=True)
