"""`build`: bring the site up to date, and say what was done."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from newsarchive.commands.check import report_notices, report_problems
from newsarchive.commands.options import AS_OF, FAILED, ROOT
from newsarchive.output.publish import Published
from newsarchive.output.remote import VersionError
from newsarchive.output.site_files import RenderError
from newsarchive.output.stage import CollisionError, Staged
from newsarchive.pipeline import Progress, Report
from newsarchive.pipeline import build as run_build

STAGES = {
    "read": "Membaca",
    "records": "Mendata",
    "stage": "Menyiapkan halaman",
    "render": "Membuat halaman",
    "index": "Menyusun pencarian",
    "publish": "Menerbitkan",
}


@click.command()
@ROOT
@click.option("--site-dir", type=click.Path(path_type=Path), help="Folder situs jadi [bawaan: ROOT/site].")
@click.option("--clean", is_flag=True, help="Buat semuanya lagi dari awal.")
@click.option("--workers", type=click.IntRange(min=1), help="Jumlah proses [bawaan: sebanyak inti prosesor].")
@click.option(
    "--dask", metavar="ALAMAT", default="", help="Kerjakan di klaster Dask, misalnya tcp://10.0.0.5:8786."
)
@click.option("--json", "as_json", is_flag=True, help="Ringkasan sebagai JSON.")
@AS_OF
def build(
    root: Path, site_dir: Path | None, clean: bool, workers: int | None, dask: str, as_json: bool, as_of: date
) -> None:
    """Bangun situs dari articles/, vocab/, dan docs/."""
    site = site_dir or root / "site"
    report = run_or_exit(root, site, as_of, clean=clean, workers=workers, dask=dask)
    if as_json:
        click.echo(json.dumps(summary(report), indent=2))
    elif report.published:
        click.echo(sentence(report, site))
    if report.published is None:
        sys.exit(1)


def run_or_exit(
    root: Path, site: Path, as_of: date, *, clean: bool = False, workers: int | None = None, dask: str = ""
) -> Report:
    """Build with a progress bar on a terminal; print problems; exit where the machine fails us."""
    waiting = partial(click.echo, "Bangun lain sedang berjalan; menunggu …", err=True)
    try:
        with progress_shown() as progress:
            report = run_build(
                root,
                site,
                as_of,
                clean=clean,
                workers=workers,
                dask=dask,
                progress=progress,
                waiting=waiting,
            )
    except CollisionError as error:
        click.echo(f"Dua halaman menempati satu alamat: {error}. Situs lama tidak diubah.", err=True)
        sys.exit(1)
    except (RenderError, VersionError, OSError) as error:
        click.echo(f"Situs gagal dibangun; situs lama tidak diubah. Sebabnya: {error}", err=True)
        sys.exit(FAILED)
    report_notices(report.notices)
    report_problems(report.problems)
    if report.published is None:
        click.echo("Situs tidak diubah; perbaiki dulu kesalahan di atas.", err=True)
    return report


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
            task, description=STAGES[stage], completed=done, total=total or None
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
    stages = ", ".join(f"{STAGES[name].lower()} {_said(value)}" for name, value in report.seconds.items())
    return (
        f"{report.articles} artikel dibaca; {report.staged.written} naskah disiapkan, "
        f"{report.rendered} halaman dibuat, {report.published.kept} berkas tetap, "
        f"{report.published.removed} dihapus; {_said(sum(report.seconds.values()))} detik ({stages}). "
        f"Situs: {site}"
    )


def _said(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")
