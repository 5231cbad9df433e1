"""No two things claim one address, and `check` says so before a build would."""

from datetime import date
from pathlib import Path

import pytest

from newsarchive.problems import message
from tests.builders import write_root
from tests.reading import read_root

AS_OF = date(2026, 11, 1)
PAGE = "---\ntitle: Halaman\ndescription: Contoh.\n---\n\nIsi.\n"


def told(root: Path, *paths: str) -> list[tuple[str, str]]:
    """Path and code of every problem of a root with these further files in `docs/`."""
    for path in paths:
        (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / path).write_text(PAGE, encoding="utf-8")
    return [(found.path.removeprefix("docs/"), found.code) for found in read_root(root, AS_OF)[1]]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "cari.md",
            "cari/index.md",
            "cari/kata.json",
            "data.md",
            "berita/2025/10/x.md",
            "fasilitas/rutan-serang.md",
        ),
        *(
            "assets/stylesheets/x.css",
            "Assets/JavaScripts/x.js",
            "Robots.TXT",
            "sitemap.xml",
            "sitemap-2025.xml",
        ),
        *("build-id.txt", "cerita/x.md", "berita", "KOREKSI/x.txt"),
    ],
)
def test_what_the_archive_makes_cannot_be_claimed(tmp_path: Path, path: str) -> None:
    assert told(write_root(tmp_path, {}), path) == [(path, "reserved-path")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lain/index.md", "lain.md"),
        ("berkas/Peta.txt", "berkas/peta.txt"),
        ("lain", "lain.md"),
        ("LAIN", "lain/index.md"),
        ("lain.md", "lain/INDEX.HTML"),
    ],
)
def test_two_files_of_one_address_are_told_with_both_names(tmp_path: Path, first: str, second: str) -> None:
    root = write_root(tmp_path, {})
    found = told(root, first, second)
    assert {code for _, code in found} <= {"url-collision", "html-document"}
    assert found
    for problem in read_root(root, AS_OF)[1]:
        if problem.code == "url-collision":
            assert {problem.path, dict(problem.values)["other"]} == {f"docs/{first}", f"docs/{second}"}
            assert dict(problem.values)["other"] in message(problem)


@pytest.mark.parametrize("path", ["lain/lagi.md", "CNAME", "assets/peta/banten.txt", "panduan/data.md"])
def test_all_else_may_stand_in_docs(tmp_path: Path, path: str) -> None:
    assert told(write_root(tmp_path, {}), path) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("peta.html", "html-document"),
        ("lain.md.txt", "bad-document-name"),
        ("lain.MD", "bad-document-name"),
        ("lain.markdown", "bad-document-name"),
        (".lain.md", "hidden-file"),
    ],
)
def test_what_would_be_no_page_is_told(tmp_path: Path, path: str, code: str) -> None:
    assert told(write_root(tmp_path, {}), path) == [(path, code)]
