"""The stages of a build, in order: read and judge, plan and stage, render, publish."""

import errno
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from newsarchive import hashing
from newsarchive.config import ConfigError
from newsarchive.content.archive import load_archive
from newsarchive.content.cache import ParseCache
from newsarchive.content.files import Files, read_files
from newsarchive.content.history import base_of, published_at
from newsarchive.content.published import PublishedBefore, published_by
from newsarchive.content.words.load import Words
from newsarchive.messages import sentence
from newsarchive.model import Archive
from newsarchive.output import build_stamp
from newsarchive.output.assets import with_hashes
from newsarchive.output.build_pages import missing_sources, render_missing, site_manifest
from newsarchive.output.build_stamp import BuildStamp
from newsarchive.output.lock import locked
from newsarchive.output.publish import Published, Publisher
from newsarchive.output.stage import Staged, forget, is_complete, is_intact, stage, write_settings
from newsarchive.output.workers import Pool, cluster, processes
from newsarchive.pages import is_staged, plan
from newsarchive.pages.view import Views
from newsarchive.problems import Problem, is_error
from newsarchive.runtime import gc_paused
from newsarchive.search.build_index import IndexBuild, plan_index
from newsarchive.search.index_block import preload
from newsarchive.search.records import searchable_items
from newsarchive.settings.read import Settings, read_settings
from newsarchive.version import site_version

CONTENT = ("articles", "docs", "overrides", "vocab", "build/docs", "build/preview/docs")
"""Folders of a root that no site may be published over."""

PREVIEW = "build/preview"
"""Where a preview with drafts keeps all that it makes, its site among it."""

PRELOAD_ARTICLES = 2000
"""Above this many articles, start a worker for the search index while this process reads."""

SHORT_OF_MEMORY = ("start new thread", "failed to map segment")
"""How threads and libraries say that there was no memory to start or load them."""

Progress = Callable[[str, int, int], None]
"""Called with the stage that is at work, how many pages it has done, and of how many (0: not known)."""


@dataclass(slots=True)
class Report:
    """What a build found and did; `published` is None where problems kept it from publishing."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    articles: int = 0
    drafts: list[str] = field(default_factory=list)
    """URLs of the drafts that are shown, relative to the site's root."""
    staged: Staged | None = None
    rendered: int = 0
    indexed: int = 0
    """Segments of the search index that were made."""
    published: Published | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str, progress: Progress) -> Iterator[None]:
        """Take the time of one stage."""
        progress(stage, 0, 0)
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - start, 3)


@gc_paused()
def read(
    root: Path,
    as_of: date,
    pool: Pool,
    files: Files,
    settings: Settings,
    draft_mark: str = "",
    published: Sequence[PublishedBefore] = (),
) -> tuple[Archive, Words, list[Problem], list[str]]:
    """The archive, the words of its search, all problems, and notices of what the cache suffered."""
    cache = ParseCache(root / "build" / "parsed.sqlite")
    # Begun first: workers parse while this process reads the vocabulary.
    parsed = cache.parse_all(files, pool.executor)
    vocabulary, words, found = cache.vocabulary(root, files.vocabulary)
    archive, problems = load_archive(
        root,
        as_of,
        lambda _: parsed,
        files,
        (vocabulary, found),
        draft_mark,
        published,
        settings.config.listing_limit,
    )
    documents = {path.removeprefix("docs/") for path, _ in files.documents}
    is_page = partial(is_staged, archive, documents)
    problems = sorted({*problems, *settings.problems, *settings.problems_within(root, is_page, files.assets)})
    return archive, words, problems, cache.notices


@gc_paused()
def check(
    root: Path, as_of: date, pool: Pool, base: str = "", keeps_addresses: bool = False
) -> tuple[list[Problem], list[str]]:
    """All problems of the content under `root`, and notices of what the cache suffered.

    With `base`, addresses that this revision of git published must be answered still; with
    `keeps_addresses`, those that the last build published, too. Raises ConfigError where git can't say.
    """
    commit = base_of(root, base) if base else ""
    folder = root / "build"
    last = build_stamp.load_published(folder) if keeps_addresses else None
    files, settings = read_files(root), read_settings(root)
    state = build_stamp.state_of(root, files, as_of) if settings.are_readable else ""
    known = build_stamp.load(folder, state)
    if known and (known.manifest or not last) and not commit:
        # What was published from these very files has lost nothing.
        return known.problems, []
    if state and (commit or last):
        state = hashing.of_data(state, commit, last)
        if known := build_stamp.load(folder, state):
            return known.problems, []
    published = [published_at(root, commit)] if commit else []
    published += [last] if last else []
    archive, _, problems, notices = read(root, as_of, pool, files, settings, published=published)
    build_stamp.save(folder, BuildStamp(state, len(archive.articles), problems))
    return problems, notices


def build(
    root: Path,
    site: Path,
    as_of: date,
    *,
    clean: bool = False,
    workers: int | None = None,
    dask: str = "",
    drafts: bool = False,
    keeps_addresses: bool = False,
    progress: Progress = lambda stage, done, total: None,
    waiting: Callable[[], None] = lambda: None,
) -> Report:
    """Bring `site` to what the content under `root` says, or leave it alone where the content has errors.

    `workers` is the number of processes (default: one a core), `dask` the address of a cluster that does
    their work instead. With `drafts` they are shown too; such a preview keeps all that it makes under
    `build/preview`, apart from the published site's state. With `keeps_addresses`, what the last such build
    published must be answered still, unless this one is `clean`. `waiting` is called where another build is
    at work on this root or site. Raises ConfigError, CollisionError, RenderError, VersionError and OSError
    (a SearchError is one), all before the site is touched.
    """
    try:
        workplace = cluster(dask) if dask else processes(workers)
        return _build(root, site, as_of, clean, workplace, drafts, keeps_addresses, progress, waiting)
    except (MemoryError, RuntimeError, ImportError) as error:
        if not isinstance(error, MemoryError) and not any(sign in str(error) for sign in SHORT_OF_MEMORY):
            raise
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)) from error


@gc_paused()
def _build(
    root: Path,
    site: Path,
    as_of: date,
    clean: bool,
    workplace: AbstractContextManager[Pool],
    drafts: bool,
    keeps_addresses: bool,
    progress: Progress,
    waiting: Callable[[], None],
) -> Report:
    report = Report()
    folder = root / PREVIEW if drafts else root / "build"
    _check_place(root, site)
    with locked(folder, waiting), workplace as pool:
        publisher = Publisher(site)
        if clean:
            forget(folder)
        with report.timed("read", progress):
            files, settings = read_files(root), read_settings(root)
            state = build_stamp.state_of(root, files, as_of) if settings.are_readable else ""
            known = None if clean else build_stamp.load(folder, state)
            if known and is_complete(folder) and publisher.is_current(known.manifest):
                return _unchanged(known, report)
            if len(files.articles) > PRELOAD_ARTICLES and pool.shares_disk:
                pool.executor().submit(preload)
            mark = (
                sentence("serve.draft_mark", "en" if settings.config.lang == "en" else "id") if drafts else ""
            )
            keeps_addresses &= not drafts
            last = build_stamp.load_published(folder) if keeps_addresses and not clean else None
            archive, words, report.problems, report.notices = read(
                root, as_of, pool, files, settings, mark, [last] if last else []
            )
            report.articles = len(archive.articles)
            report.drafts = [a.url for a in archive.articles if mark and a.title.startswith(mark)]
            del files
        if any(is_error(problem) for problem in report.problems):
            return report
        config, version = settings.config, site_version(root)
        views = Views(archive, config)
        # Another root may publish to the same place.
        with locked(publisher.home, waiting):
            publisher.begin(clean)
            with report.timed("records", progress):
                # Begun first: workers index while this process stages.
                indexing = IndexBuild(plan_index(searchable_items(views), words), folder, publisher, pool)
            with report.timed("stage", progress):
                assets = with_hashes({path: root / source for path, source in archive.assets.items()})
                write_settings(folder, config, assets, os.path.relpath(root, folder).replace(os.sep, "/"))
                report.staged = stage(folder, plan(views), assets.files, version)
            with report.timed("render", progress):
                look = f"{version} {assets.version}"
                wanted = site_manifest(report.staged, look)
                if not is_intact(
                    folder, report.staged, missing_sources(report.staged, wanted, publisher, config.nav)
                ):
                    forget(folder)
                    report.staged = stage(folder, plan(views), assets.files, version)
                done = partial(progress, "render")
                report.rendered = render_missing(folder, report.staged, wanted, publisher, pool, look, done)
            with report.timed("index", progress):
                report.indexed = indexing.finish(wanted)
                report.notices += indexing.notices
            with report.timed("publish", progress):
                report.published = publisher.finish(wanted)
        if keeps_addresses:
            build_stamp.save_published(folder, published_by(archive))
        counts = report.published.kept + report.published.written, len(report.staged.hashes)
        build_stamp.save(
            folder, BuildStamp(state, report.articles, report.problems, wanted.id, *counts, report.drafts)
        )
    return report


def _unchanged(known: BuildStamp, report: Report) -> Report:
    """The report of a run that finds everything as the last one left it."""
    report.problems, report.articles, report.drafts = known.problems, known.articles, known.drafts
    report.staged = Staged(kept=known.staged)
    report.published = Published(0, known.files, 0)
    return report


def _check_place(root: Path, site: Path) -> None:
    """Raises ConfigError where publishing to `site` would put it in the place of content."""
    place = site.resolve()
    for name in CONTENT:
        source = (root / name).resolve()
        if place == source or place in source.parents or source in place.parents:
            raise ConfigError("site-over-content", site=str(site), source=str(source))
