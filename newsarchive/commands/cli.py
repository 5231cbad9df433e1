"""The command line: one group of commands, and the exit codes of its errors."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from newsarchive.commands.language import choose_language, say
from newsarchive.commands.localized import Group, reason, usage_line
from newsarchive.commands.options import FAILED, INTERRUPTED, LANG, WRONG_USE
from newsarchive.config import ConfigError

COMMANDS = ("build", "check", "new", "schema", "serve")
"""Each is a module of this folder with a function of the same name."""


class _Commands(Group):
    """Imports a command's module when it is called, so that `build` needn't load what `serve` imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"newsarchive.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, invoke_without_command=True)
@LANG
@click.pass_context
def cli(context: click.Context) -> None:
    """Run a command; without one, `build`."""
    build = cli.get_command(context, "build")
    if build and context.invoked_subcommand is None:
        context.invoke(build)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (default: the process' own arguments); returns the exit code."""
    # A Windows console may not know all letters; a message must never die of one.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError):
                stream.reconfigure(errors="replace")
    arguments = sys.argv[1:] if arguments is None else arguments
    choose_language(arguments)
    try:
        code = cli.main(list(arguments), prog_name="build_site.py", standalone_mode=False)
    except click.UsageError as error:
        click.echo(usage_line(error), err=True)
        return WRONG_USE
    except ConfigError as error:
        click.echo(reason(error), err=True)
        return WRONG_USE
    except OSError as error:
        click.echo(say("failed", reason=reason(error)), err=True)
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("interrupted"), err=True)
        return INTERRUPTED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return code if isinstance(code, int) else 0
