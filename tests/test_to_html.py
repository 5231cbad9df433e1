"""Plain news text turns into the HTML that Python-Markdown makes of it; nothing else is taken for plain."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig

from newsarchive.markdown.to_html import FastMarkdown, _plain

REPOSITORY = Path(__file__).parents[1]


def settings() -> MkDocsConfig:
    """The Markdown extensions of the repository, as MkDocs reads them."""
    config = MkDocsConfig()
    data = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    config.load_dict({"site_name": "x", "markdown_extensions": data["markdown_extensions"]})
    config.validate()
    return config


SETTINGS = settings()


def by_markdown(body: str) -> tuple[str, list[object]]:
    markdown = Markdown(extensions=SETTINGS.markdown_extensions, extension_configs=SETTINGS.mdx_configs)
    return markdown.convert(body), getattr(markdown, "toc_tokens", [])


PLAIN = [
    "Satu paragraf.",
    "Satu.\n\nDua, “kata” dia.",
    "Baris satu\nbaris dua.",
    "## Tindak lanjut\n\nTeks.\n\n## Tindak lanjut\n\nTeks.",
    'Kepala <abbr title="Lembaga Pemasyarakatan Terbuka">Lapas Terbuka</abbr> Kendal: 12 orang.',
    "Lihat [berita lama](../../2025/10/kabar/) dan [sumber](https://contoh.example/a).",
    "- satu\n- dua (2)\n- [tiga](../x/)\n\nLalu.",
    "> “Kata orang,” kata dia.\n\nLalu.",
]
"""What articles consist of."""
MORE = [
    "1. satu\n2. dua",
    "- satu\n\n- dua",
    "> satu\n\n> dua",
    "*tebal*",
    "a_b_c",
    "a\\*b",
    "`kode`",
    "Kata[^1]\n\n[^1]: Catatan",
    "Istilah\n:   arti",
    "!!! note\n    isi",
    "| a | b |\n|---|---|\n| c | d |",
    "Judul\n---",
    "Dua spasi  \nbaris",
    "    kode",
    "[a]: https://a.id",
    "Foto: ![foto](a.jpg)",
    "A &amp; B",
    "<b>x</b>",
    "# Satu\n\n## Dua",
    "### Tiga",
    "## Dua ##",
    "+ satu",
    "***",
    "a\u2028b\u00a0",
]
"""What has to be left to Python-Markdown."""


@pytest.mark.parametrize("body", PLAIN)
def test_plain_text_is_known_and_looks_as_markdown_makes_it(body: str) -> None:
    assert _plain(body) == by_markdown(body)


@pytest.mark.parametrize("body", MORE)
def test_markup_is_left_to_markdown(body: str) -> None:
    assert _plain(body) is None


SIGNS = "ab1 .,:;?!()[]{}<>&#*_`~|\\/\"'-+=^“”\n\t\r\u00a0\u2028\u0301\x02é"
PIECES = [*PLAIN, *PLAIN, *PLAIN, *MORE, *SIGNS, "\n\n", "\n\n", "## ", "- ", "> ", "](", "http://", "1."]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_whatever_is_taken_for_plain_is_what_markdown_makes(body: str) -> None:
    plain = _plain(body)
    assert plain is None or plain == by_markdown(body)


def test_one_page_leaves_nothing_behind_for_the_next() -> None:
    prose = FastMarkdown(SETTINGS.markdown_extensions, SETTINGS.mdx_configs)
    bodies = [*MORE, *PLAIN, *MORE]
    assert [prose.html(body) for body in bodies] == [by_markdown(body) for body in bodies]


def test_every_article_of_the_repository_comes_out_alike() -> None:
    for path in (REPOSITORY / "articles").rglob("*.md"):
        _, _, body = re.split(r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
        assert (plain := _plain(body)) is None or plain == by_markdown(body)
