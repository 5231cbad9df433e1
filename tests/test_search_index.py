"""What the search index holds, and that keeping it up to date gives what making it anew gives."""

import re
import shutil
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import addresses
from newsarchive.model import ArticleDate
from newsarchive.pages.view import Views
from newsarchive.search import build_index
from newsarchive.search.layout import day_number, lay_out
from newsarchive.search.postings import POSITIONS, POSTINGS, changed, joined, posting_lists, updated
from newsarchive.search.records import Record, searchable_items
from newsarchive.search.spelling import spelling_files
from newsarchive.search.terms import BlockTerms, RecordTerms, load_or_compute
from newsarchive.settings.read import read_settings
from tests.reading import read_root
from tests.searching import lazy, record, words, write_index
from tests.trees import difference, tree

SAID = "razia ponsel takjil remisi pelatihan kunjungan keluarga petugas sabu gempa".split()


def records_of(root: Path) -> list[Record]:
    archive = read_root(root, date(2026, 11, 21))[0]
    return [item.record() for item in searchable_items(Views(archive, read_settings(root).config))]


def invented(count: int, seed: int = 1) -> list[Record]:
    """Articles of four years, in no order."""
    rng = Random(seed)
    made = []
    for number in range(count):
        when = f"{rng.randint(2022, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        made.append(record(f"a{number}", f"Kabar {number}", " ".join(rng.choices(SAID, k=6)), when))
    return made


def test_records_name_people_places_and_event_types(repo_root: Path) -> None:
    found = {each.url: each for each in records_of(repo_root)}
    one = found["berita/2025/10/latihan-pernapasan-rutan-serang/"]
    assert "Rangga Permata" in one.names
    assert "Rutan Kelas IIB Serang" in one.names
    assert one.labels
    assert one.facets["facility"] == ("rutan-serang",)
    assert one.facets["region"] == ("banten",)


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_readers_may_not_read_is_not_indexed(mini_root: Path, status: str) -> None:
    path = next((mini_root / "articles").rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    more = "withdrawn: {date: 2026-01-05, reason: privasi}\n" if status == "withdrawn" else ""
    path.write_text(text.replace("---\n", f"---\nstatus: {status}\n{more}", 1), encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    assert title
    found = records_of(mini_root)
    assert found
    assert not any(path.stem in each.url or each.title == title[1].strip('"') for each in found)


# Numbers and blocks


def test_numbers_grow_with_time_and_blocks_are_quarters() -> None:
    layout = lay_out(lazy(invented(60)))
    numbers = [number for block in layout.blocks.values() for number in block.numbers]
    dates = [item.date for block in layout.blocks.values() for item in block.items]
    assert numbers == sorted(numbers)
    assert dates == sorted(dates)
    for name, block in layout.blocks.items():
        year, quarter = map(int, name.split("-"))
        assert {(d.year, (d.month + 2) // 3) for d in (i.date for i in block.items)} == {(year, quarter)}


def test_an_article_that_is_added_moves_no_other() -> None:
    before = invented(60)
    numbers = {
        item.url: number
        for block in lay_out(lazy(before)).blocks.values()
        for number, item in zip(block.numbers, block.items, strict=True)
    }
    after = lay_out(lazy([*before, record("baru", "Baru", when="2024-02-02")]))
    moved = [
        item.url
        for block in after.blocks.values()
        for number, item in zip(block.numbers, block.items, strict=True)
        if numbers.get(item.url, number) != number
    ]
    assert moved == []


def test_many_articles_of_one_day_each_have_a_number() -> None:
    layout = lay_out(lazy(record(f"a{n}", "Upacara", when="2025-08-17") for n in range(500)))
    (block,) = layout.blocks.values()
    assert len(set(block.numbers)) == 500


def test_articles_without_month_or_day_come_before_those_of_the_year() -> None:
    layout = lay_out(lazy(record(when, "x", when=when) for when in ("2024-01-01", "2024", "2024-01")))
    (block,) = layout.blocks.values()
    assert [item.date for item in block.items] == [
        ArticleDate(2024),
        ArticleDate(2024, 1),
        ArticleDate(2024, 1, 1),
    ]
    assert day_number(ArticleDate(2024, 12, 31)) < day_number(ArticleDate(2025))


# Terms


def test_titles_weigh_more_than_names_and_these_more_than_the_text(tmp_path: Path) -> None:
    one = record("a", "Razia", "Petugas datang.", names=("Cilegon",))
    now, _, notice = load_or_compute([1], [one], words(), tmp_path / "x.terms", "1")
    (terms,) = now.records
    weights = dict(zip(terms.terms, terms.classes, strict=True))
    razia, cilegon, petugas = (words().query(word)[0] for word in ("razia", "Cilegon", "petugas"))
    assert weights[razia] > weights[cilegon] > weights[petugas]
    assert notice == ""


def test_only_new_records_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = invented(5)
    first, _, _ = load_or_compute(range(5), articles, words(), tmp_path / "x.terms", "1")
    articles[2] = record("lain", "Lain")
    read: list[str] = []

    def find(_: object, each: Record) -> RecordTerms:
        read.append(each.title)
        return first.records[0]

    monkeypatch.setattr("newsarchive.search.terms._Finder.terms", find)
    load_or_compute(range(5), articles, words(), tmp_path / "x.terms", "1")
    assert read == ["Lain"]


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 100])
def test_damaged_terms_are_found_again_and_told(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "x.terms"
    sound, _, _ = load_or_compute(range(5), invented(5), words(), file, "1")
    file.write_bytes(damage)
    again, last, notice = load_or_compute(range(5), invented(5), words(), file, "1")
    assert again == sound
    assert last.records == []
    assert notice == "x.terms: checksum"


# Postings and spellings

TERMS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["0", "3", "6"]), min_size=1)


def block_of(articles: list[dict[str, str]]) -> BlockTerms:
    return BlockTerms(
        [10 + 3 * n for n in range(len(articles))],
        [
            RecordTerms(
                b"",
                "",
                sorted(own),
                "".join(own[term] for term in sorted(own)),
                ["AB"] * len(own),
                ["1.2"] * len(own),
                [],
            )
            for own in articles
        ],
    )


@given(
    st.lists(TERMS, min_size=1, max_size=4),
    st.lists(TERMS, min_size=1, max_size=4),
    st.lists(TERMS, max_size=3),
)
def test_a_bucket_brought_up_to_date_equals_one_made_anew(
    before: list[dict[str, str]], other: list[dict[str, str]], now: list[dict[str, str]]
) -> None:
    old, fixed, new = (posting_lists(block_of(each), 10) for each in (before, other, now))
    changes = changed(old, new)
    for side in (POSTINGS, POSITIONS):
        data = joined([("2024-1", dict(fixed)), ("2025-1", dict(old))], side)
        mended = updated(data, [("2025-1", changes)], side)
        assert mended == joined([("2024-1", dict(fixed)), ("2025-1", dict(new))], side)


def test_a_word_is_listed_by_its_first_and_its_last_letters() -> None:
    files = spelling_files({"cipinang": 5, "gone": 0, "ab": 9})
    assert len(files) == 2
    assert {name.split("-")[0] for name in files} == {"awal", "akhir"}
    assert all(b"cipinang1" in data and b"gone" not in data for data in files.values())


# The whole index


def search_files(site: Path) -> dict[str, bytes]:
    return tree(site / addresses.SEARCH)


def test_any_sequence_of_edits_leaves_what_a_new_index_holds(tmp_path: Path) -> None:
    rng = Random(5)
    articles = {each.url: each for each in invented(80)}
    for step in range(12):
        change = rng.choice(("edit", "add", "remove", "move", "many"))
        some = rng.choice(list(articles.values()))
        if change == "remove":
            del articles[some.url]
        elif change == "many":
            for each in invented(90, seed=step):
                articles[each.url] = each
        else:
            key = f"baru{step}" if change == "add" else some.url.removeprefix("berita/").rstrip("/")
            when = some.date.iso if change == "edit" else f"{rng.randint(2020, 2026)}-05-05"
            new = record(key, f"Judul {step}", rng.choice(SAID), when)
            articles[new.url] = new
        kept = write_index(tmp_path / "kept", articles.values())
        clean = write_index(tmp_path / f"clean{step}", articles.values())
        assert difference(search_files(kept), search_files(clean)) == [], (step, change)


@pytest.mark.parametrize("lost", ["state.bin", "2024-2.terms", "site"])
def test_an_index_that_lost_something_is_made_whole(tmp_path: Path, lost: str) -> None:
    articles = invented(80)
    site = write_index(tmp_path / "kept", articles)
    if lost == "site":
        shutil.rmtree(site)
    else:
        (tmp_path / "kept/build" / build_index.CACHE / lost).write_bytes(b"broken")
    articles[3] = record("lain", "Lain", "sabu", "2024-05-05")
    again = write_index(tmp_path / "kept", articles)
    whole = write_index(tmp_path / "clean", articles)
    assert difference(search_files(again), search_files(whole)) == []


def test_an_edit_writes_few_files(tmp_path: Path) -> None:
    articles = invented(200)
    before = search_files(write_index(tmp_path, articles))
    one = articles[7]
    articles[7] = record(one.url.split("/")[1], one.title, f"{one.body} gempa", one.date.iso)
    after = search_files(write_index(tmp_path, articles))
    written = [path for path, data in after.items() if before.get(path) != data]
    # The word's two files, the group of texts, the start file, and at most a list of spellings for each side.
    assert len(written) < 30, written
