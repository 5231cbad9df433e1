"""Front matter read without a YAML parser says what the parser says, to the place of every field."""

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.content.yaml.frontmatter import load
from newsarchive.content.yaml.plain_front import NotPlainError, read

PLAIN = """
title: "Petugas: “kamar #3” rapi"
date: 2025-10-29
facility: [rutan-serang, 'Lapas Cilegon']
summary: Warga binaan (12 orang) membaca, kata petugas - tanpa biaya; 50% lulus.
source:
  - publisher: Koran Contoh
    url: https://koran.example/2025/10/a?b=c
    published: 2025-10-30
  - publisher: Humas
people:
- {name: "Rangga Permata", role: Kepala Rutan}
aliases:
  - 2025/10/lama
"""
# What means something to YAML, and what the patterns turn on.
PIECES = st.sampled_from(
    [
        *" \n:#\"'[]{},-?&*!|>%@`~\\\ta0é\xa0\x85“",
        *(": ", "- ", "    ", " #", ", ", "null", "Null", "''", '""', "...", "---", "<<: ", "https://a"),
        *("title", "date: 2025", "{a: b}", "{a: b, a: c}", "[a, b]", "- {date: x}"),
        *("\nfile: x", "\n- a", "\n  - ", "\n  - a: b", "\n    published: 2025"),
    ]
)
DAMAGES = st.lists(st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 3), PIECES), max_size=3)


def is_plain(front: str) -> bool:
    """Whether the text is read without a parser; holds what is read to what the parser reads."""
    try:
        data, places = read(front)
    except NotPlainError:
        return False
    with patch("newsarchive.content.yaml.plain_front.read", side_effect=NotPlainError):
        block, problems = load("articles/2025/10/a.md", front)
    assert block and not problems
    assert (data, list(places.items())) == (block.data, list(block.places.items()))
    return True


def test_what_articles_hold_is_plain() -> None:
    assert is_plain(PLAIN)


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(deadline=None, max_examples=500)
def test_any_text_is_read_as_by_the_parser(text: str) -> None:
    is_plain(f"\n{text}\n")


@given(DAMAGES)
@settings(deadline=None, max_examples=1000)
def test_a_damaged_article_is_read_as_by_the_parser(damages: list[tuple[int, int, str]]) -> None:
    front = PLAIN
    for start, length, piece in damages:
        front = front[:start] + piece + front[start + length :]
    is_plain(f"\n{front.strip()}\n")
