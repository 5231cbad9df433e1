"""A body's HTML does no harm, and what would is reported."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.markdown.links import final_body
from newsarchive.markdown.rendered import EXTENSIONS
from newsarchive.markdown.safety import inspect_rendered, is_simple, neutralise
from newsarchive.model import Article, ArticleDate
from newsarchive.problems import catalogue
from tests.articles import BODY_PIECES, PATH, article, codes


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
    "piece", ["1. ", "> ", "- ", "[", "![", "[a](", "`", "<a", "\n: ", "~~~\n", "\n==\n", "x\n    "]
)
def test_hostile_text_takes_no_minutes_and_no_stack(piece: str) -> None:
    body = piece * (20_000 // len(piece))
    codes(article(body=body))
    assert inspect_rendered(neutralise(body))


def test_text_that_was_given_up_on_is_shown_as_it_is() -> None:
    body = "1. " * 30 + "\n~~~~~\n# __x__ & <b>"
    assert neutralise(body) == f"~~~~~~\n{body}\n~~~~~~"
