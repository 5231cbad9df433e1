"""`schema`: the JSON Schema of an article's front matter, for editors' tools."""

import json

import click

from newsarchive.commands.localized import Command
from newsarchive.commands.options import LANG


@click.command(cls=Command)
@LANG
def schema() -> None:
    """Print the JSON Schema of the front matter."""
    # No other command needs it before it has something to parse.
    from newsarchive.content.articles.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
