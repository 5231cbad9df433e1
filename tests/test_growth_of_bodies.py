"""The time that a body takes grows with its length, whatever it holds: no article stops the others."""

from collections.abc import Callable

import pytest

from newsarchive.content.articles.body import read_body
from newsarchive.markdown.plain_text import plain_text
from tests.growth import growth

SHAPES: dict[str, Callable[[int], str]] = {
    "links to a place that isn't there": lambda n: "[b](#a) " * (n // 8),
    "links to many places that aren't there": lambda n: " ".join(f"[b](#x{i})" for i in range(n // 11)),
    "blanks": lambda n: f"Pada hari senin{' ' * n}x.",
    "an open fence": lambda n: "```\n" + "kata\n" * (n // 5),
    "entities": lambda n: "&amp; " * (n // 6),
    "bare addresses": lambda n: "https://contoh.id/x " * (n // 20),
    "emphasis that doesn't close": lambda n: "**kata " * (n // 7),
    "short items": lambda n: "- a\n" * (n // 4),
    "items right below a paragraph": lambda n: "Hadir:\n" + "• a\n" * (n // 4),
    "quotations": lambda n: "> kata\n" * (n // 7),
    "hashtags": lambda n: "#Tagar " * (n // 7),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_four_times_the_text_takes_no_more_than_ten_times_as_long(shape: Callable[[int], str]) -> None:
    def work(body: str) -> None:
        read_body(body, "articles/2025/11/x.md")
        plain_text(body)

    assert growth(work, shape, 4_000) < 10
