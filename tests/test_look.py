"""What a text looks like in Chromium: readable, and the same as with the whole of Material's stylesheet."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsarchive.output.bundle import bundled
from newsarchive.pipeline import build
from tests.builders import REPOSITORY, article_text, write_every_kind
from tests.conftest import AS_OF
from tools import material_rules

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

SIZES: dict[str, "ViewportSize"] = {
    "phone": {"width": 360, "height": 740},
    "wide": {"width": 1280, "height": 900},
}
TEXT = "berita/2025/03/bentuk/"
BODY = f"""\
Lihat **catatan**[^1] dan `kode`.

- satu
    - dua

1. tiga

> Kutipan.

Istilah
:   Arti.

!!! note "Catatan"
    Isi.

| Hari | Peserta | Keterangan |
|---|--:|---|
| Senin | 12 | {"kata " * 30}|

```
kode {"x" * 90}
```

[^1]: Catatan kaki.
"""
"""An article with everything that Markdown makes of what editors write."""
KINDS = [
    *("", "fasilitas/", "peristiwa/", "glosarium/", "tentang/", "metode/", "cari/", "404.html"),
    *("fasilitas/rutan-serang/", "fasilitas/rutan-serang/2025/", "wilayah/banten/", "tema/pembinaan/"),
    *("arsip/", "arsip/2025/", "arsip/2025/03/", "arsip/2025/03/20/"),
    *(TEXT, "berita/2025/03/lengkap/", "berita/2025/06/ditarik/", "cerita/kegiatan-maret/"),
]
STYLES = """() => {
  const seen = new Set();
  const name = (e) => e && e.tagName + [...e.classList].map((each) => "." + each).join("");
  const look = (style) => Object.fromEntries(
    [...style].filter((key) => !key.startsWith("--")).map((key) => [key, style.getPropertyValue(key)]));
  return [...document.querySelectorAll("html, body, body *")].flatMap((element) => {
    const { parentElement, previousElementSibling, nextElementSibling } = element;
    const path = [parentElement, previousElementSibling, element, nextElementSibling].map(name).join(" ");
    if (seen.has(path)) return [];
    seen.add(path);
    return [null, "::before", "::after"].map((part) => [part, getComputedStyle(element, part)])
      .filter(([part, style]) => !part || style.content !== "none")
      .map(([part, style]) => [path + (part ?? ""), look(style)]);
  });
}"""
"""The computed style of one element of each kind and neighbourhood, and what stands before and after it."""

pytestmark = pytest.mark.browser


def test_the_rules_are_those_of_the_installed_version() -> None:
    """Otherwise: `python -m tools.material_rules`, then look at the difference and at the pages."""
    assert material_rules.TARGET.read_text(encoding="utf-8") == material_rules.material_rules()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Where a small site is served that has every kind of page."""
    root = write_every_kind(tmp_path_factory.mktemp("look") / "root")
    article = article_text(BODY, title="Segala bentuk teks", date="2025-03-28")
    (root / f"articles/{TEXT.removeprefix('berita/').strip('/')}.md").write_text(article, encoding="utf-8")
    report = build(root, root / "site", AS_OF, workers=1)
    assert report.published, report.problems
    return serve(root / "site")


@pytest.fixture(params=SIZES)
def page(browser: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    context = browser.new_context(viewport=SIZES[request.param])
    yield context.new_page()
    context.close()


@pytest.mark.slow
def test_rules_that_were_left_out_change_nothing(page: "Page", url: str) -> None:
    whole = material_rules.theme_stylesheet()
    folder = REPOSITORY / "docs/assets"
    sheets = {path.name: path.read_text("utf-8") for path in folder.glob("*.css")} | {"material.css": whole}
    other = page.context.new_page()
    # Articles load a sheet of their own, which leaves out what only other pages need.
    text = bundled(sheets)["archive.css"]
    other.route(re.compile(r"/(archive|article)\.\w+\.css"), lambda route: route.fulfill(body=text))
    for kind in KINDS:
        page.goto(url + kind)
        other.goto(url + kind)
        differences = [
            (ours[0], key, ours[1][key], value)
            for ours, theirs in zip(page.evaluate(STYLES), other.evaluate(STYLES), strict=True)
            for key, value in theirs[1].items()
            if ours[1][key] != value and not key.startswith("transition")
        ]
        assert differences == [], kind


def box(page: "Page", selector: str) -> dict[str, float]:
    """Where an element of the text stands."""
    found: dict[str, float] = page.locator(f".md-typeset {selector}").first.evaluate(
        "(e) => e.getBoundingClientRect().toJSON()"
    )
    return found


def style(page: "Page", selector: str, *names: str, part: str = "") -> Any:
    """Computed values of an element of the text, as numbers where they are lengths."""
    script = "(e, [names, part]) => names.map((n) => getComputedStyle(e, part || null).getPropertyValue(n))"
    values = page.locator(f".md-typeset {selector}").first.evaluate(script, [names, part])
    found = [
        float(v.removesuffix("px")) if v.removesuffix("px").replace(".", "").isdigit() else v for v in values
    ]
    return found if len(found) > 1 else found[0]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("> ul", "> ul > li"),
        ("> ul > li", "ul ul > li"),
        ("> ol", "> ol > li"),
        ("> blockquote", "> blockquote > p"),
        ("dt", "dd"),
        (".footnote", ".footnote li"),
    ],
)
@pytest.mark.slow
def test_lists_quotations_and_notes_are_set_off(page: "Page", url: str, outer: str, inner: str) -> None:
    page.goto(url + TEXT)
    # A bullet or a number needs some 12 pixels to the left of its text.
    assert box(page, inner)["left"] - box(page, outer)["left"] >= 12


@pytest.mark.slow
def test_a_text_has_the_forms_that_readers_know(page: "Page", url: str) -> None:
    page.goto(url + TEXT)
    assert style(page, "> ul", "list-style-type") == "disc"
    assert style(page, "> ol", "list-style-type") == "decimal"
    border, padding = style(page, "> blockquote", "border-left-width", "padding-left")
    assert border >= 2
    assert padding >= 8
    assert style(page, "> p", "margin-bottom") >= 12
    assert style(page, ".admonition-title", "font-weight") == 700
    assert min(style(page, ".admonition", "padding-left", "padding-right")) >= 8
    start, icon = (
        style(page, ".admonition-title", "padding-left"),
        style(page, ".admonition-title", "width", part="::before"),
    )
    assert start > icon > 0, "the icon covers the title"
    assert style(page, ".admonition", "background-color") != style(page, "", "background-color")
    assert style(page, "dt", "font-weight") == 700
    assert style(page, ".footnote-backref", "opacity") == 1


@pytest.mark.slow
def test_wide_tables_and_code_scroll_in_a_box_of_their_own(page: "Page", url: str) -> None:
    page.goto(url + TEXT)
    width = page.evaluate("document.documentElement.clientWidth")
    for wide in ("table", "pre > code"):
        assert box(page, wide)["right"] <= width, wide
        assert style(page, wide, "overflow-x") == "auto", wide
    assert min(style(page, "td", "padding-left", "padding-top", "padding-bottom")) >= 5
    assert style(page, "pre > code", "font-size") >= 12
    assert style(page, "pre > code", "font-family").endswith("monospace")
    assert style(page, "pre > code", "background-color") != "rgba(0, 0, 0, 0)"
