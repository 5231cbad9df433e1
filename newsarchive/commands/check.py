"""`check`: report every problem of the content at once."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import click

from newsarchive.commands.options import AS_OF, ROOT
from newsarchive.output.workers import processes
from newsarchive.pipeline import check as run_check
from newsarchive.problems import FORMATS, Lang, Problem, is_error


@click.command()
@ROOT
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--lang", type=click.Choice(get_args(Lang)), default="id", show_default=True)
@AS_OF
def check(root: Path, form: str, lang: Lang, as_of: date) -> None:
    """Periksa semua artikel, istilah, dan halaman tanpa membangun situs."""
    with processes() as pool:
        problems, notices = run_check(root, as_of, pool)
    report_notices(notices)
    click.echo(FORMATS[form](problems, lang), nl=False)
    if any(map(is_error, problems)):
        sys.exit(1)


def report_problems(problems: Sequence[Problem]) -> None:
    """Print problems that turned up on the way to something else, if there are any."""
    if problems:
        click.echo(FORMATS["text"](problems, "id"), err=True)


def report_notices(notices: Sequence[str]) -> None:
    """Say that the cache of parsed articles was of no use; the result is the same without it."""
    for notice in notices:
        click.echo(f"Tembolok artikel tidak dapat dipakai dan dibuat ulang ({notice}).", err=True)
