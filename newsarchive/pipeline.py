"""The stages of a build, in order: read and judge, plan and stage, render, publish."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from newsarchive.config import load_config
from newsarchive.content.archive import load_archive
from newsarchive.content.cache import ParseCache
from newsarchive.model import Archive
from newsarchive.output.lock import locked
from newsarchive.output.make import Progress, make, manifest
from newsarchive.output.publish import Published, Publisher
from newsarchive.output.stage import Staged, stage, write_settings
from newsarchive.pages import plan
from newsarchive.problems import Problem, is_error
from newsarchive.version import site_version


@dataclass(slots=True)
class Report:
    """What a build found and did; `published` is None where problems kept it from publishing."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    articles: int = 0
    staged: Staged | None = None
    rendered: int = 0
    published: Published | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Take the time of one stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - start, 3)


@contextmanager
def processes(workers: int | None = None) -> Iterator[Callable[[], Executor]]:
    """A pool of worker processes (default: one a core) that is started when it is first called for."""
    started: list[Executor] = []

    def pool() -> Executor:
        if not started:
            # Spawned, not forked: a worker needs nothing of the archive that this process holds.
            context = get_context("spawn")
            started.append(ProcessPoolExecutor(workers or os.cpu_count() or 1, context))
        return started[0]

    try:
        yield pool
    finally:
        for executor in started:
            executor.shutdown(cancel_futures=True)


def read(
    root: Path, as_of: date, pool: Callable[[], Executor]
) -> tuple[Archive, list[Problem], list[str]]:
    """The archive, all its problems, and notices of what went wrong with the cache of parsed articles."""
    cache = ParseCache(root / "build" / "parsed.sqlite")
    archive, problems = load_archive(root, as_of, lambda items: cache.parse_all(items, pool))
    return archive, problems, cache.notices


def build(
    root: Path,
    site: Path,
    as_of: date,
    *,
    clean: bool = False,
    workers: int | None = None,
    progress: Progress = lambda done, total: None,
    waiting: Callable[[], None] = lambda: None,
) -> Report:
    """Bring `site` to what the content under `root` says, or leave it alone where the content has errors.

    `workers` is the number of processes (default: one a core); `waiting` is called where another build is
    at work on this root. Raises ConfigError, CollisionError, RenderError and OSError, all before the site
    is touched.
    """
    report = Report()
    config = load_config(root)
    folder = root / "build"
    version = site_version(root)
    with locked(folder, waiting), processes(workers) as pool:
        with report.timed("read"):
            archive, report.problems, report.notices = read(root, as_of, pool)
            report.articles = len(archive.articles)
        if any(is_error(problem) for problem in report.problems):
            return report
        with report.timed("stage"):
            write_settings(folder, config)
            assets = {path: root / source for path, source in archive.assets.items()}
            report.staged = stage(folder, plan(archive, config), assets, version)
        with report.timed("render"):
            publisher = Publisher(site)
            publisher.begin(clean)
            wanted = manifest(report.staged, version)
            report.rendered = make(folder, report.staged, wanted, publisher, pool, progress)
        with report.timed("publish"):
            report.published = publisher.finish(wanted)
    return report
