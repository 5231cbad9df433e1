"""What word processors and chats leave in a text is mended in silence, or told where that isn't safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.characters import mended, shows_nothing
from newsarchive.content.text import decode
from tests.articles import FRONT, PATH


def article(front: str = FRONT, body: str = "Isi.") -> Parsed:
    return parse(PATH, f"---\n{front}---\n\n{body}\n".encode())


def told(parsed: Parsed) -> list[tuple[int, int, str]]:
    return [(found.line, found.column, found.code) for found in parsed.problems]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pem\u00adbina\u200ban", "Pembinaan"),
        ("Rutan\u00a0Serang\u202fII", "Rutan Serang II"),
        ("\ufeffIsi\u2060 ini\u200e.", "Isi ini."),
        ("kata\u200d dan \u200ckata", "kata dan kata"),
        ("\uf0b7 ponsel\n\uf0a7\u00a0pisau", "- ponsel\n- pisau"),
        ("👨\u200d👩\u200d👧 dan م\u200cم", "👨\u200d👩\u200d👧 dan م\u200cم"),
        ("Café “Régis” – naïve", "Café “Régis” – naïve"),
    ],
)
def test_what_nobody_sees_is_mended_in_silence(written: str, read: str) -> None:
    parsed = article(body=written)
    assert (parsed.body, parsed.problems) == (read, ())


def test_odd_blanks_around_a_key_are_blanks() -> None:
    front = FRONT.replace("title: ", "title:\u00a0").replace("source: {publisher: Koran Contoh}", "source:\n")
    parsed = article(front + "\u00a0\u00a0publisher: Koran Contoh\n")
    assert parsed.problems == () and parsed.front
    assert (parsed.front.title, parsed.front.sources[0].publisher) == ("Contoh", "Koran Contoh")


@pytest.mark.parametrize("number", [0x00, 0x1B, 0x7F, 0x9B, 0x2028, 0x202E, 0x2067])
def test_control_and_direction_characters_are_told_once_a_run(number: int) -> None:
    parsed = article(body=f"Isi {chr(number) * 5}di sini {chr(number)} lagi.")
    assert told(parsed) == [(10, 5, "control-character"), (10, 18, "control-character")]


def test_signs_that_readers_cannot_see_are_told() -> None:
    assert told(article(body="Ikon \uf04a dan \ufffd\ufffd.")) == [
        (10, 6, "lost-character"),
        (10, 12, "lost-character"),
    ]


def test_places_are_those_in_the_file_though_characters_are_taken_out() -> None:
    front = FRONT.replace("date: 2025-10-29", "date: \u200b\u200bkemarin")
    parsed = article(front, "Lihat \u00ad\u00ad[ini](tidak-ada.md) \u200bdan \x07.")
    assert told(parsed) == [(10, 34, "control-character"), (3, 9, "invalid-date")]
    assert (parsed.links[0].line, parsed.links[0].column) == (10, 15)
    assert parsed.places["date"] == (3, 9)


def test_a_merge_conflict_is_told_once_and_its_first_side_is_read() -> None:
    conflict = "<<<<<<< HEAD\ntitle: Satu\n=======\ntitle: Dua\n>>>>>>> lain\n"
    parsed = article(FRONT.replace("title: Contoh\n", conflict))
    assert told(parsed) == [(2, 1, "merge-conflict")]
    assert parsed.front and parsed.front.title == "Satu"
    parsed = article(body="Satu.\n\n<<<<<<< HEAD\nDua.\n||||||| asal\nNol.\n=======\nTiga.\n>>>>>>> lain")
    assert told(parsed) == [(12, 1, "merge-conflict")]
    assert "Dua" in parsed.body and "Tiga" not in parsed.body and "Nol" not in parsed.body


def test_a_conflict_around_the_whole_file_and_a_mark_left_alone_are_told() -> None:
    whole = parse(PATH, f"<<<<<<< HEAD\n---\n{FRONT}---\n\nIsi.\n=======\n>>>>>>> lain\n".encode())
    assert told(whole)[0] == (1, 1, "merge-conflict")
    assert told(article(body="Satu.\n>>>>>>> lain")) == [(11, 1, "merge-conflict")]


@pytest.mark.parametrize("body", ["Judul\n=======", ">>>> kutipan", "<<<<<<<<", "|||||||"])
def test_what_only_looks_like_a_mark_is_none(body: str) -> None:
    assert "merge-conflict" not in [found.code for found in article(body=body).problems]


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u3164", "\u00ad\u2800 ", "\u115f\ufe0f"])
def test_what_shows_nothing(text: str) -> None:
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["a", "—", "監", "🎉", "\u200ba", "…"])
def test_what_shows_something(text: str) -> None:
    assert not shows_nothing(text)


@given(st.text(st.sampled_from("a \n\t\u00ad\u00a0\u200b\u200d\uf0b7\u202e👩•"), max_size=40))
def test_mending_keeps_lines_and_is_done_once(text: str) -> None:
    assert mended(text).count("\n") == text.count("\n")
    assert decode(PATH, mended(text).encode()).columns is None
