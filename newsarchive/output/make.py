"""Decide what the site is made of, and have what is missing made: pages rendered, all else copied."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, as_completed
from hashlib import blake2b
from pathlib import Path

from newsarchive.output import files
from newsarchive.output.publish import Manifest, Publisher
from newsarchive.output.stage import DOCS, SETTINGS, Staged

SHARE = 1500
"""The most pages that are rendered at a time; MkDocs keeps all of them in memory."""
LEAST = 4
"""Shares that many pages are cut into, so that no worker waits long for the last one."""
FEW = 100
"""Up to so many pages are rendered here and now: starting a worker would take longer."""
THEME = "theme"
"""The group of the theme's own files."""
IMAGES = "berita/"
"""Where articles' images stand, which no theme has files under."""

Progress = Callable[[int, int], None]
"""Called with the number of pages rendered so far and of all that are to be."""


class RenderError(Exception):
    """A share of the pages couldn't be rendered; the message holds what MkDocs said."""


def manifest(staged: Staged, version: str) -> Manifest:
    """The site that belongs to a staged tree, its theme's files not yet listed."""
    wanted = Manifest()
    for path, hashed in staged.hashes.items():
        if path.endswith(".md"):
            key = blake2b(f"{hashed} {version}".encode(), digest_size=16).hexdigest()
            wanted.keys[html_path(path)] = key
        else:
            wanted.keys[path] = hashed
    # The theme's group leaves out what stands under our own names.
    ours = sorted(path for path in staged.hashes if not path.endswith(".md") and not path.startswith(IMAGES))
    wanted.keys[THEME] = blake2b("\n".join([version, *ours]).encode(), digest_size=16).hexdigest()
    return wanted


def make(
    build: Path,
    staged: Staged,
    wanted: Manifest,
    publisher: Publisher,
    pool: Callable[[], Executor],
    progress: Progress,
) -> int:
    """Make what neither the site nor its twin holds, under `publisher.made`; returns the pages rendered.

    `pool` is called only if there is enough to do for several workers. Completes the theme's group in
    `wanted`. Raises RenderError and OSError.
    """
    missing = set(publisher.missing(wanted.keys))
    pages = [page for page in sorted(staged.hashes) if page.endswith(".md") and html_path(page) in missing]
    shares = _shares(pages)
    if THEME in missing:
        shares.append([])
    settings = build / SETTINGS
    done = 0
    if len(pages) <= FEW:
        for share in shares:
            render_share(settings, share, publisher.made)
    else:
        futures = {pool().submit(render_share, settings, s, publisher.made): s for s in shares}
        for future in as_completed(futures):
            future.result()
            done += len(futures[future])
            progress(done, len(pages))
    if THEME in missing:
        found = {
            path.relative_to(publisher.made).as_posix()
            for path in publisher.made.rglob("*")
            if path.is_file()
        }
        wanted.groups[THEME] = sorted(found - wanted.keys.keys())
    else:
        wanted.groups[THEME] = publisher.group(THEME, wanted.keys[THEME])
    # Last, so that a file of ours stands where the theme has one of the same name.
    for path in missing & staged.hashes.keys():
        files.link(build / DOCS / path, publisher.made / path)
    return len(pages)


def render_share(settings: Path, pages: Sequence[str], made: Path) -> None:
    """Render one share of the pages, or for an empty one the theme's files, into the folder `made`."""
    # MkDocs takes a third of a second to import, which a build without changes need not spend.
    from newsarchive.output.render import render

    render(settings, pages, made, theme=not pages)


def html_path(page: str) -> str:
    """Where the HTML of a staged page stands in the site.

    >>> html_path("fasilitas/rutan-serang.md"), html_path("panduan/index.md"), html_path("index.md")
    ('fasilitas/rutan-serang/index.html', 'panduan/index.html', 'index.html')
    """
    stem = page.removesuffix(".md")
    return f"{stem}.html" if stem.split("/")[-1] == "index" else f"{stem}/index.html"


def _shares(pages: Sequence[str]) -> list[Sequence[str]]:
    """Shares of about equal work; every n-th page each, since neighbours in the list are alike in size."""
    size = FEW if len(pages) <= FEW else min(SHARE, -(-len(pages) // LEAST))
    count = -(-len(pages) // size)
    return [pages[i::count] for i in range(count)]
