"""`schema`: the JSON Schema of an article's front matter, for editors' tools."""

import json

import click


@click.command()
def schema() -> None:
    """Cetak JSON Schema untuk bagian atas artikel."""
    # No other command needs it before it has something to parse.
    from newsarchive.content.articles.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
