"""What editors type and paste is read as GitHub's preview reads it, and Python-Markdown shows the same."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from newsarchive.content.articles.body import read_body
from newsarchive.markdown.normalise import MOST_HEADINGS, normalise
from newsarchive.markdown.rendered import EXTENSIONS
from newsarchive.markdown.typed import as_meant

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
OURS = Markdown(extensions=list(EXTENSIONS))

CASES = {
    "a list right below a paragraph": ("Disita:\n- ponsel\n- pisau", "Disita:\n\n- ponsel\n- pisau"),
    "numbers right below a paragraph": ("Disita:\n1. ponsel\n2. pisau", "Disita:\n\n1. ponsel\n2. pisau"),
    "numbers that go on below a paragraph": ("Lalu:\n3. tiga\n4. empat", "Lalu:\n\n3. tiga\n4. empat"),
    "a number within a sentence": ("Pada tanggal\n17. Lalu pulang.", "Pada tanggal\n17. Lalu pulang."),
    "numbers with brackets": ("1) satu\n2) dua", "1. satu\n2. dua"),
    "letters with brackets": ("Yaitu:\na) satu\nb) dua", "Yaitu:  \na) satu  \nb) dua"),
    "letters with dots": ("a. satu\nb. dua\n\nLalu.", "a. satu  \nb. dua\n\nLalu."),
    "numbers in brackets": ("(1) satu\n(2) dua", "(1) satu  \n(2) dua"),
    "an initial": ("Kata\nA. Rahman itu.", "Kata\nA. Rahman itu."),
    "typed bullets": ("Hasil:\n• tiga ponsel\n● dua pisau", "Hasil:\n\n- tiga ponsel\n- dua pisau"),
    "bullets with a tab": ("•\ttiga ponsel\n•\tdua pisau", "- tiga ponsel\n- dua pisau"),
    "dots as bullets": ("· satu\n· dua", "- satu\n- dua"),
    "a dot within a sentence": ("Satu · dua\n·tiga", "Satu · dua\n·tiga"),
    "dashes in a row": ("– satu\n– dua", "- satu\n- dua"),
    "a dash below a colon": ("Disita:\n— satu ponsel", "Disita:\n\n- satu ponsel"),
    "a single dash": ("Kata dia\n— begitu saja.", "Kata dia\n— begitu saja."),
    "hyphens without blanks": ("Disita:\n-ponsel\n-pisau", "Disita:\n\n- ponsel\n- pisau"),
    "a hyphen within a sentence": ("Kata dia\n-nya itu", "Kata dia\n-nya itu"),
    "numbers without blanks": ("1.Satu\n2.Dua", "1. Satu\n2. Dua"),
    "times of the day": ("12.30 WIB\n13.30 WIB", "12.30 WIB\n13.30 WIB"),
    "nesting by two": ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
    "nesting by three": ("1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
    "a paragraph within an item": ("- a\n\n  lagi\n- b", "- a\n\n    lagi\n\n- b"),
    "a table right below": ("Jumlah:\n| a | b |\n|---|---|\n| 1 | 2 |\nLalu", None),
    "a heading right below": ("Kata\n## Judul\nlagi", "Kata\n\n## Judul\n\nlagi"),
    "a quotation right below": ("Kata\n> kutip\n\nlagi", "Kata\n\n> kutip\n\nlagi"),
    "a fence right below": ("Kata\n```\nkode\n```\nlagi", "Kata\n\n```\nkode\n```\n\nlagi"),
    "a fence that stays open": ("~~~ x y\nkode", "~~~x\nkode\n~~~"),
    "code within an item": ("- a\n  ```\n  b  c\n  d\n  ```", "- a\n\n    `b  c`  \n    `d`"),
    "a tab at the beginning": ("Satu.\n\n\tDua.\nTiga.", "Satu.\n\nDua.\nTiga."),
    "blanks at the beginning": ("     Satu.\n\n      Dua.", "Satu.\n\nDua."),
    "a list with an indent": ("Satu:\n\n    - a\n    - b", "Satu:\n\n- a\n- b"),
    "a year": ("1965. Awalnya.\n\n2025. Kini.", "1965\\. Awalnya.\n\n2025\\. Kini."),
    "a year in an item": ("- 1965. Awal\n- 2025. Kini", "- 1965\\. Awal\n- 2025\\. Kini"),
    "a hashtag": ("#Tagar\n\n- #Tagar\n\n> #Tagar", "\\#Tagar\n\n- \\#Tagar\n\n> \\#Tagar"),
    "an underlined heading": ("Satu\ndua\n---\nlagi", "## Satu dua\n\nlagi"),
    "numbers around a paragraph": ("1. satu\n\nLalu\n\n2. dua", "1. satu\n\nLalu\n\n2. dua"),
    "a backslash at the end of a line": ("satu\\\ndua", "satu  \ndua"),
    "a note below its paragraph": ("A[^1]\n[^1]: B\n\n    lagi", "A[^1]\n\n[^1]: B\n\n    lagi"),
    "a definition": ("Istilah\n:   Arti\n\n    lagi", "Istilah\n:   Arti\n\n    lagi"),
    "a box": ("Kata\n!!! note\n    isi", "Kata\n\n!!! note\n    isi"),
    "a web address": ("Lihat https://x.id/a_b_c. Ya.", "Lihat <https://x.id/a_b_c>. Ya."),
    "a web address in brackets": ("(https://x.id/a(b)), ya", "(<https://x.id/a(b)>), ya"),
    "web addresses that are links": ("[https://a.id](https://a.id) <https://b.id> `https://c.id`", None),
    "a scheme alone": ("Ketik https:// dulu", "Ketik https:// dulu"),
}
ORDINARY = [
    "Satu paragraf.\n\nDua, “kata” dia.\nBaris dua.",
    "## Judul\n\nTeks *miring* dan **tebal**.\n\n- satu\n- dua (2)\n\nLalu.\n\n> “Kata orang.”\n\nLalu.",
    "- satu\n- dua\n    - tiga\n\n1. satu\n2. dua\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "```yaml\na:\n    - b\n\n# c\n• d\n```\n\nKata[^1].\n\n[^1]: Catatan\n\n    lagi",
    '!!! note "Judul"\n    Isi\n\n    - a\n    - b\n\nIstilah\n:   arti',
    "[a](b.md) ![c](d.jpg) <https://x.id> [e][f]\n\n[f]: https://x.id",
]


@pytest.mark.parametrize("name", CASES)
def test_text_is_read_as_it_was_meant(name: str) -> None:
    source, canonical = CASES[name]
    text = normalise(source).text
    if canonical is not None:
        assert text == canonical
    else:
        assert outline(OURS.reset().convert(text)) == outline(GITHUB.render(source))
    assert normalise(text).text == text


@pytest.mark.parametrize("body", ORDINARY)
def test_ordinary_text_stays_to_the_letter(body: str) -> None:
    assert normalise(body).text == body


# ---- The same blocks and words as in GitHub's preview

Node = tuple[str, list["Node | str"]]


class Outline(HTMLParser):
    """The elements and words of a page as a tree."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root: Node = ("", [])
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: Node = (f"ol {dict(attrs).get('start', '1')}" if tag == "ol" else tag, [])
        self._open[-1][1].append(node)
        if tag not in {"br", "hr", "img"}:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "hr", "img"}:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1][1].append(data)


LOOSE = {"thead", "tbody", "br", "code"}


def outline(html: str) -> Node:
    """What readers see of a page.

    Wanted differences are left out: how loose a list is; lists and quotations of one kind in a row, of which
    Python-Markdown makes one; code within lists and quotations, which is shown line by line.
    """
    return ("", list(_joined(_seen(Outline(html).root, within=False))))


def _words(node: Node) -> str:
    return "".join(child if isinstance(child, str) else _words(child) for child in node[1])


def _seen(node: Node, *, within: bool) -> Iterator[Node | str]:
    for child in node[1]:
        if isinstance(child, str):
            yield child
        elif child[0] == "pre":
            lines = " ".join(line.strip() for line in _words(child).split("\n"))
            yield f" {lines} " if within else ("pre", [_words(child).strip()])
        elif child[0] in LOOSE or (child[0] == "p" and node[0] == "li"):
            yield from (" ", *_seen(child, within=within), " ")
        else:
            inner = list(_joined(_seen(child, within=within or child[0] in {"li", "blockquote"})))
            if inner or child[0] not in {"p", "tr"}:
                yield (child[0], inner)


def _joined(nodes: Iterator[Node | str]) -> Iterator[Node | str]:
    """The nodes with texts in a row as one, and lists and quotations in a row as one."""
    found: list[Node | str] = []
    for node in nodes:
        last = found[-1] if found else None
        if isinstance(node, str) and isinstance(last, str):
            found[-1] = last + node
        elif isinstance(node, str):
            found.append(node)
        else:
            if isinstance(last, str) and not last.strip():
                found.pop()
                last = found[-1] if found else None
            kind = node[0].split()[0]
            if kind in {"ul", "ol", "blockquote"} and isinstance(last, tuple) and last[0].split()[0] == kind:
                found[-1] = (last[0], list(_joined(iter([*last[1], *node[1]]))))
            else:
                found.append(node)
    for node in found:
        if not isinstance(node, str):
            # A row of empty cells is what Python-Markdown adds to a table without rows.
            if node[0] != "tr" or any(cell[1] for cell in node[1] if isinstance(cell, tuple)):
                yield node
        elif node.strip():
            yield " ".join(node.split())


LINES = [
    *("kata", "Hadir:", "dua kata", "kata  ", "#Tagar", "## Judul", "> kutip", "> - x", "> > y", ">", "---"),
    *(
        "===",
        "- butir",
        "* butir",
        "+ butir",
        "- ",
        "-",
        "- - z",
        "- > y",
        "- # y",
        "1. satu",
        "1) satu",
        "1.",
    ),
    *("2. dua", "3) tiga", "10. sepuluh", "1965. tahun", "| a | b |", "|---|---|", "```", "~~~", "``` x"),
    *("- ```", "***"),
]
INDENTS = ["", "", "", "", " ", "  ", "   ", "    ", "     ", "      "]
LINE = st.tuples(st.sampled_from(INDENTS), st.sampled_from(LINES)).map("".join)
TEXT = st.lists(st.one_of(LINE, LINE, st.just("")), max_size=9).map("\n".join)


@given(TEXT)
@settings(derandomize=True, max_examples=300)
def test_blocks_and_words_are_those_of_the_preview(source: str) -> None:
    meant = "\n".join(line for line, _ in as_meant(source.split("\n")))
    assert outline(OURS.reset().convert(normalise(source).text)) == outline(GITHUB.render(meant))


@given(TEXT)
def test_what_is_typed_plainly_goes_to_the_preview_as_it_is(source: str) -> None:
    lines = [line.lstrip(" ") for line in source.split("\n") if not re.match(r"\s*(?:\d+[.)]|\|)", line)]
    assert list(as_meant(lines)) == [(line, number) for number, line in enumerate(lines)]


MORE = [
    *("• butir", "– butir", "a. satu", "b. dua", "(1) x", "[^1]: x", "!!! note", ": arti", "kata\\"),
    *("https://x.id/a", "[x](https://x.id) www.x.id", "`kode", "[a]: https://x.id"),
]


@given(st.lists(st.one_of(LINE, st.sampled_from([*MORE, ""])), max_size=9).map("\n".join))
@settings(derandomize=True, max_examples=300)
def test_canonical_text_stays_as_it_is(source: str) -> None:
    text = normalise(source).text
    assert normalise(text).text == text


# ---- Places


@given(TEXT, st.integers(0, 400))
def test_every_place_lies_in_the_source(source: str, offset: int) -> None:
    found = normalise(source)
    at = found.source_offset(min(offset, len(found.text)))
    assert 0 <= at <= len(source)


def test_problems_are_told_at_the_line_and_column_that_were_typed() -> None:
    source = "\n• satu\n  • dua <b>x</b>\n\n\tKata [x](c.md) https://y.id <i>\n"
    body = read_body(source, "articles/2025/10/a.md")
    assert [source[flaw.offset :][:3] for flaw in body.flaws] == ["<b>", "<i>"]
    assert [source[link.start :][: len(link.target)] for link in body.links] == ["c.md"]


def test_a_number_that_will_be_shown_as_another_is_told() -> None:
    source = "Satu:\n\n1. a\n2. b\n5. c"
    (flaw,) = read_body(source, "articles/2025/10/a.md").flaws
    assert (flaw.code, source[flaw.offset :]) == ("number-changes", "5. c")
    assert not read_body("1. a\n1. b\n1. c", "articles/2025/10/a.md").flaws


def test_equal_headings_beyond_all_reason_are_paragraphs() -> None:
    text = normalise("## x\n" * (MOST_HEADINGS + 2)).text
    assert text.count("## x") == MOST_HEADINGS and text.endswith("\n\nx\n\nx")
    assert normalise(text).text == text
