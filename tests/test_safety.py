"""No text of an article, a vocabulary or a page's title brings a script, an address or a path of its own."""

import json
import os
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.model import Correction, Document, GlossaryEntry, Image, Person, Source, Withdrawal
from newsarchive.output.assets import with_hashes
from newsarchive.output.stage import stage, write_settings
from newsarchive.pages import plan
from newsarchive.pages.view import Views
from newsarchive.pipeline import build
from newsarchive.problems import is_error
from tests.builders import (
    PIXEL,
    REPOSITORY,
    SMALL_DOCUMENTS,
    SMALL_VOCABULARY,
    VOCABULARY,
    Entries,
    archive_of,
    article,
    article_text,
    config,
    plain_build,
    term,
    vocabulary_of,
    when,
    write_root,
)
from tests.markup import Page, pages
from tests.reading import read_root

AS_OF = date(2026, 11, 21)
PAYLOAD = (
    """<script>alert(1)</script> " onmouseover="alert(2) ' onfocus='alert(3) </script> </title> --> ]]> """
    """javascript:alert(4) [tautan](javascript:alert(5)) ![gambar](https://jahat.example/x.png) {{ 7*7 }} """
    """{% raw %} {{ config }} `kode` &lt;b&gt; *tebal* _miring_ \\ # : - | ! 😀 عربي"""
)
HARMLESS = "teks biasa"
SCHEMES = {"", "http", "https", "mailto"}

Text = Callable[[str], str]
"""What stands in a field, by the name of the field."""


def hostile(field: str) -> str:
    return f"{field} {PAYLOAD}"


def harmless(field: str) -> str:
    return f"{field} {HARMLESS}"


def vocabulary(text: Text) -> dict[str, Entries]:
    """The small vocabulary with this text in every field that holds plain text."""
    facility = {
        "name": text("Rutan"),
        "aliases": [text("Sebutan")],
        "former_names": [text("Nama lama")],
        "city": text("Kota"),
        "closed": text("Tutup"),
        "description": text("Uraian unit"),
        "source": text("Asal data"),
    }
    region = {"name": text("Daerah"), "aliases": [text("Singkatan")], "capital": text("Ibu kota")}
    parts = deepcopy({**SMALL_VOCABULARY})
    parts["facilities"]["rutan-serang"] |= facility
    parts["regions"]["banten"] |= region
    parts["themes"]["kelembagaan"] = {"name": text("Tema"), "description": text("Uraian tema")}
    parts["event_types"]["kunjungan-kerja"] |= {"name": text("Jenis"), "description": text("Uraian jenis")}
    parts["glossary"]["WBP"] = {"expansion": text("Kepanjangan"), "explanation": text("Penjelasan")}
    parts["glossary"][text("XYZ")] = {"expansion": text("Panjang"), "explanation": text("Arti")}
    return parts


def root_with(root: Path, text: Text) -> Path:
    """A root with this text in every field that holds plain text."""
    full = {
        "title": text("Judul"),
        "summary": text("Ringkasan"),
        "facility": "rutan-serang",
        "people": [{"name": text("Nama"), "role": text("Jabatan")}],
        "source": [
            {
                "publisher": text("Penerbit"),
                "title": text("Judul sumber"),
                "author": text("Penulis"),
                "url": "https://koran.example/?a=1&b='2'",
            }
        ],
        "image": {"file": "foto.png", "alt": text("Gambar"), "credit": text("Foto")},
        "corrections": [{"date": "2025-10-30", "kind": "ralat", "note": text("Ralat")}],
        "date_note": text("Tanggal"),
        "body": f"WBP menulis `` {text('Kode')} `` lalu {{{{ 7*7 }}}}.\n\n```\n{text('Blok')}\n```",
    }
    gone = {
        "title": "Ditarik",
        "date": "2025-10-01",
        "facility": "rutan-serang",
        "status": "withdrawn",
        "withdrawn": {"date": "2025-11-01", "reason": "privasi", "note": text("Keterangan")},
        "aliases": ["2025/10/lama"],
    }
    write_root(
        root,
        {"2025/10/penuh": {**full, "aliases": ["2025/10/nama-lama"]}, "2025/10/ditarik": gone},
        vocabulary=vocabulary(text),
        documents={**SMALL_DOCUMENTS, "halaman.md": "Teks."},
        description=text("Keterangan halaman"),
        limit=100,
    )
    page = root / "docs/halaman.md"
    title = json.dumps(text("Halaman"), ensure_ascii=False)
    page.write_text(page.read_text("utf-8").replace('"halaman.md"', title), "utf-8")
    (root / "articles/2025/10/foto.png").write_bytes(PIXEL)
    return root


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Page], dict[str, Page]]:
    """The pages of the hostile site and of one that differs from it in nothing but its texts."""
    found = []
    for text in (hostile, harmless):
        root = root_with(tmp_path_factory.mktemp(text.__name__) / "root", text)
        report = build(root, root / "site", AS_OF, workers=1)
        assert report.published, report.problems
        found.append(pages(root / "site"))
    return found[0], found[1]


@pytest.mark.slow
def test_texts_add_no_element_and_no_attribute(sites: tuple[dict[str, Page], dict[str, Page]]) -> None:
    evil, good = sites
    assert evil.keys() == good.keys()
    for path, page in evil.items():
        assert page.shape - good[path].shape == good[path].shape - page.shape, path


def without_texts(address: str) -> str:
    """An address without its anchor and its question, which are made from the text of a heading or title."""
    return address.partition("#")[0].partition("?")[0]


@pytest.mark.slow
def test_texts_add_no_address(sites: tuple[dict[str, Page], dict[str, Page]]) -> None:
    evil, good = sites
    for path, page in evil.items():
        assert page.loads == good[path].loads, path
        assert Counter(map(without_texts, page.links)) == Counter(map(without_texts, good[path].links)), path
        assert_harmless(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    "field",
    [
        *("Judul", "Ringkasan", "Nama", "Jabatan", "Penerbit", "Judul sumber", "Penulis", "Foto", "Ralat"),
        *("Tanggal", "Blok", "Keterangan", "Rutan", "Sebutan", "Nama lama", "Kota", "Tutup", "Uraian unit"),
        *("Asal data", "Daerah", "Singkatan", "Ibu kota", "Tema", "Uraian tema", "Jenis", "Uraian jenis"),
        *("Penjelasan", "XYZ", "Panjang", "Arti", "Halaman"),
    ],
)
def test_texts_are_shown_to_the_letter(sites: tuple[dict[str, Page], dict[str, Page]], field: str) -> None:
    assert any(hostile(field) in page.text for page in sites[0].values())


@pytest.mark.slow
def test_attributes_hold_texts_to_the_letter(sites: tuple[dict[str, Page], dict[str, Page]]) -> None:
    elements = [element for page in sites[0].values() for element in page.elements]
    assert ("abbr", {"title": hostile("Kepanjangan")}) in elements
    assert hostile("Gambar") in {attributes.get("alt") for _, attributes in elements}
    described = {attributes.get("content") for tag, attributes in elements if tag == "meta"}
    assert {hostile("Ringkasan"), hostile("Keterangan halaman"), hostile("Judul")} <= described


@pytest.mark.slow
def test_data_for_machines_is_sound_json(sites: tuple[dict[str, Page], dict[str, Page]]) -> None:
    (script,) = sites[0]["berita/2025/10/penuh/index.html"].scripts
    data = json.loads(script)
    assert (data["headline"], data["description"]) == (hostile("Judul"), hostile("Ringkasan"))


def assert_harmless(page: Page) -> None:
    """No script but ours, no handler, no form or frame, no link to where a link must not lead."""
    for tag, attributes in page.elements:
        assert tag not in {"iframe", "object", "embed", "base", "form", "style", "math", "foreignobject"} or (
            tag == "form" and attributes.get("role") == "search"
        ), tag
        assert not [name for name in attributes if name.startswith("on")], attributes
        assert "srcdoc" not in attributes
        for name in ("href", "src", "action", "formaction", "xlink:href", "poster"):
            address = "".join(attributes.get(name, "").split()).lower()
            assert urlsplit(address).scheme in SCHEMES, attributes
        if tag == "script":
            ours = attributes.get("src", "").lstrip("./").startswith("assets/")
            assert ours or attributes.get("type") in {"application/ld+json", "application/json"}, attributes
    for address in page.loads:
        parts = urlsplit(address)
        assert not parts.scheme, address
        assert not parts.netloc, address


# What `check` stops, in case it ever reaches a page all the same.
BODIES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://jahat.example/'></iframe>",
    "<style>@import 'https://jahat.example/'</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://jahat.example/x.png)",
    "![x](//jahat.example/x.png)",
    "![x][1]\n\n[1]: https://jahat.example/x.png",
    '![x](y "a" onerror="alert(1)")',
    "</article></body><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "<?php ?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{: onclick=alert(1) }",
    "x{: onclick=alert(1) }",
    '!!! note "<script>alert(1)</script>"\n    x',
    "- <script>alert(1)</script>\n- <div onclick=x>",
    "| <script>alert(1)</script> |\n|---|\n| <b onclick=x> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "a\n: <script>alert(1)</script>",
    "*[WBP]: <script>\n\nWBP",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "\x02\x03\x00\u2028<script>alert(1)</script>",
]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages that MkDocs makes of an archive that no check has seen."""
    root = write_root(tmp_path_factory.mktemp("unchecked") / "root", {})
    evil = hostile("x") + "\u2028\u2029\u0085\x7f\u202e\x1b"
    full = article(
        "2025/10/penuh",
        title=evil,
        summary=evil,
        date_note=evil,
        body=f"WBP {evil}",
        people=(Person(evil, evil),),
        image=Image('foto.jpg" onerror="alert(1)', evil, evil),
        sources=(Source(evil, evil, "javascript:alert(1)", archived="data:text/html,x", author=evil),),
        corrections=(Correction(when("2025-11-01"), "ralat", evil),),
    )
    gone = Withdrawal(when("2025-11-01"), "privasi", evil)
    bodies = [article(f"2025/09/isi-{i}", "2025-09-01", body=body) for i, body in enumerate(BODIES)]
    terms = [replace(t, name=f"{t.name} {evil}") for part in VOCABULARY.terms.values() for t in part.values()]
    terms.append(
        term("facility", "lapas-x", evil, **dict.fromkeys(("city", "closed", "description", "source"), evil))
    )
    archive = archive_of(
        [full, article("2025/08/a", "2025-08-01", status="withdrawn", withdrawn=gone), *bodies],
        vocabulary_of(terms, [GlossaryEntry("WBP", evil, evil), GlossaryEntry(evil, evil, evil)]),
        (Document("index.md", evil, evil, "Teks."), Document("tentang.md", evil, evil, "Teks.")),
    )
    folder = root / "build"
    folder.mkdir()
    scripts = (REPOSITORY / "docs/assets").glob("*.*s")
    assets = with_hashes({f"assets/{path.name}": path for path in scripts})
    write_settings(folder, config(), assets)
    stage(folder, plan(Views(archive, config())), {}, "1")
    plain_build(folder, root / "site")
    return pages(root / "site")


@pytest.mark.slow
def test_what_no_check_has_seen_is_made_harmless_all_the_same(rendered: dict[str, Page]) -> None:
    assert sum(path.startswith("berita/") for path in rendered) == len(BODIES) + 2
    for page in rendered.values():
        assert_harmless(page)
    full = rendered["berita/2025/10/penuh/index.html"]
    assert PAYLOAD.split(" [")[0] in full.text
    (script,) = full.scripts
    assert json.loads(script)["headline"].startswith(hostile("x"))


# ---- Paths

MONTH = "articles/2025/10"


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"{MONTH}/{name}.md"
            for name in ("-a", "a--b", "A", "a b", "a%2f..%2fb", "é", "a.b", "con", "a;b")
        ),
        *(f"{MONTH}/{name}.md" for name in ("a\\..\\b", "a'b", 'a"b', "<b>", "a\nb", "a" * 90, "a?b")),
        "articles/a.md",
        "articles/2025/a.md",
        "articles/2025/13/a.md",
        "articles/2025/10/11/a.md",
        "docs/fasilitas/rutan-serang.md",
        "docs/berita/a.md",
        "docs/arsip.md",
        "docs/A B.md",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows refuses most of these names itself")
def test_a_file_of_a_strange_name_is_an_error_and_on_no_page(tmp_path: Path, path: str) -> None:
    root = write_root(tmp_path / "root", {})
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    is_page = path.startswith("docs/")
    file.write_text("---\ntitle: a\ndescription: a\n---\n\nTeks.\n" if is_page else article_text(), "utf-8")
    archive, problems = read_root(root, AS_OF)
    assert any(is_error(found) for found in problems)
    assert archive.articles == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"aliases": ["../../x"]},
        {"aliases": ["2025/10/../../../x"]},
        {"aliases": ["/etc/2025/10/x"]},
        {"aliases": ["2025\\10\\..\\x"]},
        {"image": {"file": "../../../vocab/regions.yml", "alt": "x"}},
        {"image": {"file": "/etc/passwd", "alt": "x"}},
        {"image": {"file": "foto.svg", "alt": "x"}},
        {"story": "../x"},
        {"facility": "../kanwil-banten"},
        {"source": {"publisher": "x", "url": "javascript:alert(1)"}},
        {"source": {"publisher": "x", "url": "//jahat.example/"}},
        {"source": {"publisher": "x", "url": "https://x.example/", "archived": "data:text/html,x"}},
    ],
)
def test_a_field_that_would_lead_elsewhere_is_an_error(tmp_path: Path, fields: dict[str, Any]) -> None:
    root = write_root(tmp_path / "root", {"2025/10/a": fields})
    _, problems = read_root(root, AS_OF)
    assert any(is_error(found) for found in problems)


@pytest.mark.parametrize("id_", ["..", "../x", "a/b", "/a", "A", "a b", "a\\b", "", ".", "a.b", "con", "<b>"])
@pytest.mark.parametrize("key", ["id", "former_ids"])
def test_an_id_that_is_no_plain_name_is_an_error(tmp_path: Path, id_: str, key: str) -> None:
    parts = deepcopy({**SMALL_VOCABULARY})
    unit = parts["facilities"]["rutan-serang"]
    if key == "id":
        del parts["facilities"]["rutan-serang"]
        parts["facilities"][id_] = unit
    else:
        unit["former_ids"] = [id_]
    _, problems = load_vocabulary(write_root(tmp_path / "root", {}, vocabulary=parts))
    assert any(is_error(found) for found in problems)


def link_article(root: Path, outside: Path) -> Path:
    path = root / MONTH / "tautan.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside / "2025/10/rahasia.md")
    return path


def link_month(root: Path, outside: Path) -> Path:
    path = root / MONTH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside / "2025/10")
    return path


def link_articles(root: Path, outside: Path) -> Path:
    path = root / "articles"
    path.symlink_to(outside)
    return path


def link_image(root: Path, outside: Path) -> Path:
    path = root / MONTH / "foto.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside / "foto.png")
    return path


def link_asset(root: Path, outside: Path) -> Path:
    path = root / "docs/assets/foto.png"
    path.symlink_to(outside / "foto.png")
    return path


def link_docs(root: Path, outside: Path) -> Path:
    path = root / "docs/luar"
    path.symlink_to(outside)
    return path


def link_vocabulary(root: Path, outside: Path) -> Path:
    path = root / "vocab/regions.yml"
    path.rename(outside / "regions.yml")
    path.symlink_to(outside / "regions.yml")
    return path


def link_vocabularies(root: Path, outside: Path) -> Path:
    path = root / "vocab"
    path.rename(outside / "vocab")
    path.symlink_to(outside / "vocab")
    return path


@pytest.mark.skipif(os.name == "nt", reason="symlinks need rights on Windows")
@pytest.mark.parametrize(
    "link",
    [
        link_article,
        link_month,
        link_articles,
        link_image,
        link_asset,
        link_docs,
        link_vocabulary,
        link_vocabularies,
    ],
)
def test_a_symlink_out_of_the_root_is_refused(tmp_path: Path, link: Callable[[Path, Path], Path]) -> None:
    root, outside = write_root(tmp_path / "root", {}), tmp_path / "luar"
    (outside / "2025/10").mkdir(parents=True)
    (outside / "2025/10/rahasia.md").write_text(article_text(), encoding="utf-8")
    (outside / "foto.png").write_bytes(PIXEL)
    path = link(root, outside).relative_to(root).as_posix()
    archive, problems = read_root(root, AS_OF)
    assert any(is_error(found) and f"{found.path}/".startswith(f"{path}/") for found in problems), problems
    assert archive.articles == ()
    assert not [asset for asset in archive.assets if "foto" in asset]
