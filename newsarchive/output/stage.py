"""Write the staged tree, `build/docs` and `build/mkdocs.yml`: only what changed, and nothing that is gone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec
import yaml

from newsarchive import addresses, hashing
from newsarchive.config import Config
from newsarchive.newlines import unix_newlines
from newsarchive.output import files
from newsarchive.output.assets import Assets, Source
from newsarchive.outputs import OutputGroup
from newsarchive.settings.source import SETTINGS

DOCS = "docs"
RECORD = "staged.json"
COPIED = "assets"
"""The group of the record that lists files copied unchanged."""


class CollisionError(Exception):
    """Two files claim one address; neither is written."""

    def __init__(self, address: str, *claimants: str) -> None:
        """`claimants` are files, or groups of the plan."""
        super().__init__(f"{address} ({', '.join(claimants)})" if claimants else address)


Known = dict[str, tuple[str, str]]
"""For each file, by its path, its digest and the hash of its bytes."""


class _Group(msgspec.Struct, array_like=True):
    digest: str
    files: Known


class _Record(msgspec.Struct):
    """The files of the tree, by group of the plan."""

    version: str
    groups: dict[str, _Group]


@dataclass(slots=True)
class Staged:
    """The staged tree after a run: the hash of each file, and counts of what the run did."""

    hashes: dict[str, str] = field(default_factory=dict)
    written: int = 0
    kept: int = 0
    removed: int = 0
    fresh: set[str] = field(default_factory=set)
    """The files that this run wrote."""


def stage(build: Path, plan: Iterable[OutputGroup], assets: Mapping[str, Source], version: str) -> Staged:
    """Bring `build/docs` to what the plan and the assets say.

    `version` covers everything outside the plan that shapes its texts (our code, the strings): a new one
    makes every text again. The record of the tree is removed before the first write and written after the
    last, so an interrupted run leaves a tree without a record, which is not trusted.
    Raises CollisionError for two files of one path, and OSError if the disk refuses.
    """
    docs, record = build / DOCS, build / RECORD
    before = _read(record, version) if docs.is_dir() else None
    if before is None:
        files.discard(record)
        files.discard(docs)
        before = {}
    known: Known = {}
    for group in before.values():
        known.update(group.files)
    result = Staged()
    groups: dict[str, _Group] = {}
    now: Known = {}

    def put(path: str, digest: str, make: Callable[[], str | bytes], by: str) -> None:
        """Put a file into the tree; make it only if its digest is new."""
        if path in now:
            raise CollisionError(path, *(name for name, group in groups.items() if path in group.files), by)
        old = known.get(path)
        if old and old[0] == digest:
            now[path] = old
            return
        text = make()
        data = text.encode("utf-8") if isinstance(text, str) else text
        if not result.written:
            files.discard(record)
        files.write_new(f"{docs}/{path}", data)
        now[path] = (digest, hashing.of_bytes(data))
        result.fresh.add(path)
        result.written += 1

    for planned in plan:
        old = before.get(planned.name)
        if old and old.digest and old.digest == planned.digest:
            if double := now.keys() & old.files.keys():
                raise CollisionError(min(double), planned.name)
            now |= old.files
            groups[planned.name] = old
            continue
        paths = []
        for file in planned.files():
            put(file.path, file.digest, file.render, planned.name)
            paths.append(file.path)
        groups[planned.name] = _Group(planned.digest, {path: now[path] for path in paths})
    # Before the assets: a path may now be a folder where it was a file, or the other way round.
    gone = known.keys() - now.keys() - assets.keys()
    if gone:
        files.discard(record)
    files.remove(docs, gone)
    result.removed = len(gone)
    for path, source in sorted(assets.items()):
        data = source if isinstance(source, bytes) else unix_newlines(path, source.read_bytes())
        put(path, hashing.of_bytes(data), partial(bytes, data), str(source))
    groups[COPIED] = _Group("", {path: now[path] for path in assets})
    result.kept = len(now) - result.written
    result.hashes = {path: hashed for path, (_, hashed) in now.items()}
    if groups != before or not record.is_file():
        files.write(record, files.sealed(msgspec.json.encode(_Record(version, groups))))
    return result


def is_complete(build: Path) -> bool:
    """Whether the staged tree of the last run is complete."""
    return (build / RECORD).is_file() and (build / DOCS).is_dir()


def forget(build: Path) -> None:
    """Make the next `stage` write every file again."""
    files.discard(build / RECORD)


def is_intact(build: Path, staged: Staged, needed: Iterable[str]) -> bool:
    """Whether these files match their hashes; files that this run wrote aren't read again."""
    return all(
        path in staged.fresh or files.is_intact(f"{build}/{DOCS}/{path}", staged.hashes[path])
        for path in needed
    )


def write_settings(build: Path, config: Config, assets: Assets, root: str = "..") -> None:
    """Write `build/mkdocs.yml`, which inherits the root's and adds the data that templates need.

    `root` is the relative POSIX path from `build` to the root.
    """
    settings = {
        "INHERIT": f"{root}/mkdocs.yml",
        "docs_dir": DOCS,
        "site_dir": "../site",
        "theme": {"custom_dir": f"{root}/overrides"},
        "extra": {
            "archive": {
                "strings": dict(config.strings),
                "addresses": dict(addresses.TEMPLATES),
                "assets": dict(assets.names),
                "imports": dict(assets.imports),
            }
        },
        "extra_css": assets.published(list(config.extra_css)),
        "extra_javascript": assets.published(list(config.extra_javascript)),
    }
    text = yaml.dump(settings, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    files.write_if_new(build / SETTINGS, text.encode("utf-8"))


def _read(record: Path, version: str) -> dict[str, _Group] | None:
    try:
        known = msgspec.json.decode(files.unsealed(record) or b"", type=_Record)
    except msgspec.DecodeError:
        return None
    return known.groups if known.version == version else None
