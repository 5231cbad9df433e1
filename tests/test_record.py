"""What the archive did to an article, and when: on the article, in lists, in `/koreksi/` and `/terbaru/`."""

from pathlib import Path
from typing import Any

import pytest

from newsarchive.config import CHANGES_LIMIT
from newsarchive.content.articles.parse import parse
from newsarchive.model import Article, Correction, Withdrawal
from tests.builders import archive_of, article, article_text, config, planned, text_of, view, when, write_root
from tests.conftest import AS_OF
from tests.reading import read_root

CORRECTION = Correction(when("2025-11-02"), "ralat", "Nama diperbaiki.")


def problems(**fields: Any) -> list[tuple[str, dict[str, str]]]:
    """Codes and values of what is wrong with an article of 29 October 2025."""
    text = article_text(**{"date": "2025-10-29", "title": "Judul", **fields})
    return [(each.code, dict(each.values)) for each in parse("articles/2025/10/a.md", text.encode()).problems]


def late(date: str, **fields: str) -> dict[str, str]:
    return {"date": date, "kind": "ralat", "note": "Nama.", **fields}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"added": "2025-10-28"}, ("added", "2025-10-28", "date", "2025-10-29")),
        ({"added": "2025-09"}, ("added", "2025-09", "date", "2025-10-29")),
        ({"corrections": [late("2025-10-28")]}, ("corrections.date", "2025-10-28", "date", "2025-10-29")),
        (
            {"added": "2025-11-02", "corrections": [late("2025-11-01")]},
            ("corrections.date", "2025-11-01", "added", "2025-11-02"),
        ),
        (
            {"corrections": [late("2025-11-01", requested="2025-11-02")]},
            ("corrections.date", "2025-11-01", "requested", "2025-11-02"),
        ),
        (
            {"added": "2025-11-02", "corrections": [late("2025-11-04", requested="2025-11-01")]},
            ("corrections.requested", "2025-11-01", "added", "2025-11-02"),
        ),
        (
            {"reviewed": {"by": "Sari", "date": "2025-10-01"}},
            ("reviewed.date", "2025-10-01", "date", "2025-10-29"),
        ),
        (
            {
                "added": "2025-11-02",
                "status": "withdrawn",
                "withdrawn": {"date": "2025-11-01", "reason": "ganda"},
            },
            ("withdrawn.date", "2025-11-01", "added", "2025-11-02"),
        ),
    ],
)
def test_what_the_archive_did_cannot_come_before_its_cause(
    fields: dict[str, object], expected: tuple[str, str, str, str]
) -> None:
    values = dict(zip(("date", "other", "earliest"), expected[1:], strict=True)) | {"field": expected[0]}
    assert problems(**fields) == [("impossible-order", values)]


def test_dates_that_may_be_right_pass() -> None:
    assert problems(added="2025-10", corrections=[late("2025-11", requested="2025-11-30")]) == []
    # The source dated the event wrongly, and the note says so.
    assert problems(added="2025-10-28", date_note="Sumber keliru.") == []
    # A second reader may come before publication.
    assert problems(added="2025-11-03", reviewed={"by": "Sari", "date": "2025-11-01"}) == []


def test_a_kind_that_is_no_kind_names_the_nearest() -> None:
    ((code, values),) = problems(corrections=[late("2025-11-02") | {"kind": "hakjawb"}])
    assert (code, values["nearest"]) == ("invalid-choice", "hak_jawab")
    assert problems(corrections=[late("2025-11-02") | {"kind": "Hak Jawab"}]) == []


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("ralat", "diralat 3 Des 2025"),
        ("hak_jawab", "hak jawab 3 Des 2025"),
        ("pembaruan", "diperbarui 3 Des 2025"),
    ],
)
def test_lists_mark_an_article_with_what_was_put_right_last(kind: str, mark: str) -> None:
    corrections = (Correction(when("2025-12-03"), kind, "Baru."), CORRECTION)
    files = planned(archive_of([article(corrections=corrections), article("2025/10/lain")]))
    for path in ("fasilitas/rutan-serang.md", "wilayah/banten.md", "arsip/2025/10.md"):
        entries = [entry for group in view(files[path])["groups"] for entry in group["entries"]]
        assert {entry[1]: entry[4] for entry in entries} == {
            "berita/2025/10/latihan/": mark,
            "berita/2025/10/lain/": "",
        }


def test_nothing_of_a_withdrawn_article_is_told_among_the_corrections() -> None:
    gone = article(
        title="RAHASIA",
        summary="RAHASIA",
        added=when("2025-11-01"),
        corrections=(Correction(when("2025-11-02"), "ralat", "RAHASIA"),),
        status="withdrawn",
        withdrawn=Withdrawal(when("2025-12-01"), "privasi", "RAHASIA"),
    )
    files = planned(archive_of([gone]))
    told = text_of(files["koreksi.md"]) + text_of(files["terbaru.md"])
    assert "Perlindungan privasi" in told
    for trace in ("RAHASIA", gone.url, "Rutan"):
        assert trace not in told


def listed(archive: list[Article], limit: int) -> list[str]:
    """The notes that the pages of `/koreksi/` list without the newest on a first page that is cut."""
    files = planned(archive_of(archive), config(limit=limit, latest=1))
    pages = [view(file) for path, file in files.items() if path.startswith("koreksi")]
    return [
        entry["note"]
        for page in pages
        if not (page["periods"] and not page["crumbs"] and page["intro"])
        for group in page["groups"]
        for entry in group["entries"]
    ]


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_every_correction_is_listed_once_and_no_page_is_longer_than_the_limit(limit: int) -> None:
    days = [f"20{year}-{month:02}-{day:02}" for year in (24, 25) for month in (3, 4) for day in (5, 6, 7)]
    corrections = tuple(Correction(when(day), "ralat", f"Pada {day}.") for day in [*days, "2025-03", "2024"])
    archive = [article("2023/01/a", "2023-01-01", corrections=corrections)]
    assert sorted(listed(archive, limit)) == sorted(each.note for each in corrections)
    files = planned(archive_of(archive), config(limit=limit, latest=1))
    for path, file in files.items():
        if path.startswith("koreksi"):
            assert sum(len(group["entries"]) for group in view(file)["groups"]) <= limit


@pytest.mark.parametrize(("number", "cut"), [(CHANGES_LIMIT, False), (CHANGES_LIMIT + 1, True)])
def test_a_year_of_corrections_has_a_page_and_can_be_linked_to_once_all_are_too_many(
    tmp_path: Path, number: int, cut: bool
) -> None:
    corrections = [late("2025-11-02", note=f"Perbaikan ke-{n}.") for n in range(number)]
    fields = {"corrections": corrections, "body": "Lihat [koreksi](/koreksi/2025/)."}
    root = write_root(tmp_path, {"2025/10/a": fields}, limit=100)
    archive, found = read_root(root, AS_OF)
    assert ("koreksi/2025.md" in planned(archive)) == cut
    assert [each.code for each in found] == ([] if cut else ["broken-link"])


def test_the_page_of_recent_changes_does_not_grow() -> None:
    many = [article(f"2025/10/a{n}", added=when("2025-11-01")) for n in range(CHANGES_LIMIT + 20)]
    groups = view(planned(archive_of(many))["terbaru.md"])["groups"]
    assert sum(len(group["entries"]) for group in groups) == CHANGES_LIMIT
    newer = article("2024/01/lama", "2024-01-01", added=when("2025-12-01"))
    groups = view(planned(archive_of([*many, newer]))["terbaru.md"])["groups"]
    assert (groups[0]["name"], groups[0]["entries"][0]["url"]) == ("Senin, 1 Desember 2025", newer.url)
    assert sum(len(group["entries"]) for group in groups) == CHANGES_LIMIT
