"""The options, the kinds of value and the exit codes that several commands share."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from newsarchive.commands.localized import CodedValueError, Option
from newsarchive.config import LANGUAGES
from newsarchive.today import today

WRONG_CONTENT, WRONG_USE, FAILED, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: content with errors; wrong use; not built though the content is sound; ended by Ctrl-C."""

ARCHIVE = ("articles", "vocab")
"""An archive has at least one of these."""


class Day(click.ParamType[date]):
    """A day written as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; fails as wrong use where the text is none."""
        if isinstance(value, date):
            return value
        with suppress(ValueError):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                return date.fromisoformat(value)
        raise CodedValueError("not-a-day", value=value)


class Whole(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; fails as wrong use where the text is none or out of bounds."""
        try:
            number = int(value)
        except ValueError:
            number = self._least - 1
        if not self._least <= number <= self._most:
            raise CodedValueError("not-in-range", value=value, least=self._least, most=self._most)
        return number


class Choice(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; fails as wrong use where it is none of them."""
        if value not in self.choices:
            raise CodedValueError("not-a-choice", value=value, choices=", ".join(self.choices))
        return value


class Address(click.ParamType[str]):
    """The address of a server, with its scheme."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; fails as wrong use where it names no scheme."""
        if value and not re.match(r"[a-z]+://[^/\s]", value):
            raise CodedValueError("not-an-address", value=value)
        return value


class Host(click.ParamType[str]):
    """The name or address of a network interface of this machine."""

    name = "host"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The host; fails as wrong use where it can't be one."""
        if not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", value):
            raise CodedValueError("not-a-host", value=value)
        return value


class Folder(click.ParamType[Path]):
    """A folder that may exist or not."""

    name = "folder"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; fails as wrong use where it is empty or holds a NUL, which no system can open."""
        if not str(value) or "\0" in str(value):
            raise CodedValueError("no-folder", value=value)
        return Path(value)


class ArchiveFolder(Folder):
    """A folder that holds an archive."""

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; fails as wrong use where there is no such folder or no archive in it."""
        root = super().convert(value, param, ctx)
        try:
            if not root.is_dir():
                raise CodedValueError("no-folder", value=value)
            if not any((root / name).is_dir() for name in ARCHIVE):
                raise CodedValueError("no-archive", value=value)
        except OSError as error:
            raise CodedValueError("no-folder", value=value) from error
        return root


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option of our own class: its help stands in `strings/messages.*.yml`, not beside it."""
    return click.option(*names, cls=Option, **settings)


class Revision(click.ParamType[str]):
    """A revision of git, such as `main` or a commit; only git can tell whether it exists."""

    name = "revision"


ROOT = option("--root", type=ArchiveFolder(), default=Path(__file__).resolve().parents[2])
AS_OF = option("--as-of", type=Day(), default=today)
# Obeyed by `choose_language` before anything is parsed; declared so that any command takes and explains it.
LANG = option("--lang", type=Choice(LANGUAGES), expose_value=False)
