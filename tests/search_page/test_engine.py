"""The search page with the site's own engine."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.search_page.visiting import status, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_page_of_a_facility_stands_above_its_articles(real: BrowserContext, site_url: str) -> None:
    page = visit(real, f"{site_url}cari/?q=LP+Cilegon")
    assert status(page) >= 1
    page_of = page.locator("[data-search-pages] a").first
    expect(page_of).to_have_attribute("href", f"{site_url}fasilitas/lapas-cilegon/")
    article = page.locator("li", has=page.locator("a[href^='/berita/']")).first
    assert "Cilegon" in article.locator("mark").all_inner_texts()
    article.locator("h3 a").click()
    expect(page.locator("h1")).to_contain_text("Cilegon")


def test_the_engine_counts_and_narrows(real: BrowserContext, site_url: str) -> None:
    page = visit(real, f"{site_url}cari/?wilayah=banten")
    listed = status(page)
    assert listed > 1
    label = page.locator(".facet", has_text="Fasilitas").locator("label", has_text="Rutan Kelas IIB Serang")
    promised = int(label.locator("b").inner_text())
    label.click()
    page.wait_for_url(re.compile("fasilitas=rutan-serang"))
    assert status(page) == promised < listed
    dates = page.locator(".results__facts").all_inner_texts()
    assert all("2025" in text for text in dates)


def test_a_second_event_type_narrows_what_the_first_found(real: BrowserContext, site_url: str) -> None:
    page = visit(real, f"{site_url}peristiwa/kerja-sama/")
    link = page.locator("section", has_text="Juga tercatat sebagai").get_by_role("link").first
    promised = int(link.locator("b").inner_text())
    link.click()
    page.wait_for_url(re.compile(r"/cari/\?peristiwa=kerja-sama&juga="))
    assert status(page) == promised
    chips = page.locator("[data-search-active] li")
    expect(chips).to_have_text(["Kerja Sama", re.compile("^juga ")])
    chips.last.get_by_role("button").click()
    assert status(page) > promised
    also = page.locator(".facet", has_text="Juga tercatat sebagai").get_by_role("checkbox").first
    also.check()
    page.wait_for_url(re.compile("&juga="))
    assert status(page) == promised


def test_a_misspelt_word_is_put_right_at_once(real: BrowserContext, site_url: str) -> None:
    page = visit(real, f"{site_url}cari/?q=takjl")
    assert status(page) >= 1
    expect(page.locator("[data-search-notices]")).to_contain_text("Menampilkan hasil untuk “takjil”")
    page.get_by_role("button", name="Cari “takjl” saja").click()
    page.wait_for_url(re.compile("q=%22takjl%22$"))
    assert status(page) == 0


def test_a_file_of_the_index_out_of_reach_can_be_asked_for_again(real: BrowserContext, site_url: str) -> None:
    words = re.compile(r"/cari/indeks/kata/")
    real.route(words, lambda route: route.abort())
    page = visit(real, f"{site_url}cari/?q=serang")
    status(page, "error")
    real.unroute(words)
    page.get_by_role("button", name="Coba lagi").click()
    assert status(page) > 0


def test_an_index_out_of_reach_is_an_error(real: BrowserContext, site_url: str) -> None:
    real.route("**/cari/indeks.json", lambda route: route.abort())
    page = visit(real, f"{site_url}cari/?q=serang")
    status(page, "error")
    real.unroute("**/cari/indeks.json")
    page.get_by_role("button", name="Coba lagi").click()
    assert status(page) > 0


def test_the_quick_search_asks_the_engine(real: BrowserContext, site_url: str) -> None:
    page = visit(real, f"{site_url}tentang/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("takjil")
    option = page.get_by_role("group", name="Artikel").get_by_role("option").first
    expect(option).to_contain_text("takjil")
    option.click()
    page.wait_for_url(re.compile("/berita/"))


def test_opened_from_disk_the_page_says_that_it_needs_a_server(
    browser: Browser, site: Path, site_url: str
) -> None:
    page = visit(browser.new_context(), f"{(site / 'cari/index.html').as_uri()}?q=rutan")
    note = page.get_by_text("python build_site.py serve")
    note.wait_for(state="visible")
    page.goto(f"{site_url}cari/")
    assert note.is_hidden()
    page.context.close()


def test_the_quick_search_knows_mistakes_and_dates(real: BrowserContext, site_url: str) -> None:
    page = visit(real, f"{site_url}tentang/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    field.fill("takjl")
    expect(page.locator(".quick__note")).to_contain_text("Menampilkan hasil untuk “takjil”")
    field.fill("rutan rantau maret 2025")
    pages = page.get_by_role("group", name="Tempat dan istilah").get_by_role("option")
    expect(pages).to_have_count(2)
    expect(pages.first).to_contain_text("Rutan Kelas IIB Rantau")
    expect(pages.last).to_contain_text("Maret 2025")
    pages.last.click()
    page.wait_for_url(f"{site_url}arsip/2025/03/")
