"""One archive with every mistake in it, and the whole list of problems that it must give."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from io import FileIO
from pathlib import Path
from random import Random

import pytest

from newsarchive.content import files
from newsarchive.content.articles.parse import MAX_BYTES
from newsarchive.content.published import OldArticle, PublishedBefore
from newsarchive.content.text import BOM
from newsarchive.output.build_stamp import save_published
from newsarchive.output.workers import processes
from newsarchive.pipeline import check
from newsarchive.problems import catalogue
from tests.builders import PIXEL
from tests.reading import read_root

HERE = Path(__file__).parent
BAD = HERE / "bad_archive"
EXPECTED = HERE / "bad_archive.expected.txt"
AS_OF = date(2026, 1, 1)
MONTH = "articles/2025/03"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="symlinks, and names that differ in case only")


PUBLISHED = PublishedBefore(
    {
        "2025/03/bom": OldArticle("Contoh bom", "", (), "cerita-hilang"),
        "2025/03/hilang": OldArticle("Hilang", ""),
        "2025/03/pindah": OldArticle("Contoh bom", ""),
        "2025/03/unfinished-draft": OldArticle("Draf", ""),
    },
    {"facility": {"hilang": "Hilang"}},
    ["hilang.md"],
)
"""What the archive published once and doesn't any more."""


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A copy of the bad archive, with the mistakes that git can't carry to every machine."""
    root = tmp_path / "root"
    shutil.copytree(BAD, root)
    shutil.copytree(BAD / MONTH, tmp_path / "outside")
    article = (BAD / MONTH / "bom.md").read_bytes()
    (root / MONTH / "file-too-large.md").write_bytes(article + b"kata " * (MAX_BYTES // 5))
    headings = article.removeprefix(BOM).replace(b"Contoh", b"Judul") + b"\n## x\n" * 501
    (root / MONTH / "too-many-headings.md").write_bytes(headings)
    (root / MONTH / "unreadable-file.md").write_bytes(article)
    (root / MONTH / "url-collision.md").write_bytes(article.replace(b"Contoh", b"Satu"))
    (root / MONTH / "URL-collision.md").write_bytes(article.replace(b"Contoh", b"Dua"))
    (root / MONTH / "symlink.md").symlink_to(tmp_path / "outside" / "bom.md")
    (root / "docs" / "symlink").symlink_to(tmp_path / "outside")
    (root / MONTH / "folder-like-file.md").mkdir()
    save_published(root / "build", PUBLISHED)
    (root / MONTH / "empty-image.png").write_bytes(b"")
    (root / MONTH / "wrong-image-ending.jpg").write_bytes(PIXEL)
    (root / MONTH / "image-too-large.png").write_bytes(PIXEL + bytes(6_000_000))
    if sys.platform == "linux":
        (root / os.fsdecode(b"docs/name-not-utf8-\xff.md")).write_bytes(article)
    return root


def problems_of(root: Path) -> list[str]:
    """Every problem as `path:line:column: code`."""
    with processes(1) as pool:
        problems, _ = check(root, AS_OF, pool, keeps_addresses=True)
    return [f"{p.path}:{p.line}:{p.column}: {p.code}" for p in problems]


def codes_of(root: Path) -> set[str]:
    """The codes of all problems."""
    return {line.rpartition(" ")[2] for line in problems_of(root)}


def fail_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one file unreadable, which a test run as root could not do by its mode."""
    opened = files._opened

    def refuse(path: str) -> FileIO:
        if path.endswith("/unreadable-file.md"):
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(files, "_opened", refuse)


def test_all_mistakes_are_found_where_they_are(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a wanted change: UPDATE_EXPECTED=1 python -m pytest tests/test_bad_archive.py."""
    fail_to_read(monkeypatch)
    found = "".join(f"{line}\n" for line in problems_of(bad))
    if os.environ.get("UPDATE_EXPECTED"):
        EXPECTED.write_text(found, encoding="utf-8", newline="\n")
    assert found == EXPECTED.read_text(encoding="utf-8")


def test_files_are_named_after_their_mistake(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_read(monkeypatch)
    found = set(problems_of(bad))
    for path in sorted((bad / MONTH).glob("*.md")):
        if path.stem in catalogue("id"):
            name = f"{MONTH}/{path.name}"
            assert any(line.startswith(f"{name}:") and line.endswith(f" {path.stem}") for line in found), name


def theme_file(data: bytes) -> Callable[[Path], None]:
    """A change that gives the file of themes other bytes."""

    def change(root: Path) -> None:
        (root / "vocab/themes.yml").write_bytes(data)

    return change


def outside(root: Path) -> None:
    """Let a vocabulary file lead out of the root."""
    (root / "vocab/themes.yml").rename(root.parent / "themes.yml")
    (root / "vocab/themes.yml").symlink_to(root.parent / "themes.yml")


def latin_roots(root: Path) -> None:
    """Save the list of roots in another encoding."""
    (root / "vocab/roots.txt").write_bytes(b"kaf\xe9\n")


def many_roots(root: Path) -> None:
    """Far more roots than a language has, of letters that don't compress."""
    letters = Random(1)
    roots = {"".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(10_000)}
    (root / "vocab/roots.txt").write_text("\n".join(sorted(roots)), encoding="utf-8")


def folder_for_a_file(root: Path) -> None:
    """Let a folder stand where a vocabulary file should."""
    (root / "vocab/themes.yml").unlink()
    (root / "vocab/themes.yml").mkdir()


def settings_file(data: bytes) -> Callable[[Path], None]:
    """A change that gives the settings other bytes."""

    def change(root: Path) -> None:
        (root / "mkdocs.yml").write_bytes(data)

    return change


def template_file(name: str, data: bytes) -> Callable[[Path], None]:
    """A change that gives the archive one template."""

    def change(root: Path) -> None:
        (root / "overrides").mkdir()
        (root / "overrides" / name).write_bytes(data)

    return change


# Mistakes that hide everything else in their file, so that each needs an archive of its own.
ALONE: dict[str, Callable[[Path], None]] = {
    "search-table-large": many_roots,
    "template-missing": template_file("lagi.html", b""),
    "template-syntax": template_file("term.html", b"{% if %}"),
    "settings-missing": lambda root: (root / "mkdocs.yml").unlink(),
    "settings-unreadable": settings_file(b"site_name: Kaf\xe9\n"),
    "settings-not-mapping": settings_file(b"- site_name\n"),
    "settings-tag": settings_file(b"site_url: !ENV SITE_URL\n"),
    "settings-extension-list": settings_file(b"markdown_extensions: [tables, toc]\n"),
    "search-unreadable-roots": latin_roots,
    "vocab-file-not-mapping": theme_file(b"- lainnya\n"),
    "not-a-file": folder_for_a_file,
    "vocab-missing-file": lambda root: (root / "vocab/themes.yml").unlink(),
    "vocab-outside-root": outside,
}


@pytest.mark.parametrize("code", sorted(ALONE))
def test_broken_vocabularies_are_told_by_their_mistake(code: str, bad: Path) -> None:
    ALONE[code](bad)
    assert code in codes_of(bad)


def test_a_broken_vocabulary_hides_no_article_and_blames_none(bad: Path) -> None:
    ALONE["vocab-missing-file"](bad)
    (bad / "vocab/facilities.yml").write_text("- rusak\n", encoding="utf-8")
    found = codes_of(bad)
    assert "unknown-facility" not in found
    assert {"vocab-file-not-mapping", "yaml-colon", "broken-link"} <= found


def test_every_code_has_its_mistake() -> None:
    """Only the vocabularies' net below all other codes has none: nothing is known to reach it."""
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    found = {line.rpartition(" ")[2] for line in lines} | set(ALONE)
    assert set(catalogue("id")) - found <= {"vocab-bad-value"}
    assert found <= set(catalogue("id"))


def test_sound_articles_survive_their_neighbours(bad: Path) -> None:
    archive, _ = read_root(bad, AS_OF)
    paths = {Path(article.path).stem for article in archive.articles}
    assert {"bom", "crlf", "ditarik", "broken-link"} <= paths
    assert not paths & {"yaml-colon", "unknown-facility", "symlink", "unfinished-draft"}
