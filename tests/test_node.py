"""The site's modules run in Node as they do in a browser."""

from tests.node import run_in_node


def test_the_nearest_words_are_offered_best_first() -> None:
    script = """
    const { nearest } = await import("./search-spelling.js");
    return nearest(input.word, async () => input.known);
    """
    known = [["razia", 3], ["rasa", 5], ["remisi", 2], ["penggeledahan", 9]]
    assert run_in_node(script, {"word": "rzaia", "known": known}) == ["razia"]
    assert run_in_node(script, {"word": "xyzzy", "known": known}) == []
