"""Plain MkDocs with Material, the articles outside the navigation; every build is a whole one."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from bench.material import Entry, Material
from bench.peers.tool import SITE_NAME, SITE_URL, Asking, SearchPage, Tool, pagefind, put
from bench.results import SEARCHES

SETTINGS = f"""\
site_name: {SITE_NAME}
site_url: {SITE_URL}
theme:
  name: material
  language: id
  font: false
plugins: PLUGINS
nav:
  - Beranda: index.md
not_in_nav: /berita/
markdown_extensions: [toc, tables, footnotes, def_list, admonition, fenced_code, sane_lists]
"""
ANSWERED = """
const asked = [];
let answered = null;
window.Worker = class extends Worker {
  constructor(...options) {
    super(...options);
    this.addEventListener("message", ({ data }) => { if (data.type === 3) answered = asked.shift(); });
  }
  postMessage(message, ...options) {
    if (message.type === 2) asked.push(message.data);
    super.postMessage(message, ...options);
  }
};
"""
"""Notes which query Material's search worker has answered last; the page itself doesn't tell."""


def _start(plugins: str, folder: Path) -> None:
    put(folder / "mkdocs.yml", SETTINGS.replace("PLUGINS", plugins))
    put(folder / "docs/index.md", f"# {SITE_NAME}\n")


def _write(folder: Path, entry: Entry) -> None:
    title, summary = (json.dumps(text, ensure_ascii=False) for text in (entry.title, entry.summary))
    front = f"title: {title}\ndescription: {summary}\ndate: {entry.day}\n"
    put(folder / "docs/berita" / f"{entry.key}.md", f"---\n{front}---\n\n# {entry.title}\n\n{entry.body}")


def _rename(folder: Path, material: Material, name: str) -> None:
    """It has no vocabulary; the case isn't measured."""


MKDOCS = Tool(
    id="mkdocs",
    title="MkDocs + Material + Pagefind",
    packages=("mkdocs", "mkdocs-material"),
    cases=("clean", "edited", "memory", "questions"),
    start=lambda folder, material: _start("[]", folder),
    write=_write,
    rename=_rename,
    build=lambda folder: (sys.executable, "-m", "mkdocs", "build", "--quiet"),
    search=pagefind("site"),
    made=("site",),
    site="site",
    searches=("site/pagefind",),
    whole=True,
    # Its interface shows what this function finds, five articles first.
    asking=Asking(
        path="",
        asked="""async (words) => {
            if (window.found) return true;
            const pagefind = await import("/pagefind/pagefind.js");
            const { results } = await pagefind.search(words);
            const first = await Promise.all(results.slice(0, 5).map((result) => result.data()));
            window.found = first.map(({ url }) => url);
            return true;
        }""",
        found="found",
    ),
)
# Its own search instead of Pagefind: one index, which every reader who searches loads whole.
MKDOCS_SEARCH = replace(
    MKDOCS,
    id="mkdocs-search",
    title="MkDocs + Material, own search",
    cases=("clean", "memory", *SEARCHES, "questions"),
    start=lambda folder, material: _start("[search]", folder),
    search=lambda folder: None,
    searches=("site/search",),
    search_page=SearchPage(
        path="",
        field="[data-md-component=search-query]",
        found="""document.querySelector("[data-md-component=search-query]")?.value === answered
            && document.querySelector(".md-search-result__item")""",
        # All of its script, most of which is for other things.
        shared=("assets/images/*", "assets/javascripts/bundle.*", "assets/stylesheets/*"),
        before=ANSWERED,
    ),
    asking=Asking(
        path="",
        asked="""(words) => {
            const field = document.querySelector("[data-md-component=search-query]");
            if (field.value !== words) {
                field.focus();
                field.value = words;
                field.dispatchEvent(new Event("keyup", { bubbles: true }));
                field.dispatchEvent(new Event("input", { bubbles: true }));
            }
            return window.shown?.();
        }""",
        found="""[...document.querySelectorAll(".md-search-result__link")].map((link) => link.href)""",
        before=f"""{ANSWERED}
            window.shown = () => {{
                const field = document.querySelector("[data-md-component=search-query]");
                // The list is drawn soon after the worker's answer.
                if (field.value === answered) window.since ??= performance.now();
                return window.since && performance.now() - window.since > 400;
            }};""",
    ),
)
