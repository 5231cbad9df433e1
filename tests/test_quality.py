"""The page on data quality counts what is missing, and each number leads to its list."""

from dataclasses import replace

import pytest

from newsarchive.model import Archive, Review, Source, Withdrawal
from newsarchive.pages import plan
from newsarchive.pages.view import Views
from tests.builders import archive_of, article, config, planned, view, when

NEWS = Source("Koran", url="https://koran.example/1", kind="news")


def archive() -> Archive:
    """One article that lacks nothing, several that lack something, and a withdrawn one."""
    read = Review("Sari", when("2025-11-01"))
    return archive_of(
        [
            article("2025/10/lengkap", sources=(NEWS,), reviewed=read),
            article("2025/10/humas", sources=(Source("Humas", kind="press-release"),), reviewed=read),
            article("2025/10/bulan", "2025-10", sources=(NEWS,), reviewed=read),
            article("2025/10/rentang", "2025-10-01/2025-10-03", sources=(NEWS,), reviewed=read),
            article("2025/10/satu", sources=(NEWS,)),
            article(
                "2025/10/ditarik", "2025", status="withdrawn", withdrawn=Withdrawal(when("2025-12"), "ganda")
            ),
        ]
    )


@pytest.mark.parametrize(
    ("lack", "expected"),
    [
        ("tanpa-alamat", {"humas"}),
        ("tanpa-hari", {"bulan"}),
        ("tanpa-sumber-mandiri", {"humas"}),
        ("tanpa-pembaca-kedua", {"satu"}),
    ],
)
def test_an_article_stands_in_the_list_of_what_it_lacks(lack: str, expected: set[str]) -> None:
    page = view(planned(archive())[f"data/mutu/{lack}.md"])
    urls = [entry[1] for group in page["groups"] for entry in group["entries"]]
    assert {url.split("/")[-2] for url in urls} == expected


def test_how_the_bytes_of_a_file_are_written_is_no_gap() -> None:
    warned = {code: tuple(one.path for one in archive().articles) for code in ("bom", "crlf")}
    clean, other = planned(archive()), planned(replace(archive(), warnings=warned))
    assert {path: file.digest for path, file in clean.items()} == {p: f.digest for p, f in other.items()}
    assert not {"data/mutu/bom.md", "data/mutu/crlf.md"} & clean.keys()


def test_an_empty_list_keeps_its_page() -> None:
    pages = planned(archive_of([]))
    page = view(pages["data/mutu/tanpa-hari.md"])
    assert (page["tally"], page["groups"]) == ("0 artikel", [])
    assert "data/mutu/folder-date-mismatch.md" in pages


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_long_list_is_cut_and_loses_nobody(limit: int) -> None:
    many = [article(f"2025/0{m}/a{d}", f"2025-0{m}-0{d}") for m in (1, 2) for d in (1, 2, 3)]
    files = planned(archive_of([*many, article("2024/01/b", "2024")]), config(limit=limit, latest=1))
    pages = {path: view(file) for path, file in files.items() if "tanpa-pembaca-kedua" in path}
    listed = {
        entry[1]
        for page in pages.values()
        if not page["periods"] or page["crumbs"][1:]
        for group in page["groups"]
        for entry in group["entries"]
    }
    assert len(listed) == 7
    for page in pages.values():
        assert sum(len(group["entries"]) for group in page["groups"]) <= limit


def test_an_edit_of_a_text_makes_no_list_anew() -> None:
    one, other = (archive_of([article(body=body)]) for body in ("Satu.", "Dua."))
    old, new = ({f.path: f.digest for f in planned(found).values()} for found in (one, other))
    assert not [path for path in old if path.startswith("data/") and old[path] != new[path]]
    names = [group.name for group in plan(Views(one, config())) if group.name.startswith("quality")]
    assert len(names) == len(set(names)) > 4
