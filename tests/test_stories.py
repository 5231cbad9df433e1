"""Stories: what `check` says of them, and the promises of their pages."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.content.published import published_by
from newsarchive.model import Archive, Person, Source, Withdrawal
from newsarchive.problems import Problem, hint, is_error
from newsarchive.story import Story
from tests.builders import (
    VOCABULARY,
    archive_of,
    article,
    article_text,
    planned,
    text_of,
    view,
    when,
    write_root,
)
from tests.conftest import AS_OF
from tests.reading import read_root

Tags = dict[str, str]
"""The story of each article; empty for none."""


def write(root: Path, tags: Tags, stories: str = "") -> tuple[Archive, list[Problem]]:
    """The archive that has just these articles, and what `check` finds."""
    if not (root / "vocab").exists():
        write_root(root, {})
    for old in root.glob("articles/2025/10/*.md"):
        old.unlink()
    for number, (name, story) in enumerate(tags.items(), 1):
        fields = {"title": f"Kabar {name}", "date": f"2025-10-{number:02}"} | (
            {"story": story} if story else {}
        )
        path = root / f"articles/2025/10/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article_text(**fields), encoding="utf-8")
    file = root / "vocab/stories.yml"
    file.write_text(stories, encoding="utf-8") if stories else file.unlink(missing_ok=True)
    return read_root(root, AS_OF)


def lost(root: Path, before: Archive, tags: Tags, stories: str = "") -> list[Problem]:
    """What is wrong once the articles that were published have these stories."""
    write(root, tags, stories)
    return read_root(root, AS_OF, published=[published_by(before)])[1]


def test_a_story_that_one_article_alone_has_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    _, problems = write(tmp_path, {"a": "banjir-serang", "b": "banjir-serang", "c": "banjr-serang"})
    assert [(p.path, p.code) for p in problems] == [("articles/2025/10/c.md", "lone-story")]
    assert not is_error(problems[0])
    assert "Mungkin maksud Anda: banjir-serang." in hint(problems[0])


def test_an_entry_that_no_article_names_is_told(tmp_path: Path) -> None:
    _, problems = write(
        tmp_path, {"a": "banjir", "b": "banjir"}, "banjir: {name: Banjir}\nbanjr: {name: X}\n"
    )
    assert [(p.path, p.line, p.code) for p in problems] == [("vocab/stories.yml", 2, "unused-story")]


def test_articles_may_go_on_naming_a_story_by_its_former_id(tmp_path: Path) -> None:
    archive, problems = write(tmp_path, {"a": "lama", "b": "baru"}, "baru: {former_ids: [lama]}\n")
    assert problems == []
    assert [one.key for one in archive.by_story["baru"]] == ["2025/10/b", "2025/10/a"]


@pytest.mark.parametrize(
    ("stories", "tags", "then", "line", "mend"),
    [
        (
            "",
            {"a": "lama", "b": "lama"},
            {"a": "baru", "b": "baru"},
            "baru: {former_ids: [lama]}",
            "{line}\n",
        ),
        (
            "baru: {name: Baru}\n",
            {"a": "lama", "b": "lama", "c": "baru", "d": "baru"},
            {"a": "baru", "b": "baru", "c": "baru", "d": "baru"},
            "former_ids: [lama]",
            "baru:\n  name: Baru\n  {line}\n",
        ),
        (
            "baru: {former_ids: [lama]}\n",
            {"a": "lama", "b": "baru"},
            {"a": "baru", "b": "baru"},
            "baru: {former_ids: [lama]}",
            "{line}\n",
        ),
    ],
)
def test_a_story_whose_address_would_be_lost_is_told_with_the_line_that_mends_it(
    tmp_path: Path, stories: str, tags: Tags, then: Tags, line: str, mend: str
) -> None:
    before, _ = write(tmp_path, tags, stories)
    kept = stories if "former" not in stories else ""
    (found,) = lost(tmp_path, before, then, kept)
    assert (found.code, is_error(found)) == ("lost-story", True)
    assert dict(found.values)["address"] == "/cerita/lama/"
    assert line in hint(found)
    assert lost(tmp_path, before, then, mend.format(line=line)) == []
    assert "cerita/lama.md" in planned(read_root(tmp_path, AS_OF)[0])


def test_a_story_without_an_heir_is_told_at_its_article(tmp_path: Path) -> None:
    before, _ = write(tmp_path, {"a": "banjir", "b": "banjir"})
    (found,) = lost(tmp_path, before, {"a": "", "b": ""})
    assert (found.path, found.code) == ("articles/2025/10/a.md", "lost-story")
    assert "Tambahkan" not in hint(found)
    # One article that keeps the story keeps the address.
    assert [p.code for p in lost(tmp_path, before, {"a": "banjir", "b": ""})] == ["lone-story"]


def test_no_trace_of_a_withdrawn_article_stands_on_its_storys_page() -> None:
    gone = article(
        "2025/10/x",
        "2025-10-01",
        title="Rahasia",
        summary="Rahasia.",
        story="banjir",
        people=(Person("Rahasia", "Rahasia"),),
        sources=(Source("Rahasia", "Rahasia", "https://rahasia.example/"),),
        facilities=("lapas-cilegon",),
        status="withdrawn",
        withdrawn=Withdrawal(when("2025-11-01"), "privasi"),
    )
    others = [article(f"2025/10/a{n}", f"2025-10-0{n}", story="banjir") for n in (2, 3)]
    page = text_of(planned(archive_of([gone, *others]))["cerita/banjir.md"])
    assert "Rahasia" not in page
    assert "rahasia" not in page
    assert "lapas-cilegon" not in page
    assert len(view(planned(archive_of([gone, *others]))["cerita/banjir.md"])["chapters"]) == 2


def test_a_report_that_several_articles_rest_on_is_counted_once() -> None:
    release = Source("Humas", "Siaran", "https://humas.example/1", kind="press-release")
    reports = [(release,), (release, Source("Koran", kind="news")), (release,)]
    articles = [
        article(f"2025/10/a{n}", f"2025-10-0{n}", story="banjir", sources=sources)
        for n, sources in enumerate(reports, 1)
    ]
    page = view(planned(archive_of(articles))["cerita/banjir.md"])
    assert page["reports_tally"] == "2 laporan, 1 mandiri"
    by_publisher = {r["publisher"]: r for group in page["reports"] for r in group["reports"]}
    assert [link["name"] for link in by_publisher["Humas"]["articles"]] == ["1", "2", "3"]


def test_the_first_to_report_are_those_whose_report_has_the_earliest_date() -> None:
    def first(*sources: Source) -> str:
        told = [article(f"2025/10/a{n}", story="banjir", sources=(s,)) for n, s in enumerate(sources)]
        return str(view(planned(archive_of(told))["cerita/banjir.md"])["first"])

    late, early = when("2025-10-31"), when("2025-10-30")
    assert first(Source("A", published=late), Source("B", published=early), Source("C")) == (
        "Laporan pertama yang tercatat: B, 30 Oktober 2025."
    )
    assert "A, B" in first(Source("A", published=early), Source("B", "x", published=early))
    assert first(Source("A"), Source("B")) == ""


def test_an_article_that_alone_has_its_story_says_nothing_of_it() -> None:
    files = planned(archive_of([article(story="banjir")]))
    assert view(files["berita/2025/10/latihan.md"])["story"] is None
    assert "cerita/banjir.md" in files
    assert "cerita/banjir/" not in text_of(files["sitemap-lain.xml"])


def test_a_named_story_bears_its_name_on_its_page_and_in_its_articles() -> None:
    articles = [article(f"2025/10/a{n}", f"2025-10-0{n}", story="banjir") for n in (1, 2)]
    archive = archive_of(articles)
    named = archive_of(articles, replace(VOCABULARY, stories={"banjir": Story("banjir", "Banjir besar")}))
    assert "Banjir besar" in text_of(planned(named)["cerita/banjir.md"])
    assert view(planned(named)["berita/2025/10/a1.md"])["story"]["name"] == "Banjir besar"
    assert view(planned(archive)["berita/2025/10/a1.md"])["story"]["name"] == "Judul 2025/10/a1"
