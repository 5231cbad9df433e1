"""An address that was published once is answered for ever, or its loss is told with what mends it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsarchive.commands.cli import main
from newsarchive.content.history import base_of, published_at
from newsarchive.output.workers import processes
from newsarchive.pipeline import build, check
from newsarchive.problems import Problem, hint, is_error
from tests.builders import SMALL_VOCABULARY, article_text, write_root
from tests.conftest import AS_OF
from tests.reading import read_root

KEY = "2025/10/razia"
ARTICLE = f"articles/{KEY}.md"
Change = Callable[[Path], object]


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Uji", "-c", "user.email=uji@contoh.example", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Perubahan")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose one commit holds a few articles and pages."""
    root = tmp_path_factory.mktemp("history") / "root"
    write_root(root, {KEY: {"title": "Razia malam", "body": "Satu.\n\nDua.", "aliases": ["2025/10/lama"]}})
    (root / "articles/2025/10/draf.md").write_text(
        article_text(title="Draf", status="draft"), encoding="utf-8"
    )
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


@pytest.fixture
def root(archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(archive, tmp_path / "root"))


def lost(root: Path, base: str = "HEAD") -> list[Problem]:
    """All problems that come of comparing with an earlier commit, everything else being sound."""
    before = published_at(root, base_of(root, base))
    alone, others = (read_root(root, AS_OF, published=found)[1] for found in ((before,), ()))
    return [problem for problem in alone if problem not in others]


def rewrite(path: str, **fields: Any) -> Change:
    def change(root: Path) -> None:
        body = fields.pop("body", "Satu.\n\nDua.")
        known = {"title": "Razia malam", "aliases": ["2025/10/lama"], **fields}
        kept = {name: value for name, value in known.items() if value is not None}
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(article_text(body=body, **kept), encoding="utf-8")

    return change


def move(path: str, **fields: Any) -> Change:
    def change(root: Path) -> None:
        (root / ARTICLE).unlink()
        rewrite(path, **fields)(root)

    return change


GONE = {"status": "withdrawn", "withdrawn": {"date": "2025-11-01", "reason": "privasi"}}
NEW = "articles/2025/11/razia-malam.md"
LINE = "aliases: [2025/10/lama, 2025/10/razia]"


def into_a_folder(root: Path) -> None:
    (root / "docs/metode").mkdir()
    (root / "docs/metode.md").rename(root / "docs/metode/index.md")


CASES: dict[str, tuple[Change, list[tuple[str, str, str]]]] = {
    "nothing": (lambda root: None, []),
    "edited": (rewrite(ARTICLE, body="Lain sama sekali.", title="Judul lain"), []),
    "renamed": (move(NEW), [(NEW, "moved-article", LINE)]),
    "renamed and edited": (move(NEW, body="Satu.\n\nDua, dengan lagi."), [(NEW, "moved-article", LINE)]),
    "renamed with its alias": (move(NEW, aliases=["2025/10/lama", KEY]), []),
    "renamed and rewritten": (move(NEW, body="Lain."), [(NEW, "moved-article", LINE)]),
    "renamed without any alias": (move(NEW, aliases=None), [(NEW, "moved-article", LINE)] * 2),
    "alias removed": (
        rewrite(ARTICLE, aliases=None),
        [(ARTICLE, "moved-article", "aliases: [2025/10/lama]")],
    ),
    "withdrawn": (rewrite(ARTICLE, **GONE), []),
    "deleted": (lambda root: (root / ARTICLE).unlink(), [(ARTICLE, "lost-article", "withdrawn")] * 2),
    "turned to draft": (
        rewrite(ARTICLE, status="draft"),
        [(ARTICLE, "unpublished-article", "published")] * 2,
    ),
    "draft deleted": (lambda root: (root / "articles/2025/10/draf.md").unlink(), []),
    "page renamed": (
        lambda root: (root / "docs/metode.md").rename(root / "docs/cara-kerja.md"),
        [("docs/metode.md", "lost-page", "")],
    ),
    "page moved within its address": (
        into_a_folder,
        [],
    ),
}


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
def test_an_address_that_no_longer_answers_is_told(
    root: Path, change: Change, expected: list[tuple[str, str, str]]
) -> None:
    change(root)
    found = lost(root)
    assert [(problem.path, problem.code) for problem in found] == [case[:2] for case in expected]
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert is_error(problem)
        assert words in hint(problem)
        assert words in hint(problem, "en")


def test_the_line_that_is_named_mends_it(root: Path) -> None:
    move(NEW, aliases=None)(root)
    (line,) = {dict(problem.values)["line"] for problem in lost(root)}
    text = (root / NEW).read_text(encoding="utf-8")
    (root / NEW).write_text(text.replace("\n", f"\n{line}\n", 1), encoding="utf-8")
    assert lost(root) == []


def vocabulary(root: Path, name: str, change: Callable[[dict[str, Any]], object]) -> None:
    entries = json.loads(json.dumps(SMALL_VOCABULARY[name]))
    change(entries)
    (root / f"vocab/{name}.yml").write_text(
        json.dumps(dict(sorted(entries.items())), indent=1), encoding="utf-8"
    )


def test_a_term_that_vanishes_is_told_with_its_heir(root: Path) -> None:
    def rename(entries: dict[str, Any]) -> None:
        entries["rutan-kota-serang"] = entries.pop("rutan-serang")

    vocabulary(root, "facilities", rename)
    found = [problem for problem in lost(root) if problem.code == "lost-term"]
    assert {dict(problem.values)["address"] for problem in found} == {"/fasilitas/rutan-serang/"}
    assert "former_ids: [rutan-kaujon, rutan-serang]" in hint(found[0])
    vocabulary(root, "facilities", lambda entries: entries.pop("lapas-cilegon"))
    found = [problem for problem in lost(root) if problem.code == "lost-term"]
    assert [dict(problem.values)["address"] for problem in found] == ["/fasilitas/lapas-cilegon/"]
    assert "istilah -" not in hint(found[0])
    assert "former_ids: [lapas-cilegon]" in hint(found[0])


def test_a_former_id_that_is_taken_away_is_told(root: Path) -> None:
    vocabulary(root, "facilities", lambda entries: entries["rutan-serang"].pop("former_ids"))
    (found,) = (problem for problem in lost(root) if problem.code == "lost-term")
    assert "former_ids: [rutan-kaujon]" in hint(found)
    assert found.line > 0


def test_a_branch_isnt_blamed_for_what_others_published_since(root: Path) -> None:
    git(root, "switch", "-qc", "cabang")
    git(root, "switch", "-q", "main")
    rewrite("articles/2025/12/baru.md", title="Baru", aliases=None, date="2025-12-01")(root)
    commit(root)
    git(root, "switch", "-q", "cabang")
    assert lost(root, "main") == []


def test_what_is_committed_and_what_isnt_counts_alike(root: Path) -> None:
    move(NEW)(root)
    before = lost(root)
    commit(root)
    assert lost(root, "HEAD~1") == before != []


def test_a_root_below_the_repositorys_top_is_compared_too(root: Path, tmp_path: Path) -> None:
    top = tmp_path / "atas"
    shutil.copytree(root, top / "arsip", ignore=shutil.ignore_patterns(".git"))
    git(top, "init", "-q", "-b", "main")
    commit(top)
    (top / "arsip" / ARTICLE).unlink()
    assert [problem.code for problem in lost(top / "arsip")] == ["lost-article"] * 2


def test_a_shallow_clone_is_compared_with_what_it_has(root: Path, tmp_path: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    move(NEW)(root)
    commit(root)
    git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "dangkal")
    git(tmp_path / "dangkal", "fetch", "-q", "--depth=1", "origin", base)
    assert [problem.code for problem in lost(tmp_path / "dangkal", base)] == ["moved-article"]


def run(root: Path, *options: str) -> int:
    return main(["check", "--root", str(root), "--as-of", AS_OF.isoformat(), *options])


def test_check_compares_where_it_is_asked_to(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--base", "HEAD") == 0
    (root / ARTICLE).unlink()
    assert run(root) == 0
    assert run(root, "--base", "HEAD") == 1
    assert "/berita/2025/10/razia/" in capsys.readouterr().out
    # A push that makes a branch has nothing before it.
    assert run(root, "--base", "0" * 40) == 0


def test_where_git_cannot_answer_it_is_said(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--base", "tidak-ada") == 2
    assert "tidak-ada" in capsys.readouterr().err
    assert run(root, "--base", "--output=x") == 2
    capsys.readouterr()
    bare = tmp_path / "lain"
    shutil.copytree(root, bare, ignore=shutil.ignore_patterns(".git"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert run(bare, "--base", "HEAD") == 2
    assert "git" in capsys.readouterr().err.lower()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(root, "--base", "HEAD") == 2
    assert "git" in capsys.readouterr().err.lower()


def test_a_build_keeps_what_the_last_one_published(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root", {KEY: {}, "2025/10/lain": {"title": "Lain", "body": "Lain."}})

    def run_build(**options: Any) -> list[str]:
        report = build(root, root / "site", AS_OF, workers=1, keeps_addresses=True, **options)
        assert bool(report.published) == (not report.problems)
        with processes(1) as pool:
            assert check(root, AS_OF, pool, keeps_addresses=True)[0] == report.problems
        return [problem.code for problem in report.problems]

    page = root / "site/berita/2025/10/razia/index.html"
    assert run_build() == []
    (root / ARTICLE).rename(root / "articles/2025/10/razia-malam.md")
    assert run_build() == ["moved-article"]
    assert page.is_file()
    assert run_build(clean=True) == []
    assert not page.exists()
    assert run_build() == []
    (root / "build/published.json").write_bytes(b"rusak")
    (root / "articles/2025/10/lain.md").unlink()
    assert run_build() == []
