"""Remember the inputs and the result of the last run, so that an unchanged root needs no work."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec

from newsarchive import hashing
from newsarchive.content.files import Files
from newsarchive.content.published import PublishedBefore
from newsarchive.output import files
from newsarchive.problems import Problem
from newsarchive.version import INDEXING, READING, code_version, site_version

STAMP = "build_stamp.json"
PUBLISHED = "published.json"


class BuildStamp(msgspec.Struct, frozen=True):
    """The result of a run, and a hash of everything that it read."""

    state: str
    articles: int
    problems: list[Problem]
    manifest: str = ""
    """ID of the site that was published; empty where the content was only checked, or has errors."""
    files: int = 0
    """Files of the site."""
    staged: int = 0
    drafts: list[str] = []
    """URLs of the drafts that a preview shows."""


def state_of(root: Path, found: Files, as_of: date, commit: str) -> str:
    """Hash over everything that a run reads: files under `root`, the date, our code and packages.

    `commit` stands for git's history, as far as it is known.

    Empty if a file can't be read; no stamp has an empty state.
    """
    if not found.vocabulary:
        return ""
    sources = [root / source for source in (*found.assets.values(), *found.images.values())]
    try:
        versions = [site_version(root), code_version(READING), code_version(INDEXING)]
        items = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in sources]
    except OSError:
        return ""
    start = [str(as_of), commit, versions, found.vocabulary, found.problems]
    result = hashing.new(msgspec.json.encode(start))
    for path, digest in found.digests.items():
        result.update(f"{path} {digest}\n".encode())
    for path, data in (*found.documents, *items):
        result.update(f"{path} {len(data)}\n".encode())
        result.update(data)
    return result.hexdigest()


def load(build: Path, state: str) -> BuildStamp | None:
    """The stamp for this state, if it is the last run's."""
    try:
        stamp = msgspec.json.decode(files.unsealed(build / STAMP) or b"", type=BuildStamp)
    except msgspec.DecodeError:
        return None
    return stamp if state and stamp.state == state else None


def save(build: Path, stamp: BuildStamp) -> None:
    """Save the stamp; if that fails, the next run only takes longer."""
    with suppress(OSError):
        files.write(build / STAMP, files.sealed(msgspec.json.encode(stamp)))


def load_published(build: Path) -> PublishedBefore | None:
    """What the last build published; None where that isn't known."""
    try:
        return msgspec.json.decode(files.unsealed(build / PUBLISHED) or b"", type=PublishedBefore)
    except msgspec.DecodeError:
        return None


def save_published(build: Path, published: PublishedBefore) -> None:
    """Keep what was published, for the next build to compare with."""
    data = msgspec.json.encode(published)
    with suppress(OSError):
        if files.unsealed(build / PUBLISHED) != data:
            files.write(build / PUBLISHED, files.sealed(data))
