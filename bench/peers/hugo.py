"""Hugo with a theme of three short layouts; it has no incremental build, so every build is a whole one."""

import json
import os
from importlib.metadata import distribution
from pathlib import Path

from bench.material import Entry, Material, Terms
from bench.peers.tool import LISTED, SITE_NAME, SITE_URL, Command, Tool, pagefind, put

SETTINGS = f"""\
baseURL = "{SITE_URL}"
title = "{SITE_NAME}"
languageCode = "id"
defaultContentLanguage = "id"

[pagination]
  pagerSize = {LISTED}

[taxonomies]
  facility = "facility"
  region = "region"
  event = "event"
"""
LAYOUTS = {
    "baseof.html": """\
<!DOCTYPE html>
<html lang="id">
<head><meta charset="utf-8"><title>{{ .Title }} | {{ site.Title }}</title>
{{ range .AlternativeOutputFormats }}
<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .RelPermalink }}">{{ end }}</head>
<body><nav><a href="/">{{ site.Title }}</a></nav><main>{{ block "main" . }}{{ end }}</main></body>
</html>
""",
    "single.html": """\
{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date | time.Format ":date_long" }}</time>
{{ range $kind := slice "facility" "region" "event" }}{{ range $.GetTerms $kind }}
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}{{ end }}</p>
{{ .Content }}</article>{{ end }}
""",
    "list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Paginator.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ .Date | time.Format ":date_medium" }}</li>{{ end }}</ul>
{{ partial "pagination.html" . }}{{ end }}
""",
}


def _start(folder: Path, material: Material) -> None:
    put(folder / "hugo.toml", SETTINGS)
    for name, text in LAYOUTS.items():
        put(folder / "layouts" / name, text)
    kinds: dict[str, Terms] = {
        "facility": material.facilities,
        "region": material.regions,
        "event": material.events,
    }
    for kind, terms in kinds.items():
        for term in terms.values():
            _name(folder, kind, term.id, term.name)


def _name(folder: Path, kind: str, id_: str, name: str) -> None:
    put(folder / "content" / kind / id_ / "_index.md", f"---\ntitle: {_quoted(name)}\n---\n")


def _write(folder: Path, entry: Entry) -> None:
    front = (
        f"title: {_quoted(entry.title)}\ndate: {entry.day}\nsummary: {_quoted(entry.summary)}\n"
        f"facility: [{entry.facility.id}]\nregion: [{entry.region.id}]\nevent: [{entry.event.id}]\n"
    )
    put(folder / "content/berita" / f"{entry.key}.md", f"---\n{front}---\n\n{entry.body_with_urls()}")


def _rename(folder: Path, material: Material, name: str) -> None:
    _name(folder, "facility", material.renamed, name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _build(folder: Path) -> Command:
    # The program itself, without the Python script of its package that only starts it.
    name = "hugo.exe" if os.name == "nt" else "hugo"
    program = str(distribution("hugo").locate_file(f"hugo/binaries/{name}"))
    return (program, "build", "--quiet", "--source", folder)


HUGO = Tool(
    id="hugo",
    title="Hugo + Pagefind",
    packages=("hugo",),
    cases=("clean", "edited", "memory"),
    start=_start,
    write=_write,
    rename=_rename,
    build=_build,
    search=pagefind("public"),
    made=("public", "resources"),
    site="public",
    searches=("public/pagefind",),
    whole=True,
)
