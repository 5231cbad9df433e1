"""`new` begins an article that goes through `check`, or says in check's own words why it can't."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from tests.builders import write_root
from tests.test_usage import told

WHAT = ("--facility", "Rutan Serang", "--event-type", "Kunjungan Kerja", "--date", "2025-07-08")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("newsarchive.commands.new.today", lambda: date(2026, 1, 1))
    return write_root(tmp_path / "root", {"2025/10/lama": {"aliases": ["2025/07/nama-lama"]}})


def new(root: Path, *arguments: str) -> tuple[int, str, str]:
    return told("new", "--root", str(root), *arguments)


def only_unfinished(root: Path) -> bool:
    """Whether all that `check` finds is what editors have yet to write, in the article or of themselves."""
    found = json.loads(told("check", "--root", str(root), "--as-of", "2026-12-31", "--format", "json")[1])
    return {one["code"] for one in found} <= {"unfinished-draft", "empty-draft", "settings-no-contact"}


def made(root: Path) -> list[str]:
    """The articles there are besides the root's own."""
    found = (path.relative_to(root / "articles").as_posix() for path in (root / "articles").rglob("*.md"))
    return sorted(set(found) - {"2025/10/lama.md"})


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Rutan Serang gelar razia", "rutan-serang-gelar-razia"),
        ('Kalapas: "siap" #3 - {uji}, [dua] & 50% *tebal* <b>', "kalapas-siap-3-uji-dua-50-tebal-b"),
        ("Undang-Undang No. 22/2022", "undang-undang-no-22-2022"),
        ("Jum’at berkah di Café Régis", "jumat-berkah-di-cafe-regis"),
        ("CON", "con-berita"),
        ("2025", "2025"),
        ("null", "null"),
        ("Kata " * 40, "kata-" * 15 + "kata"),
    ],
)
def test_a_fresh_draft_is_no_error(title: str, slug: str, root: Path) -> None:
    code, out, err = new(root, title, *WHAT)
    assert (code, err) == (0, "")
    assert made(root) == [f"2025/07/{slug}.md"]
    assert str(Path("2025/07", f"{slug}.md")) in out
    assert only_unfinished(root)
    text = (root / f"articles/2025/07/{slug}.md").read_bytes().decode()
    assert "\r" not in text
    # What was typed is there; other white space than single blanks is not.
    assert "draft" in text


def test_what_is_left_empty_does_no_harm_when_it_is_published(root: Path) -> None:
    assert new(root, "Judul", *WHAT)[0] == 0
    path = root / "articles/2025/07/judul.md"
    text = path.read_text(encoding="utf-8").replace("status: draft", "status: published")
    text = text.replace("summary:", "summary: Ringkasan.").replace("publisher:", "publisher: Koran")
    path.write_text(f"{text}Isi berita.\n", encoding="utf-8", newline="\n")
    code, out, _ = told("check", "--root", str(root), "--as-of", "2026-01-01")
    assert (code, out) == (0, "Tidak ada masalah.\n")


def test_several_places_and_kinds_are_all_kept(root: Path) -> None:
    options = ["--facility", "rutan-kaujon", "--facility", "lapas-cilegon", "--region", "Banten"]
    options += [
        "--event-type",
        "pembinaan-kepribadian",
        "--event-type",
        "Kunjungan Kerja",
        "--date",
        "2025-07",
    ]
    assert new(root, "Judul", *options)[0] == 0
    text = (root / "articles/2025/07/judul.md").read_text(encoding="utf-8")
    assert "facility: [Rutan Kelas IIB Serang, Lapas Kelas IIA Cilegon]\n" in text
    assert "region: Banten\n" in text
    assert "event_type: [pembinaan-kepribadian, kunjungan-kerja]\n" in text
    assert "date: 2025-07\n" in text


def test_a_region_alone_and_a_year_alone_are_enough(root: Path) -> None:
    assert (
        new(root, "Judul", "--region", "Banten", "--event-type", "kunjungan-kerja", "--date", "2025")[0] == 0
    )
    assert made(root) == ["2025/01/judul.md"]
    assert only_unfinished(root)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["--facility", "--region", "--event-type", "--date"]),
        (["--date", "7/5/2025"], ["--date: ", "2025-05-07"]),
        (["--date", "7 Mei 2025"], ["--date: ", "2025-05-07"]),
        (["--date", "2025-02-30"], ["--date: ", "2025-02-30"]),
        (["--date", "2026-01-02"], ["--date: ", "belum terjadi"]),
        (["--date", "2027"], ["--date: ", "belum terjadi"]),
        (["--facility", "Rutan Srang"], ["--facility: ", "Rutan Kelas IIB Serang"]),
        (["--region", "Bantan"], ["--region: ", "Banten"]),
        (["--facility", "Rutan Serang", "--region", "Maluku"], ["--facility: ", "Maluku"]),
        (["--event-type", "panen raya"], ["--event-type: ", "kunjungan-kerja"]),
    ],
)
def test_what_check_would_refuse_is_refused_at_once(
    arguments: list[str], words: list[str], root: Path
) -> None:
    code, out, err = new(root, "Judul", *arguments)
    assert (code, out) == (2, "")
    assert all(word in err for word in words), err
    assert made(root) == []


def test_all_mistakes_are_told_at_once(root: Path) -> None:
    _, _, err = new(root, "Judul", "--facility", "Entah", "--event-type", "entah", "--date", "kemarin dulu")
    assert all(f"{option}: " in err for option in ("--facility", "--event-type", "--date")), err


def test_mistakes_are_told_in_english_too(root: Path) -> None:
    _, _, err = new(root, "Judul", "--facility", "Rutan Srang", "--lang", "en")
    assert "Still missing: --event-type, --date." in err
    assert "Did you mean" in err


@pytest.mark.parametrize("title", ["- strip di depan", "-hukuman mati dihapus", "--judul aneh"])
def test_a_title_that_begins_with_a_hyphen_is_told_how_to_write_it(title: str, root: Path) -> None:
    code, _, err = new(root, title, *WHAT)
    assert code == 2
    assert f'-- "{title}"' in err
    assert new(root, *WHAT, "--", title)[0] == 0
    assert only_unfinished(root)


@pytest.mark.parametrize("title", ["", "   ", "???", "監獄"])
def test_a_title_without_letters_is_refused(title: str, root: Path) -> None:
    code, _, err = new(root, title, *WHAT)
    assert code == 2
    assert "huruf Latin atau angka" in err
    assert made(root) == []


def test_a_file_that_is_there_is_never_overwritten(root: Path) -> None:
    assert new(root, "Judul", *WHAT)[0] == 0
    path = root / "articles/2025/07/judul.md"
    path.write_text("Milik orang lain.", encoding="utf-8")
    code, _, err = new(root, "JUDUL!", *WHAT)
    assert code == 2
    assert "sudah ada dan tidak diubah" in err
    assert path.read_text(encoding="utf-8") == "Milik orang lain."


@pytest.mark.skipif(os.name == "nt", reason="symlinks")
def test_a_link_to_nowhere_is_not_written_through(root: Path, tmp_path: Path) -> None:
    (root / "articles/2025/07").mkdir(parents=True)
    (root / "articles/2025/07/judul.md").symlink_to(tmp_path / "di-luar.md")
    assert new(root, "Judul", *WHAT)[0] == 2
    assert not (tmp_path / "di-luar.md").exists()


def test_a_former_address_is_not_taken_again(root: Path) -> None:
    code, _, err = new(root, "Nama lama", *WHAT)
    assert code == 2
    assert "alamat lama articles/2025/10/lama.md" in err
    assert made(root) == []


def test_broken_vocabularies_are_told_first(root: Path) -> None:
    (root / "vocab/facilities.yml").write_text("a: [\n", encoding="utf-8")
    code, _, err = new(root, "Judul", *WHAT)
    assert code == 1
    assert "vocab/facilities.yml:" in err
    assert made(root) == []
