"""`new`: begin an article, its front matter filled in and its file in the right folder."""

import sys
from datetime import date
from pathlib import Path

import click

from newsarchive.commands.options import ROOT, Day
from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.content.vocabulary.names import Names
from newsarchive.model import FacetName
from newsarchive.pages import view
from newsarchive.pages.staged import scalar

SLUG = 80
"""The longest file name, without its suffix."""


@click.command()
@ROOT
@click.argument("title")
@click.option("--facility", required=True, help="ID, nama, atau nama lain.")
@click.option("--event-type", required=True, help="ID atau nama jenis peristiwa.")
@click.option("--date", "day", type=Day(), required=True, help="Tanggal peristiwa.")
def new(root: Path, title: str, facility: str, event_type: str, day: date) -> None:
    """Mulai artikel baru dengan bagian atas yang sudah terisi."""
    names = Names(load_vocabulary(root)[0])
    found = [
        _resolve(names, "facility", facility, "fasilitas"),
        _resolve(names, "event_type", event_type, "jenis peristiwa"),
    ]
    slug = view.slug(title)[:SLUG].strip("-")
    path = root / "articles" / f"{day:%Y}" / f"{day:%m}" / f"{slug}.md"
    if not slug:
        click.echo("Judul harus memuat huruf atau angka.", err=True)
        sys.exit(2)
    if path.exists():
        click.echo(f"{path} sudah ada; tidak diubah.", err=True)
        sys.exit(2)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ntitle: {scalar(title)}\ndate: {day}\nfacility: {found[0]}\nevent_type: {found[1]}\n"
        "summary: \nsource:\n  publisher: \nstatus: draft\n---\n\n",
        encoding="utf-8",
        newline="\n",
    )
    click.echo(f"{path}\nIsi ringkasan, sumber, dan teksnya; lalu ubah status menjadi published.")


def _resolve(names: Names, facet: FacetName, text: str, what: str) -> str:
    """The term's ID; leaves with a hint where the name is unknown or fits several."""
    match = names.resolve(facet, text)
    if match.id:
        return match.id
    near = match.candidates or names.nearest(facet, text)
    hint = f" Mungkin maksud Anda: {', '.join(near)}." if near else ""
    click.echo(f"{what.capitalize()} tidak dikenal: {text}.{hint}", err=True)
    sys.exit(2)
