"""Words of one family find each other, words of different families don't, in Python as in the browser."""

import gzip
import unicodedata
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.content.words.load import CONTINUATION, Words, load_words
from tests.conftest import REPOSITORY
from tests.node import run_in_node

ASSETS = REPOSITORY / "docs/assets"
DATA: dict[str, dict[str, list[list[str]]]] = yaml.safe_load(
    (REPOSITORY / "tests/data/word_families.yml").read_text(encoding="utf-8")
)
FAMILIES = [family for group in DATA.values() for family in group["families"]]
APART = [pair for group in DATA.values() for pair in group["apart"]]
ODD_TEXT = """S.H., M.H. A.Md.IP 22.00 1.000.000 Rp1.000 Rp. 5 2,5 10:30 29/10/2025 Jum'at Qur’an ½ ﬁn naïve
Ångström ßtraße İstanbul Ωmega ω Жук e-KTP anti korupsi antikorupsi non-aktif pema\u00adsyarakatan
cafe\u0301 x\u0301y 𝗟apas 😀
foo_bar Kelas II-B, Klas 2 B Kls IIB kelas 1A warga\nbinaan\n\nwarga\n\nbinaan No. 5
Plt. Kepala Lapas ka. kplp ka.kplp S.Tr.Pras Jum‘at ke‑80 ke‐80 ﻻ
tutup-menutupi keingin-tahuan ٣ 你好 \u200bx\u200b aaʼb '' -- a.b.c www.ditjenpas.go.id"""
PREFIXES = (
    "me mem men meny meng menge pe pem pen peny peng per ber be ter di ke se memper diper ku anti".split()
)
SUFFIXES = ("", "kan", "an", "i", "nya", "kannya", "lah", "annya", "asi", "tah", "mu")
ENDINGS = "an i kah kan ku lah mu nya pun tah".split()


def indexed(words: Words, text: str) -> set[str]:
    """All tokens that a page with this text is found by."""
    return {part for _, token in words.tokens(text) for part in token.split("-")}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family[0]))
def test_words_of_a_family_find_each_other(words: Words, family: list[str]) -> None:
    for asked, written in permutations(family, 2):
        assert words.query(asked), asked
        assert set(words.query(asked)) <= indexed(words, f"Kemarin, {written}, kata"), (asked, written)


@pytest.mark.parametrize("pair", APART, ids="/".join)
def test_words_apart_stay_apart(words: Words, pair: list[str]) -> None:
    for asked, written in permutations(pair):
        assert not set(words.query(asked)) <= indexed(words, written), (asked, written)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("LP Cilegon", "Lapas Kelas IIA Cilegon"),
        ("lapas", "Petugas lapas berjaga"),
        ("petugas", "Petugas lapas berjaga"),
        ("lapas cilegon", "Kalapas Cilegon"),
        ("jabatan", "Sertijab Kalapas"),
        ("ketertiban", "gangguan keamanan dan ketertiban"),
        ("korupsi", "gerakan antikorupsi"),
        ("antikorupsi", "gerakan anti-korupsi"),
        ("kalimantan", "Kalsel"),
        ("bebas bersyarat", "program Pembebasan Bersyarat (PB)"),
        ("kunjung-mengunjungi", "kunjungan"),
        ("kepala LP", "Kepala\nLembaga Pemasyarakatan"),
    ],
)
def test_phrases_are_found_by_their_words(words: Words, asked: str, written: str) -> None:
    assert set(words.query(asked)) <= indexed(words, written)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("warga", "warga binaan"),
        ("tahanan", "rumah tahanan negara"),
        ("pemasyarakatan", "lembaga pemasyarakatan"),
        ("sakit", "rumah sakit"),
        ("sipir", "bertugas lapas demi lapas"),
        ("rutan", "rumah tahan gempa"),
        ("wbp", "Ia warga. Binaan itu"),
        ("wbp", "warga\n\nbinaan"),
        ("ω", "warga binaan"),
    ],
)
def test_what_is_meant_otherwise_is_not_found(words: Words, asked: str, written: str) -> None:
    tokens = words.query(asked)
    assert not tokens or not set(tokens) <= indexed(words, written)


def test_words_and_tokens_are_aligned(words: Words) -> None:
    found = words.tokens("“Kepala Lembaga Pemasyarakatan (Lapas)”, anak-anaknya 1.000 orang")
    assert found == [
        ("Kepala", "kalapas-kepala"),
        ("Lembaga", f"{CONTINUATION}-lapas"),
        ("Pemasyarakatan", CONTINUATION),
        ("Lapas", "lapas"),
        ("anak", "anak"),
        ("anaknya", "anak"),
        ("1.000", "1000"),
        ("orang", "orang"),
    ]


@given(st.text())
@example("\u1680")
def test_any_text_gives_clean_tokens(words: Words, text: str) -> None:
    at = 0
    for word, token in words.tokens(text):
        at = normalized(text).index(word, at) + len(word)
        for part in token.split("-"):
            assert part
            assert all(letter.isalnum() for letter in part if letter.isascii()), token
            assert not any(letter.isspace() for letter in part), token
    assert CONTINUATION not in words.query(text)


def normalized(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def test_a_root_without_a_table_still_has_the_rules(tmp_path: Path) -> None:
    words, problems = load_words(tmp_path)
    assert not problems
    assert words.query("memvalidasi") == words.query("divalidasi") == ["validasi"]
    assert words.query("Bekasi") != words.query("bekas")


@pytest.mark.parametrize(
    ("table", "line", "code", "values"),
    [
        (
            "famlies:\n  - [a, b]\n",
            1,
            "search-unknown-section",
            None,
        ),
        ("families: [satu]\n", 1, "search-bad-shape", {"section": "families"}),
        ("families:\n  - [satu]\n", 2, "search-bad-shape", {"section": "families"}),
        ("spellings:\n  izin: ijin\n", 2, "search-bad-shape", {"section": "spellings"}),
        ("bare: [serang]\n", 1, "search-bad-shape", {"section": "bare"}),
        ("names:\n  - '…'\n", 2, "search-bad-shape", {"section": "names"}),
        (
            "families:\n  - [kabur, minggat]\n  - [buron, Kabur]\n",
            3,
            "search-repeated-word",
            {"word": "Kabur", "section": "families", "line": "2"},
        ),
        (
            "apart:\n  - [bekas, latih]\n  - [latih, pelatihan]\n",
            3,
            "search-apart-joined",
            {"one": "latih", "other": "pelatihan", "token": "latih"},
        ),
        ("spellings: [\n", 0, "yaml-bracket", None),
    ],
)
def test_mistakes_of_the_table_are_told(
    tmp_path: Path, table: str, line: int, code: str, values: dict[str, str] | None
) -> None:
    (tmp_path / "vocab").mkdir()
    (tmp_path / "vocab/roots.txt").write_text("bekas\nlatih\n", encoding="utf-8")
    (tmp_path / "vocab/search.yml").write_text(table, encoding="utf-8")
    _, problems = load_words(tmp_path)
    assert [problem.code for problem in problems] == [code]
    assert line in (0, problems[0].line)
    assert values is None or dict(problems[0].values) == values


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        (b"# dasar\nabai\nabdi\n", []),
        (b"abdi\nabai\n", [(2, "search-roots-not-sorted")]),
        (b"abdi\nabdi\n", [(2, "search-roots-not-sorted")]),
        (b"abai\nme-abdi\n", [(2, "search-bad-root")]),
        (b"ab\xe9\n", [(0, "search-unreadable-roots")]),
    ],
)
def test_mistakes_of_the_roots_are_told(
    tmp_path: Path, roots: bytes, expected: list[tuple[int, str]]
) -> None:
    (tmp_path / "vocab").mkdir()
    (tmp_path / "vocab/roots.txt").write_bytes(roots)
    _, problems = load_words(tmp_path)
    assert [(problem.line, problem.code) for problem in problems] == expected


def test_the_engine_that_the_browser_fetches_is_small() -> None:
    assert len(gzip.compress((ASSETS / "words.js").read_bytes())) < 4_000


def many_texts() -> list[str]:
    """Tens of thousands of words: affixed forms of all roots, real or not, and everything odd."""
    roots = (REPOSITORY / "vocab/roots.txt").read_text(encoding="utf-8").split("\n")
    forms = []
    for number, root in enumerate(root for root in roots if root.isalpha()):
        for step in range(4):
            prefix = PREFIXES[(number * 7 + step * 5) % len(PREFIXES)]
            suffix = SUFFIXES[(number + step) % len(SUFFIXES)]
            forms.append(prefix + root[step % 2 :] + suffix)
    for root in roots[1000:1010]:
        forms += [f"{prefix}-{root}" for prefix in PREFIXES] + [f"{root}-{ending}" for ending in ENDINGS]
    vocabularies = [path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "vocab").glob("*.yml"))]
    families = [str(word) for group in (*FAMILIES, *APART) for word in group]
    return [" ".join(forms), ODD_TEXT, "; ".join(families), *vocabularies]


def test_the_browser_gives_the_same_tokens(words: Words) -> None:
    texts = many_texts()
    script = """const engine = (await import("./words.js")).words(input.table);
        return input.texts.map((text) => engine.tokens(text));"""
    given: list[list[list[Any]]] = run_in_node(script, {"table": words.table(), "texts": texts})
    assert sum(map(len, given)) > 40_000
    for text, tokens in zip(texts, given, strict=True):
        assert [(word, token) for word, token, _ in tokens] == words.tokens(text)
        units = utf16(normalized(text))
        for word, _, start in tokens:
            assert units.startswith(utf16(word), 2 * start)


def utf16(text: str) -> bytes:
    """The text in JavaScript's units, by which it counts offsets."""
    return text.encode("utf-16-le")


def test_the_browser_ends_phrases_that_are_being_typed(words: Words) -> None:
    typed = ["warga", "cilegon warga bin", "rumah tah", "serah terima", "sabu sa", ""]
    script = """const engine = (await import("./words.js")).words(input.table);
        return input.typed.map((text) => engine.unfinished(text));"""
    given = run_in_node(script, {"table": words.table(), "typed": typed})
    assert given == [[], [["cilegon", "wbp"]], [["rutan"]], [["sertijab"]], [], []]
