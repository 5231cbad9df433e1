"""The site changes at one stroke, and whatever cuts a run short, the next one makes it good."""

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.addresses import BUILD_ID
from newsarchive.config import ConfigError
from newsarchive.output import files, swap_dirs
from newsarchive.output.publish import Manifest, Published, Publisher
from newsarchive.pipeline import build
from tests.builders import write_root
from tests.conftest import AS_OF
from tests.trees import Crashed, failing, tree

Content = Mapping[str, str]
"""Units by name; the value is their key. `theme` is a group whose files follow from its key."""

OLD: Content = {"index.html": "1", "a/index.html": "1", "b/c/index.html": "1", "same.css": "1", "theme": "12"}
NEW: Content = {"index.html": "2", "a/index.html": "1", "d/e/index.html": "1", "same.css": "1", "theme": "23"}


def members(unit: str, key: str) -> list[str]:
    return [f"theme/{part}.js" for part in key] if unit == "theme" else [unit]


def expected(content: Content) -> dict[str, bytes]:
    """The files of a site with this content, without its mark."""
    return {path: f"{path} {key}".encode() for unit, key in content.items() for path in members(unit, key)}


def publish(site: Path, content: Content, clean: bool = False) -> Published:
    """One run: what is missing is made, then all is published."""
    publisher = Publisher(site)
    publisher.begin(clean)
    wanted = Manifest(dict(content))
    missing = publisher.missing(content)
    for unit in missing:
        for path in members(unit, content[unit]):
            files.write(publisher.work_dir / path, f"{path} {content[unit]}".encode())
    if "theme" in content:
        new = members("theme", content["theme"])
        wanted.groups["theme"] = new if "theme" in missing else publisher.group("theme", content["theme"])
    return publisher.finish(wanted)


def content_of(folder: Path) -> dict[str, bytes]:
    found = tree(folder)
    found.pop(BUILD_ID, None)
    return found


def twin(site: Path) -> Path:
    return site.parent / f".{site.name}.next" / "site"


def assert_sound(site: Path, content: Content) -> None:
    """The site is this content's, its twin is the same, and nothing else is left behind."""
    assert content_of(site) == expected(content)
    assert tree(site) == tree(twin(site))
    left = sorted(path.name for path in twin(site).parent.iterdir())
    assert len(left) == 2 and left[0].endswith(".json") and left[1] == "site", left


def inodes(folder: Path) -> dict[str, tuple[int, int]]:
    stats = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_the_first_site_is_written_whole(site: Path) -> None:
    assert publish(site, OLD) == Published(written=6, kept=0, removed=0)
    assert_sound(site, OLD)


def test_without_changes_nothing_is_written(site: Path) -> None:
    publish(site, OLD)
    before = inodes(site), inodes(twin(site))
    assert publish(site, OLD) == Published(written=0, kept=6, removed=0)
    assert (inodes(site), inodes(twin(site))) == before
    assert_sound(site, OLD)


def test_only_what_changed_is_written(site: Path) -> None:
    publish(site, OLD)
    kept = (site / "same.css").stat().st_ino
    assert publish(site, NEW) == Published(written=4, kept=2, removed=2)
    assert_sound(site, NEW)
    assert (site / "same.css").stat().st_ino == kept == (twin(site) / "same.css").stat().st_ino


def test_site_and_twin_follow_many_changes(site: Path) -> None:
    for content in (OLD, NEW, OLD, {"index.html": "3"}, NEW, NEW, OLD):
        publish(site, content)
        assert_sound(site, content)


def test_what_the_twin_still_holds_is_not_made_again(site: Path) -> None:
    publish(site, OLD)
    with pytest.raises(Crashed), failing(crash_after_the_exchange(site), Crashed):
        publish(site, NEW)
    assert content_of(site) == expected(NEW)
    publisher = Publisher(site)
    publisher.begin()
    assert publisher.missing(OLD) == publisher.missing(NEW) == []
    publish(site, OLD)
    assert_sound(site, OLD)


def crash_after_the_exchange(site: Path) -> int:
    """The number of the first disk call after the exchange, found on a copy."""
    copy = site.parent / "copy" / site.name
    shutil.copytree(site.parent / f".{site.name}.next", copy.parent / f".{site.name}.next")
    shutil.copytree(site, copy)
    at = 1
    while content_of(copy) != expected(NEW):
        shutil.rmtree(copy.parent)
        shutil.copytree(site.parent / f".{site.name}.next", copy.parent / f".{site.name}.next")
        shutil.copytree(site, copy)
        at += 1
        with pytest.raises(Crashed), failing(at, Crashed):
            publish(copy, NEW)
    shutil.rmtree(copy.parent)
    return at


@pytest.mark.parametrize("mark", ["index.html", "404.html", BUILD_ID])
def test_a_site_of_other_making_is_replaced(site: Path, mark: str) -> None:
    files.write(site / mark, b"x")
    files.write(site / "old/page.html", b"y")
    publish(site, OLD)
    assert_sound(site, OLD)


def test_an_empty_folder_is_a_place_for_a_site(site: Path) -> None:
    site.mkdir()
    publish(site, OLD)
    assert_sound(site, OLD)


def test_what_is_no_site_is_not_replaced(site: Path, tmp_path: Path) -> None:
    files.write(site / "skripsi/bab-1.doc", b"x")
    files.write(tmp_path / "file", b"y")
    for place in (site, tmp_path / "file"):
        with pytest.raises(FileExistsError, match="bukan situs"):
            publish(place, OLD)
    assert tree(tmp_path) == {"site/skripsi/bab-1.doc": b"x", "file": b"y"}


def test_a_missing_twin_is_made_again(site: Path) -> None:
    publish(site, OLD)
    shutil.rmtree(twin(site))
    assert publish(site, OLD).written == 0
    assert_sound(site, OLD)
    shutil.rmtree(twin(site).parent)
    publish(site, NEW)
    assert_sound(site, NEW)


def test_a_missing_site_is_made_again_from_its_twin(site: Path) -> None:
    publish(site, OLD)
    shutil.rmtree(site)
    publish(site, OLD)
    assert_sound(site, OLD)


def test_a_site_put_aside_by_a_killed_run_is_back_before_the_next_is_ready(site: Path) -> None:
    publish(site, OLD)
    site.rename(twin(site).parent / "aside")
    Publisher(site).begin()
    assert content_of(site) == expected(OLD)


def test_a_twin_without_mark_is_not_trusted(site: Path) -> None:
    publish(site, OLD)
    (twin(site) / BUILD_ID).unlink()
    files.write(twin(site) / "stray.html", b"x")
    publish(site, NEW)
    assert_sound(site, NEW)


def damaged(data: bytes) -> dict[str, bytes]:
    """A manifest's bytes with damage of all kinds."""
    nested = json.loads(data)
    return {
        "empty": b"",
        "cut": data[: len(data) // 2],
        "no-json": b"\x00\xff" * 40,
        "list": b"[]",
        "no-groups": json.dumps({"keys": nested["keys"]}).encode(),
        "other-key": data.replace(b'"same.css":"1"', b'"same.css":"2"'),
        "other-file-in-group": data.replace(b"theme/1.js", b"theme/9.js"),
        "strange-types": json.dumps({"keys": ["index.html"], "groups": 3}).encode(),
    }


@pytest.mark.parametrize("kind", list(damaged(b'{"keys": {}}')))
def test_a_damaged_manifest_is_not_trusted(site: Path, kind: str) -> None:
    publish(site, OLD)
    (manifest,) = twin(site).parent.glob("*.json")
    data = damaged(manifest.read_bytes())[kind]
    assert data != manifest.read_bytes()
    manifest.write_bytes(data)
    publish(site, OLD)
    assert_sound(site, OLD)
    publish(site, NEW)
    assert_sound(site, NEW)


def test_clean_trusts_neither_site_nor_twin(site: Path) -> None:
    publish(site, OLD)
    for folder in (site, twin(site)):
        (folder / "a/index.html").unlink()
        (folder / "a/index.html").write_bytes(b"damage")
    assert publish(site, OLD, clean=True).written == 6
    assert_sound(site, OLD)


def test_a_file_may_become_a_folder_and_back(site: Path) -> None:
    for content in ({"x": "1", "y/z": "1"}, {"x/z": "1", "y": "1"}, {"x": "1", "y/z": "1"}):
        publish(site, content)
        assert_sound(site, content)


def test_the_site_may_be_a_link_to_a_folder_elsewhere(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "www"
    target.mkdir(parents=True)
    site.symlink_to(target, target_is_directory=True)
    for content in (OLD, NEW):
        publish(site, content)
        assert site.is_symlink()
        assert_sound(target, content)


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Systems that exchange two folders at one stroke, and systems that don't."""
    if request.param == "renames":
        monkeypatch.setattr(swap_dirs, "_swap", lambda a, b: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_both_ways_to_change_places_give_the_same_site(site: Path) -> None:
    for content in (OLD, NEW, OLD):
        publish(site, content)
        assert_sound(site, content)


def test_a_folder_that_cannot_move_in_leaves_the_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site, OLD)
    monkeypatch.setattr(swap_dirs, "_swap", lambda a, b: False)
    rename = os.rename

    def refused(source: Path, target: Path) -> None:
        if source == twin(site) and target == site:
            raise PermissionError(errno.EACCES, "in use")
        rename(source, target)

    monkeypatch.setattr(os, "rename", refused)
    with pytest.raises(PermissionError):
        publish(site, NEW)
    assert content_of(site) == expected(OLD)
    monkeypatch.undo()
    publish(site, NEW)
    assert_sound(site, NEW)


def test_copies_stand_in_where_there_are_no_hard_links(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    for content in (OLD, NEW, OLD):
        publish(site, content)
        assert_sound(site, content)
    assert (site / "same.css").stat().st_nlink == 1


STARTS: Mapping[str, Callable[[Path], object]] = {
    "first": lambda site: None,
    "next": lambda site: publish(site, OLD),
    "foreign": lambda site: files.write(site / "index.html", b"x"),
}


@pytest.mark.parametrize(
    ("start", "clean", "step"),
    [
        ("next", False, 5),
        pytest.param("next", False, 1, marks=pytest.mark.slow),
        pytest.param("next", True, 1, marks=pytest.mark.slow),
        pytest.param("first", False, 1, marks=pytest.mark.slow),
        pytest.param("foreign", False, 1, marks=pytest.mark.slow),
    ],
)
def test_a_crash_at_any_moment_leaves_one_whole_site(
    tmp_path: Path, start: str, clean: bool, step: int, way: str
) -> None:
    at = 0
    crashed = True
    while crashed:
        at += step
        site = tmp_path / str(at) / "site"
        site.parent.mkdir()
        STARTS[start](site)
        before = content_of(site)
        with failing(at, Crashed) as reached, contextlib.suppress(Crashed):
            publish(site, NEW, clean)
        crashed = reached()
        if way == "exchange" or site.exists():
            assert content_of(site) in (before, expected(NEW)), at
        if at % 2:
            publish(site, NEW)
        else:  # what was cut short is no longer wanted
            publish(site, OLD)
        assert_sound(site, NEW if at % 2 else OLD)
    assert at > 20


UNITS = ("index.html", "a", "a/b.html", "c/d/e.html", "c/d.html", "theme")
CONTENTS = st.dictionaries(st.sampled_from(UNITS), st.sampled_from(["1", "2", "12", "23"])).filter(
    lambda content: not {"a", "a/b.html"} <= content.keys()
)
RUNS = st.lists(st.tuples(CONTENTS, st.booleans(), st.none() | st.integers(1, 60)), max_size=6)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(RUNS)
def test_no_history_of_runs_and_crashes_spoils_the_next(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[Content, bool, int | None]]
) -> None:
    site = tmp_path_factory.mktemp("runs") / "site"
    before: dict[str, bytes] = {}
    for content, clean, at in runs:
        # A page always stands where readers come in; without one the folder would be no site.
        content = {"index.html": "1", **content}
        try:
            with failing(at or 0, Crashed):
                publish(site, content, clean)
        except Crashed:
            assert content_of(site) in (before, expected(content))
        else:
            assert_sound(site, content)
        before = content_of(site)
    publish(site, OLD)
    assert_sound(site, OLD)


@pytest.mark.parametrize("place", [".", "..", "docs", "overrides", "docs/assets", "build", "build/docs/x"])
def test_no_site_is_published_over_content(tmp_path: Path, place: str) -> None:
    root = write_root(tmp_path / "work" / "root", {"2025/03/satu": {}})
    before = tree(tmp_path)
    with pytest.raises(ConfigError, match="menimpa"):
        build(root, root / place, AS_OF)
    assert tree(tmp_path) == before


def test_a_nav_that_names_no_page_is_told_before_anything_is_published(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root", {"2025/03/satu": {}})
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("tema.md", "tama.md"), encoding="utf-8")
    report = build(root, root / "site", AS_OF)
    assert ("mkdocs.yml", "settings-nav-page") in [(found.path, found.code) for found in report.problems]
    assert not (root / "site").exists()
