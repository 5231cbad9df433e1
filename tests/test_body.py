"""What is told of a body: signs that will be seen, links that lead nowhere; and no word of it is lost."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.content.articles.body import read_body
from newsarchive.markdown.abbreviations import Tooltips
from newsarchive.markdown.links import final_body
from newsarchive.markdown.normalise import normalise
from newsarchive.markdown.rendered import render
from newsarchive.markdown.safety import excess
from newsarchive.model import Article, ArticleDate, GlossaryEntry
from newsarchive.problems import hint, message, problem

PATH = "articles/2025/10/a.md"


def told(body: str) -> list[tuple[str, str]]:
    """Code and the text from its place on, of every problem of a body."""
    flaws = sorted(read_body(body, PATH).flaws, key=lambda flaw: flaw.offset)
    return [(flaw.code, body[flaw.offset :]) for flaw in flaws]


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        ("Ini ~~coret~~ saja.", "~~"),
        ("Ini ~coret~ saja.", "~"),
        ("Ini ** tebal ** saja.", "**tebal**"),
        ("Ini **tebal saja.", "**tebal**"),
        ("Ini *miring saja.", "*miring*"),
        ("Ini __ tebal __ saja.", "**tebal**"),
        ("Ini ==sorot== saja.", "=="),
        ("- [ ] tugas", "[ ]"),
        ("1. [x] tugas", "[x]"),
        ("> [!NOTE]\n> Catatan", "[!NOTE]"),
        ("![foto](foto.jpg){width=300}", "{width=300}"),
        ("{{< youtube x >}}", "{{< youtube x >}}"),
        ("Isi {% include x %} itu", "{% include x %}"),
        ("Satu\n\n##Judul", "##"),
        ("[foto] (https://x.id/a)", "[foto](https://x.id/a)"),
        ("[lihat]  (../09/b.md)", "[lihat](../09/b.md)"),
        ("Situs www.x.id/a.", "https://www.x.id/a"),
    ],
)
def test_signs_that_will_be_seen_are_told_with_their_remedy(body: str, remedy: str) -> None:
    found = [flaw for flaw in read_body(body, PATH).flaws if flaw.code == "visible-markup"]
    assert len(found) == 1, found
    shown = problem(PATH, (1, 1), found[0].code, **found[0].values)
    assert found[0].values["text"] in message(shown) and remedy in hint(shown)
    assert body[found[0].offset :].startswith(found[0].values["text"][:5])


@pytest.mark.parametrize(
    "body",
    [
        "*miring*, **tebal**, ***dua***, _ini_ dan __itu__, **a *b* c**, *satu\ndua*",
        "5 * 6 = 30, harga* berlaku, C\\* dan \\~\\~x\\~\\~, a ~ b, `~~x~~`, `** x **`",
        "* satu\n* dua\n\n***\n\n- [a](https://x.id) ([b](https://y.id))",
        "```\n- [ ] x\n{{ x }}\n```\n\nX == Y, {x}, [catatan](https://www.x.id/~a/*b*), a@www.x.id, [www.y.id](https://www.y.id)",
        "Kata.[^1] dan [a][b] dan [c][] dan [d]\n\n[^1]: Catatan\n\n[B]: https://x.id\n[c]: https://y.id",
    ],
)
def test_what_is_meant_as_it_stands_is_not_told(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize("sign", ["[laporan][1]", "[laporan][]", "[^9]", "![foto][f]"])
def test_references_to_nothing_are_told(sign: str) -> None:
    assert told(f"Lihat {sign} itu.") == [("undefined-reference", f"{sign.lstrip('!')} itu.")]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        *((target, "incomplete-address") for target in ("https://", "http:///x", "https://x", "mailto:")),
        *((target, "link-without-scheme") for target in ("www.x.id/a", "kompas.com/a", "//x.id", "WWW.X.ID")),
        *((target, "dead-anchor") for target in ("#tidak-ada", "#", "#Judul")),
        *(('"x y"', "empty-link"), ("", "empty-link"), ("javascript:x", "unsafe-link")),
        ("https://exa mple.org", "unclear-link"),
        *((target, "") for target in ("https://x.id", "https://x.id:80/a?b#c", "mailto:a@b.id", "#judul")),
        *((target, "") for target in ("#fn:1", "https://10.0.0.1/", "#sumber", "?a", "foto.jpg", "a.md")),
    ],
)
def test_targets_are_judged_by_what_they_are(target: str, code: str) -> None:
    body = f"## Judul\n\nKata[^1] [a]({target}).\n\n[^1]: Catatan"
    assert [found for found, _ in told(body)] == ([code] if code else [])


def test_images_of_references_are_told_as_images() -> None:
    assert [code for code, _ in told("![a][f]\n\n[f]: https://x.id/a.jpg")] == ["external-image"]


def test_an_element_is_told_once_where_it_begins() -> None:
    body = "Kata <b>tebal</b>, <o:p></o:p> </i>"
    assert told(body) == [("raw-html", body[at:]) for at in (5, 19, 31)]


@pytest.mark.parametrize("entity", ["&#x202e;", "&rlm;", "&#8203;", "&#8238;", "&zwj;", "&#27;"])
def test_control_characters_written_as_entities_are_refused(entity: str) -> None:
    assert told(f"Kata {entity}ini &nbsp;&amp; `{entity}`") == [
        ("control-character", f"{entity}ini &nbsp;&amp; `{entity}`")
    ]


# ---- What readers see stays the same

PIECES = [
    *("kata ", "a_b ", "\n", "\n\n", "[", "]", "(", ")", "](", "![", "\\", "`", "``", "<", ">", '"', "'"),
    *("*", "|", "[teks](b.md)", '[teks](b.md "judul")', '[a]("x y")', "\\[teks](b.md)", "[t](<b.md>)"),
    *("![f](f.jpg)", "[r][1]", "\n\n[1]: b.md\n", '\n\n[foo]: /url "t" ok\n', "<https://x.id>", "- "),
    *("[a](/tema/(b))", "> ", "    ", "\n\n~~~\n", "&amp;", "#", "[^1]", "\n\n[^1]: [n](c.md)\n", "(c.md)"),
    "zq0zq",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_final_links_change_nothing_but_targets(body: str) -> None:
    body = normalise(body).text
    before = render(body)
    final = final_body(Article(path=PATH, digest="", title="", date=ArticleDate(2025), summary="", body=body))
    if before is None or excess(body) or final == body or final.replace("&lt;", "<") == body:
        return
    after = render(final)
    if not re.search("<(?!https://x.id>)", body):
        assert after is not None and after.parts == before.parts


TOOLTIPS = Tooltips([GlossaryEntry("WBP", "Warga Binaan", "x")])
CODES = ["`", "``", "```", "~~~", "\n", "\n\n", "> ", "- ", "    ", "WBP ", "kata ", "\\", "# ", "[a](b.md)"]


@given(st.lists(st.sampled_from(CODES), max_size=14).map("".join))
@example("``~~~```~~~`WBP ```")
@example("```WBP `` WBP`")
@example("``a`WBP `")
def test_no_tooltip_stands_in_code(body: str) -> None:
    rendered = render(TOOLTIPS.mark(normalise(body).text))
    assert rendered is not None
    assert not any("<abbr" in part for part in rendered.parts if isinstance(part, str))


def test_a_tooltip_stands_in_a_nested_item() -> None:
    assert "<abbr" in TOOLTIPS.mark(normalise("- a\n  - WBP").text)
