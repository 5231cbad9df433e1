"""Templates draw all that a view holds, and ask for nothing that it lacks."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateError

from newsarchive.outputs import OutputFile
from newsarchive.pages.staged import parse, scalar
from tests.builders import REPOSITORY, VOCABULARY, archive_of, article, planned, term, text_of, vocabulary_of
from tests.drawing import Drawing
from tests.golden_cases import FILES, case

TEMPLATES = sorted((REPOSITORY / "overrides").rglob("*.html"))


def long_index() -> OutputFile:
    """An index with letters and a field to narrow it: too many terms for a golden case."""
    terms = [t for facet in VOCABULARY.terms.values() for t in facet.values()]
    regions = [term("region", f"wilayah-{n}", f"{'ABC'[n % 3]} {n}", code=str(n)) for n in range(30)]
    return planned(archive_of([article()], vocabulary_of([*terms, *regions])))["wilayah.md"]


PAGES = {
    **{f.stem: case(f).page("id") for f in FILES if case(f).given["page"].endswith(".md")},
    "long-index": long_index(),
}
"""A page of each kind, and of each form that a kind can take."""


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every text and number of nested data, with the way to it."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from leaves(inner, f"{at}.{key}")
        case list():
            for number, inner in enumerate(value):
                yield from leaves(inner, f"{at}.{number}")
        case _:
            yield at, value


def marked(value: Any, at: str = "") -> Any:
    """The data with every text and number made one that occurs nowhere else."""
    match value:
        case dict():
            return {key: marked(inner, f"{at}.{key}") for key, inner in value.items()}
        case list():
            return [marked(inner, f"{at}.{number}") for number, inner in enumerate(value)]
        case str() if value and at != ".kind":
            return f"{value}~{at.replace('.', '-')}~"
        case float():
            return -float(f"{len(at)}.{sum(map(ord, at))}")
        case int() if not isinstance(value, bool):
            return sum(map(ord, at))
        case _:
            return value


def drawn(drawing: Drawing, file: OutputFile) -> tuple[dict[str, Any], str]:
    """A page's data, marked, and the HTML that is drawn from it."""
    front, gap, body = text_of(file).partition("\n---\n")
    meta, _ = parse(text_of(file))
    data = marked(meta["archive"])
    lines = [line for line in front.split("\n") if not line.startswith("archive: ")]
    text = "\n".join([*lines, f"archive: {scalar(data)}"]) + gap + body
    return data, unescape(drawing.html(file.path, text))


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    return Drawing(tmp_path_factory.mktemp("drawing"))


@pytest.mark.parametrize("name", PAGES)
def test_every_text_of_a_view_is_on_its_page(drawing: Drawing, name: str) -> None:
    data, html = drawn(drawing, PAGES[name])
    for at, value in leaves(data):
        match value:
            case str() if at != ".kind":
                assert value in html, at
            case float():
                assert f'"{value}"' in html or f'"{-value}"' in html, at
            case int() if not isinstance(value, bool):
                assert f'"{value}%"' in html, at


def failing(drawing: Drawing, name: str, changed: str, names: list[str]) -> str:
    """The first of these pages that can't be drawn where a template is changed so; empty if all can."""
    environment = drawing.with_templates({name: changed})
    try:
        for page in names:
            drawing.html(PAGES[page].path, text_of(PAGES[page]), environment)
        page = "404"
        drawing.not_found(environment)
    except (TemplateError, TypeError):  # JSON takes no undefined value.
        return page
    return ""


QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
DOTTED = re.compile(r"[\w)]\.(?:[a-z_]+\.)*[a-z_]+\b(?! is defined)")


@pytest.mark.slow
def test_a_wrong_name_anywhere_in_a_template_fails_a_page(drawing: Drawing) -> None:
    survivors = []
    for template in TEMPLATES:
        name = template.relative_to(REPOSITORY / "overrides").as_posix()
        text = template.read_text(encoding="utf-8")
        names = list(PAGES)
        for tag in re.finditer(r"\{[{%].*?[}%]\}", text):
            # Blanks in place of quoted texts keep every offset.
            names_only = QUOTED.sub(lambda quoted: " " * len(quoted[0]), tag[0])
            for found in DOTTED.finditer(names_only):
                end = tag.start() + found.end()
                page = failing(drawing, name, f"{text[:end]}z{text[end:]}", names)
                if not page:
                    survivors.append(f"{name}: {text[end - 20 : end]}")
                # What failed last most likely fails next.
                names.sort(key=lambda each: each != page)
    assert survivors == []


def linked_data(html: str) -> dict[str, Any]:
    """What the page tells machines about its article."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    data: dict[str, Any] = json.loads(script)
    return data


def test_machines_are_told_where_the_article_is_and_what_it_rests_on(drawing: Drawing) -> None:
    html = drawing.html(PAGES["article"].path, text_of(PAGES["article"]))
    assert linked_data(html) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Warga binaan: “berlatih” & <bernapas>",
        "description": "Ringkasan *apa adanya*.",
        "inLanguage": "id",
        "temporalCoverage": "2025-10-29",
        "datePublished": "2025-10-31",
        "dateModified": "2025-11-06",
        "url": "https://arsip.example/berita/2025/10/latihan/",
        "publisher": {"@type": "Organization", "name": "Arsip Berita Pemasyarakatan"},
        "isBasedOn": ["https://koran.example/1", "https://radio.example/"],
    }
    assert '<link rel="canonical" href="https://arsip.example/berita/2025/10/latihan/">' in html
    assert 'property="og:image" content="https://arsip.example/berita/2025/10/foto.png"' in html


def test_a_site_without_address_claims_none(tmp_path: Path) -> None:
    drawing = Drawing(tmp_path, site_url="")
    html = drawing.html(PAGES["article"].path, text_of(PAGES["article"]))
    assert "url" not in linked_data(html)
    moved = drawing.html(PAGES["redirect-article"].path, text_of(PAGES["redirect-article"]))
    for page in (html, moved):
        assert not re.search(r'rel="canonical"|property="og:(?:url|image)"', page)


def test_the_page_for_missing_addresses_needs_no_data(drawing: Drawing) -> None:
    assert 'class="sheet missing"' in drawing.not_found()
