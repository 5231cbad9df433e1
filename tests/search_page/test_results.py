"""Results are shown as they come, can be continued, and taken along."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.node import run_in_node
from tests.search_page.visiting import status, titles, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_nothing_found_leads_on(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjll+serang")
    assert status(page) == 0
    assert "Tidak ada hasil untuk “takjll serang”" in page.locator("[data-search-status]").inner_text()
    expect(page.get_by_role("link", name="Rutan Kelas IIB Serang").first).to_be_visible()
    assert page.locator("[data-search-browse]").is_visible()


def test_titles_stand_before_everything_is_loaded(context: BrowserContext, site_url: str) -> None:
    context.add_init_script("globalThis.fake = { early: 1500 }")
    page = visit(context, f"{site_url}cari/?q=takjil")
    page.wait_for_selector("[data-search-result]")
    assert page.locator("[data-search-status]").get_attribute("data-state") == "busy"
    assert len(titles(page)) == 1
    # What stands below would be pushed down.
    below = page.locator("[data-search-more], [data-search-take]")
    assert not any(part.is_visible() for part in below.all())
    status(page)
    assert len(titles(page)) == 8
    assert all(part.is_visible() for part in below.all())


def test_load_more_moves_focus_and_survives_going_away(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=warga")
    assert status(page) == 60
    assert len(titles(page)) == 8
    page.get_by_role("button", name="Tampilkan hasil berikutnya").click()
    expect(page.locator("[data-search-result]")).to_have_count(16)
    expect(page.locator("[data-search-result]").nth(8)).to_be_focused()
    shown = titles(page)
    assert len(set(shown)) == 16
    assert page.get_by_text("16 dari 60 hasil ditampilkan").is_visible()
    page.goto(f"{site_url}tentang/")
    page.go_back()
    status(page)
    assert titles(page) == shown
    for count in (24, 32, 40, 48, 56, 60):
        page.get_by_role("button", name="Tampilkan hasil berikutnya").click()
        expect(page.locator("[data-search-result]")).to_have_count(count)
    expect(page.get_by_role("button", name="Tampilkan hasil berikutnya")).to_be_hidden()


def test_results_can_be_taken_along(context: BrowserContext, site_url: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=banten")
    status(page)
    page.get_by_role("button", name="Salin tautan").click()
    page.get_by_text("Tautan disalin.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh hasil (CSV)").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Pencarian", "takjil"]
    assert rows[1] == ["Wilayah", "Banten"]
    assert rows[4] == ["Tanggal", "Judul", "Tempat", "Alamat"]
    assert len(rows) == 5 + 5


def test_no_cell_of_a_table_is_a_formula() -> None:
    script = """
    globalThis.document = {};
    const { table } = await import("./search-take.js");
    const csv = { query: "q", address: "a", date: "d", title: "t", where: "w" };
    const results = input.map((title) => ({ date: "", title, where: "", url: "berita/x/" }));
    return table(results, { words: { csv }, filters: () => [], address: () => "", query: () => "=1" });
    """
    text = run_in_node(script, ["=HYPERLINK(1)", "+1", "@x", "-1", 'a "b", c'])
    rows = list(csv.reader(text.splitlines()))
    assert [row[1] for row in rows[4:]] == ["'=HYPERLINK(1)", "'+1", "'@x", "'-1", 'a "b", c']
    assert rows[0] == ["q", "'=1"]


def test_texts_are_never_markup(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&wilayah=%3Cb%3Ex%3C/b%3E")
    status(page)
    assert page.locator("article img, [data-search-notices] b").count() == 0
    assert "<img src=x" in page.locator("[data-search-status]").inner_text()


def test_an_event_is_one_result_that_opens_with_its_articles(context: BrowserContext, site_url: str) -> None:
    context.add_init_script(
        """
        const article = (name) => ({ url: `berita/2025/03/${name}/`, title: `Kabar ${name}`, date: "2025" });
        globalThis.fake = { answer: { total: 2, events: 1, results: [
          { ...article("pertama"), story: "kabar", others: 1, open: async () => [article("kedua")] }] } };
        """
    )
    page = visit(context, f"{site_url}cari/?q=takjil")
    assert status(page) == 2
    assert "2 artikel tentang 1 peristiwa" in page.locator("[data-search-status]").inner_text()
    assert titles(page) == ["Kabar pertama"]
    expect(page.get_by_role("button", name="Tampilkan hasil berikutnya")).to_be_hidden()
    page.get_by_text("1 artikel lain tentang peristiwa ini").click()
    expect(page.get_by_role("link", name="Kabar kedua")).to_be_visible()
    assert titles(page) == ["Kabar pertama", "Kabar kedua"]
    story = page.get_by_role("link", name="Halaman peristiwa ini")
    assert (story.get_attribute("href") or "").endswith("/cerita/kabar/")
