"""Replace the published site atomically, and keep a standby copy so that the next build is cheap."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import msgspec

from newsarchive import hashing
from newsarchive.addresses import BUILD_ID, NOT_FOUND
from newsarchive.messages import CodedError
from newsarchive.output import files
from newsarchive.output.lock import LOCK
from newsarchive.output.swap_dirs import exchange


class NotASiteError(CodedError, FileExistsError):
    """The path of the site holds something that no build has put there."""


@dataclass(slots=True)
class Manifest:
    """The units of a site, each with a key that is equal only for equal bytes.

    A unit is one file under its path, or a group of files that are made together under a name of its own.
    """

    keys: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def __or__(self, other: "Manifest") -> "Manifest":
        """The manifest of both parts together."""
        return Manifest(self.keys | other.keys, self.groups | other.groups)

    def files(self, unit: str) -> list[str]:
        """The paths of a unit's files."""
        return self.groups.get(unit, [unit])

    @property
    def paths(self) -> set[str]:
        """The paths of all files."""
        own = chain.from_iterable(group for unit, group in self.groups.items() if unit in self.keys)
        return (self.keys.keys() - self.groups.keys()).union(own)

    @property
    def id(self) -> str:
        """Hash over all keys and groups."""
        return hashing.of_bytes(self.packed())

    def packed(self) -> bytes:
        """The manifest as JSON; equal manifests give equal bytes."""
        return msgspec.json.encode(self, order="sorted")


@dataclass(frozen=True, slots=True)
class Published:
    """How many files of the site a run wrote, kept and removed."""

    written: int
    kept: int
    removed: int


class Publisher:
    """The site folder and its standby copy beside it: a second complete tree, made of hard links.

    A build updates the standby copy while readers use the site. Then it swaps the two folders, so the site
    is complete at every moment, and updates the former site, which is now the standby copy. A build that
    ends before the swap leaves the site unchanged. An unfinished tree has no `build-id.txt`, and a tree
    without one is never trusted. Hold the lock of `home`: one build at a time.
    """

    def __init__(self, site: Path) -> None:
        """Raises NotASiteError if the path holds something that is not a site."""
        # A symbolic link to a folder elsewhere stays; the folder is swapped.
        self.site = site.resolve()
        if not _replaceable(self.site):
            raise NotASiteError("not-a-site", site=str(self.site))
        self.home = self.site.parent / f".{self.site.name}.next"
        self._standby = self.home / "site"
        self.work_dir = self.home / "made"
        """A folder on the site's disk: a build writes new files here, under their paths in the site."""
        self._live = self._standby_manifest = Manifest()

    def begin(self, clean: bool = False) -> None:
        """Read the manifests of the site and its standby copy; with `clean`, trust neither."""
        self.home.mkdir(parents=True, exist_ok=True)
        aside = self.home / "aside"
        if aside.exists() and not self.site.exists():
            os.rename(aside, self.site)
        for path in self.home.iterdir():
            if path == self._standby or path.suffix == ".json" or path.name == LOCK:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                files.discard(path)
        # A new folder for each build: workers of a killed build may go on writing for a moment.
        self.work_dir = Path(tempfile.mkdtemp(prefix="made-", dir=self.home)) / "site"
        self._live = Manifest() if clean else self._read(self.site)
        self._standby_manifest = Manifest() if clean else self._read(self._standby)

    def is_current(self, id_: str) -> bool:
        """Whether site and standby copy are complete, have this manifest, and nothing else is left over."""
        try:
            marks = {
                (tree / BUILD_ID).read_text(encoding="ascii").strip() for tree in (self.site, self._standby)
            }
            return marks == {id_} and {path.name for path in self.home.iterdir()} <= {
                self._standby.name,
                f"{id_}.json",
                LOCK,
            }
        except (OSError, ValueError):
            return False

    def missing(self, keys: Mapping[str, str]) -> list[str]:
        """The units that neither the site nor its standby copy holds with these keys, sorted by name."""
        live, standby = self._live.keys, self._standby_manifest.keys
        return sorted(u for u, key in keys.items() if key != standby.get(u) and key != live.get(u))

    def group(self, unit: str, key: str) -> list[str]:
        """The files of a group that the site or its standby copy holds with this key."""
        return (self._live if self._live.keys.get(unit) == key else self._standby_manifest).files(unit)

    def finish(self, wanted: Manifest) -> Published:
        """Publish `wanted`: move new files in from `work_dir`, and keep all others.

        Raises OSError if the disk refuses; the old site is then still there. After the swap no error counts:
        the next build makes an unfinished standby copy anew.
        """
        old = self._live
        written = sum(
            len(wanted.files(unit)) for unit, key in wanted.keys.items() if old.keys.get(unit) != key
        )
        before, after = old.paths, wanted.paths
        result = Published(written, len(after) - written, len(before - after))
        if wanted.keys != old.keys or not self.site.exists():
            self._bring(self._standby_manifest, wanted)
            exchange(self._standby, self.site, self.home / "aside")
            self._live, self._standby_manifest = wanted, old
        with suppress(OSError):
            if wanted.keys != self._standby_manifest.keys:
                self._bring(self._standby_manifest, wanted)
                self._standby_manifest = wanted
            current = f"{wanted.id}.json"
            for path in self.home.glob("*.json"):
                if path.name != current:
                    files.discard(path)
            shutil.rmtree(self.work_dir.parent)
        return result

    def _bring(self, have: Manifest, wanted: Manifest) -> None:
        """Turn the standby copy, which holds `have`, into `wanted`; meanwhile it has no `build-id.txt`."""
        files.discard(self._standby / BUILD_ID)
        if self._is_outdated(have, wanted):
            have = Manifest()
        if not have.keys and self._standby.exists():
            files.discard(self._standby)
        if not have.keys and self.work_dir.exists():
            # `work_dir` holds nothing but wanted files, under their final paths.
            os.rename(self.work_dir, self._standby)
        files.remove(self._standby, have.paths - wanted.paths)
        for unit, key in wanted.keys.items():
            if have.keys.get(unit) == key:
                continue
            for path in wanted.files(unit):
                if self._live.keys.get(unit) == key:
                    files.link(f"{self.site}/{path}", f"{self._standby}/{path}")
                elif have.keys:
                    files.move(f"{self.work_dir}/{path}", f"{self._standby}/{path}")
        packed = wanted.packed()
        id_ = hashing.of_bytes(packed)
        files.write(self.home / f"{id_}.json", packed)
        files.write(self._standby / BUILD_ID, f"{id_}\n".encode())

    def _is_outdated(self, have: Manifest, wanted: Manifest) -> bool:
        """Whether less than half of a tree stays, all of it also in the site: then a new tree is quicker."""
        stay = [unit for unit, key in wanted.keys.items() if have.keys.get(unit) == key]
        return len(stay) * 2 < len(wanted.keys) and all(
            self._live.keys.get(unit) == have.keys[unit] for unit in stay
        )

    def _read(self, tree: Path) -> Manifest:
        """The manifest of a tree; an empty one unless the tree is known to be complete."""
        try:
            id_ = (tree / BUILD_ID).read_text(encoding="ascii").strip()
            data = (self.home / f"{id_}.json").read_bytes()
            return msgspec.json.decode(data, type=Manifest) if hashing.of_bytes(data) == id_ else Manifest()
        except (OSError, ValueError):
            return Manifest()


def _replaceable(site: Path) -> bool:
    """Whether a site may replace what is at this path: nothing, an empty folder, or something like a site."""
    if not site.exists():
        return True
    if not site.is_dir():
        return False
    names = {path.name for path in site.iterdir()}
    return not names or bool(names & {BUILD_ID, "index.html", NOT_FOUND})
