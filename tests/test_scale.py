"""An archive of thousands of articles builds, and its pages stay small."""

from datetime import date
from pathlib import Path

import pytest

from bench.corpus import generate
from newsarchive.pipeline import build

LISTINGS = ("fasilitas/", "wilayah/", "tema/", "peristiwa/", "arsip/", "glosarium/", "panduan/masalah/")
"""Pages that list things; the last one every problem that `check` can name."""
OF_VOCABULARY = ("ikuti/index.html", "data/mutu/fasilitas-belum-diberitakan/index.html")
"""Pages that list terms, as indexes do: they grow with the vocabulary, not with the archive."""


@pytest.mark.slow
def test_only_listings_are_larger_than_30_kb(tmp_path: Path) -> None:
    root, site = tmp_path / "root", tmp_path / "root" / "site"
    generate(root, 2000)
    report = build(root, site, date(2026, 11, 1))
    assert report.published, report.problems
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.html")}
    assert sum(path.startswith("berita/") for path in sizes) >= 2000
    large = {path: size for path, size in sizes.items() if size > 30_000 and not path.startswith(LISTINGS)}
    assert {path: size for path, size in large.items() if path not in OF_VOCABULARY} == {}
