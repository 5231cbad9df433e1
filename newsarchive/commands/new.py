"""`new`: begin an article, its front matter filled in and its file in the right folder."""

import sys
from datetime import date
from pathlib import Path

import click

from newsarchive.commands.language import say
from newsarchive.commands.localized import Argument, Command
from newsarchive.commands.options import LANG, ROOT, Day, option
from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.content.vocabulary.names import Names
from newsarchive.markdown.escape import heading_id
from newsarchive.model import FacetName
from newsarchive.pages.staged import scalar

SLUG = 80
"""The longest file name, without its suffix."""


@click.command(cls=Command)
@ROOT
@click.argument("title", cls=Argument)
@option("--facility", required=True)
@option("--event-type", required=True)
@option("--date", "day", type=Day(), required=True)
@LANG
def new(root: Path, title: str, facility: str, event_type: str, day: date) -> None:
    """Begin an article with its front matter filled in."""
    names = Names(load_vocabulary(root)[0])
    found = [
        _resolve(names, "facility", facility, "--facility"),
        _resolve(names, "event_type", event_type, "--event-type"),
    ]
    slug = heading_id(title)[:SLUG].strip("-")
    path = root / "articles" / f"{day:%Y}" / f"{day:%m}" / f"{slug}.md"
    if not slug:
        click.echo(say("new.no-letters"), err=True)
        sys.exit(2)
    if path.exists():
        click.echo(say("new.exists", path=path), err=True)
        sys.exit(2)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ntitle: {scalar(title)}\ndate: {day}\nfacility: {found[0]}\nevent_type: {found[1]}\n"
        "summary: \nsource:\n  publisher: \nstatus: draft\n---\n\n",
        encoding="utf-8",
        newline="\n",
    )
    click.echo(say("new.made", path=path))


def _resolve(names: Names, facet: FacetName, text: str, what: str) -> str:
    """The term's ID; leaves with a hint where the name is unknown or fits several."""
    match = names.resolve(facet, text)
    if match.id:
        return match.id
    near = match.candidates or names.nearest(facet, text)
    code = "new.unknown-near" if near else "new.unknown"
    click.echo(say(code, option=what, text=text, near=", ".join(near)), err=True)
    sys.exit(2)
