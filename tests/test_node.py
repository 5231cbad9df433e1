"""The site's modules run in Node as they do in a browser."""

import pytest

from newsarchive.pages.formats import number_text
from tests.node import run_in_node


def test_the_nearest_words_are_offered_best_first() -> None:
    known = ["razia", "rasa", "remisi", "penggeledahan"]
    script = 'return (await import("./search-near.js")).nearest(input.word, input.known)'
    assert run_in_node(script, {"word": "rzaia", "known": known}) == ["razia", "rasa"]
    assert run_in_node(script, {"word": "xyzzy", "known": known}) == []


@pytest.mark.parametrize(
    ("lang", "twelve_thousand", "million"),
    [("id", "12.345", "1.234.567"), ("en", "12,345", "1,234,567")],
)
def test_the_search_groups_numbers_as_the_pages_do(lang: str, twelve_thousand: str, million: str) -> None:
    script = """
        globalThis.document = { documentElement: { lang: input } };
        const { wording } = await import("./search-draw.js");
        const words = wording({ found: { one: "{n} hasil", other: "{n} hasil untuk {q}" }, see: "{n}" });
        return [words.number(12345), words.number(1234567), words.count("found", 12345, { q: "x" })];
    """
    assert run_in_node(script, lang) == [twelve_thousand, million, f"{twelve_thousand} hasil untuk x"]
    assert [number_text(n, lang) for n in (12345, 1234567)] == [twelve_thousand, million]
