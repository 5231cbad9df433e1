"""The staged tree follows the plan: only what changed is written, and what a crash left is never trusted."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from newsarchive import hashing
from newsarchive.output.assets import with_hashes
from newsarchive.output.stage import RECORD, CollisionError, Staged, stage, write_settings
from newsarchive.outputs import OutputFile, OutputGroup
from tests.builders import config

Texts = dict[str, str]


def together(files: Iterable[OutputFile]) -> list[OutputGroup]:
    """A plan of one group, which is looked into every time."""
    return [OutputGroup("all", "", lambda: files)]


class Tree:
    """A staged tree, and what was planned and made for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rendered: list[str] = []
        self.planned: list[str] = []

    def stage(self, texts: Texts, assets: dict[str, Path] | None = None, version: str = "1") -> Staged:
        return stage(self.folder, together(self.plan(texts)), assets or {}, version)

    def stage_groups(self, **groups: tuple[str, Texts]) -> Staged:
        """Stage groups, each of a digest and texts; `planned` then names those that were looked into."""
        self.planned.clear()
        found = [OutputGroup(name, key, self._files(name, texts)) for name, (key, texts) in groups.items()]
        return stage(self.folder, found, {}, "1")

    def _files(self, name: str, texts: Texts) -> Callable[[], Iterable[OutputFile]]:
        def files() -> Iterable[OutputFile]:
            self.planned.append(name)
            return self.plan(texts)

        return files

    def plan(self, texts: Texts) -> Iterator[OutputFile]:
        self.rendered.clear()
        for path, text in texts.items():
            yield OutputFile(path, hashing.of_data(text), self._render(path, text))

    def _render(self, path: str, text: str) -> Callable[[], str]:
        def render() -> str:
            self.rendered.append(path)
            return text

        return render

    def files(self) -> dict[str, bytes]:
        docs = self.folder / "docs"
        return {p.relative_to(docs).as_posix(): p.read_bytes() for p in docs.rglob("*") if p.is_file()}

    def stamps(self) -> dict[str, int]:
        return {p.as_posix(): p.stat().st_mtime_ns for p in self.folder.rglob("*") if p.is_file()}


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "build")


TEXTS = {"index.md": "Beranda\n", "berita/2025/10/a.md": "Satu\n", "sitemap.xml": "<a/>"}


def test_the_tree_holds_the_plan_and_the_assets_to_the_byte(tree: Tree, tmp_path: Path) -> None:
    image = tmp_path / "foto.jpg"
    image.write_bytes(b"\xff\xd8\r\n")
    result = tree.stage({**TEXTS, "é.md": "Ćwiczenia\r\n"}, {"berita/2025/10/foto.jpg": image})
    assert tree.files() == {
        **{path: text.encode() for path, text in TEXTS.items()},
        "é.md": "Ćwiczenia\r\n".encode(),
        "berita/2025/10/foto.jpg": b"\xff\xd8\r\n",
    }
    assert result.hashes.keys() == tree.files().keys()
    assert (result.written, result.kept, result.removed) == (5, 0, 0)


def test_a_second_run_writes_nothing(tree: Tree) -> None:
    first = tree.stage(TEXTS)
    before = tree.stamps()
    second = tree.stage(TEXTS)
    assert (second.written, second.kept, second.removed) == (0, 3, 0)
    assert tree.rendered == []
    assert tree.stamps() == before
    assert second.hashes == first.hashes


def test_only_what_changed_is_made_and_what_is_gone_is_removed(tree: Tree, tmp_path: Path) -> None:
    asset = tmp_path / "a.css"
    asset.write_text("a", encoding="utf-8")
    tree.stage({**TEXTS, "tema/lama.md": "x"}, {"assets/a.css": asset})
    asset.write_text("b", encoding="utf-8")
    now = {**TEXTS, "index.md": "Baru\n", "tema/baru.md": "y"}
    result = tree.stage(now, {"assets/b.css": asset})
    assert tree.rendered == ["index.md", "tema/baru.md"]
    assert (result.written, result.kept, result.removed) == (3, 2, 2)
    assert tree.files() == {**{path: text.encode() for path, text in now.items()}, "assets/b.css": b"b"}


def test_no_empty_folder_stays_behind(tree: Tree) -> None:
    tree.stage({"a/b/c/d.md": "x", "a/e.md": "x"})
    tree.stage({"a/e.md": "x"})
    assert sorted(p.name for p in (tree.folder / "docs").rglob("*")) == ["a", "e.md"]


@pytest.mark.parametrize("asset", [False, True])
def test_two_claims_to_one_file_stop_the_run_and_the_next_one_is_sound(
    tree: Tree, tmp_path: Path, asset: bool
) -> None:
    tree.stage(TEXTS)
    double = OutputFile("index.md", "other", lambda: "Lain\n")
    plan = [*tree.plan(TEXTS), *([] if asset else [double])]
    file = tmp_path / "index.md"
    file.touch()
    with pytest.raises(CollisionError, match=r"index\.md"):
        stage(tree.folder, together(plan), {"index.md": file} if asset else {}, "1")
    assert tree.files()["index.md"] == b"Beranda\n"
    tree.stage(TEXTS)
    assert tree.files() == {path: text.encode() for path, text in TEXTS.items()}


def test_bytes_are_written_as_they_are(tree: Tree) -> None:
    data = bytes(range(256)) + b"\r\n"
    file = OutputFile("data/arsip.sqlite", "1", lambda: data)
    assert stage(tree.folder, together([file]), {}, "1").written == 1
    assert tree.files() == {"data/arsip.sqlite": data}
    assert stage(tree.folder, together([file]), {}, "1").written == 0


OLD, NEW = {"a.md": "Satu\n"}, {"a.md": "Dua\n"}


def test_a_group_that_stays_is_not_looked_into(tree: Tree) -> None:
    tree.stage_groups(one=("1", OLD), two=("1", {"b.md": "Dua\n", "c.md": "Tiga\n"}))
    result = tree.stage_groups(one=("2", NEW), two=("1", {"never": "read"}))
    assert tree.planned == ["one"]
    assert (result.written, result.kept, result.removed) == (1, 2, 0)
    assert result.hashes.keys() == tree.files().keys() == {"a.md", "b.md", "c.md"}
    assert tree.files()["a.md"] == b"Dua\n"


def test_a_group_that_promises_nothing_is_looked_into_every_time(tree: Tree) -> None:
    for texts in (OLD, OLD, NEW):
        tree.stage_groups(one=("", texts))
        assert tree.planned == ["one"]
        assert tree.files() == {path: text.encode() for path, text in texts.items()}


def test_a_file_that_stays_is_not_made_again_though_its_group_is_new(tree: Tree) -> None:
    tree.stage_groups(one=("1", OLD))
    before = tree.stamps()
    assert tree.stage_groups(one=("2", OLD)).written == 0
    assert tree.planned == ["one"]
    tree.stage_groups(one=("2", OLD))
    assert tree.planned == []
    # Nor where it now stands in another group.
    assert tree.stage_groups(other=("1", OLD)).written == 0
    assert {path: stamp for path, stamp in tree.stamps().items() if not path.endswith(RECORD)}.items() <= (
        before.items()
    )


def test_a_group_that_is_gone_takes_its_files_along(tree: Tree) -> None:
    tree.stage_groups(one=("1", OLD), two=("1", {"b.md": "Dua\n"}))
    assert tree.stage_groups(two=("1", {"b.md": "Dua\n"})).removed == 1
    assert tree.files() == {"b.md": b"Dua\n"}


def test_a_group_that_stays_lets_no_other_take_its_file(tree: Tree) -> None:
    tree.stage_groups(one=("1", OLD), two=("1", {"b.md": "Dua\n"}))
    for groups in ({"one": ("1", OLD), "two": ("2", NEW)}, {"two": ("2", NEW), "one": ("1", OLD)}):
        with pytest.raises(CollisionError, match=r"a\.md"):
            tree.stage_groups(**groups)


def lose(record: Path) -> None:
    record.unlink()


def cut(record: Path) -> None:
    record.write_bytes(record.read_bytes()[:40])


def empty(record: Path) -> None:
    record.write_bytes(b"")


def other_shape(record: Path) -> None:
    record.write_text(json.dumps({"version": "1", "groups": ["index.md"]}), encoding="utf-8")


def other_rows(record: Path) -> None:
    groups = {"all": ["", {"index.md": 1}]}
    record.write_text(json.dumps({"version": "1", "groups": groups}), encoding="utf-8")


def no_object(record: Path) -> None:
    record.write_text("[]", encoding="utf-8")


@pytest.mark.parametrize("damage", [lose, cut, empty, other_shape, other_rows, no_object])
def test_without_a_sound_record_everything_is_made_again(tree: Tree, damage: Callable[[Path], None]) -> None:
    tree.stage(TEXTS)
    (tree.folder / "docs/stale.md").write_text("x", encoding="utf-8")
    damage(tree.folder / RECORD)
    result = tree.stage(TEXTS)
    assert (result.written, result.kept) == (3, 0)
    assert tree.files() == {path: text.encode() for path, text in TEXTS.items()}


def test_another_version_makes_everything_again(tree: Tree) -> None:
    tree.stage(TEXTS)
    assert tree.stage(TEXTS, version="2").written == 3
    assert tree.stage(TEXTS, version="2").written == 0


def test_a_lost_tree_is_made_again_though_its_record_stands(tree: Tree) -> None:
    tree.stage(TEXTS)
    (tree.folder / "docs").rename(tree.folder / "elsewhere")
    assert tree.stage(TEXTS).written == 3


class PulledPlugError(Exception):
    """Stands for whatever may end a run."""


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_a_run_cut_short_is_not_trusted(tree: Tree, nth: int) -> None:
    tree.stage(TEXTS)
    now = {path: f"{text} lagi" for path, text in TEXTS.items()}

    def fail() -> str:
        raise PulledPlugError

    plan = [*tree.plan(now)]
    plan[nth] = OutputFile(plan[nth].path, plan[nth].digest, fail)
    with pytest.raises(PulledPlugError):
        stage(tree.folder, together(plan), {}, "1")
    # Whatever the tree holds now, the next run mends it; so does a run back to what stood there before.
    for wanted in (TEXTS, now):
        tree.stage(wanted)
        assert tree.files() == {path: text.encode() for path, text in wanted.items()}


def test_a_run_cut_short_while_removing_is_not_trusted(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.stage(TEXTS)

    def fail(*args: object) -> None:
        raise PulledPlugError

    with monkeypatch.context() as patched:
        patched.setattr("newsarchive.output.files.remove", fail)
        with pytest.raises(PulledPlugError):
            tree.stage({"index.md": "Beranda\n"})
    tree.stage({"index.md": "Beranda\n"})
    assert tree.files() == {"index.md": b"Beranda\n"}


def test_settings_inherit_the_root_and_carry_the_words(tmp_path: Path) -> None:
    build = tmp_path / "build"
    build.mkdir()
    write_settings(build, config("en"), with_hashes({}))
    path = build / "mkdocs.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert settings["INHERIT"] == "../mkdocs.yml"
    assert settings["extra"]["archive"]["strings"] == config("en").strings
    stamp = path.stat().st_mtime_ns
    write_settings(build, config("en"), with_hashes({}))
    assert path.stat().st_mtime_ns == stamp
    write_settings(build, config("id"), with_hashes({}))
    assert (
        yaml.safe_load(path.read_text(encoding="utf-8"))["extra"]["archive"]["strings"]
        == config("id").strings
    )
