"""Our own tool."""

import sys
from pathlib import Path

import yaml

from bench.corpus import REPOSITORY
from bench.material import Entry, Material, read_yaml
from bench.peers.tool import Asking, Command, SearchPage, Tool, pagefind, put
from bench.results import CASES

AS_OF = "2026-11-01"
ALONE = "search"
"""Where Pagefind's index goes where our site brings none: not into the site, where we would remove it."""


def _start(folder: Path, material: Material) -> None:
    # It works in the archive itself.
    assert folder == material.root


def _write(folder: Path, entry: Entry) -> None:
    put(folder / "articles" / f"{entry.key}.md", entry.source)


def _rename(folder: Path, material: Material, name: str) -> None:
    path = folder / "vocab/facilities.yml"
    terms = read_yaml(path)
    term = terms[material.renamed]
    term["former_names"] = [*term.get("former_names", []), term["name"]]
    term["name"] = name
    put(path, yaml.dump(terms, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000))


def _command(verb: str, *options: str) -> Command:
    return (sys.executable, REPOSITORY / "build_site.py", verb, "--as-of", AS_OF, *options)


def _search(folder: Path) -> Command | None:
    return None if (folder / "site/cari/indeks.json").exists() else pagefind("site", ALONE)(folder)


OURS = Tool(
    id="ours",
    title="this project",
    packages=("mkdocs", "mkdocs-material"),
    cases=tuple(CASES),
    start=_start,
    write=_write,
    rename=_rename,
    build=lambda folder: (*_command("build", "--json"), "--root", folder),
    search=_search,
    made=("build", "*site*", ALONE),
    site="site",
    searches=("site/cari", ALONE),
    clean_options=("--clean",),
    check=lambda folder: (*_command("check"), "--root", folder),
    cache="build",
    search_page=SearchPage(
        path="cari/",
        field="#q",
        found="""document.querySelector("[data-search-status]")?.dataset.state === "done"
            && document.querySelector("a[data-search-result]")""",
        shared=("assets/archive.*", "assets/favicon.*"),
        narrowed="?tahun={year}",
    ),
    asking=Asking(
        path="cari/?q={words}",
        asked="""() => document.querySelector("[data-search-status]")?.dataset.state === "done" """,
        found="""[...document.querySelectorAll("a[data-search-result]")].map((link) => link.href)""",
    ),
)
