"""Reading one article: fields, their places, paths, and bytes that are no article at all."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.articles.schema import json_schema
from newsarchive.model import ArticleDate
from newsarchive.problems import hint, message
from tests.articles import BODY, BODY_PIECES, FRONT, PATH, article, codes


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
added: 2025-10-31
reviewed: {by: Sari, date: 2025-10-30}
corrections:
  - {date: 2025-11-02, kind: hak jawab, requested: 2025-11-01, note: Tanggapan., url: "https://contoh.example/1"}
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
    assert front.added == ArticleDate(2025, 10, 31)
    assert front.reviewed and front.reviewed.by == "Sari"
    assert (front.corrections[0].kind, front.corrections[0].requested) == (
        "hak_jawab",
        ArticleDate(2025, 11, 1),
    )
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


@given(st.lists(YAML_PIECES, max_size=40).map("".join), st.lists(BODY_PIECES, max_size=30).map("".join))
@settings(deadline=None, max_examples=300)
def test_no_text_makes_it_raise_and_every_problem_has_words(front: str, body: str) -> None:
    for parsed in (article(front, body), article(FRONT, body)):
        for problem in parsed.problems:
            assert problem.line <= sum(text.count(end) for text in (front, FRONT, body) for end in "\n\r") + 9
            for lang in ("id", "en"):
                assert message(problem, lang) and hint(problem, lang)


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


def test_the_schema_names_every_field() -> None:
    schema = json_schema()
    assert schema["required"] == ["title", "date", "event_type", "summary", "source"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["facility"]["anyOf"][0]["type"] == "string"
