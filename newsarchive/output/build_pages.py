"""Decide what the site is made of, and have what is missing made: pages rendered, all else copied."""

import shutil
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from pathlib import Path, PurePosixPath

from newsarchive import hashing
from newsarchive.addresses import ARTICLES
from newsarchive.output import files
from newsarchive.output.publish import Manifest, Publisher
from newsarchive.output.remote import Bundle, common, render_remote, texts
from newsarchive.output.site_files import html_path, site_path
from newsarchive.output.stage import DOCS, SETTINGS, CollisionError, Staged
from newsarchive.output.workers import Pool
from newsarchive.version import RENDERING, code_version

SHARE = 500
"""Pages that a worker renders at a time: few enough that none waits long for the last one."""
FEW = 100
"""Up to so many pages are rendered here and now: starting a worker would take longer."""
THEME = "theme"
"""The group of the theme's own files."""

Progress = Callable[[int, int], None]
"""Called with the number of pages rendered so far and of all that are to be."""


def manifest(staged: Staged, version: str) -> Manifest:
    """The site that belongs to a staged tree, its theme's files not yet listed.

    Raises CollisionError where two pages, such as `a.md` and `a/index.md`, have one address.
    """
    wanted = Manifest()
    for path, hashed in staged.hashes.items():
        target = site_path(path)
        if target in wanted.keys:
            first = next(other for other in staged.hashes if other != path and site_path(other) == target)
            raise CollisionError(target, first, path)
        if target != path:
            hashed = hashing.of_bytes(f"{hashed} {version}".encode())
        wanted.keys[target] = hashed
    _no_file_in_a_folders_place(staged, wanted.keys)
    # The theme's group leaves out what stands under our own names.
    ours = sorted(
        path for path in staged.hashes if not path.endswith(".md") and not path.startswith(ARTICLES)
    )
    wanted.keys[THEME] = hashing.of_bytes("\n".join([version, *ours]).encode())
    return wanted


def _no_file_in_a_folders_place(staged: Staged, targets: Iterable[str]) -> None:
    """Raises CollisionError where a file that is taken over stands where another file's folder must stand."""
    ordered = sorted(targets)
    known = set(ordered)
    for path in staged.hashes:
        if path.endswith(".md"):
            continue
        at = bisect(ordered, f"{path}/")
        if at < len(ordered) and ordered[at].startswith(f"{path}/"):
            raise CollisionError(path, ordered[at], path)
        for parent in PurePosixPath(path).parents:
            if str(parent) in known:
                raise CollisionError(str(parent), path, str(parent))


def sources(staged: Staged, wanted: Manifest, publisher: Publisher, nav: Iterable[str]) -> list[str]:
    """The staged files from which `make` will make what is missing; every page shows the titles of `nav`."""
    missing = set(publisher.missing(wanted.keys))
    found = [path for path in staged.hashes if site_path(path) in missing]
    return [*found, *nav] if found or THEME in missing else []


def make(
    build: Path,
    staged: Staged,
    wanted: Manifest,
    publisher: Publisher,
    pool: Pool,
    version: str,
    progress: Progress,
) -> int:
    """Make what neither the site nor its twin holds, under `publisher.made`; returns the pages rendered.

    `version` is the root's `site_version`. The pool is started only if there is enough to do for several
    workers. Completes the theme's group in `wanted`. Raises RenderError, VersionError and OSError.
    """
    missing = set(publisher.missing(wanted.keys))
    pages = [page for page in sorted(staged.hashes) if page.endswith(".md") and html_path(page) in missing]
    shares = _shares(pages)
    if THEME in missing:
        shares.insert(0, [])
    settings = build / SETTINGS
    done = 0
    if len(pages) <= FEW:
        for share in shares:
            render_share(settings, share, _folder(publisher.made, share), version)
    else:
        for future, share in _submitted(pool, build, shares, publisher.made, version):
            for path, data in future.result().items():
                files.write_new(_folder(publisher.made, share) / path, data)
            done += len(share)
            progress(done, len(pages))
    if THEME in missing:
        wanted.groups[THEME] = _take_theme(publisher.made, wanted)
    else:
        wanted.groups[THEME] = publisher.group(THEME, wanted.keys[THEME])
    for path in missing & staged.hashes.keys():
        # No hard link: damage to the staged file would be damage to the site.
        files.copy(build / DOCS / path, publisher.made / path)
    return len(pages)


def _submitted(
    pool: Pool, build: Path, shares: Sequence[Sequence[str]], made: Path, version: str
) -> Iterator[tuple[Future[Bundle], Sequence[str]]]:
    """The shares as they are done; what a share gives is still to be written, if it was made elsewhere."""
    executor = pool.executor()
    if pool.shares_disk:
        futures = {
            executor.submit(render_share, build / SETTINGS, share, _folder(made, share), version): share
            for share in shares
        }
    else:
        shared, code = common(build), code_version(RENDERING)
        futures = {
            executor.submit(render_remote, shared, texts(build, share), code): share for share in shares
        }
    for future in as_completed(futures):
        yield future, futures[future]


def _folder(made: Path, share: Sequence[str]) -> Path:
    """Where the files of a share are made: the theme's apart, since only it knows which they are."""
    return made if share else made / THEME


def _take_theme(made: Path, wanted: Manifest) -> list[str]:
    """Move the theme's files to their places, but for those in whose place a file of ours stands."""
    folder = _folder(made, [])
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    theirs = sorted(path for path in found if path not in wanted.keys)
    for path in theirs:
        files.move(folder / path, made / path)
    shutil.rmtree(folder)
    return theirs


def render_share(settings: Path, pages: Sequence[str], made: Path, version: str) -> Bundle:
    """Render one share of the pages, or for an empty one the theme's files, into the folder `made`."""
    # MkDocs takes a third of a second to import, which a build without changes need not spend.
    from newsarchive.output.render import render, render_theme

    if pages:
        render(settings, pages, made, version)
    else:
        render_theme(settings, made)
    return {}


def _shares(pages: Sequence[str]) -> list[Sequence[str]]:
    """Shares of about equal work; every n-th page each, since neighbours in the list are alike in size."""
    count = -(-len(pages) // SHARE)
    return [pages[i::count] for i in range(count)]
