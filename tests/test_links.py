"""Where links lead, and how they are written into the pages."""

import pytest

from newsarchive.markdown.links import document_url, final_body, final_document, site_path
from newsarchive.markdown.scan import mask_code
from newsarchive.model import Article, ArticleDate, Document
from tests.articles import PATH


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../../2025/09/lain.md", "berita/2025/09/lain/"),
        ("lain.md#bagian", "berita/2025/10/lain/"),
        ("/fasilitas/rutan-serang/", "fasilitas/rutan-serang/"),
        ("/fasilitas/rutan-serang", "fasilitas/rutan-serang/"),
        ("/assets/a.svg", "assets/a.svg"),
        ("/", ""),
        ("foto.jpg", "berita/2025/10/foto.jpg"),
        ("../../../docs/panduan/index.md", "panduan/"),
        ("../../../docs/index.md", ""),
        ("../../../../x.md", "../../x.md"),
        ("#bagian", None),
        ("https://contoh.example/", None),
        ("mailto:a@b.example", None),
    ],
)
def test_where_a_link_leads(target: str, path: str | None) -> None:
    assert site_path(target, PATH) == path


def test_links_are_made_final() -> None:
    body = (
        '[a](/tema/keamanan/), [b](../../2025/09/lain.md#x), ![c](foto.jpg "judul"), [d](#bagian), '
        "[e](https://contoh.example/a(b)), `[f](/x/)`, [g][g], [h](<lain.md>), [i](/)\n\n"
        "    [kode](/x/)\n\n- butir\n\n    [j](/tema/)\n\n[g]: /wilayah/banten/\n"
    )
    found = final_body(Article(path=PATH, digest="", title="", date=ArticleDate(2025), summary="", body=body))
    assert found == (
        '[a](../../../../tema/keamanan/), [b](../../09/lain/#x), ![c](../foto.jpg "judul"), [d](#bagian), '
        "[e](https://contoh.example/a(b)), `[f](/x/)`, [g][g], [h](<../lain/>), [i](../../../../)\n\n"
        "    [kode](/x/)\n\n- butir\n\n    [j](../../../../tema/)\n\n[g]: ../../../../wilayah/banten/\n"
    )


def test_links_of_pages_are_made_final() -> None:
    body = "[a](gaya.md) [b](../tentang.md) [c](/fasilitas/) ![d](../assets/x.svg)"
    document = Document("panduan/index.md", "", "", body)
    assert final_document(document) == "[a](gaya/) [b](../tentang/) [c](../fasilitas/) ![d](../assets/x.svg)"
    home = Document("index.md", "", "", "[a](tentang.md) [b](/arsip/) [c](panduan/index.md)")
    assert final_document(home) == "[a](tentang/) [b](arsip/) [c](panduan/)"
    assert document_url("panduan/masalah.md") == "panduan/masalah/"


def test_masked_code_keeps_every_place() -> None:
    body = "a `b` c\n\n```py\nx = `1`\n```\n\n> ``kode ` kode`` dan `belum\n\nini` juga\n"
    masked = mask_code(body)
    assert len(masked) == len(body) and "kode" not in masked and "x =" not in masked
    assert "`belum\n\nini` juga" in masked
