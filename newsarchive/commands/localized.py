"""Click's commands, options and usage errors, said in the user's language."""

import errno
import os
from difflib import get_close_matches
from typing import Any

import click

from newsarchive.commands.language import language, say
from newsarchive.messages import CodedError, messages


class CodedUsageError(click.UsageError):
    """Wrong use, with the message `usage.CODE`; `{option}` in it is the option concerned."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class CodedValueError(click.BadParameter):
    """A wrong value of an option, with the message `usage.CODE`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Option(click.Option):
    """An option whose help is `options.COMMAND.NAME`, or `options.all.NAME` if shared by commands."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        metavar = "" if self.is_flag else f" {self.make_metavar(ctx)}"
        extra = f" {say('help.default', value=self.default)}" if self.show_default else ""
        return ", ".join(self.opts) + metavar, option_help(ctx.command, self) + extra

    def make_metavar(self, ctx: click.Context) -> str:
        if isinstance(self.type, click.Choice):
            return f"[{'|'.join(self.type.choices)}]"
        return say(f"metavars.{self.type.name}")


class Argument(click.Argument):
    """An argument whose name in usage lines is `metavars.NAME`."""

    def make_metavar(self, ctx: click.Context) -> str:
        return say(f"metavars.{self.name}")


class _Localized(click.Command):
    """What commands and their group have in common."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        arguments = [piece for p in self.get_params(ctx) for piece in p.get_usage_pieces(ctx)]
        return [say("help.options_piece"), *arguments]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('help.usage')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"commands.{self.name}"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("help.options")):
            formatter.write_dl([record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))])

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(f"commands.{self.name}").split("\n", 1)[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        if self._help_option is None:
            self._help_option = Option(
                ["-h", "--help"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
            )
        return self._help_option


class Command(_Localized):
    """A command that speaks the user's language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
            if rest:
                raise CodedUsageError("extra-arguments", arguments=" ".join(rest))
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        return rest


class Group(_Localized, click.Group):
    """A group of commands that speaks the user's language."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [say("help.options_piece"), say("help.command_piece")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(say("help.commands")):
            formatter.write_dl([(name, found.get_short_help_str()) for name, found in commands if found])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        found = self.get_command(ctx, args[0])
        if found is None:
            known = self.list_commands(ctx)
            near = get_close_matches(args[0].lower(), known, n=1)
            if near:
                raise CodedUsageError("no-such-command-near", name=args[0], near=near[0])
            raise CodedUsageError("no-such-command", name=args[0], known=", ".join(known))
        return args[0], found, args[1:]


def option_help(command: click.Command, option: click.Parameter) -> str:
    """What an option of a command is for, in one sentence."""
    words = messages(language())["options"]
    return str(words.get(command.name, {}).get(option.name) or words["all"][option.name])


def usage_line(error: click.UsageError) -> str:
    """Wrong use in one line, with the command that shows the help."""
    path = error.ctx.command_path if error.ctx else ""
    return f"{_usage_sentence(error)} {say('help.see', command=path)}" if path else _usage_sentence(error)


def _usage_sentence(error: click.UsageError) -> str:
    match error:
        case CodedUsageError() | CodedValueError():
            param = error.param if isinstance(error, CodedValueError) else None
            values = {"option": _name(param)} if param else {}
            return say(f"usage.{error.code}", **values, **error.values)
        case click.NoSuchOption():
            near = ", ".join(error.possibilities or ())
            code = "no-such-option-near" if near else "no-such-option"
            return say(f"usage.{code}", name=error.option_name, near=near)
        case click.MissingParameter() if error.param:
            if isinstance(error.param, click.Argument):
                argument = error.param.make_metavar(error.ctx or click.Context(Command("")))
                return say("usage.missing-argument", name=argument)
            return say("usage.missing-option", option=_name(error.param))
        case click.BadOptionUsage():
            options = error.ctx.command.params if error.ctx else []
            flag = any(
                isinstance(o, click.Option) and o.is_flag and error.option_name in o.opts for o in options
            )
            return say(f"usage.{'value-not-wanted' if flag else 'value-missing'}", option=error.option_name)
        case _:
            return say("usage.other", reason=error.format_message())


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len)


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def reason(error: Exception) -> str:
    """Why something failed: our message, or the system's with an explanation if we have one."""
    if isinstance(error, CodedError):
        return error.text(language())
    if isinstance(error, OSError) and error.errno and error.errno in errno.errorcode:
        known: dict[str, Any] = messages(language())["system"]
        if text := known.get(errno.errorcode[error.errno]):
            file = f": {error.filename}" if error.filename else ""
            return f"{text}{file} ({error.strerror or os.strerror(error.errno)})"
    return str(error)
