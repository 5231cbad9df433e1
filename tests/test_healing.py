"""Whatever is damaged in `build/`, the next build gives the site that a clean build gives, without a word."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsarchive.output import build_pages
from newsarchive.pipeline import build
from newsarchive.search import build_index
from tests.archive_machine import quick
from tests.builders import write_every_kind
from tests.conftest import AS_OF
from tests.trees import difference, tree

SOME = 2
"""So many files of a folder of many that are alike are damaged one by one."""


def scramble(path: Path) -> None:
    data = random.Random(path.name).randbytes(max(path.stat().st_size, 3000))
    path.write_bytes(data)


def flip(path: Path) -> None:
    """Change one character in the middle, which leaves most forms of data readable."""
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


def turn_into_folder(path: Path) -> None:
    path.unlink()
    (path / "dalam").mkdir(parents=True)
    (path / "dalam" / "berkas").write_text("x", encoding="utf-8")


Damage = Callable[[Path], None]
DAMAGES: list[Damage] = [scramble, flip, cut, empty, remove, turn_into_folder]


class Root:
    """A root with its finished site, and the sites that clean builds of it give before and after an edit."""

    def __init__(self, folder: Path) -> None:
        self.whole = write_every_kind(folder / "whole")
        self.expected = self.build(self.whole)
        self.root = folder / "root"
        edited = folder / "edited"
        shutil.copytree(self.whole, edited)
        self.edit(edited)
        self.expected_after_edit = self.build(edited, clean=True)

    def edit(self, root: Path) -> None:
        """Change what every page shows, so that all are drawn anew from the staged tree."""
        style = root / "docs/assets/archive.css"
        style.write_bytes(style.read_bytes() + b"/* new */\n")

    def build(self, root: Path, clean: bool = False) -> dict[str, bytes]:
        with quick():
            assert build(root, root / "site", AS_OF, clean=clean).published
        return tree(root / "site")

    def fresh_copy(self) -> Path:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.whole, self.root, symlinks=True)
        return self.root

    def assert_heals(self, damage: Damage, paths: list[str]) -> None:
        """The next build, the one after an edit, and a clean one give what they should."""
        for clean in (False, True):
            root = self.fresh_copy()
            for path in paths:
                damage(root / path)
            if clean:
                found = self.build(root, clean=True)
                assert found == self.expected, (paths, difference(found, self.expected))
                continue
            found = self.build(root)
            assert found == self.expected, (paths, difference(found, self.expected))
            self.edit(root)
            found = self.build(root)
            assert found == self.expected_after_edit, (paths, difference(found, self.expected_after_edit))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    return Root(tmp_path_factory.mktemp("healing"))


def left_by_a_build(root: Path) -> Iterator[str]:
    """Every file that a build leaves beside the site, but for the copy of the site itself."""
    for folder in ("build", ".site.next"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and (not name.startswith(".site.next/site/") or name.endswith("/build-id.txt")):
                yield name


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_everything_heals(root: Root, damage: Damage) -> None:
    root.assert_heals(damage, list(left_by_a_build(root.whole)))


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_any_one_file_heals(root: Root, damage: Damage) -> None:
    by_folder: dict[str, list[str]] = {}
    for path in left_by_a_build(root.whole):
        folder = "build/docs" if path.startswith("build/docs/") else path.rpartition("/")[0]
        by_folder.setdefault(folder, []).append(path)
    for folder, paths in by_folder.items():
        many = folder in ("build/docs", "build/templates")
        for path in random.Random(7).sample(paths, SOME if many else len(paths)):
            root.assert_heals(damage, [path])


@pytest.mark.slow
def test_a_damaged_page_is_not_drawn_by_workers_either(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_pages, "SERIAL_LIMIT", 3)
    monkeypatch.setattr(build_index, "INLINE_RECORDS", 3)
    copy = root.fresh_copy()
    scramble(copy / "build/docs/index.md")
    root.edit(copy)
    assert build(copy, copy / "site", AS_OF, workers=2).published
    assert tree(copy / "site") == root.expected_after_edit
