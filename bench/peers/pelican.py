"""Pelican with the settings that its quickstart writes for publishing, and its cache of what it read."""

import sys
from pathlib import Path

from bench.material import Entry, Material
from bench.peers.tool import LISTED, SITE_NAME, SITE_URL, Tool, pagefind, put

SETTINGS = f"""\
AUTHOR = "Redaksi"
SITENAME = "{SITE_NAME}"
SITEURL = "{SITE_URL.rstrip("/")}"
PATH = "content"
TIMEZONE = "Asia/Jakarta"
DEFAULT_LANG = "id"
RELATIVE_URLS = False
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{{slug}}.atom.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = True
DEFAULT_PAGINATION = {LISTED}

# What it advises for sites whose content seldom changes.
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True

# Its smallest theme, and no menu of 600 facilities on every page.
THEME = "simple"
DISPLAY_CATEGORIES_ON_MENU = False
DISPLAY_PAGES_ON_MENU = False

ARTICLE_URL = "berita/{{date:%Y}}/{{date:%m}}/{{slug}}/"
ARTICLE_SAVE_AS = "berita/{{date:%Y}}/{{date:%m}}/{{slug}}/index.html"
# Articles of different months may have the same slug without being translations of each other.
ARTICLE_TRANSLATION_ID = None
STATIC_PATHS = []
"""


def _start(folder: Path, material: Material) -> None:
    put(folder / "pelicanconf.py", SETTINGS)


def _write(folder: Path, entry: Entry) -> None:
    front = (
        f"Title: {entry.title}\nDate: {entry.day}\nSlug: {entry.key.rpartition('/')[2]}\n"
        f"Category: {entry.facility.name}\nTags: {entry.region.name}; {entry.event.name}\n"
        f"Summary: {entry.summary}\n"
    )
    put(folder / "content" / f"{entry.key}.md", f"{front}\n{entry.body_with_urls()}")


def _rename(folder: Path, material: Material, name: str) -> None:
    for entry in material.renamed_entries(name):
        _write(folder, entry)


PELICAN = Tool(
    id="pelican",
    title="Pelican + Pagefind",
    packages=("pelican",),
    cases=("clean", "unchanged", "added", "edited", "renamed", "memory"),
    start=_start,
    write=_write,
    rename=_rename,
    build=lambda folder: (sys.executable, "-m", "pelican", "--quiet", "--settings", "pelicanconf.py"),
    search=pagefind("output"),
    made=("output", "cache"),
    site="output",
    searches=("output/pagefind",),
)
