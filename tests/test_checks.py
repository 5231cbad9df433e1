"""What only shows across files: identities, titles, links, images, and the order of the archive."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from newsarchive.model import Archive, Article
from newsarchive.problems import Problem
from tests.builders import PHOTO
from tests.reading import read_root
from tests.vocabularies import write_vocabulary

AS_OF = date(2026, 1, 1)
Make = Callable[..., None]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write an article; keywords are lines of its front matter, None leaves one out."""
    write_vocabulary(tmp_path)

    def write(name: str, body: str = "Isi berita.\n", month: str = "2025/10", **fields: str | None) -> None:
        front = {
            "title": f"Berita {name}",
            "date": "2025-10-29",
            "facility": "rutan-serang",
            "event_type": "razia",
            "summary": "Ringkasan.",
            "source": "{publisher: Koran Contoh}",
        } | fields
        lines = "".join(f"{key}: {value}\n" for key, value in front.items() if value is not None)
        path = tmp_path / "articles" / month / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{lines}---\n\n{body}", encoding="utf-8", newline="\n")

    return write


def load(root: Path) -> tuple[Archive, list[Problem]]:
    return read_root(root, AS_OF)


def found(root: Path) -> list[tuple[str, str]]:
    """File name and code of every problem."""
    return [(Path(problem.path).name, problem.code) for problem in load(root)[1]]


def test_articles_come_newest_first_and_by_term(make: Make, tmp_path: Path) -> None:
    make("b", date="2025-10-29")
    make("a", date="2025-10-29", story="razia-bersama")
    make("c", date="2025-10", region="Banten", story="razia-bersama")
    make("d", date="2025-10-30", status="draft")
    make("e", date="2025-10-30", status="withdrawn", withdrawn="{date: 2025-11-01, reason: privasi}")
    archive, problems = load(tmp_path)
    assert problems == []
    assert [article.key[-1] for article in archive.articles] == ["e", "a", "b", "c"]
    assert archive.by_term["region", "banten"] == archive.articles
    assert archive.by_term["theme", "keamanan"] == archive.articles
    assert [article.key[-1] for article in archive.by_story["razia-bersama"]] == ["a", "c"]


def test_a_copy_of_an_event_is_an_error_unless_a_story_holds_both(make: Make, tmp_path: Path) -> None:
    make("a", title="Razia gabungan")
    make("b", title="RAZIA  gabungan")
    assert found(tmp_path) == [("b.md", "duplicate-article")]
    make("a", title="Razia gabungan", story="razia-gabungan")
    make("b", title="Razia gabungan", story="razia-gabungan")
    assert found(tmp_path) == []
    make("a", title="Razia gabungan")
    make("b", title="Razia gabungan", date="2025-10-30")
    assert found(tmp_path) == [("b.md", "repeated-title")]


def test_a_withdrawn_copy_disturbs_nobody(make: Make, tmp_path: Path) -> None:
    make("a", title="Razia gabungan")
    make("b", title="Razia gabungan", status="withdrawn", withdrawn="{date: 2025-11-01, reason: ganda}")
    assert found(tmp_path) == []


def test_former_identities_belong_to_one_article(make: Make, tmp_path: Path) -> None:
    make("a", aliases="[2025/09/lama, 2025/10/b]")
    make("b", aliases="2025/09/lama")
    make("c", aliases="2025/10/c")
    assert found(tmp_path) == [
        ("a.md", "alias-collision"),
        ("b.md", "alias-collision"),
        ("c.md", "alias-collision"),
    ]


@pytest.mark.parametrize(
    ("target", "limit", "reached"),
    [
        ("/cari/?q=rutan+serang", 100, True),
        ("/cari", 100, True),
        ("/cari/index.html", 100, True),
        ("/sitemap.xml", 100, True),
        ("/berita/2025/10/b/index.html#isi", 100, True),
        ("/arsip/2025/10/", 100, True),
        ("/arsip/2025/10/29/", 100, False),
        ("/arsip/2025/10/29/", 2, True),
        ("/arsip/2025/10/28/", 2, False),
        ("/arsip/2024/10/", 2, False),
        ("/fasilitas/rutan-serang/2025/", 100, False),
        ("/fasilitas/rutan-serang/2025/10/29/", 2, True),
        ("/fasilitas/rutan-serang/2024/", 2, False),
        ("/fasilitas/rutan-tiada/2025/", 2, False),
        ("/cari/lagi/", 100, False),
        ("/data/", 100, False),
    ],
)
def test_pages_that_the_archive_makes_can_be_linked_to(
    make: Make, tmp_path: Path, target: str, limit: int, reached: bool
) -> None:
    for name in "abc":
        make(name, f"Lihat [ini]({target})." if name == "a" else "Isi.")
    _, problems = read_root(tmp_path, AS_OF, listing_limit=limit)
    assert [problem.code for problem in problems] == ([] if reached else ["broken-link"])


def test_links_reach_all_that_the_site_will_hold(make: Make, tmp_path: Path) -> None:
    targets = (
        *(
            "b.md",
            "../10/b.md#sumber",
            "/cari/?q=rutan+serang",
            "/glosarium/#wbp",
            "/berita/2025/10/b/",
            "/berita/2025/09/lama/",
            "/fasilitas/rutan-serang/",
            "/",
        ),
        *("/wilayah/", "/tema/keamanan/", "/peristiwa/razia", "/arsip/", "/arsip/2025/", "/arsip/2025/10/"),
        *("foto.jpg", "../../../docs/tentang.md", "/tentang/", "/assets/logo.svg", "/glosarium/"),
    )
    make("a", "".join(f"[x]({target})\n" for target in targets) + "![Aula](foto.jpg)\n")
    make("b", aliases="2025/09/lama", image="{file: foto.jpg, alt: Aula}")
    (tmp_path / "articles/2025/10/foto.jpg").write_bytes(PHOTO)
    (tmp_path / "docs/assets").mkdir(parents=True)
    (tmp_path / "docs/assets/logo.svg").write_text("<svg/>", encoding="utf-8")
    page = "---\ntitle: Tentang\ndescription: Contoh.\n---\n\n[x](/arsip/) ![z](assets/logo.svg)\n"
    (tmp_path / "docs/tentang.md").write_text(page, encoding="utf-8")
    archive, problems = load(tmp_path)
    assert problems == []
    assert archive.assets == {
        "berita/2025/10/foto.jpg": "articles/2025/10/foto.jpg",
        "assets/logo.svg": "docs/assets/logo.svg",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("[x](c.md)", "broken-link"),
        ("[x](/arsip/2024/)", "broken-link"),
        ("[x](../../../build_site.py)", "broken-link"),
        ("[x](../../../../../etc/passwd)", "broken-link"),
        ("[x][y]\n\n[y]: /tema/hilang/", "broken-link"),
        ("[x](<c.md>)", "broken-link"),
        ('[x](c.md "Judul")', "broken-link"),
        ("![Aula](c.jpg)", "missing-image"),
        ("[![Aula](c.jpg)](/arsip/)", "missing-image"),
        ("[x](draf.md)", "link-to-draft"),
        ("[x](ditarik.md)", "link-to-withdrawn"),
        ("[x](c d.md)", "unclear-link"),
        ("## Z\n\n`[x](c.md)` <https://contoh.example> [y](#z) [z](mailto:a@b.example)", None),
        ("~~~\n[x](c.md)\n~~~", None),
        ("\t[x](c.md)", "broken-link"),
        ("\\[x](c.md)", None),
        ("[x]\\(c.md)", None),
    ],
)
def test_links_that_lead_nowhere(body: str, code: str | None, make: Make, tmp_path: Path) -> None:
    make("draf", status="draft")
    make("ditarik", status="withdrawn", withdrawn="{date: 2025-11-01, reason: privasi}")
    make("a", f"{body}\n")
    assert found(tmp_path) == ([("a.md", code)] if code else [])


def test_a_file_published_under_a_name_with_a_hash_is_no_target(make: Make, tmp_path: Path) -> None:
    make("a", "[x](/assets/gaya.css) [y](/assets/lain/gaya.css)\n")
    (tmp_path / "docs/assets/lain").mkdir(parents=True)
    for path in ("gaya.css", "lain/gaya.css"):
        (tmp_path / "docs/assets" / path).write_text("", encoding="utf-8")
    assert found(tmp_path) == [("a.md", "broken-link")]


def test_a_draft_may_lack_facts_but_not_err(make: Make, tmp_path: Path) -> None:
    make("a", status="draft", summary=None, facility="Rutan Entah")
    assert found(tmp_path) == [("a.md", "unfinished-draft"), ("a.md", "unknown-facility")]


def test_symlinks_lead_nowhere(make: Make, tmp_path: Path) -> None:
    make("a")
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "rahasia.md").write_text("rahasia", encoding="utf-8")
    try:
        (tmp_path / "articles/2025/11").symlink_to(outside)
        (tmp_path / "docs").symlink_to(outside)
    except OSError:
        pytest.skip("no symlinks here")
    archive, problems = load(tmp_path)
    assert {problem.code for problem in problems} == {"symlink"}
    assert archive.documents == ()


def test_what_systems_leave_behind_is_passed_over(make: Make, tmp_path: Path) -> None:
    make("a")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".a.md.swp"):
        (tmp_path / "articles/2025/10" / name).write_bytes(b"x")
    assert found(tmp_path) == []


def test_an_empty_root_is_no_traceback(tmp_path: Path) -> None:
    archive, problems = load(tmp_path)
    assert archive.articles == ()
    assert {problem.code for problem in problems} == {"vocab-missing-file"}


def test_the_repository_itself_is_clean() -> None:
    _, problems = read_root(Path(__file__).resolve().parents[1], date(2099, 1, 1))
    assert problems == []


def test_articles_keep_their_text(make: Make, tmp_path: Path) -> None:
    make("a", "\n\nSatu.  \nDua.\n\n")
    (article,) = load(tmp_path)[0].articles
    assert isinstance(article, Article)
    assert article.body == "Satu.  \nDua."
