"""The stages of a build, in order: read and judge, plan and stage, render, publish."""

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from newsarchive import hashing
from newsarchive.config import ConfigError
from newsarchive.content.archive import load_archive
from newsarchive.content.articles.resolve import FirstAndLast
from newsarchive.content.cache import ParseCache
from newsarchive.content.files import Files, read_files
from newsarchive.content.history import base_of, head_of, published_at
from newsarchive.content.published import PublishedBefore, published_by
from newsarchive.content.words.load import Words
from newsarchive.messages import sentence
from newsarchive.model import Archive
from newsarchive.output import build_stamp
from newsarchive.output.build_pages import Progress, render_missing
from newsarchive.output.build_stamp import BuildStamp
from newsarchive.output.history_days import days_until
from newsarchive.output.lock import locked
from newsarchive.output.publish import Manifest, Published, Publisher
from newsarchive.output.stage import Staged, forget, is_complete
from newsarchive.output.tree import prepare_tree
from newsarchive.output.workers import Pool, cluster, processes
from newsarchive.pages import is_staged
from newsarchive.pages.view import Views
from newsarchive.problems import Problem, is_error
from newsarchive.runtime import gc_paused
from newsarchive.search.build_index import IndexBuild, plan_index
from newsarchive.search.index_block import preload
from newsarchive.search.records import searchable_items
from newsarchive.settings.read import Settings, read_settings

CONTENT = ("articles", "docs", "overrides", "vocab", "build/docs", "build/preview/docs")
"""Folders of a root that no site may be published over."""

PREVIEW = "build/preview"
"""Where a preview with drafts keeps all that it makes, its site among it."""

PRELOAD_ARTICLES = 2000
"""Above this many articles, start a worker for the search index while this process reads."""

SHORT_OF_MEMORY = ("start new thread", "failed to map segment")
"""How threads and libraries say that there was no memory to start or load them."""


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
    files: Files,
    settings: Settings,
    as_of: date,
    pool: Pool,
    draft_mark: str = "",
    published: Sequence[PublishedBefore] = (),
    days: Mapping[str, FirstAndLast] = MappingProxyType({}),
) -> tuple[Archive, Words, list[Problem], list[str]]:
    """The archive, the words of its search, all problems, and notices of what the cache suffered.

    `days` are those that git's history knows of articles.
    """
    root = files.root
    cache = ParseCache(root / "build" / "parsed.sqlite")
    # Begun first: workers parse while this process reads the vocabulary.
    parsing = cache.parse_all(files, pool.executor)
    vocabulary, words, found = cache.vocabulary(root, files.vocabulary)
    archive, problems = load_archive(
        files,
        list(parsing),
        cache.documents(files.documents),
        vocabulary,
        as_of,
        draft_mark=draft_mark,
        published=published,
        listing_limit=settings.config.listing_limit,
        days=days,
    )
    documents = {path.removeprefix("docs/") for path, _ in files.documents}
    is_page = partial(is_staged, archive, documents)
    of_settings = *settings.problems, *settings.problems_within(root, is_page, files.assets)
    problems = sorted({*found, *problems, *of_settings})
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
    files, settings, _, state = _sources(root, as_of)
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
    archive, _, problems, notices = read(files, settings, as_of, pool, published=published)
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
        order = _Order(root, site, as_of, clean, drafts, keeps_addresses and not drafts)
        return _build(order, workplace, progress, waiting)
    except (MemoryError, RuntimeError, ImportError) as error:
        if not isinstance(error, MemoryError) and not any(sign in str(error) for sign in SHORT_OF_MEMORY):
            raise
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)) from error


@dataclass(frozen=True, slots=True)
class _Order:
    """What to build; the fields are the parameters of `build`."""

    root: Path
    site: Path
    as_of: date
    clean: bool
    drafts: bool
    keeps_addresses: bool

    @property
    def folder(self) -> Path:
        """Where this build leaves what the next one can use."""
        return self.root / PREVIEW if self.drafts else self.root / "build"


@gc_paused()
def _build(
    order: _Order,
    workplace: AbstractContextManager[Pool],
    progress: Progress,
    waiting: Callable[[], None],
) -> Report:
    """The stages of `build`, in order."""
    report, folder = Report(), order.folder
    timed = partial(report.timed, progress=progress)
    _check_target(order.root, order.site)
    with locked(folder, waiting), workplace as pool:
        publisher = Publisher(order.site)
        if order.clean:
            forget(folder)
        with timed("read"):
            sources = _sources(order.root, order.as_of)
            state, config = sources.state, sources.settings.config
            if stamp := _unchanged_since(order, state, publisher):
                return _report_unchanged(stamp, report)
            _preload_worker(len(sources.files.articles), pool)
            archive, words = _read_content(order, sources, pool, report)
            del sources  # It holds the bytes of all articles.
        if any(is_error(problem) for problem in report.problems):
            return report
        views = Views(archive, config)
        # Another root may publish to the same place.
        with locked(publisher.home, waiting):
            publisher.begin(order.clean)
            with timed("records"):
                # Begun first: workers index while this process stages.
                index = IndexBuild(plan_index(searchable_items(views), words), folder, publisher, pool)
            with timed("stage"):
                tree = prepare_tree(order.root, folder, views)
                report.staged = tree.stage()
            with timed("render"):
                report.staged, pages = tree.repair(report.staged, publisher)
                pages, report.rendered = render_missing(
                    folder, report.staged, pages, publisher, pool, tree.look, progress
                )
            with timed("index"):
                search, report.indexed = index.finish()
                report.notices += index.notices
            with timed("publish"):
                manifest = pages | search
                report.published = publisher.finish(manifest)
        _remember(order, state, archive, manifest, report)
    return report


class _Sources(NamedTuple):
    """What a run reads of a root."""

    files: Files
    settings: Settings
    commit: str
    """The checked-out one; empty if there is none."""
    state: str
    """The hash of all that a run reads; empty if it can't be told."""


def _sources(root: Path, as_of: date) -> _Sources:
    files, settings, commit = read_files(root), read_settings(root), head_of(root)
    state = build_stamp.state_of(root, files, as_of, commit) if settings.are_readable else ""
    return _Sources(files, settings, commit, state)


def _unchanged_since(order: _Order, state: str, publisher: Publisher) -> BuildStamp | None:
    """The stamp of the last build, if this one would find all its files and make the same site."""
    stamp = None if order.clean else build_stamp.load(order.folder, state)
    same = stamp and is_complete(order.folder) and publisher.is_current(stamp.manifest)
    return stamp if same else None


def _report_unchanged(stamp: BuildStamp, report: Report) -> Report:
    """The report of a run that finds everything as the last one left it."""
    report.problems, report.articles, report.drafts = stamp.problems, stamp.articles, stamp.drafts
    report.staged = Staged(kept=stamp.staged)
    report.published = Published(0, stamp.files, 0)
    return report


def _preload_worker(articles: int, pool: Pool) -> None:
    """In a large archive, start a worker for the search index while this process reads."""
    if articles > PRELOAD_ARTICLES and pool.shares_disk:
        pool.executor().submit(preload)


def _read_content(order: _Order, sources: _Sources, pool: Pool, report: Report) -> tuple[Archive, Words]:
    """Read the archive and the words of its search; the report gets what is to be said of them."""
    mark = sentence("serve.draft_mark", sources.settings.config.lang) if order.drafts else ""
    compares = order.keeps_addresses and not order.clean
    last = build_stamp.load_published(order.folder) if compares else None
    days = days_until(order.root, order.folder, sources.commit)
    archive, words, report.problems, report.notices = read(
        sources.files, sources.settings, order.as_of, pool, mark, [last] if last else [], days
    )
    report.articles = len(archive.articles)
    report.drafts = [a.url for a in archive.articles if mark and a.title.startswith(mark)]
    return archive, words


def _remember(order: _Order, state: str, archive: Archive, manifest: Manifest, report: Report) -> None:
    """Keep for the next run what was published from which files."""
    assert report.staged
    assert report.published
    if order.keeps_addresses:
        build_stamp.save_published(order.folder, published_by(archive))
    counts = report.published.kept + report.published.written, len(report.staged.hashes)
    stamp = BuildStamp(state, report.articles, report.problems, manifest.id, *counts, report.drafts)
    build_stamp.save(order.folder, stamp)


def _check_target(root: Path, site: Path) -> None:
    """Raises ConfigError where publishing to `site` would put it in the place of content."""
    target = site.resolve()
    for name in CONTENT:
        source = (root / name).resolve()
        if target == source or target in source.parents or source in target.parents:
            raise ConfigError("site-over-content", site=str(site), source=str(source))
