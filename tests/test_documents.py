"""Hand-written pages are held to the rules of articles."""

from pathlib import Path

import pytest

from newsarchive.content.documents import parse_document
from tests.builders import REPOSITORY


def told(body: str, path: str = "docs/x.md") -> list[tuple[str, int]]:
    """Code and line of every problem of a page with this text, which begins at line 6."""
    data = f"---\ntitle: Halaman\ndescription: Contoh.\n---\n\n{body}\n".encode()
    return [(problem.code, problem.line) for problem in parse_document(path, data).problems]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Lihat [ini](javascript:alert(1)).", "unsafe-link"),
        ("Lihat [ini](java&#115;cript:alert(1)).", "unsafe-link"),
        ("Lihat [ini][1].\n\n[1]: vbscript:x", "unsafe-link"),
        ("<script>alert(1)</script>", "raw-html"),
        ("Ini <b onclick='x'>tebal</b>.", "raw-html"),
        ("<!-- catatan -->", "raw-html"),
        ("![Foto](https://lain.example/foto.png)", "external-image"),
        ("![](assets/foto.png)", "missing-alt"),
        ("[x](//lain.example/)", "link-without-scheme"),
        ("[x]()", "empty-link"),
        ("Ini \u202e terbalik.", "control-character"),
    ],
)
def test_what_an_article_may_not_hold_no_page_may(body: str, code: str) -> None:
    assert code in [found for found, _ in told(f"Pembuka.\n\n{body}")]
    assert {line for _, line in told(f"Pembuka.\n\n{body}")} <= {8, 10}


@pytest.mark.parametrize(
    "body",
    [
        "Isi [situs](https://contoh.example/), [surat](mailto:kami@contoh.example).",
        "Tulis `<script>` begitu saja.\n\n```\n<b>[x](javascript:y)</b>\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_what_is_harmless_passes(body: str) -> None:
    assert [found for found, _ in told(body)] == []


@pytest.mark.parametrize("path", sorted((REPOSITORY / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_the_pages_of_this_repository_pass(path: Path) -> None:
    assert parse_document(path.relative_to(REPOSITORY).as_posix(), path.read_bytes()).problems == ()
