"""Replace the published site at one stroke, and keep a twin of it so that the next time costs little."""

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
    """The site's place is taken by something that no build of ours has put there."""


@dataclass(slots=True)
class Manifest:
    """What a site is made of: units with a key that is equal only for equal bytes.

    A unit is one file under its path, or a group of files that are made together under a name of its own.
    """

    keys: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

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
        """It all as JSON, the same for equal manifests."""
        return msgspec.json.encode(self, order="sorted")


@dataclass(frozen=True, slots=True)
class Published:
    """How many files of the site a run wrote, kept and removed."""

    written: int
    kept: int
    removed: int


class Publisher:
    """The site folder, and beside it its twin: a second whole copy, of hard links.

    A run brings the twin up to date while readers use the site; then the two change places, so that the
    site is whole at every moment, the old one or the new one. Then the twin is brought up to date too.
    A run that ends before `finish` has changed places leaves the site as it was, and whatever it left
    half-done carries no mark and is never trusted. One run at a time: hold the lock of `home`.
    """

    def __init__(self, site: Path) -> None:
        """Raises NotASiteError where the site's place is taken by something that is no site."""
        # A link to a folder elsewhere stays; the folder changes places.
        self.site = site.resolve()
        if not _replaceable(self.site):
            raise NotASiteError("not-a-site", site=str(self.site))
        self.home = self.site.parent / f".{self.site.name}.next"
        self._twin = self.home / "site"
        self.made = self.home / "made"
        """A folder on the site's disk for the files that a run makes, under their paths in the site."""
        self._live = self._spare = Manifest()

    def begin(self, clean: bool = False) -> None:
        """Read what stands in the site and its twin; with `clean`, trust neither."""
        self.home.mkdir(parents=True, exist_ok=True)
        aside = self.home / "aside"
        if aside.exists() and not self.site.exists():
            os.rename(aside, self.site)
        for path in self.home.iterdir():
            if path == self._twin or path.suffix == ".json" or path.name == LOCK:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                files.discard(path)
        # Each run's own, since the workers of a killed run may go on writing for a moment.
        self.made = Path(tempfile.mkdtemp(prefix="made-", dir=self.home)) / "site"
        self._live = Manifest() if clean else self._read(self.site)
        self._spare = Manifest() if clean else self._read(self._twin)

    def stands(self, id_: str) -> bool:
        """Whether the site and its twin are whole and hold this manifest, and nothing is left over."""
        try:
            marks = {
                (tree / BUILD_ID).read_text(encoding="ascii").strip() for tree in (self.site, self._twin)
            }
            return marks == {id_} and {path.name for path in self.home.iterdir()} <= {
                self._twin.name,
                f"{id_}.json",
                LOCK,
            }
        except (OSError, ValueError):
            return False

    def missing(self, keys: Mapping[str, str]) -> list[str]:
        """The units of these keys that stand neither in the site nor in its twin, in order of name."""
        live, spare = self._live.keys, self._spare.keys
        return sorted(u for u, key in keys.items() if key != spare.get(u) and key != live.get(u))

    def group(self, unit: str, key: str) -> list[str]:
        """The files of a group that stands with this key in the site or its twin."""
        return (self._live if self._live.keys.get(unit) == key else self._spare).files(unit)

    def finish(self, wanted: Manifest) -> Published:
        """Publish `wanted`: what stands under `made` is moved in, all else taken over as it is.

        Raises OSError where the disk refuses; the site is then still the old one. Once the site is out,
        nothing is an error: a twin left half-done carries no mark and is made anew next time.
        """
        old = self._live
        written = sum(
            len(wanted.files(unit)) for unit, key in wanted.keys.items() if old.keys.get(unit) != key
        )
        before, after = old.paths, wanted.paths
        result = Published(written, len(after) - written, len(before - after))
        if wanted.keys != old.keys or not self.site.exists():
            self._bring(self._spare, wanted)
            exchange(self._twin, self.site, self.home / "aside")
            self._live, self._spare = wanted, old
        with suppress(OSError):
            if wanted.keys != self._spare.keys:
                self._bring(self._spare, wanted)
                self._spare = wanted
            current = f"{wanted.id}.json"
            for path in self.home.glob("*.json"):
                if path.name != current:
                    files.discard(path)
            shutil.rmtree(self.made.parent)
        return result

    def _bring(self, have: Manifest, wanted: Manifest) -> None:
        """Make the twin, which holds `have`, into what is wanted; its mark is off meanwhile."""
        files.discard(self._twin / BUILD_ID)
        if self._is_outdated(have, wanted):
            have = Manifest()
        if not have.keys and self._twin.exists():
            files.discard(self._twin)
        if not have.keys and self.made.exists():
            # All that was made is wanted, under the paths that it has.
            os.rename(self.made, self._twin)
        files.remove(self._twin, have.paths - wanted.paths)
        for unit, key in wanted.keys.items():
            if have.keys.get(unit) == key:
                continue
            for path in wanted.files(unit):
                if self._live.keys.get(unit) == key:
                    files.link(f"{self.site}/{path}", f"{self._twin}/{path}")
                elif have.keys:
                    files.move(f"{self.made}/{path}", f"{self._twin}/{path}")
        packed = wanted.packed()
        id_ = hashing.of_bytes(packed)
        files.write(self.home / f"{id_}.json", packed)
        files.write(self._twin / BUILD_ID, f"{id_}\n".encode())

    def _is_outdated(self, have: Manifest, wanted: Manifest) -> bool:
        """Whether little of a tree stays, and that is in the site too: then it is quicker to begin anew."""
        stay = [unit for unit, key in wanted.keys.items() if have.keys.get(unit) == key]
        return len(stay) * 2 < len(wanted.keys) and all(
            self._live.keys.get(unit) == have.keys[unit] for unit in stay
        )

    def _read(self, tree: Path) -> Manifest:
        """The manifest of a tree; an empty one where the tree isn't known to be whole."""
        try:
            id_ = (tree / BUILD_ID).read_text(encoding="ascii").strip()
            data = (self.home / f"{id_}.json").read_bytes()
            return msgspec.json.decode(data, type=Manifest) if hashing.of_bytes(data) == id_ else Manifest()
        except (OSError, ValueError):
            return Manifest()


def _replaceable(site: Path) -> bool:
    """Whether a site may take this place: there is nothing, or an empty folder, or what looks like a site."""
    if not site.exists():
        return True
    if not site.is_dir():
        return False
    names = {path.name for path in site.iterdir()}
    return not names or bool(names & {BUILD_ID, "index.html", NOT_FOUND})
