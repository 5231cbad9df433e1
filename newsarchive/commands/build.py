"""`build`: bring the site up to date, and say what was done."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
from babel.numbers import format_decimal

from newsarchive.commands.check import exit_code, report_notices, report_problems
from newsarchive.commands.language import language, say
from newsarchive.commands.localized import Command, reason
from newsarchive.commands.options import (
    AS_OF,
    FAILED,
    LANG,
    ROOT,
    WRONG_CONTENT,
    WRONG_USE,
    Address,
    Folder,
    Whole,
    option,
)
from newsarchive.config import ConfigError
from newsarchive.output.build_pages import Progress
from newsarchive.output.publish import Published
from newsarchive.output.remote import VersionError
from newsarchive.output.site_files import RenderError
from newsarchive.output.stage import CollisionError, Staged
from newsarchive.pipeline import Report
from newsarchive.pipeline import build as run_build


@click.command(cls=Command)
@ROOT
@option("--site-dir", type=Folder())
@option("--clean", is_flag=True)
@option("--workers", type=Whole(1, 1024))
@option("--dask", type=Address(), default="")
@option("--json", "as_json", is_flag=True)
@AS_OF
@LANG
def build(
    root: Path, site_dir: Path | None, clean: bool, workers: int | None, dask: str, as_json: bool, as_of: date
) -> None:
    """Build the site from articles/, vocab/ and docs/."""
    site = site_dir or root / "site"
    outcome = attempt(root, site, as_of, clean=clean, workers=workers, dask=dask, keeps_addresses=True)
    if outcome.report and as_json:
        click.echo(json.dumps(summary(outcome.report), indent=2))
    elif outcome.report and outcome.report.published:
        click.echo(sentence(outcome.report, site))
    sys.exit(outcome.code)


class Outcome(NamedTuple):
    """What came of a build: its report, or why there is none; `code` is the exit code that belongs to it."""

    code: int
    report: Report | None = None
    failure: str = ""


def attempt(root: Path, site: Path, as_of: date, **options: Any) -> Outcome:
    """Build with a progress bar on a terminal, and print what went wrong; `options` are the pipeline's."""
    try:
        waiting = partial(click.echo, say("build.waiting"), err=True)
        with progress_shown() as progress:
            report = run_build(root, site, as_of, progress=progress, waiting=waiting, **options)
    except CollisionError as error:
        return _failed(WRONG_CONTENT, say("build.collision", path=error))
    except ConfigError as error:
        return _failed(WRONG_USE, reason(error))
    except (RenderError, VersionError, OSError) as error:
        return _failed(FAILED, say("build.failed", reason=reason(error)))
    except MemoryError:
        return _failed(FAILED, say("build.failed", reason=os.strerror(errno.ENOMEM)))
    report_notices(report.notices)
    report_problems(report.problems)
    if report.published is None:
        click.echo(say("build.stopped"), err=True)
        return Outcome(exit_code(report.problems), report)
    return Outcome(0, report)


def _failed(code: int, failure: str) -> Outcome:
    click.echo(failure, err=True)
    return Outcome(code, failure=failure)


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """Show each stage, and how much of it is done, on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    # Takes a tenth of a second to load.
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, total: bar.update(
            task, description=say(f"stages.{stage}"), completed=done, total=total or None
        )


def summary(report: Report) -> dict[str, Any]:
    """The report for machines: counts, and seconds by stage."""

    def counts(result: Staged | Published | None) -> dict[str, int] | None:
        if result is None:
            return None
        return {"written": result.written, "kept": result.kept, "removed": result.removed}

    return {
        "problems": len(report.problems),
        "articles": report.articles,
        "staged": counts(report.staged),
        "rendered": report.rendered,
        "indexed": report.indexed,
        "site": counts(report.published),
        "seconds": report.seconds,
    }


def sentence(report: Report, site: Path) -> str:
    """The report in one line for people."""
    assert report.staged
    assert report.published
    seconds = report.seconds.items()
    stages = ", ".join(f"{say(f'stages.{name}').lower()} {_rounded(value)}" for name, value in seconds)
    return say(
        "build.done",
        articles=report.articles,
        staged=report.staged.written,
        rendered=report.rendered,
        kept=report.published.kept,
        removed=report.published.removed,
        seconds=_rounded(sum(value for _, value in seconds)),
        stages=stages,
        site=site,
    )


def _rounded(seconds: float) -> str:
    return format_decimal(seconds, "0.0", locale=language())
