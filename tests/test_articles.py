"""Reading one article: fields, places, bodies, links, and bytes that are no article at all."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.articles.resolve import ResolveContext, resolve
from newsarchive.content.articles.schema import SHAPE, json_schema
from newsarchive.content.dates import weekday_flaws
from newsarchive.content.vocabulary.names import Names
from newsarchive.content.yaml.frontmatter import load
from newsarchive.markdown.links import document_url, final_body, final_document, site_path
from newsarchive.markdown.rendered import EXTENSIONS
from newsarchive.markdown.safety import inspect_rendered, is_simple, neutralise
from newsarchive.markdown.scan import mask_code
from newsarchive.model import FACETS, Article, ArticleDate, Document, Term, Vocabulary
from newsarchive.problems import catalogue, hint, message

PATH = "articles/2025/10/contoh.md"
FRONT = """\
title: Contoh
date: 2025-10-29
facility: rutan-serang
event_type: razia
summary: Petugas memeriksa kamar hunian.
source: {publisher: Koran Contoh}
"""
BODY = "Petugas memeriksa kamar hunian.\n"


def article(front: str = FRONT, body: str = BODY, path: str = PATH) -> Parsed:
    return parse(path, f"---\n{front}---\n\n{body}".encode())


def codes(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]


def test_a_full_article_is_read_without_problems() -> None:
    parsed = parse(
        PATH,
        b"""---
title: Warga binaan berlatih pernapasan
date: 2025-10
facility: [Rutan Kelas IIB Serang, lapas-cilegon]
region: Banten
event_type: [razia, narkoba]
summary: >
  Dua kalimat
  dalam dua baris.
source:
  - {publisher: Koran Detak, url: "https://contoh.example/a?b=c", published: 2025-10-30, kind: news}
  - publisher: Humas
    retrieved: 2025-11-01
people: [{name: Rangga Permata, role: Kepala Rutan}]
image: {file: foto.jpg, alt: Latihan di aula, credit: Humas}
corrections: [{date: 2025-11-02, kind: ralat, note: Nama diperbaiki.}]
date_note:
aliases: [2025/10/nama-lama]
story: latihan-2025
---

Isi **berita**.
""",
    )
    assert parsed.problems == ()
    front = parsed.front
    assert front
    assert (front.title, front.date, front.date_note) == (
        "Warga binaan berlatih pernapasan",
        ArticleDate(2025, 10),
        "",
    )
    assert front.summary == "Dua kalimat dalam dua baris."
    assert front.facilities == ("Rutan Kelas IIB Serang", "lapas-cilegon")
    assert front.sources[0].published == ArticleDate(2025, 10, 30)
    assert front.sources[1].retrieved == ArticleDate(2025, 11, 1)
    assert front.people[0].role == "Kepala Rutan"
    assert front.image and front.image.credit == "Humas"
    assert parsed.latest == ArticleDate(2025, 11, 2)
    assert parsed.places["facility.1"] == (4, 36)
    assert parsed.places["source.1.retrieved"] == (13, 16)


def test_values_stay_the_text_that_was_written() -> None:
    parsed = article(FRONT.replace("title: Contoh", "title: 1.10").replace("Koran Contoh", "NO"))
    assert parsed.front and (parsed.front.title, parsed.front.sources[0].publisher) == ("1.10", "NO")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_windows_files_say_the_same(mark: bytes, ends: str) -> None:
    data = mark + f"---\n{FRONT}---\n\nSatu.\n\nDua.\n".replace("\n", ends).encode()
    parsed = parse(PATH, data)
    assert parsed.front == article().front
    assert parsed.body == "Satu.\n\nDua."
    assert codes(parsed) == ["bom"] * bool(mark) + ["crlf"] * (ends != "\n")


def test_a_parsed_article_is_plain_data_there_and_back() -> None:
    parsed = article(body="[a](b.md) ![c](d.jpg)\n")
    assert parsed.links
    assert parsed.places
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(parsed), type=Parsed) == parsed


def test_an_article_stays_small_in_a_cache() -> None:
    assert len(msgspec.msgpack.encode(article(body=BODY * 200))) < len(BODY * 200) + 1500


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_no_bytes_make_it_raise(data: bytes) -> None:
    parse(PATH, data)


YAML_PIECES = st.sampled_from(
    [
        *"\n\n  ::-[]{}\"'|>#&*!%@`,?\t\r\\~=…é\x00\u2028\ufeff",
        *("a", "title", "date", "---", "\n---\n", ": ", "- ", "2025-02-30", "source", "publisher", "image"),
        *("file", "<<", "!!python/object:os.system", "null", "1e9"),
    ]
)
BODY_PIECES = st.sampled_from(
    [
        *"\n\n\n  abc<>[]()!#&;:/\\\"'`~_*={}|^-+.\t\x02\x03é",
        *("[a]", "](", "](javascript:alert(1))", "\n[a]: ", "[^1]", "\n[^1]: ", "*[X]: y", "[TOC]", "\n: "),
        *("<script>", "</", "<img src=x onerror=y>", "<!--", "-->", "<![CDATA[", "<?php", "<div markdown=1>"),
        *(
            "&#x6a;",
            "&colon;",
            "&lt;",
            "javascript:",
            "data:",
            "vbscript:",
            "mailto:a@b",
            "https://a.example/",
        ),
        *("<https://a.example>", "<java\nscript:x>", "<a href=javascript:x>", "//evil.example", "\\\\"),
        *("\n    ", "```", "~~~", "``` {#__config .x}", "__config__", "\n# ", '!!! note "x"'),
        *("| a | b |\n|---|:-:|\n", "klzzwxh:0000", "\x02klzzwxh:0\x03"),
    ]
)


def test_a_key_that_is_no_text_is_a_problem() -> None:
    assert "yaml-syntax" in codes(article("source: {[a]: b}\n"))


@given(st.lists(YAML_PIECES, max_size=40).map("".join), st.lists(BODY_PIECES, max_size=30).map("".join))
@settings(deadline=None, max_examples=300)
def test_no_text_makes_it_raise_and_every_problem_has_words(front: str, body: str) -> None:
    for parsed in (article(front, body), article(FRONT, body)):
        for problem in parsed.problems:
            assert problem.line <= sum(text.count(end) for text in (front, FRONT, body) for end in "\n\r") + 9
            for lang in ("id", "en"):
                assert message(problem, lang) and hint(problem, lang)


@given(st.lists(BODY_PIECES, max_size=40).map("".join))
@settings(deadline=None, max_examples=400)
def test_a_neutralised_body_is_harmless(body: str) -> None:
    assert inspect_rendered(neutralise(body))
    final = final_body(Article(path=PATH, digest="", title="", date=ArticleDate(2025), summary="", body=body))
    assert inspect_rendered(final)


@given(st.lists(BODY_PIECES, max_size=40).map("".join))
@settings(deadline=None, max_examples=500)
def test_simple_text_needs_no_look_at_its_html(body: str) -> None:
    assert not is_simple(body) or inspect_rendered(body.replace("\x02", "").replace("\x03", ""))


@given(st.lists(BODY_PIECES, max_size=40).map("".join))
@settings(deadline=None, max_examples=500)
def test_what_is_neutralised_was_reported(body: str) -> None:
    parsed = article(body=body)
    if body.strip() and neutralise(parsed.body) != parsed.body:
        assert any(catalogue("id")[code] for code in codes(parsed))


@pytest.mark.parametrize(
    "body",
    [
        "Harga < 5 ribu, AT&T, R&D; 3 > 2, *tebal* dan _miring_.\n",
        "[Rutan](/fasilitas/rutan-serang/) dan <https://contoh.example/a_b>, surel <a@b.example>.\n",
        "Kode `<b>` dan\n\n```\n<script>alert(1)</script>\n```\n",
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\nTeks[^1].\n\n[^1]: Catatan <3.\n",
    ],
)
def test_ordinary_text_passes_unchanged(body: str) -> None:
    assert neutralise(body) == body
    assert "unsafe-markup" not in codes(article(body=body))


def test_the_renderer_knows_the_sites_extensions() -> None:
    text = (Path(__file__).resolve().parents[1] / "mkdocs.yml").read_text(encoding="utf-8")
    block = text.split("markdown_extensions:\n")[1].split("\n\n")[0].split("\n# ")[0]
    names = [line[4:].rstrip(":") for line in block.splitlines() if line.startswith("  - ")]
    assert tuple(names) == EXTENSIONS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sabtu, 22 Maret 2024", ["weekday-mismatch"]),
        ("Sabtu, 22 Maret 2025", []),
        ("Rabu (29/10/2025)", []),
        ("Rabu (7/5/2025)", []),
        ("RABU, 29 OKTOBER 2025", []),
        ("Selasa (29/10/2025) pagi", ["weekday-mismatch"]),
        ("Kamis siang, 29 Oktober 2025", ["weekday-mismatch"]),
        ("Jum'at, 31 Okt. 2025", []),
        ("Minggu (30/2/2025)", ["impossible-date-in-text"]),
        ("Senin (27/10/25)", []),
        ("Rabu (29/10)", []),
        ("Minggu 12 jam 2025", []),
        ("sepeda Rabuan, 28 Oktober 2025", []),
        ("İİİ Sabtu, 22 Maret 2024", ["weekday-mismatch"]),
    ],
)
def test_weekdays_are_held_against_the_calendar(text: str, found: list[str]) -> None:
    assert [flaw.code for flaw in weekday_flaws(text)] == found
    for flaw in weekday_flaws(text):
        assert text[flaw.offset :].startswith(flaw.values["text"][:4])


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_only_the_right_weekday_passes(day: date, weekday: int) -> None:
    name = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")[weekday]
    flaws = list(weekday_flaws(f"Pada {name} ({day.day}/{day.month}/{day.year}) digelar razia."))
    assert bool(flaws) == (day.weekday() != weekday)


def test_a_date_note_explains_a_wrong_weekday() -> None:
    body = "Pada Sabtu, 22 Maret 2024, petugas membagikan takjil.\n"
    assert codes(article(body=body)) == ["weekday-mismatch"]
    assert codes(article(FRONT + "date_note: Sumber menulis 2024.\n", body)) == []


YAML_MISTAKES = [
    ("title: Rutan: panen", 2, 13, "yaml-colon"),
    ('title: "Siap" kata warga', 2, 15, "yaml-quote"),
    ('title: "Siap', 2, 8, "yaml-quote"),
    ("title: 'Jum'at'", 2, 13, "yaml-quote"),
    ("title: x\n\tdate: y", 3, 1, "yaml-tab"),
    ("title: @x", 2, 8, "yaml-special-character"),
    ("title: %x", 2, 8, "yaml-special-character"),
    ("title: - x", 2, 8, "yaml-special-character"),
    ("title: |x", 2, 8, "yaml-special-character"),
    ("title: !x y", 2, 8, "yaml-special-character"),
    ("title: *x", 2, 8, "yaml-alias"),
    ("title: &x y", 2, 8, "yaml-alias"),
    ("title: &x", 2, 8, "yaml-alias"),
    ("a: &x [1]\nb: *x", 2, 4, "yaml-alias"),
    ("title: [x", 2, 8, "yaml-bracket"),
    ("title: [x] y", 2, 12, "yaml-bracket"),
    ("title: x\n  date: y", 3, 3, "yaml-indentation"),
    ("a:\n  - x\n - y", 4, 2, "yaml-indentation"),
    ("title x\ndate: y", 2, 1, "yaml-syntax"),
    ("title: x\ndate\nregion: y", 3, 1, "yaml-syntax"),
    ('title: "\\q"', 2, 9, "yaml-backslash"),
    ("a: x\na: y", 3, 1, "duplicate-key"),
    ("title: Blok #3", 2, 13, "text-cut-at-hash"),
    ("facility: Blok #3", 2, 16, "text-after-hash"),
    ("a: " + "[" * 100, 2, 16, "yaml-too-deep"),
    ("- " * 5000, 2, 25, "yaml-too-deep"),
    ("- a", 2, 1, "front-matter-not-mapping"),
]


@pytest.mark.parametrize(("text", "line", "column", "code"), YAML_MISTAKES)
def test_broken_yaml_is_told_by_its_mistake(text: str, line: int, column: int, code: str) -> None:
    _, problems = load(PATH, f"\n{text}\n", SHAPE)
    assert (line, column, code) in [(p.line, p.column, p.code) for p in problems]


def test_a_small_file_cannot_grow_by_aliases() -> None:
    lines = (f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(30))
    assert "yaml-alias" in codes(article("a0: &a0 [x, x]\n" + "".join(lines)))


@pytest.mark.parametrize(
    ("path", "fine"),
    [
        ("articles/2025/10/rutan-serang-2.md", True),
        ("articles/2025/13/a.md", False),
        ("articles/2025/1/a.md", False),
        ("articles/2025/10/x/a.md", False),
        ("articles/2025/10/A.md", False),
        ("articles/2025/10/a--b.md", False),
        ("articles/2025/10/con.md", False),
        ("articles/2025/10/lpt1.md", False),
        (f"articles/2025/10/{'a' * 81}.md", False),
    ],
)
def test_paths_must_be_safe_everywhere(path: str, fine: bool) -> None:
    found = codes(article(path=path))
    assert ("bad-path" not in found and "bad-file-name" not in found) == fine


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../../2025/09/lain.md", "berita/2025/09/lain/"),
        ("lain.md#bagian", "berita/2025/10/lain/"),
        ("/fasilitas/rutan-serang/", "fasilitas/rutan-serang/"),
        ("/fasilitas/rutan-serang", "fasilitas/rutan-serang/"),
        ("/assets/a.svg", "assets/a.svg"),
        ("/", ""),
        ("foto.jpg", "berita/2025/10/foto.jpg"),
        ("../../../docs/panduan/index.md", "panduan/"),
        ("../../../docs/index.md", ""),
        ("../../../../x.md", "../../x.md"),
        ("#bagian", None),
        ("https://contoh.example/", None),
        ("mailto:a@b.example", None),
    ],
)
def test_where_a_link_leads(target: str, path: str | None) -> None:
    assert site_path(target, PATH) == path


def test_links_are_made_final() -> None:
    body = (
        '[a](/tema/keamanan/), [b](../../2025/09/lain.md#x), ![c](foto.jpg "judul"), [d](#bagian), '
        "[e](https://contoh.example/a(b)), `[f](/x/)`, [g][g], [h](<lain.md>), [i](/)\n\n"
        "    [kode](/x/)\n\n- butir\n\n    [j](/tema/)\n\n[g]: /wilayah/banten/\n"
    )
    found = final_body(Article(path=PATH, digest="", title="", date=ArticleDate(2025), summary="", body=body))
    assert found == (
        '[a](../../../../tema/keamanan/), [b](../../09/lain/#x), ![c](../foto.jpg "judul"), [d](#bagian), '
        "[e](https://contoh.example/a(b)), `[f](/x/)`, [g][g], [h](<../lain/>), [i](../../../../)\n\n"
        "    [kode](/x/)\n\n- butir\n\n    [j](../../../../tema/)\n\n[g]: ../../../../wilayah/banten/\n"
    )


def test_links_of_pages_are_made_final() -> None:
    body = "[a](gaya.md) [b](../tentang.md) [c](/fasilitas/) ![d](../assets/x.svg)"
    document = Document("panduan/index.md", "", "", body)
    assert final_document(document) == "[a](gaya/) [b](../tentang/) [c](../fasilitas/) ![d](../assets/x.svg)"
    home = Document("index.md", "", "", "[a](tentang.md) [b](/arsip/) [c](panduan/index.md)")
    assert final_document(home) == "[a](tentang/) [b](arsip/) [c](panduan/)"
    assert document_url("panduan/masalah.md") == "panduan/masalah/"


def test_masked_code_keeps_every_place() -> None:
    body = "a `b` c\n\n```py\nx = `1`\n```\n\n> ``kode ` kode`` dan `belum\n\nini` juga\n"
    masked = mask_code(body)
    assert len(masked) == len(body) and "kode" not in masked and "x =" not in masked
    assert "`belum\n\nini` juga" in masked


def vocabulary() -> Vocabulary:
    terms = [
        Term("region", "banten", "Banten"),
        Term("region", "papua", "Papua"),
        Term("region", "aceh", "Aceh"),
        Term("facility", "rutan-serang", "Rutan Kelas IIB Serang", type="rutan", region="banten"),
        Term("facility", "kanwil-x", "Kanwil X", type="kanwil", region="papua", regions=("papua", "aceh")),
        Term("theme", "keamanan", "Keamanan"),
        Term("event_type", "razia", "Razia", parent="keamanan"),
        Term("event_type", "narkoba", "Narkoba", parent="keamanan"),
    ]
    return Vocabulary({facet: {t.id: t for t in terms if t.facet == facet} for facet in FACETS})


def resolved(front: str) -> tuple[Article | None, list[str]]:
    words = vocabulary()
    parsed = article(front)
    setting = ResolveContext(words, Names(words), ArticleDate(2025, 10, 30))
    found, problems = resolve(parsed, setting)
    return found, [problem.code for problem in problems]


def test_names_become_terms_with_what_follows_from_them() -> None:
    front = FRONT.replace("razia", "[Razia, narkoba]").replace("rutan-serang", "Rutan Klas II B Serang")
    found, problems = resolved(front)
    assert found and problems == []
    assert (found.facilities, found.regions) == (("rutan-serang",), ("banten",))
    assert (found.event_types, found.themes) == (("razia", "narkoba"), ("keamanan",))


def test_an_office_serves_several_provinces() -> None:
    office = FRONT.replace("rutan-serang", "kanwil-x")
    found, problems = resolved(office)
    assert found and found.regions == ("papua",)
    found, problems = resolved(office + "region: Aceh\n")
    assert found and found.regions == ("aceh",) and problems == []
    found, problems = resolved(office + "region: Banten\n")
    assert found is None and problems == ["facility-region-mismatch"]


@pytest.mark.parametrize(
    ("when", "future"),
    [("2025-10-30", False), ("2025-10-31", True), ("2025-10", False), ("2025", False), ("2026", True)],
)
def test_only_what_is_surely_later_is_future(when: str, future: bool) -> None:
    _, problems = resolved(FRONT.replace("2025-10-29", when))
    assert ("future-date" in problems) == future


def test_the_schema_names_every_field() -> None:
    schema = json_schema()
    assert schema["required"] == ["title", "date", "event_type", "summary", "source"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["facility"]["anyOf"][0]["type"] == "string"


@pytest.mark.parametrize(
    "piece", ["1. ", "> ", "- ", "[", "![", "[a](", "`", "<a", "\n: ", "~~~\n", "\n==\n", "x\n    "]
)
def test_hostile_text_takes_no_minutes_and_no_stack(piece: str) -> None:
    body = piece * (20_000 // len(piece))
    codes(article(body=body))
    assert inspect_rendered(neutralise(body))


def test_text_that_was_given_up_on_is_shown_as_it_is() -> None:
    body = "1. " * 30 + "\n~~~~~\n# __x__ & <b>"
    assert neutralise(body) == f"~~~~~~\n{body}\n~~~~~~"
