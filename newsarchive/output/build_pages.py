"""List the files of the site and produce the missing ones: render pages, copy everything else."""

import shutil
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from pathlib import Path, PurePosixPath

from newsarchive import hashing
from newsarchive.addresses import ARTICLES
from newsarchive.output import files
from newsarchive.output.publish import Manifest, Publisher
from newsarchive.output.remote import Bundle, page_sources, render_remote, shared_files
from newsarchive.output.site_files import html_path, site_path
from newsarchive.output.stage import DOCS, CollisionError, Staged
from newsarchive.output.workers import Pool
from newsarchive.settings.source import SETTINGS
from newsarchive.version import RENDERING, code_version

PAGES_PER_SHARE = 500
"""Pages in one task of a worker: few enough that no worker waits long for the last one."""
SERIAL_LIMIT = 100
"""At or below this many pages, render in this process: starting a worker would take longer."""
THEME = "theme"
"""Name of the group of what comes from `overrides/` beside the pages: 404.html, and files as they are."""

Progress = Callable[[str, int, int], None]
"""Called with the stage that is at work, how many pages it has done, and of how many (0: not known)."""


def page_manifest(staged: Staged, version: str) -> Manifest:
    """The site's files of a staged tree, and the key of the theme's group, whose files only MkDocs knows.

    `version` is a hash over everything outside the staged texts that shapes a page. Raises CollisionError
    where two pages, such as `a.md` and `a/index.md`, have one address.
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
    _no_file_named_like_a_folder(staged, wanted.keys)
    # The theme's group leaves out paths that are ours.
    ours = sorted(
        path for path in staged.hashes if not path.endswith(".md") and not path.startswith(ARTICLES)
    )
    wanted.keys[THEME] = hashing.of_bytes("\n".join([version, *ours]).encode())
    return wanted


def _no_file_named_like_a_folder(staged: Staged, targets: Iterable[str]) -> None:
    """Raises CollisionError if a copied file has the name of a folder that another file needs."""
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


def missing_sources(staged: Staged, wanted: Manifest, publisher: Publisher, nav: Iterable[str]) -> list[str]:
    """The staged files that `render_missing` will read; every page shows the titles of `nav`."""
    missing = set(publisher.missing(wanted.keys))
    found = [path for path in staged.hashes if site_path(path) in missing]
    return [*found, *nav] if found or THEME in missing else []


def render_missing(
    build: Path,
    staged: Staged,
    wanted: Manifest,
    publisher: Publisher,
    pool: Pool,
    version: str,
    progress: Progress,
) -> tuple[Manifest, int]:
    """Make the missing files in `publisher.work_dir`; starts the pool only for enough work.

    `wanted` is the `page_manifest` of `staged` and `version`. Returns it with the files of the theme, and
    the number of pages rendered. Raises RenderError, VersionError and OSError.
    """
    missing = set(publisher.missing(wanted.keys))
    pages = [page for page in sorted(staged.hashes) if page.endswith(".md") and html_path(page) in missing]
    shares = _shares(pages)
    if THEME in missing:
        shares.insert(0, [])
    settings = build / SETTINGS
    done = 0
    if len(pages) <= SERIAL_LIMIT:
        for share in shares:
            render_share(settings, share, _folder(publisher.work_dir, share), version)
    else:
        for future, share in _submitted(pool, build, shares, publisher.work_dir, version):
            for path, data in future.result().items():
                files.write_new(_folder(publisher.work_dir, share) / path, data)
            done += len(share)
            progress("render", done, len(pages))
    if THEME in missing:
        theme = _take_theme(publisher.work_dir, wanted)
    else:
        theme = publisher.group(THEME, wanted.keys[THEME])
    for path in missing & staged.hashes.keys():
        # Not a hard link: then damage to the staged file would damage the site.
        files.copy(build / DOCS / path, publisher.work_dir / path)
    return wanted | Manifest(groups={THEME: theme}), len(pages)


def _submitted(
    pool: Pool, build: Path, shares: Sequence[Sequence[str]], made: Path, version: str
) -> Iterator[tuple[Future[Bundle], Sequence[str]]]:
    """The shares as they are finished; the caller writes the files that a remote worker returns."""
    executor = pool.executor()
    if pool.shares_disk:
        futures = {
            executor.submit(render_share, build / SETTINGS, share, _folder(made, share), version): share
            for share in shares
        }
    else:
        shared, code = shared_files(build), code_version(RENDERING)
        futures = {
            executor.submit(render_remote, shared, page_sources(build, share), code): share
            for share in shares
        }
    for future in as_completed(futures):
        yield future, futures[future]


def _folder(made: Path, share: Sequence[str]) -> Path:
    """The work folder of a share; the theme has one of its own, since only MkDocs knows its files."""
    return made if share else made / THEME


def _take_theme(made: Path, wanted: Manifest) -> list[str]:
    """Move the theme's files into the site, except where we have a file of that name; returns their paths."""
    folder = _folder(made, [])
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    theirs = sorted(path for path in found if path not in wanted.keys)
    for path in theirs:
        files.move(folder / path, made / path)
    shutil.rmtree(folder)
    return theirs


def render_share(settings: Path, pages: Sequence[str], made: Path, version: str) -> Bundle:
    """Render one share of the pages, or for an empty one the theme's files, into the folder `made`."""
    # Importing MkDocs takes a third of a second, which a build without changes saves.
    from newsarchive.output.render import render, render_theme

    if pages:
        render(settings, pages, made, version)
    else:
        render_theme(settings, made)
    return {}


def _shares(pages: Sequence[str]) -> list[Sequence[str]]:
    """Shares of about equal work: every n-th page, since neighbouring pages are of similar size."""
    count = -(-len(pages) // PAGES_PER_SHARE)
    return [pages[i::count] for i in range(count)]
