"""A preview shows drafts, says that they are drafts, and leaves the published site alone."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsarchive.pipeline import PREVIEW, Report, build
from tests.builders import write_root
from tests.conftest import AS_OF
from tests.trees import tree

pytestmark = pytest.mark.slow

MARK = "[DRAF]"
DRAFTS: dict[str, dict[str, Any]] = {
    "2025/10/draf-biasa": {"title": "Razia malam hari", "status": "draft"},
    # All that `new` leaves to be filled in.
    "2025/10/draf-kosong": {"title": "Belum jadi", "summary": "", "source": [], "status": "draft"},
    "2025/10/tanpa-tanggal": {"title": "Entah kapan", "date": "", "status": "draft"},
}


class Previewed(NamedTuple):
    """A root whose site was built and then previewed, with what stood there before the preview."""

    root: Path
    report: Report
    site: dict[str, bytes]
    state: dict[str, bytes]


def preview(root: Path) -> Report:
    report = build(root, root / PREVIEW / "site", AS_OF, drafts=True)
    assert report.published, report.problems
    return report


def state(root: Path) -> dict[str, bytes]:
    """What builds of the published site keep for the next one."""
    return {path: data for path, data in tree(root / "build").items() if not path.startswith("preview/")}


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Previewed:
    root = tmp_path_factory.mktemp("preview") / "root"
    write_root(root, {"2025/10/terbit": {"title": "Sudah terbit"}, **DRAFTS})
    assert build(root, root / "site", AS_OF).published
    before = tree(root / "site"), state(root)
    return Previewed(root, preview(root), *before)


def test_each_draft_has_its_page_and_stands_in_the_lists(previewed: Previewed) -> None:
    site = previewed.root / PREVIEW / "site"
    assert sorted(previewed.report.drafts) == [f"berita/{key}/" for key in sorted(DRAFTS)]
    for key, fields in DRAFTS.items():
        page = (site / "berita" / key / "index.html").read_text(encoding="utf-8")
        assert f"<h1>{MARK} {fields['title']}</h1>" in page
        assert f"{MARK} {fields['title']}" in (site / "arsip/2025/10/index.html").read_text(encoding="utf-8")
    assert f"{MARK} Razia malam hari" in (site / "index.html").read_text(encoding="utf-8")
    assert "<h1>Sudah terbit</h1>" in (site / "berita/2025/10/terbit/index.html").read_text(encoding="utf-8")


def test_the_published_site_and_its_state_know_nothing_of_it(previewed: Previewed) -> None:
    assert tree(previewed.root / "site") == previewed.site
    assert state(previewed.root) == previewed.state
    assert not any(b"Razia malam hari" in data for data in previewed.site.values())
    again = build(previewed.root, previewed.root / "site", AS_OF)
    assert again.published
    assert (again.published.written, again.drafts) == (0, [])


def test_a_later_preview_makes_what_is_new_and_marks_what_still_is_a_draft(previewed: Previewed) -> None:
    root, first, *_ = previewed
    second = preview(root)
    assert (second.rendered, second.drafts) == (0, first.drafts)
    path = root / "articles/2025/10/draf-biasa.md"
    path.write_text(path.read_text("utf-8").replace('"draft"', '"published"'), encoding="utf-8")
    assert "berita/2025/10/draf-biasa/" not in preview(root).drafts
    page = root / PREVIEW / "site/berita/2025/10/draf-biasa/index.html"
    assert "<h1>Razia malam hari</h1>" in page.read_text(encoding="utf-8")
