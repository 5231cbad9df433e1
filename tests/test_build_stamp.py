"""Where nothing changed nothing is done, and anything that could change the site counts as a change."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from newsarchive import pipeline
from newsarchive.content.files import read_files
from newsarchive.output import build_stamp
from newsarchive.output.workers import processes
from newsarchive.pipeline import Report, build, check
from newsarchive.problems import Problem
from tests.builders import PHOTO, write_root
from tests.conftest import AS_OF
from tests.trees import tree

ARTICLE = "articles/2025/10/latihan.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small root with its site, to be copied."""
    articles: dict[str, dict[str, Any]] = {
        "2025/10/latihan": {"body": "Isi artikel ini.\n\n![Foto](foto.jpg)"},
        "2025/10/lain": {"title": "Artikel lain"},
    }
    root = write_root(tmp_path_factory.mktemp("built") / "root", articles)
    (root / "vocab/search.yml").write_text("families:\n  - [penjara, bui]\n", encoding="utf-8")
    (root / "articles/2025/10/foto.jpg").write_bytes(PHOTO + b"satu")
    assert build(root, root / "site", AS_OF, workers=1).published
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "root", symlinks=True))


def build_again(root: Path, clean: bool = False) -> tuple[Report, bool]:
    """The report, and whether the archive was read for it."""
    with patch.object(pipeline, "read", side_effect=pipeline.read) as read:
        report = build(root, root / "site", AS_OF, workers=1, clean=clean)
    return report, read.called


def append(path: str, text: str = "\n") -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "article": append(ARTICLE, "\nSatu kalimat lagi.\n"),
    "article renamed": lambda root: (root / ARTICLE).rename((root / ARTICLE).with_name("baru.md")),
    "article gone": lambda root: (root / ARTICLE).unlink(),
    "image": lambda root: (root / "articles/2025/10/foto.jpg").write_bytes(PHOTO + b"dua!"),
    "page": append("docs/tentang.md", "\nKalimat.\n"),
    "asset": append("docs/assets/archive.css"),
    "vocabulary": append("vocab/facilities.yml", "# catatan\n"),
    "words": append("vocab/search.yml", "# catatan\n"),
    "template": append("overrides/term.html"),
    "settings": append("mkdocs.yml", "# catatan\n"),
    "forbidden": lambda root: (root / "docs/lain").symlink_to("tentang.md"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_a_new_state(built: Path, tmp_path: Path, change: Callable[[Path], object]) -> None:
    made = shutil.ignore_patterns("site", ".site.next", "build")
    root = Path(shutil.copytree(built, tmp_path / "root", symlinks=True, ignore=made))
    before = build_stamp.state_of(root, read_files(root), AS_OF, "")
    assert before == build_stamp.state_of(root, read_files(root), AS_OF, "") != ""
    change(root)
    assert build_stamp.state_of(root, read_files(root), AS_OF, "") != before


def test_another_day_and_another_version_are_new_states(root: Path) -> None:
    files = read_files(root)
    states = {build_stamp.state_of(root, files, AS_OF + timedelta(days), "") for days in range(3)}
    with patch.object(build_stamp, "code_version", lambda packages: "new"):
        states.add(build_stamp.state_of(root, files, AS_OF, ""))
    assert len(states) == 4


def test_a_second_build_does_nothing_and_says_so(root: Path) -> None:
    before = tree(root / "site")
    report, read = build_again(root)
    assert not read
    assert report.published
    assert (report.rendered, report.indexed, report.published.written) == (0, 0, 0)
    assert (report.articles, report.published.kept) == (2, len(before) - 1)
    assert tree(root / "site") == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda root: shutil.rmtree(root / "site"),
        lambda root: shutil.rmtree(root / ".site.next"),
        lambda root: (root / "site/build-id.txt").unlink(),
        lambda root: (root / ".site.next/site/build-id.txt").write_text("another\n", encoding="ascii"),
        lambda root: (root / "build/build_stamp.json").write_bytes(b'{"state": 1}'),
        lambda root: (root / "build/build_stamp.json").unlink(),
        lambda root: (root / ".site.next/made-x").mkdir(),
        lambda root: shutil.rmtree(root / "build/docs"),
    ],
    ids=["site", "twin", "mark", "other mark", "stamp damaged", "stamp gone", "left over", "staged tree"],
)
def test_what_is_not_as_it_was_is_made_good(root: Path, harm: Callable[[Path], object]) -> None:
    before = tree(root / "site")
    harm(root)
    report, read = build_again(root)
    assert read
    assert report.published
    assert tree(root / "site") == before == tree(root / ".site.next/site")
    assert not build_again(root)[1]


def test_clean_means_clean(root: Path) -> None:
    assert build_again(root, clean=True)[1]


def test_check_remembers_what_it_found(built: Path, root: Path) -> None:
    append(ARTICLE, "\nLihat [ini](/fasilitas/tidak-ada/).\n")(root)
    with processes(1) as pool:
        found = check(root, AS_OF, pool)[0]
        with patch.object(pipeline, "read") as read:
            assert check(root, AS_OF, pool)[0] == found
        read.assert_not_called()
    assert [(type(problem), problem.code) for problem in found] == [(Problem, "broken-link")]
    # What was only checked has not been published.
    shutil.copyfile(built / ARTICLE, root / ARTICLE)
    with processes(1) as pool:
        assert check(root, AS_OF, pool) == ([], [])
    assert build_again(root)[0].published


def test_check_needs_no_folder_that_it_can_write_to(root: Path) -> None:
    shutil.rmtree(root / "build")
    (root / "build").write_text("", encoding="utf-8")
    with processes(1) as pool:
        assert check(root, AS_OF, pool)[0] == []
