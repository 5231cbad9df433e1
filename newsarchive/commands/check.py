"""`check`: report every problem of the content at once."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from newsarchive.commands.language import language, say
from newsarchive.commands.localized import Command
from newsarchive.commands.options import AS_OF, LANG, ROOT, WRONG_CONTENT, WRONG_USE, Choice, Revision, option
from newsarchive.output.workers import processes
from newsarchive.pipeline import check as run_check
from newsarchive.problems import FORMATS, Problem, is_error
from newsarchive.settings.read import is_settings_problem


@click.command(cls=Command)
@ROOT
@option("--format", "form", type=Choice(list(FORMATS)), default="text", show_default=True)
@option("--base", type=Revision(), default="")
@AS_OF
@LANG
def check(root: Path, form: str, base: str, as_of: date) -> None:
    """Check articles, vocabularies and pages without building the site."""
    with processes() as pool:
        problems, notices = run_check(root, as_of, pool, base, keeps_addresses=True)
    report_notices(notices)
    click.echo(FORMATS[form](problems, language()), nl=False)
    sys.exit(exit_code(problems))


def exit_code(problems: Sequence[Problem]) -> int:
    """The exit code for these problems: wrong settings count as wrong use, which comes first."""
    errors = [found for found in problems if is_error(found)]
    if any(map(is_settings_problem, errors)):
        return WRONG_USE
    return WRONG_CONTENT if errors else 0


def report_problems(problems: Sequence[Problem]) -> None:
    """Print problems that another command met, if there are any."""
    if problems:
        click.echo(FORMATS["text"](problems, language()), err=True)


def report_notices(notices: Sequence[str]) -> None:
    """Say that the cache of parsed articles was damaged; the result is the same without it."""
    for notice in notices:
        click.echo(say("cache_damaged", reason=notice), err=True)
