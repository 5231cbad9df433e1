"""Filters narrow the results, and values that the archive doesn't know are told."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.search_page.visiting import choose, query, status, titles, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_values_of_a_facet_widen_and_facets_narrow(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil")
    assert status(page) == 20
    choose(page, "Banten")
    banten = status(page)
    assert query(page) == "q=takjil&wilayah=banten"
    choose(page, "Bali")
    both = status(page)
    assert query(page) == "q=takjil&wilayah=banten,bali"
    assert both > banten
    page.get_by_role("button", name="2025: ").click()
    page.wait_for_url(re.compile("dari=2025&sampai=2025"))
    assert status(page) < both
    assert query(page) == "q=takjil&wilayah=banten,bali&dari=2025&sampai=2025"
    count = page.locator(".facet", has_text="Wilayah").locator("label", has_text="Banten").locator("b")
    shown = int(count.inner_text())
    chips = page.locator("[data-search-active] li")
    assert chips.all_inner_texts() == ["2025", "Banten", "Bali"]
    page.get_by_role("button", name="Hapus filter Wilayah: Bali").click()
    expect(chips).to_have_count(2)
    assert status(page) == shown
    assert page.evaluate("document.activeElement.textContent") == "Banten"
    page.locator("[data-search-clear]").click()
    expect(chips).to_have_count(0)
    assert status(page) == 20
    assert page.evaluate("document.activeElement.id") == "hasil"


def test_a_chosen_value_keeps_its_place_and_the_focus(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil")
    status(page)
    box = page.get_by_role("checkbox", name=re.compile("^Aceh"))
    box.focus()  # waits until the values have their names
    before = page.locator(".facet", has_text="Wilayah").locator("span").all_inner_texts()
    page.keyboard.press("Space")
    status(page)
    expect(box).to_be_focused()
    expect(page.locator(".facet", has_text="Wilayah").locator("span")).to_have_text(before)


def test_long_facets_open(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=warga")
    status(page)
    group = page.locator(".facet", has_text="Fasilitas")
    assert group.get_by_role("checkbox").count() == 5
    group.get_by_role("button", name="Tampilkan semua (8)").click()
    assert group.get_by_role("checkbox").count() == 8
    expect(group.get_by_role("button", name="Tampilkan lebih sedikit")).to_be_focused()


def test_filters_alone_list_articles(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?fasilitas=rutan-serang")
    assert status(page) > 0
    assert "artikel dengan filter ini" in page.locator("[data-search-status]").inner_text()


def test_nothing_found_with_filters_says_what_there_is_without(
    context: BrowserContext, site_url: str
) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=papua")
    assert status(page) == 0
    expect(page.get_by_text("Tanpa filter ada 20 hasil")).to_be_visible()
    page.locator("[data-search-empty]").get_by_role("button", name="Hapus semua filter").click()
    page.wait_for_selector("[data-search-result]")
    assert status(page) == 20


def test_filters_are_a_sheet_on_a_phone(phone: BrowserContext, site_url: str) -> None:
    page = visit(phone, f"{site_url}cari/?q=takjil")
    status(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    opener = page.get_by_role("button", name="Filter", exact=True)
    opener.click()
    sheet = page.get_by_role("dialog", name="Filter")
    assert sheet.is_visible()
    for key in ["Tab"] * 30 + ["Shift+Tab"] * 40:
        page.keyboard.press(key)
        assert sheet.evaluate("(sheet) => sheet.contains(document.activeElement)"), key
    choose(page, "Banten")
    assert sheet.is_visible()
    assert page.get_by_role("button", name="Lihat 5 hasil").is_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    opener = page.get_by_role("button", name="Filter (1)", exact=True)
    expect(opener).to_be_focused()
    assert len(titles(page)) == 5
    opener.click()
    page.get_by_role("button", name="Lihat 5 hasil").click()
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("wilayah=xyz", "Wilayah “xyz” tidak dikenal"),
        ("wilayah=xyz,banten", "Wilayah “xyz” tidak dikenal"),
        ("fasilitas=rutan-serangg", "Fasilitas “rutan-serangg” tidak dikenal"),
        ("peristiwa=pesta", "Peristiwa “pesta” tidak dikenal"),
        ("tema=sulap", "Tema “sulap” tidak dikenal"),
        ("sumber=gosip", "Jenis sumber “gosip” tidak dikenal"),
        ("tahun=1890", "tidak memuat artikel dari tahun “1890”"),
        ("tahun=abc", "tidak memuat artikel dari tahun “abc”"),
        ("urut=abc", "Urutan “abc” tidak dikenal"),
        ("kota=serang", "Bagian “kota” pada alamat"),
        ("constructor=1", "Bagian “constructor” pada alamat"),
        ("urut=toString", "Urutan “toString” tidak dikenal"),
    ],
)
def test_unknown_parameters_are_said_out_loud(
    context: BrowserContext, site_url: str, asked: str, said: str
) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil&{asked}")
    total = status(page)
    assert page.locator("[data-search-notices][role=status]").get_by_text(said).is_visible()
    assert total == (20 if "banten" not in asked else 5)
    assert asked in query(page), "the address is left for the reader to see"
    page.fill("#q", "razia")
    page.wait_for_url(re.compile("q=razia"))
    status(page)
    assert asked not in query(page)
    assert page.locator("[data-search-notices]").inner_text() == ""


def test_a_misspelt_value_offers_the_nearest(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=bantn")
    status(page)
    page.get_by_role("button", name="Mungkin maksud Anda Banten?").click()
    expect(page.locator("[data-search-active] li")).to_have_text(["Banten"])
    assert query(page) == "q=takjil&wilayah=banten"


def test_other_names_and_campaign_marks_are_understood(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=Jabar&utm_source=x&fbclid=y")
    status(page)
    assert page.locator("[data-search-notices]").inner_text() == ""
    assert page.locator("[data-search-active] li").all_inner_texts() == ["Jawa Barat"]


def test_a_merged_term_is_said_and_used_under_its_present_name(
    context: BrowserContext, site: Path, site_url: str
) -> None:
    data = json.loads((site / "cari" / "istilah.json").read_text(encoding="utf-8"))
    row = next(row for row in data["terms"]["region"] if row[0] == "banten")
    row[2:] = ["", [], ["banten-lama"]]
    context.route("**/cari/istilah.json", lambda route: route.fulfill(json=data))
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=banten-lama")
    assert status(page) == 5
    assert "“banten-lama” sudah digabungkan ke Banten" in page.locator("[data-search-notices]").inner_text()
