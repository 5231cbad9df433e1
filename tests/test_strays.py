"""An article outside `articles/` is told, and nothing that is no article of ours."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.content.files import read_files
from newsarchive.content.strays import stray_problems
from newsarchive.output import build_stamp
from newsarchive.settings.templates import template_problems
from tests.builders import REPOSITORY, article_text, plain_settings
from tests.conftest import AS_OF

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    return put


def told(root: Path) -> dict[str, str]:
    """Where each stray article belongs."""
    return {found.path: dict(found.values)["suggestion"] for found in stray_problems(root)}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("razia.md", "articles/2025/10/razia.md"),
        ("artikel/2025/10/razia.md", "articles/2025/10/razia.md"),
        ("2025/10/razia.md", "articles/2025/10/razia.md"),
        ("Articles/2025/10/Razia Malam.md", "articles/2025/10/razia-malam.md"),
        ("article/razia.MD", "articles/2025/10/razia.md"),
        ("berita baru/razia.md.txt", "articles/2025/10/razia.md"),
        ("vocab/razia.markdown", "articles/2025/10/razia.md"),
    ],
)
def test_an_article_elsewhere_is_told_with_its_place(
    tmp_path: Path, write: Write, path: str, place: str
) -> None:
    write(path, article_text())
    assert told(tmp_path) == {path: place}


def test_an_article_with_faults_is_known_all_the_same(tmp_path: Path, write: Write) -> None:
    write("2024/03/a.md", "\ufeff---\r\ntitle: Razia\r\nevent_type: razia\r\nstatus: draft\r\n")
    write("b.md", "---\ntitle: Razia\nregion: Banten\nsummary: x\n---\n")
    assert told(tmp_path) == {"2024/03/a.md": "articles/2024/03/a.md", "b.md": "articles/TAHUN/BULAN/b.md"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "# Arsip\n\nfacility: Rutan\n"),
        ("catatan.md", "---\ntitle: Catatan\ndate: 2025-10-10\ntags: [a]\n---\n"),
        ("catatan.txt", article_text()),
        ("node_modules/x/a.md", article_text()),
        ("tests/data/a.md", article_text()),
        (".simpanan/a.md", article_text()),
        ("build/docs/a.md", article_text()),
    ],
)
def test_other_files_are_left_alone(tmp_path: Path, write: Write, path: str, text: str) -> None:
    write(path, text)
    assert told(tmp_path) == {}


def test_an_environment_of_any_name_is_left_alone(tmp_path: Path, write: Write) -> None:
    write("lingkungan/pyvenv.cfg", "")
    write("lingkungan/lib/a.md", article_text())
    assert told(tmp_path) == {}


def test_this_repository_has_none() -> None:
    assert told(REPOSITORY) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_name_that_is_not_utf8_is_told_wherever_it_is(tmp_path: Path, write: Write) -> None:
    write("articles/2025/10/a.md", article_text())
    for folder in (b"", b"articles/2025/10/", b"docs/", b"artikel\xff/"):
        path = tmp_path / os.fsdecode(folder + b"\xff\xfe.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article_text(), encoding="utf-8")
    files = read_files(tmp_path)
    assert {problem.path for problem in files.problems} == {
        r"\xff\xfe.md",
        r"articles/2025/10/\xff\xfe.md",
        r"docs/\xff\xfe.md",
        r"artikel\xff/\xff\xfe.md",
    }
    plain_settings(tmp_path)
    (tmp_path / os.fsdecode(b"overrides/\xff.css")).write_text("", encoding="utf-8")
    assert [problem.path for problem in template_problems(tmp_path)] == [r"overrides/\xff.css"]
    assert build_stamp.state_of(tmp_path, files, AS_OF, "")


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("razia.md.txt", "razia.md"),
        ("'razia.md'", "razia.md"),
        ("Razia Malam.MD", "razia-malam.md"),
        ("a.docx", ""),
    ],
)
def test_an_article_of_another_ending_is_told_with_its_name(
    tmp_path: Path, write: Write, name: str, suggestion: str
) -> None:
    write(f"articles/2025/10/{name}", article_text())
    (found,) = read_files(tmp_path).problems
    assert (found.code, dict(found.values)) == ("unread-file", {"suggestion": suggestion})
