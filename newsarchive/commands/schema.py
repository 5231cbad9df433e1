"""`schema`: the JSON Schema of an article's front matter, for editors' tools."""

import json

import click

from newsarchive.content.schema import json_schema


@click.command()
def schema() -> None:
    """Cetak JSON Schema untuk bagian atas artikel."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
