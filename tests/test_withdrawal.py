"""Of a withdrawn article a notice stays and nothing else: no file of the whole site holds a trace of it."""

import re
from datetime import date
from pathlib import Path

import pytest

from newsarchive.pipeline import build
from tests.builders import PIXEL, every_kind, write_root
from tests.trees import tree

ADDRESS = "2025/03/ditarik"
AS_OF = date(2026, 1, 31)
GONE = {
    "title": "Zubaidah memimpin Paguyuban Kelapa",
    "date": "2025-03-04",
    "facility": "Rutan Kelas IIB Serang",
    "summary": "Perkumpulan Wulandari membagikan seragam batikan.",
    "people": [{"name": "Zubaidah Qolbu", "role": "Ketua Paguyuban"}],
    "image": {
        "file": "kelapagading.png",
        "alt": "Zubaidah di lapangan kelapa",
        "credit": "Fotografer Xaverius",
    },
    "source": [
        {
            "publisher": "Harian Yudistira",
            "title": "Paguyuban Kelapa bersemi",
            "url": "https://yudistira.example/kelapa-bersemi",
            "author": "Wartawan Ximenes",
            "archived": "https://arsipweb.example/yudistira",
            "kind": "news",
        }
    ],
    # Addresses stay, that of the story as that of the article: they must give nothing away.
    "story": "rangkaian-tujuh",
    "added": "2025-03-05",
    "reviewed": {"by": "Penyunting Quraisy", "date": "2025-03-05"},
    "corrections": [
        {
            "date": "2025-03-06",
            "kind": "hak_jawab",
            "requested": "2025-03-05",
            "note": "Paguyuban keberatan disebut Qasidah.",
            "url": "https://paguyuban.example/keberatan",
        }
    ],
    "date_note": "Tanggalnya menurut Undangan Wirasana.",
    "body": "Quwatul Islam menyanyikan Vidyadhari. Lihat [situs](https://vidya.example/).",
}
TRACES = re.findall(
    r"zubaidah|qolbu|paguyuban|kelapa|wulandari|batikan|xaverius|yudistira|bersemi|ximenes|quraisy|keberatan"
    r"|qasidah|wirasana|quwatul|vidyadhari|vidya|arsipweb",
    repr(GONE).lower(),
)
"""Words that occur in this article alone."""


def traces(site: Path) -> dict[str, list[str]]:
    """By file of a site the words of the article that it holds, in its name or its text."""
    found = {
        name: sorted(word for word in set(TRACES) if word in name.lower() or word.encode() in data.lower())
        for name, data in tree(site).items()
    }
    return {name: words for name, words in found.items() if words}


@pytest.mark.slow
def test_nothing_of_a_withdrawn_article_is_left_but_its_notice(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root", {**every_kind(), ADDRESS: GONE})
    for name in ("foto.png", "kelapagading.png"):
        (root / "articles/2025/03" / name).write_bytes(PIXEL)
    article = root / f"articles/{ADDRESS}.md"
    report = build(root, root / "site", AS_OF)
    assert report.published, report.problems
    # All of it was there to be found: otherwise the test would prove nothing.
    assert {word for words in traces(root / "site").values() for word in words} == set(TRACES) - {"quraisy"}
    assert "berita/2025/03/kelapagading.png" in traces(root / "site")

    withdrawn = "status: withdrawn\nwithdrawn: {date: 2025-07-01, reason: privasi}\n---\n"
    article.write_text(article.read_text("utf-8").replace("---\n\n", f"{withdrawn}\n", 1), "utf-8")
    for site, clean in ((root / "site", False), (tmp_path / "baru", True)):
        report = build(root, site, AS_OF, clean=clean)
        assert report.published, report.problems
        assert traces(site) == {}
        notice = (site / f"berita/{ADDRESS}/index.html").read_text("utf-8")
        assert "Artikel ini ditarik" in notice
        assert "Perlindungan privasi" in notice
        assert "Perlindungan privasi" in (site / "koreksi/index.html").read_text("utf-8")
