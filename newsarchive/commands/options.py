"""The options and the exit code that several commands share."""

from datetime import date
from pathlib import Path

import click

FAILED = 3
"""Exit code where the site couldn't be built though its content is sound."""


class Day(click.ParamType[date]):
    """A day written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; fails as wrong use where the text is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} bukan tanggal; tulis misalnya 2026-01-31.", param, ctx)


ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(__file__).resolve().parents[2],
    help="Folder dengan articles/, vocab/, docs/, dan mkdocs.yml.",
)
AS_OF = click.option(
    "--as-of",
    type=Day(),
    default=date.today,
    show_default="hari ini",
    help="Tanggal acuan; tanggal sesudahnya dianggap belum terjadi.",
)
