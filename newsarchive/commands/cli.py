"""The command line: one group of commands, and the exit codes that they share."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from newsarchive.commands.options import FAILED
from newsarchive.config import ConfigError

COMMANDS = ("build", "check", "new", "schema", "serve")
"""Each is a module of this folder with a function of the same name."""


class _Commands(click.Group):
    """Loads a command when it is called for: a server is nothing that a build should wait for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"newsarchive.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Arsip berita pemasyarakatan: periksa artikel, bangun situs, tayangkan di komputer sendiri.

    Tanpa perintah sama dengan `build`. Kode keluar: 0 beres, 1 isi bermasalah, 2 salah pakai, 3 gagal
    membangun karena sebab lain (misalnya cakram penuh).
    """
    build = cli.get_command(context, "build")
    if build and context.invoked_subcommand is None:
        context.invoke(build)


def main() -> int:
    """Run the command line; returns the exit code."""
    # A Windows console may not know all letters; a message must never die of one.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError):
                stream.reconfigure(errors="replace")
    try:
        cli()
    except ConfigError as error:
        click.echo(str(error), err=True)
        return 2
    except OSError as error:
        click.echo(f"Gagal: {error}", err=True)
        return FAILED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return 0


def end(code: int) -> NoReturn:
    """End the process at once, without taking apart one by one what the system frees in a moment."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)
