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
from newsarchive.output.make import Progress, make, manifest
from newsarchive.output.publish import Published, Publisher
from newsarchive.output.stage import Staged, stage, write_settings
from newsarchive.output.version import site_version
from newsarchive.pages import plan
from newsarchive.problems import Problem


@dataclass(slots=True)
class Report:
    """What a build found and did; `published` is None where problems kept it from publishing."""

    problems: list[Problem] = field(default_factory=list)
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


def build(
    root: Path,
    site: Path,
    as_of: date,
    *,
    clean: bool = False,
    workers: int | None = None,
    pool: Callable[[], Executor] | None = None,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Bring `site` to what the content under `root` says, or leave it alone where the content has errors.

    `workers` is the number of processes (default: one a core); `pool` makes another executor than theirs.
    Raises ConfigError, CollisionError, RenderError and OSError, all before the site is touched.
    """
    report = Report()
    workers = workers or os.cpu_count() or 1
    config = load_config(root)
    with report.timed("read"):
        archive, report.problems = load_archive(root, as_of)
        report.articles = len(archive.articles)
    if any(problem.severity == "error" for problem in report.problems):
        return report
    folder = root / "build"
    version = site_version(root)
    with report.timed("stage"):
        write_settings(folder, config)
        assets = {path: root / source for path, source in archive.assets.items()}
        report.staged = stage(folder, plan(archive, config), assets, version)
    with report.timed("render"):
        publisher = Publisher(site)
        publisher.begin(clean)
        wanted = manifest(report.staged, version)
        report.rendered = make(
            folder, report.staged, wanted, publisher, pool or _processes(workers), workers, progress
        )
    with report.timed("publish"):
        report.published = publisher.finish(wanted)
    return report


def _processes(workers: int) -> Callable[[], Executor]:
    # Spawned, not forked: a worker needs nothing of the archive that this process holds in memory.
    return lambda: ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
