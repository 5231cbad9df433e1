"""`new`: begin an article, its front matter filled in and its file in the right folder."""

from pathlib import Path

import click

from newsarchive.commands.check import report_problems
from newsarchive.commands.language import language, say
from newsarchive.commands.localized import Argument, CodedUsageError, Command
from newsarchive.commands.options import LANG, ROOT, WRONG_CONTENT, option
from newsarchive.content.articles.parse import parse
from newsarchive.content.files import read_files
from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.editing.skeleton import Wishes, begin
from newsarchive.problems import Problem, hint, is_error, message
from newsarchive.today import today

OPTIONS = {"date": "--date", "facility": "--facility", "region": "--region", "event_type": "--event-type"}
"""Where the fields of the front matter come from."""


class _New(Command):
    """Tells a title that begins with a hyphen from an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {name for p in self.params if isinstance(p, click.Option) for name in p.opts}
        before = ""
        for argument in args:
            if argument == "--":
                break
            # No option has a blank in its name.
            blank_in_name = " " in argument.partition("=")[0].strip()
            if argument.startswith("-") and blank_in_name and before not in takes_value:
                raise CodedUsageError("title-like-option", title=argument)
            before = argument
        return super().parse_args(ctx, args)


@click.command(cls=_New)
@ROOT
@click.argument("title", cls=Argument)
@option("--facility", "facilities", multiple=True)
@option("--region", "regions", multiple=True)
@option("--event-type", "event_types", multiple=True)
@option("--date", "day", type=str)
@LANG
def new(
    root: Path,
    title: str,
    facilities: tuple[str, ...],
    regions: tuple[str, ...],
    event_types: tuple[str, ...],
    day: str | None,
) -> None:
    """Begin an article with its front matter filled in."""
    vocabulary, problems = load_vocabulary(root)
    if any(map(is_error, problems)):
        report_problems(problems)
        raise click.exceptions.Exit(WRONG_CONTENT)
    wishes = Wishes(title, day or "", facilities, regions, event_types)
    skeleton, found = begin(wishes, vocabulary, today(), say("new.note"))
    refusals = _missing(wishes)
    refusals += [_refusal(field, one) for field, one in found if one.code != "missing-facility-or-region"]
    if skeleton.path.endswith("/.md"):
        refusals.insert(0, say("new.no-letters"))
    path = root / skeleton.path
    if not refusals and (path.exists() or path.is_symlink()):
        refusals = [say("new.exists", path=_shown(path))]
    if not refusals and (owner := _owner(root, skeleton.path)):
        refusals = [say("new.former-address", path=_shown(path), other=owner)]
    if refusals:
        click.echo("\n".join(refusals), err=True)
        raise click.exceptions.Exit(2)
    path.parent.mkdir(parents=True, exist_ok=True)
    # "x": leaves a file alone that someone has made meanwhile.
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(skeleton.text)
    click.echo(say("new.made", path=_shown(path)))


def _missing(wishes: Wishes) -> list[str]:
    """What every article needs and only its editor knows, in one line."""
    missing = [] if wishes.facilities or wishes.regions else [say("new.place")]
    missing += [] if wishes.event_types else ["--event-type"]
    missing += [] if wishes.date else ["--date"]
    return [say("new.missing", options=", ".join(missing))] if missing else []


def _refusal(field: str, problem: Problem) -> str:
    """The message of `check`, with the option concerned."""
    option = OPTIONS.get(field, "")
    start = f"{option}: " if option else ""
    return f"{start}{message(problem, language())}\n    {hint(problem, language())}"


def _owner(root: Path, path: str) -> str:
    """The article that once had this address and still leads from it to its own; '' if there is none."""
    key = path.removeprefix("articles/").removesuffix(".md")
    for other, data in read_files(root).articles:
        if key.encode() in data:
            front = parse(other, data).front
            if front and key in front.aliases:
                return other
    return ""


def _shown(path: Path) -> Path:
    """The shortest form of the path from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
