"""The site's modules run in Node as they do in a browser."""

from tests.node import run_in_node


def test_the_nearest_words_are_offered_best_first() -> None:
    known = ["razia", "rasa", "remisi", "penggeledahan"]
    script = 'return (await import("./search-near.js")).nearest(input.word, input.known)'
    assert run_in_node(script, {"word": "rzaia", "known": known}) == ["razia", "rasa"]
    assert run_in_node(script, {"word": "xyzzy", "known": known}) == []
