"""Every address that the site makes by itself, so that each is written down once.

Addresses are relative to the site's root; those of pages end with a slash. They are permanent: a page that
has been published is found there for ever.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

ARTICLES = "berita/"
CALENDAR = "arsip/"
GLOSSARY = "glosarium/"
GUIDE = "panduan/"
"""The editors' guide; of its pages readers are shown the first one."""
SEARCH = "cari/"
CHANGES = "koreksi/"
"""Corrections, replies, updates and withdrawals."""
RECENT = "terbaru/"
STORIES = "cerita/"
"""The page of a story stands below it under the story's ID."""
FEEDS = "ikuti/"
"""The page that lists all feeds."""
OPML = f"{FEEDS}feeds.opml"
FEED_FILES = ("feed.xml", "feed.json")
"""Atom and JSON Feed, beside the page whose articles they list."""
QUALITY = "data/mutu/"
"""What is known of the archive's quality; the lists of what articles lack stand below it."""
UNREPORTED = f"{QUALITY}fasilitas-belum-diberitakan/"
"""Facilities that no article tells of."""
SINGLE = (CALENDAR, CHANGES, FEEDS, GLOSSARY, QUALITY, RECENT, SEARCH, STORIES, UNREPORTED)
"""Pages of which there is one each, whatever stands below them."""
FACETS: Mapping[str, str] = MappingProxyType(
    {"facility": "fasilitas/", "region": "wilayah/", "theme": "tema/", "event_type": "peristiwa/"}
)
"""The index page of each facet; the page of a term stands below it under the term's ID."""
_PLANNED = ("data/", "tambah/")
"""Pages to come: kept free now, since a page of that name would have to move later."""

SEARCH_TERMS = f"{SEARCH}istilah.json"
"""Every term by any of its names."""
SEARCH_WORDS = f"{SEARCH}kata.json"
"""The table of words, with which the browser reads a query as we read the articles."""
SEARCH_START = f"{SEARCH}indeks.json"
"""What a search reads first: which files the index has; the one file of it whose name never changes."""
SEARCH_INDEX = f"{SEARCH}indeks/"
SEARCH_TEXTS = f"{SEARCH_INDEX}teks/"
"""The texts that search results show, in groups."""

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
REDIRECTS = "_redirects"
NOT_FOUND = "404.html"
BUILD_ID = "build-id.txt"
"""Stands in a site that is whole: the ID of its manifest."""

RESERVED = frozenset(folder.split("/")[0] for folder in (ARTICLES, *SINGLE, *FACETS.values(), *_PLANNED))
"""First parts of addresses that belong to generated pages."""
_RESERVED_FILES = frozenset(
    {
        SITEMAP,
        f"{SITEMAP}.gz",
        ROBOTS,
        REDIRECTS,
        NOT_FOUND,
        BUILD_ID,
        "assets/images/favicon.png",
        *FEED_FILES,
        "index.html",
    }
)
# The theme brings files under these folders, with names that are new in each of its versions.
_RESERVED_PATTERN = re.compile(r"sitemap-[^/]*\.xml|assets/(?:stylesheets|javascripts)(?:/.*)?")

ASSETS = "assets/"
HASHED = re.compile(rf"{ASSETS}([\w-][\w.-]*)\.(css|js|mjs)", re.ASCII)
"""Stylesheets and scripts that are published under names with a hash, so that no text can link to them.

The folders below belong to the theme.
"""


def is_reserved(path: str) -> bool:
    """Whether the archive, or its theme, makes something at this address, or will.

    `path` is the address of a page, or the path of a file. Case is ignored, since some hosts ignore it.

    >>> is_reserved("Data/x.csv"), is_reserved("sitemap-2025.xml"), is_reserved("tentang/")
    (True, True, False)
    """
    folded = path.casefold().rstrip("/")
    return (
        folded.split("/", 1)[0] in RESERVED
        or folded in _RESERVED_FILES
        or _RESERVED_PATTERN.fullmatch(folded) is not None
    )


def article(key: str) -> str:
    """The address of an article by its key `YYYY/MM/slug`.

    >>> article("2025/10/razia")
    'berita/2025/10/razia/'
    """
    return f"{ARTICLES}{key}/"


def term(facet: str, id_: str) -> str:
    """The address of a term.

    >>> term("facility", "rutan-serang")
    'fasilitas/rutan-serang/'
    """
    return f"{FACETS[facet]}{id_}/"


def story(id_: str) -> str:
    """The address of a story.

    >>> story("banjir-lapas-2025")
    'cerita/banjir-lapas-2025/'
    """
    return f"{STORIES}{id_}/"


def period(year: int, month: int = 0, day: int = 0) -> str:
    """The part of an address that stands for a period; parts that are 0 are not known, or not meant.

    >>> period(2025, 3), period(0)
    ('2025/03/', '')
    """
    parts = [f"{year:04}" if year else "", *(f"{part:02}" for part in (month, day) if part)]
    return "".join(f"{part}/" for part in parts if part)


def search(terms: Mapping[str, str], when: tuple[int, int, int] = (0, 0, 0)) -> str:
    """The address of the search page with filters: IDs of terms by facet, and a period as for `period`.

    `also` stands for a second event type, which an article needs beside the first.

    >>> search({"facility": "rutan-serang", "event_type": "razia"}, (2025, 0, 0))
    'cari/?fasilitas=rutan-serang&peristiwa=razia&tahun=2025'
    >>> search({}, (2025, 3, 0))
    'cari/?dari=2025-03&sampai=2025-03'
    """
    names = {facet: folder.rstrip("/") for facet, folder in FACETS.items()} | {"also": "juga"}
    filters = [f"{names[facet]}={id_}" for facet, id_ in terms.items()]
    span = period(*when).rstrip("/").replace("/", "-")
    if when[1]:
        filters += [f"dari={span}", f"sampai={span}"]
    elif span:
        filters.append(f"tahun={span}")
    return f"{SEARCH}?{'&'.join(filters)}" if filters else SEARCH


TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "articles": ARTICLES,
        "calendar": CALENDAR,
        "glossary": GLOSSARY,
        "guide": GUIDE,
        "search": SEARCH,
        "stories": STORIES,
        "changes": CHANGES,
        "feeds": FEEDS,
        "feed": FEED_FILES[0],
        "opml": OPML,
        "recent": RECENT,
        "search_words": SEARCH_WORDS,
        "search_start": SEARCH_START,
        **FACETS,
    }
)
"""The addresses that templates link to, by name."""
