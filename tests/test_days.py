"""When an article was published and last changed: told by git's history where nobody wrote it down."""

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from newsarchive.addresses import FEED_FILES
from newsarchive.content.history import days_since, head_of
from newsarchive.output.history_days import NAME, days_until
from newsarchive.pages import plan
from newsarchive.pages.view import Views
from newsarchive.pipeline import build
from tests.builders import archive_of, article, article_text, config, planned, text_of, view, when, write_root
from tests.trees import difference, tree

KEY = "2025/10/razia"
PATH = f"articles/{KEY}.md"


def git(root: Path, *arguments: str, day: str = "2025-11-01T12:00:00+07:00") -> str:
    identity = ("-c", "user.name=Uji", "-c", "user.email=uji@contoh.example", "-c", "commit.gpgsign=false")
    dated = {**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=dated).stdout.strip()


def commit(root: Path, path: str, text: str, day: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Perubahan", day=day)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, PATH, "satu", "2025-11-01T12:00:00+07:00")
    commit(folder, PATH, "dua", "2025-11-05T12:00:00+07:00")
    return folder


def test_the_first_and_the_last_day_of_an_article_are_those_of_jakarta(root: Path) -> None:
    assert days_since(root, head_of(root)) == {PATH: ("2025-11-01", "2025-11-05")}
    commit(root, PATH, "tiga", "2025-11-06T23:30:00Z")
    assert days_since(root, head_of(root)) == {PATH: ("2025-11-01", "2025-11-07")}


def test_what_was_written_on_another_branch_counts_from_the_day_of_its_merge(root: Path) -> None:
    git(root, "checkout", "-qb", "usulan")
    commit(root, "articles/2025/10/baru.md", "baru", "2025-11-06T12:00:00+07:00")
    git(root, "checkout", "-q", "main")
    commit(root, PATH, "tiga", "2025-11-07T12:00:00+07:00")
    git(root, "merge", "-q", "--no-ff", "usulan", day="2025-11-09T12:00:00+07:00")
    days = days_since(root, head_of(root))
    assert days == {
        PATH: ("2025-11-01", "2025-11-07"),
        "articles/2025/10/baru.md": ("2025-11-09", "2025-11-09"),
    }


def test_an_archive_in_a_folder_of_a_repository_knows_its_own_articles(root: Path) -> None:
    commit(root, f"arsip/{PATH}", "satu", "2025-11-08T12:00:00+07:00")
    inner = root / "arsip"
    assert days_since(inner, head_of(inner)) == {PATH: ("2025-11-08", "2025-11-08")}


def test_half_a_history_tells_nothing(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", root.as_uri(), str(tmp_path / "dangkal")], check=True
    )
    assert head_of(tmp_path / "dangkal") == ""
    (tmp_path / "tanpa").mkdir()
    assert head_of(tmp_path / "tanpa") == ""
    assert days_until(root, tmp_path / "build", "") == {}


def test_what_was_learned_is_kept_and_only_the_rest_is_asked_for(root: Path, tmp_path: Path) -> None:
    kept = tmp_path / "build"
    kept.mkdir()

    def known() -> dict[str, tuple[str, str]]:
        whole = days_since(root, head_of(root))
        found = days_until(root, kept, head_of(root))
        assert found == whole
        return found

    known()
    commit(root, "articles/2025/10/baru.md", "baru", "2025-11-06T12:00:00+07:00")
    commit(root, PATH, "tiga", "2025-11-07T12:00:00+07:00")
    assert known()[PATH] == ("2025-11-01", "2025-11-07")
    # A history that was rewritten, and one that was wound back, are asked for anew.
    git(root, "commit", "-q", "--amend", "-m", "Lain", day="2025-11-08T12:00:00+07:00")
    assert known()[PATH] == ("2025-11-01", "2025-11-08")
    git(root, "reset", "-q", "--hard", "HEAD~2")
    assert known() == {PATH: ("2025-11-01", "2025-11-05")}
    # What was merged in from a branch lies on no straight way.
    git(root, "checkout", "-qb", "usulan")
    commit(root, PATH, "usulan", "2025-11-09T12:00:00+07:00")
    known()
    git(root, "checkout", "-q", "main")
    commit(root, "articles/2025/10/lain.md", "lain", "2025-11-10T12:00:00+07:00")
    git(root, "merge", "-q", "--no-ff", "usulan", day="2025-11-11T12:00:00+07:00")
    assert known()[PATH] == ("2025-11-01", "2025-11-11")
    # Damage is noticed.
    (kept / NAME).write_bytes(b"rusak")
    known()


def test_what_the_editor_wrote_comes_before_what_git_knows() -> None:
    told = article(added=when("2025-10-30"), recorded="2025-11-01/2025-11-05")
    untold = article("2025/10/lain", recorded="2025-11-01/2025-11-05")
    files = planned(archive_of([told, untold, article("2025/10/baru")]))
    record = view(files["berita/2025/10/latihan.md"])["record"]
    assert (record["added_iso"], record["changed_iso"]) == ("2025-10-30", "2025-11-05")
    record = view(files["berita/2025/10/lain.md"])["record"]
    assert (record["added_iso"], record["changed_iso"]) == ("2025-11-01", "2025-11-05")
    record = view(files["berita/2025/10/baru.md"])["record"]
    assert (record["added_iso"], record["changed_iso"]) == ("", "")
    assert text_of(files["sitemap-2025.xml"]).count("<lastmod>2025-11-05<") == 2


def test_a_new_day_makes_the_pages_that_show_it_anew_and_no_list() -> None:
    # The digest of the file is the same: only git's history grew.
    one = article(recorded="2025-11-01/2025-11-05")
    before = archive_of([one])
    after = archive_of([replace(one, recorded="2025-11-01/2025-11-06")])
    old, new = ({f.path: f.digest for f in planned(archive).values()} for archive in (before, after))
    assert {path for path in old if old[path] != new[path] and not path.endswith(FEED_FILES)} == {
        "berita/2025/10/latihan.md",
        "sitemap-2025.xml",
    }
    groups = [{g.name: g.digest for g in plan(Views(archive, config()))} for archive in (before, after)]
    assert all(groups[0][name] != groups[1][name] for name in groups[0] if name.startswith("article/"))
    assert groups[0]["sitemap/2025"] != groups[1]["sitemap/2025"]


@pytest.mark.slow
def test_a_site_of_a_repository_is_the_same_built_step_by_step_and_at_once(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root", {})
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("build/\nsite/\n.site.next/\n", encoding="utf-8")
    for number, day in enumerate(("03", "04", "05")):
        text = article_text(title=f"Judul {number}", aliases=[f"2025/10/lama-{number}"])
        commit(root, f"articles/2025/10/a{number}.md", text, f"2025-11-{day}T12:00:00+07:00")
        assert build(root, root / "site", date(2026, 1, 1)).published
    git(root, "mv", "articles/2025/10/a0.md", "articles/2025/10/b0.md")
    text = article_text(title="Judul 0", aliases=["2025/10/a0"])
    commit(root, "articles/2025/10/b0.md", text, "2025-12-01T12:00:00+07:00")
    assert build(root, root / "site", date(2026, 1, 1)).published
    page = (root / "site/berita/2025/10/b0/index.html").read_text(encoding="utf-8")
    # A new name is no new article.
    assert '"datePublished": "2025-11-03"' in page
    assert '"dateModified": "2025-12-01"' in page
    recent = (root / "site/terbaru/index.html").read_text(encoding="utf-8")
    assert recent.index("Judul 2") < recent.index("Judul 1") < recent.index("Judul 0")
    other = tmp_path / "lain"
    subprocess.run(["git", "clone", "-q", str(root), str(other)], check=True)
    assert build(other, other / "site", date(2026, 1, 1)).published
    one, two = tree(root / "site"), tree(other / "site")
    assert one == two, difference(one, two)
    shutil.rmtree(other / ".git")
    assert build(other, other / "site", date(2026, 1, 1)).published
    assert "datePublished" not in (other / "site/berita/2025/10/b0/index.html").read_text(encoding="utf-8")
