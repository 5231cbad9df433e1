"""The search index: what it holds, that it is made alike each time, and that the browser reads it rightly."""

import asyncio
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import cbor2
import msgspec
import pytest
from pagefind import service
from pagefind.index import PagefindIndex

from newsarchive import addresses, hashing
from newsarchive.config import load_config
from newsarchive.content.archive import load_archive
from newsarchive.markdown.plain_text import plain_text
from newsarchive.model import ArticleDate
from newsarchive.pages.view import Views
from newsarchive.search import pagefind_index
from newsarchive.search import segments as segmenting
from newsarchive.search.records import Record, searchable_items
from newsarchive.search.segments import TERMS, blocks, key_of, segments
from newsarchive.search.term_weights import SegmentTerms, load_or_compute

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ASSETS = Path(__file__).parents[1] / "docs" / "assets"
WORD = re.compile(r"[^\W_]+")
WORDS_JS = """export function words() {
  const word = /[\\p{L}\\p{N}]+/gu;
  const tokens = (text) => [...text.matchAll(word)].map(([each]) => [each, each.toLowerCase()]);
  return { tokens, known: (each) => each === "gem", continuation: "ω" };
}"""
VOCABULARY = "razia ponsel takjil remisi pelatihan kunjungan keluarga petugas lapas rutan sabu gempa".split()
FACETS = {
    "facility": ("lapas-a", "lapas-b", "rutan-c"),
    "region": ("banten", "bali"),
    "event_type": ("razia", "remisi", "kesehatan"),
    "theme": ("keamanan", "hak"),
    "source": ("news", "official"),
}


class Plain:
    """Every word is its own token."""

    def tokens(self, text: str) -> list[tuple[str, str]]:
        return [(word, word.lower()) for word in WORD.findall(text)]


def article(
    number: int, when: ArticleDate, body: str, facets: Mapping[str, tuple[str, ...]] | None = None
) -> Record:
    return Record(
        url=f"berita/{when.year}/{number}/",
        kind="article",
        title=f"Kabar {number}",
        names=(),
        summary="",
        body=body,
        facets=facets or {},
        date=when,
        date_text=when.iso,
        where="",
        digest=f"{number} {when} {body}".encode(),
    )


def some_articles(count: int, seed: int = 1) -> list[Record]:
    """Invented articles of four years, newest first."""
    rng = Random(seed)
    made = []
    for number in range(count):
        when = ArticleDate(rng.randint(2022, 2025), rng.randint(1, 12), rng.randint(1, 28))
        body = " ".join(rng.choices(VOCABULARY, range(len(VOCABULARY), 0, -1), k=rng.randint(3, 9)))
        facets = {name: tuple(sorted(rng.sample(ids, rng.randint(0, 2)))) for name, ids in FACETS.items()}
        made.append(article(number, when, body, facets))
    return sorted(made, key=lambda record: record.date or ArticleDate(0), reverse=True)


def term(url: str, title: str, names: tuple[str, ...] = (), summary: str = "") -> Record:
    return Record(url, "facility", title, names, summary, "", {}, None, "", "", f"{title}{names}".encode())


def write_segment(root: Path, name: str, own: list[Record], key: str) -> list[str]:
    """One segment's files, without anything counted before; returns their paths."""
    with TemporaryDirectory() as folder:
        counts, _ = load_or_compute(own, Plain(), Path(folder, name), "1")
    texts: dict[str, list[str]] = {}
    for block, each in zip(blocks(own), blocks(counts.records), strict=True):
        text_key = key_of(block)
        texts[text_key] = pagefind_index.text_paths(text_key, len(block))
        pagefind_index.write_texts(block, each, text_key, root)
    return sorted(chain(pagefind_index.index(name, own, counts, key, list(texts), root), *texts.values()))


def write_index(
    root: Path, by_segment: Mapping[str, list[Record]], version: str = "1"
) -> dict[str, list[str]]:
    """All search files of these segments, as a site has them; returns the paths of each segment."""
    keys = {name: key_of(own, version) for name, own in by_segment.items()}
    made = {name: write_segment(root, name, own, keys[name]) for name, own in by_segment.items()}
    pagefind_index.engine(root)
    (root / addresses.SEARCH_START).write_bytes(
        pagefind_index.start(keys, {name: len(own) for name, own in by_segment.items()})
    )
    (root / "cari" / "kata.json").write_text("{}", encoding="utf-8")
    return made


# What is indexed


def archive_records(root: Path) -> list[Record]:
    archive = load_archive(root, date(2026, 11, 21))[0]
    return [findable.record() for findable in searchable_items(Views(archive, load_config(root)))]


def test_records_hold_articles_terms_and_glossary(repo_root: Path) -> None:
    found = {record.url: record for record in archive_records(repo_root)}
    one = found["berita/2025/10/latihan-pernapasan-rutan-serang/"]
    assert "Rangga Permata" in one.names
    assert "Rutan Kelas IIB Serang" in one.names
    assert one.facets["facility"] == ("rutan-serang",)
    assert one.facets["region"] == ("banten",)
    assert found["fasilitas/rutan-serang/"].kind == "facility"
    assert found["fasilitas/rutan-serang/"].facets["region"] == ("banten",)
    assert any(record.kind == "glossary" for record in found.values())


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_readers_may_not_read_is_not_indexed(mini_root: Path, status: str) -> None:
    path = next((mini_root / "articles").rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    more = "withdrawn: {date: 2026-01-05, reason: privasi}\n" if status == "withdrawn" else ""
    path.write_text(text.replace("---\n", f"---\nstatus: {status}\n{more}", 1), encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    assert title
    found = archive_records(mini_root)
    assert not any(path.stem in record.url or record.title == title[1].strip('"') for record in found)
    assert any(record.kind == "article" for record in found)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Polos saja.", "Polos saja."),
        ("# Judul\n\nTeks **tebal** dan _miring_.", "Judul Teks tebal dan miring."),
        ("- satu\n- dua\n\n1. tiga", "satu dua tiga"),
        (
            '[Rutan *Serang*](/fasilitas/rutan-serang/ "judul") dan <https://a.id/>',
            "Rutan Serang dan https://a.id/",
        ),
        ("Hubungi <humas@a.id> atau [[F #1]](https://a.id).", "Hubungi humas@a.id atau F #1."),
        ('[a](b.md "judul (x)") [c]("d") [e](<f g> \'h\')', "a c e"),
        ("`a*b`, ``__FILE__ ` x|y`` dan 5 * 6", "a*b, __FILE__ ` x|y dan 5 * 6"),
        ("|a|b|\n|-|-|\n|c|d|", "a b c d"),
        ("> ```\n\n~~~\n```\na_b = '*'\n~~~", "``` a_b = '*'"),
        ("![Foto petugas](foto.jpg)", "Foto petugas"),
        ("| a | b |\n|---|:-:|\n| c | d |", "a b c d"),
        ("Kata.[^1]\n\n[^1]: Catatan.", "Kata. Catatan."),
        ("[lihat][1]\n\n[1]: https://a.id", "lihat"),
        ("> > - kutipan", "kutipan"),
        ("nama_berkas 2 \\* 3 &amp; 4", "nama_berkas 2 * 3 & 4"),
        ("```\nkode\n```\n\n`sisip`", "kode sisip"),
    ],
)
def test_markdown_loses_its_markup_only(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


# Segments


def test_a_small_archive_is_one_segment_and_its_terms() -> None:
    by_segment = segments([*some_articles(30), term("fasilitas/a/", "Lapas A")])
    assert [len(own) for own in by_segment.values()] == [30, 1]
    assert list(by_segment)[-1] == TERMS


def test_segments_are_small_complete_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "MIN_CAPACITY", 16)
    monkeypatch.setattr(segmenting, "MAX_CAPACITY", 16)
    everything = some_articles(400)
    by_segment = segments(everything)
    assert max(len(own) for own in by_segment.values()) <= 16
    assert list(by_segment) == sorted(by_segment)
    again = [record for own in reversed(by_segment.values()) for record in own]
    assert [record.date for record in again] == [record.date for record in everything]


def test_one_new_article_changes_one_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "MIN_CAPACITY", 45)
    monkeypatch.setattr(segmenting, "MAX_CAPACITY", 45)
    before = some_articles(200)
    new = article(999, ArticleDate(2025, 12, 31), "baru")
    keys = [
        {name: key_of(own) for name, own in segments(found).items()} for found in (before, [new, *before])
    ]
    assert len(keys[0]) > 4
    changed = {name for name in keys[0].keys() | keys[1].keys() if keys[0].get(name) != keys[1].get(name)}
    assert len(changed) == 1


def test_a_new_article_leaves_the_keys_of_older_texts() -> None:
    before = some_articles(200)
    new = article(999, ArticleDate(2025, 12, 31), "baru")
    keys = [[key_of(block) for block in blocks(found)] for found in (before, [new, *before])]
    assert len(keys[0]) == len(keys[1]) == 4
    assert keys[0][:3] == keys[1][:3]
    assert keys[0][3] != keys[1][3]


def test_articles_without_month_find_a_place() -> None:
    many = [article(n, ArticleDate(2025), "kata") for n in range(segmenting.MIN_CAPACITY + 1)]
    assert {len(own) for own in segments(many).values()} == {len(many)}


# Files


def test_files_are_the_same_each_time(tmp_path: Path) -> None:
    by_segment = {"2022-2025": some_articles(60)}
    made = [write_index(tmp_path / name, by_segment) for name in ("a", "b")]
    assert made[0] == made[1]
    for path in made[0]["2022-2025"]:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()


def test_files_lie_under_the_key(tmp_path: Path) -> None:
    made = write_segment(tmp_path, "2025", some_articles(5), "abc")
    assert made == sorted(made)
    assert {path.rpartition("/")[0] for path in made} == {
        "cari/indeks/2025/abc",
        "cari/indeks/2025/abc/kata",
        f"cari/indeks/teks/{key_of(some_articles(5)[::-1])}",
    }
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()} == set(made)


class Recorded(Plain):
    """Knows which texts it was asked for."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def tokens(self, text: str) -> list[tuple[str, str]]:
        self.texts.append(text)
        return super().tokens(text)


def in_words(counts: SegmentTerms) -> list[Any]:
    """What was counted, with tokens in the place of their numbers, which depend on what came before."""
    word = counts.tokens.__getitem__
    return [
        (
            each.digest,
            each.text,
            [sorted(map(word, tokens)) for tokens in each.tokens],
            {word(token): written for token, written in each.spelled.items()},
            [sorted(map(word, name)) for name in each.names],
        )
        for each in counts.records
    ]


def test_only_new_records_are_counted(tmp_path: Path) -> None:
    before, new = some_articles(20), article(99, ArticleDate(2025, 12, 31), "perdana sekali")
    cache_file = tmp_path / "build" / "counted" / "2025"
    load_or_compute(before, Plain(), cache_file, "1")
    words = Recorded()
    counts, notice = load_or_compute([new, *before[1:]], words, cache_file, "1")
    assert {text for text in words.texts if text} == {new.title, new.body}
    fresh, _ = load_or_compute([new, *before[1:]], Plain(), tmp_path / "other", "1")
    assert in_words(counts) == in_words(fresh)
    # The same files come of both.
    ones, others = (
        pagefind_index.index("2025", before, each, "abc", [], tmp_path / name)
        for name, each in (("0", counts), ("1", fresh))
    )
    for one, other in zip(ones, others, strict=True):
        assert (tmp_path / "0" / one).read_bytes() == (tmp_path / "1" / other).read_bytes()
    assert notice == ""


def test_nothing_counted_by_another_version_is_trusted_or_held_for_damage(tmp_path: Path) -> None:
    cache_file = tmp_path / "2025"
    other_form = msgspec.msgpack.encode(("1", ["cache_file", {"otherwise": 1}]))
    load_or_compute(some_articles(5), Plain(), cache_file, "1")
    for data in (cache_file.read_bytes(), hashing.checksum(other_form) + other_form):
        cache_file.write_bytes(data)
        words = Recorded()
        _, notice = load_or_compute(some_articles(5), words, cache_file, "2")
        assert words.texts
        assert notice == ""


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 40])
def test_damaged_counts_are_made_again_and_said(tmp_path: Path, damage: bytes) -> None:
    cache_file = tmp_path / "2025"
    sound, _ = load_or_compute(some_articles(5), Plain(), cache_file, "1")
    data = cache_file.read_bytes()
    cache_file.write_bytes(data[:-8] + damage)
    assert load_or_compute(some_articles(5), Plain(), cache_file, "1") == (sound, "2025: checksum")
    assert cache_file.read_bytes() == data
    assert load_or_compute(some_articles(5), Plain(), cache_file, "1") == (sound, "")


def test_counts_are_made_where_the_disk_keeps_none(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    found, notice = load_or_compute(some_articles(5), Plain(), tmp_path / "taken" / "2025", "1")
    assert found == load_or_compute(some_articles(5), Plain(), tmp_path / "2025", "1")[0]
    assert notice.startswith("2025: ")


def test_a_record_without_words_keeps_its_place(tmp_path: Path) -> None:
    empty = Record("berita/x/", "article", "…", (), "", "…", {}, ArticleDate(2025), "2025", "", b"")
    write_segment(tmp_path, "2025", [*some_articles(3), empty, *some_articles(3, 2)], "abc")
    table = json.loads((tmp_path / "cari/indeks/2025/abc/tabel.json").read_text(encoding="utf-8"))
    assert table["count"] == 7


def test_the_words_are_those_that_pagefind_writes(tmp_path: Path) -> None:
    long = " ".join(f"kata{number}" for number in range(320))
    weighed = [("razia lapas kalapas", "10.0", "2.0"), (long, "7.0", "1.05"), ("lapas 22", "10.0", "2.0")]
    made = [article(number, ArticleDate(2025), body) for number, (body, _, _) in enumerate(weighed)]
    write_segment(tmp_path, "2025", made, "abc")
    (chunk,) = (tmp_path / "cari/indeks/2025/abc/kata").iterdir()
    contents = [
        f"{pagefind_text(record.title, title)} ___END_PAGEFIND_WEIGHT___ {pagefind_text(record.body, body)}"
        for record, (_, title, body) in zip(made, weighed, strict=True)
    ]
    # In a thread of its own: Chromium's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        theirs = thread.submit(asyncio.run, pagefind_words(contents, tmp_path / "theirs")).result()
    assert gzip.decompress(chunk.read_bytes()) == b"pagefind_dcd" + cbor2.dumps([theirs])


def pagefind_text(text: str, weight: str) -> str:
    words = " ".join(f"{token}{pagefind_index.END}a" for _, token in Plain().tokens(text))
    return f"___PAGEFIND_WEIGHT___{weight} {words}"


async def pagefind_words(contents: list[str], folder: Path) -> list[Any]:
    """The words of Pagefind's own index of records, each at one place in all of them."""
    async with PagefindIndex(config={"force_language": "zxx", "output_path": str(folder)}) as index:
        for number, content in enumerate(contents):
            await index.add_custom_record(url=str(number), content=content, language="zxx")
        files = await index.get_files()
    (chunk,) = (file["content"] for file in files if file["path"].startswith("index/"))
    (words,) = cbor2.loads(gzip.decompress(chunk).removeprefix(b"pagefind_dcd"))
    for _, pages, _ in words:
        for _, places, _ in pages:
            places[-1] = 0
    return list(words)


def test_pagefind_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(service, "get_executable", lambda: None)
    with pytest.raises(pagefind_index.SearchError, match="belum terpasang"):
        pagefind_index.engine(tmp_path)


def test_pagefind_breaking_off_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(service, "get_executable", lambda: shutil.which("false"))
    with pytest.raises(pagefind_index.SearchError, match="Pagefind terhenti"):
        pagefind_index.engine(tmp_path)


# In the browser

Answer = dict[str, Any]


class Engine:
    """The search engine in a page of its own."""

    def __init__(self, page: "Page", url: str) -> None:
        self.page = page
        page.goto(f"{url}blank.html")
        page.evaluate(
            """async (url) => {
                const { open } = await import(`${url}assets/search-engine.js`);
                window.engine = await open(url);
            }""",
            url,
        )

    def __call__(self, q: str = "", filters: Mapping[str, list[str]] | None = None, **more: object) -> Answer:
        answer: Answer = self.page.evaluate(
            "(request) => window.engine.search(request)",
            {"q": q, "filters": filters or {}, "limit": 1000, **more},
        )
        return answer


def site_of(root: Path, by_segment: Mapping[str, list[Record]]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    write_index(root, by_segment)
    shutil.copytree(ASSETS, root / "assets", dirs_exist_ok=True)
    (root / "assets" / "words.js").write_text(WORDS_JS, encoding="utf-8")
    (root / "blank.html").write_text('<!doctype html><html lang="id"><title>-</title>', encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def everything() -> list[Record]:
    return some_articles(300)


@pytest.fixture(scope="module")
def site_folder(tmp_path_factory: pytest.TempPathFactory, everything: list[Record]) -> Path:
    """300 articles in several segments, two of them in more than one shard, and a few terms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmenting, "MIN_CAPACITY", 80)
        patch.setattr(segmenting, "MAX_CAPACITY", 80)
        terms = [
            term("fasilitas/lapas-a/", "Lapas Kelas IIA Cilegon", ("Lapas Cilegon",)),
            term("fasilitas/lapas-b/", "Lapas Kelas I Cipinang", (), "Salah satu lapas; razia berkala."),
            term("fasilitas/rutan-c/", "Rutan Kelas IIB Serang"),
        ]
        return site_of(tmp_path_factory.mktemp("search") / "site", segments([*everything, *terms]))


@pytest.fixture
def engine(browser: "Browser", site_folder: Path, serve: Callable[[Path], str]) -> Iterator[Engine]:
    page = browser.new_page()
    yield Engine(page, serve(site_folder))
    page.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("sought", "marked"), [("kalapas", "Kepala Lapas Kalapas"), ("kepala", "Kepala"), ("lapas", "Lapas")]
)
def test_a_unit_of_several_words_is_marked_as_a_whole(engine: Engine, sought: str, marked: str) -> None:
    parts = engine.page.evaluate(
        """async (sought) => {
            const { marks } = await import("./assets/search-excerpt.js");
            const tokens = { Kepala: "kalapas-kepala", Lapas: "ω-lapas", Kalapas: "kalapas", hadir: "hadir" };
            const split = (text) => text.match(/[A-Za-z]+/g).map((word) => [word, tokens[word]]);
            const words = { tokens: split, continuation: "ω" };
            return marks("Kepala Lapas hadir. Kalapas.", words, { has: (token) => token === sought });
        }""",
        sought,
    )
    assert "".join(part["text"] for part in parts) == "Kepala Lapas hadir. Kalapas."
    assert [part["text"] for part in parts if part["mark"]] == marked.split()


def matches(record: Record, tokens: set[str], filters: Mapping[str, list[str]]) -> bool:
    assert record.date
    own = {token for text in (record.title, record.body) for _, token in Plain().tokens(text)}
    facets = {**record.facets, "year": (str(record.date.year),)}
    return tokens <= own and all(not ids or set(ids) & set(facets[name]) for name, ids in filters.items())


def brute_force(
    everything: list[Record], q: str, filters: Mapping[str, list[str]]
) -> tuple[set[str], Answer]:
    """URLs of what is found, and the counts, by looking at every article for every value."""
    tokens = set(q.split())
    found = {record.url for record in everything if matches(record, tokens, filters)}
    counts: Answer = {}
    for facet in (*FACETS, "year"):
        others = {name: ids for name, ids in filters.items() if name != facet}
        values = (
            {str(year): 0 for year in range(2022, 2026)}
            if facet == "year"
            else dict.fromkeys(FACETS[facet], 0)
        )
        for value in values:
            values[value] = sum(matches(r, tokens, {**others, facet: [value]}) for r in everything)
        counts[facet] = {value: count for value, count in values.items() if count}
    return found, counts


@pytest.mark.browser
@pytest.mark.slow
def test_results_and_counts_equal_brute_force(engine: Engine, everything: list[Record]) -> None:
    rng = Random(7)
    for _ in range(60):
        q = " ".join(rng.sample(VOCABULARY, rng.randint(0, 2)))
        filters: dict[str, list[str]] = {
            name: rng.sample(ids, rng.randint(1, 2)) for name, ids in FACETS.items() if rng.random() < 0.25
        }
        if rng.random() < 0.3:
            filters["year"] = ["2023", "2025"][: rng.randint(1, 2)]
        answer = engine(q, filters, sort="newest")
        found, counts = brute_force(everything, q, filters)
        own = [result for result in answer["results"] if result["kind"] == "article"]
        assert {result["url"] for result in own} == found, (q, filters)
        dates = [result["date"] for result in own]
        assert dates == sorted(dates, reverse=True)
        assert answer["facets"] == counts, (q, filters)
        assert answer["total"] == len(answer["results"])
        assert answer["missing"] == []


@pytest.mark.browser
@pytest.mark.slow
def test_portions_make_up_the_whole(engine: Engine) -> None:
    whole = [result["url"] for result in engine("razia")["results"]]
    portions = [engine("razia", offset=n, limit=10) for n in range(0, len(whole), 10)]
    assert [result["url"] for portion in portions for result in portion["results"]] == whole
    assert {portion["total"] for portion in portions} == {len(whole)}


@pytest.mark.browser
@pytest.mark.slow
def test_an_answer_that_nobody_waits_for_is_given_up_and_can_be_asked_for_again(engine: Engine) -> None:
    request = {"q": "kunjungan", "filters": {}}
    assert engine.page.evaluate("(request) => window.engine.search(request, () => true)", request) is None
    answer = engine("kunjungan")
    assert answer["total"] == len(answer["results"]) > 0
    assert answer["missing"] == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_word_is_found_whole_and_marked(engine: Engine) -> None:
    answer = engine("gempa")
    assert answer["results"]
    for result in answer["results"]:
        assert {part["text"].lower() for part in result["excerptParts"] if part["mark"]} == {"gempa"}
    assert engine("empa")["total"] == 0


@pytest.mark.browser
@pytest.mark.slow
def test_a_word_being_typed_finds_its_beginnings(engine: Engine) -> None:
    assert engine("gemp")["total"] == engine("gempa")["total"] > 0
    assert engine("gemp ")["total"] == 0
    assert engine("gem")["total"] == 0, "a word that is known is no beginning of another"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "rest"),
    [("gmp", 200), ("sabu gmp", 200), ("gemp", 24), ("gmp ", 24), ("gem", 24), ("", 24)],
)
def test_the_first_letters_of_a_word_are_told_from_words(engine: Engine, typed: str, rest: int) -> None:
    assert engine.page.evaluate("(typed) => window.engine.rest(typed)", typed) == rest


@pytest.mark.browser
@pytest.mark.slow
def test_where_many_segments_have_to_be_asked_the_next_key_is_waited_for(
    browser: "Browser", tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    years = range(2000, 2009)
    by_segment = {str(year): [article(year, ArticleDate(year), "razia")] for year in years}
    page = browser.new_page()
    engine = Engine(page, serve(site_of(tmp_path / "site", by_segment)))
    assert engine.page.evaluate("window.engine.rest('razia')") == 300
    page.close()


@pytest.mark.browser
@pytest.mark.slow
def test_an_unknown_word_answers_nothing_and_offers_the_nearest(engine: Engine) -> None:
    answer = engine("tajkil lapas")
    assert answer["total"] == 0
    assert answer["unknown"] == [{"word": "tajkil", "near": ["takjil"]}]


@pytest.mark.browser
@pytest.mark.slow
def test_who_names_a_facility_finds_its_page_first(engine: Engine) -> None:
    assert engine("lapas cipinang")["results"][0]["url"] == "fasilitas/lapas-b/"
    assert engine("Lapas Cilegon")["results"][0]["url"] == "fasilitas/lapas-a/"
    assert engine("rutan serang")["results"][0]["url"] == "fasilitas/rutan-c/"
    first = [result["kind"] for result in engine("lapas")["results"]]
    assert first[0] == "article", "a word that many names share names nothing"
    assert engine("razia")["results"][0]["kind"] == "article"


@pytest.mark.browser
@pytest.mark.slow
def test_more_of_a_word_ranks_higher(
    browser: "Browser", tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    filler = " ".join(["lain"] * 30)
    once = article(1, ArticleDate(2025, 5, 3), f"sabu {filler}")
    often = article(2, ArticleDate(2025, 5, 2), f"sabu sabu sabu sabu {filler}")
    titled = article(3, ArticleDate(2025, 5, 1), filler)
    titled = Record(**{**{name: getattr(titled, name) for name in Record.__slots__}, "title": "Sabu"})
    others = [article(n, ArticleDate(2025, 4), filler) for n in range(4, 30)]
    page = browser.new_page()
    engine = Engine(page, serve(site_of(tmp_path / "site", {"2025": [once, often, titled, *others]})))
    urls = [result["url"] for result in engine("sabu")["results"]]
    page.close()
    assert urls == ["berita/2025/3/", "berita/2025/2/", "berita/2025/1/"]


@pytest.mark.browser
@pytest.mark.slow
def test_all_articles_of_the_largest_segment_are_found_across_its_shards(
    browser: "Browser", tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    many = [
        article(n, ArticleDate(2025), "langka" if n % 700 == 0 else "umum")
        for n in range(segmenting.MAX_CAPACITY)
    ]
    page = browser.new_page()
    engine = Engine(page, serve(site_of(tmp_path / "site", {"2025": many})))
    assert engine("umum", limit=1)["total"] == sum(record.body == "umum" for record in many)
    found = {result["url"] for result in engine("langka")["results"]}
    page.close()
    assert found == {record.url for record in many if record.body == "langka"}


# Failure


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("status", "reason"), [(404, "absent"), (503, "network"), (0, "network")])
def test_the_rest_answers_where_a_segment_is_missing(
    engine: Engine, everything: list[Record], status: int, reason: str
) -> None:
    engine.page.route(
        re.compile(r"/cari/indeks/2024[^/]*/.*/kata/"),
        lambda route: route.fulfill(status=status) if status else route.abort(),
    )
    answer = engine("gempa")
    found, _ = brute_force([r for r in everything if r.date and r.date.year != 2024], "gempa", {})
    assert {result["url"] for result in answer["results"]} == found
    assert {gap["reason"] for gap in answer["missing"]} == {reason}
    assert all("2024" in gap["segment"] for gap in answer["missing"])
    engine.page.unroute_all()
    again = engine("gempa")
    assert again["missing"] == []
    assert again["total"] > answer["total"]


@pytest.mark.browser
@pytest.mark.slow
def test_a_site_published_anew_meanwhile_is_read_anew(
    browser: "Browser", tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    before = some_articles(20)
    site = site_of(tmp_path / "site", {"2022-2025": before})
    # A server tells the age of files in whole seconds.
    os.utime(site / addresses.SEARCH_START, (1, 1))
    page = browser.new_page()
    engine = Engine(page, serve(site))
    shutil.rmtree(site / "cari" / "indeks")
    write_index(
        site, {"2022-2025": [article(99, ArticleDate(2025, 12, 31), "perdana"), *before]}, version="2"
    )
    answer = engine("perdana")
    assert answer["missing"] == []
    assert [result["url"] for result in answer["results"]] == ["berita/2025/99/"]
    shutil.rmtree(site / "cari" / "indeks")
    with pytest.raises(Exception, match="absent"):
        engine("remisi keluarga sabu")
    page.close()


@pytest.mark.browser
@pytest.mark.slow
def test_opening_fails_without_its_start_and_succeeds_afterwards(
    browser: "Browser", site_folder: Path, serve: Callable[[Path], str]
) -> None:
    page = browser.new_page()
    url = serve(site_folder)
    page.route("**/cari/indeks.json", lambda route: route.abort())
    with pytest.raises(Exception, match="network"):
        Engine(page, url)
    page.unroute_all()
    assert Engine(page, url)("razia")["total"] > 0
    page.close()
