"""The quick search opens on any page, finds terms by any name, and leads on."""

import pytest
from playwright.sync_api import BrowserContext, Request, expect

from tests.search_page.visiting import status, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_keys_open_the_quick_search(context: BrowserContext, site_url: str, key: str) -> None:
    page = visit(context, f"{site_url}tentang/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.keyboard.press(key)
    field = page.get_by_role("combobox", name="Cari tempat, istilah, atau berita")
    expect(field).to_be_focused()
    assert any(url.endswith("istilah.json") for url in requests)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_nothing_of_the_search_is_fetched_before_it_is_wanted(context: BrowserContext, site_url: str) -> None:
    requests: list[str] = []
    context.on("request", lambda request: _note(request, requests))
    visit(context, f"{site_url}fasilitas/rutan-serang/").wait_for_load_state("networkidle")
    assert not [url for url in requests if "search" in url or "istilah" in url]


def _note(request: Request, urls: list[str]) -> None:
    urls.append(request.url)


def test_a_slash_typed_in_a_field_stays_there(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}fasilitas/")
    page.locator("#saring").click()
    page.keyboard.type("a/b")
    assert page.locator("#saring").input_value() == "a/b"
    assert page.locator("dialog").count() == 0


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rutan serang", "Rutan Kelas IIB Serang"),
        ("rumah tahanan negara serang", "Rutan Kelas IIB Serang"),
        ("lp cilegon", "Lapas Kelas IIA Cilegon"),
        ("lembaga pemasy cilegon", "Lapas Kelas IIA Cilegon"),
        ("lapas klas 2 a cilegon", "Lapas Kelas IIA Cilegon"),
        ("jabar", "Jawa Barat"),
        ("kantor wilayah banten", "Kanwil Ditjenpas Banten"),
        ("lapas lhokseumawe", "Lapas Kelas IIA Lhok Seumawe"),
        ("baksos", "Bakti Sosial"),
        ("wbp", "WBP"),
    ],
)
def test_terms_are_found_by_any_name(context: BrowserContext, site_url: str, typed: str, first: str) -> None:
    page = visit(context, f"{site_url}tentang/")
    page.get_by_role("link", name="Cari", exact=True).click()
    page.get_by_role("combobox").fill(typed)
    terms = page.get_by_role("group", name="Tempat dan istilah").get_by_role("option")
    expect(terms.first.locator("span")).to_have_text(first)


def test_arrows_choose_and_enter_opens(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    field.fill("rutan serang")
    option = page.get_by_role("option").first
    # Until the terms are there, the only option is to search for it all.
    expect(option).to_contain_text("Rutan Kelas IIB Serang")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}fasilitas/rutan-serang/")


def test_articles_follow_the_terms_and_enter_goes_on(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("warga binaan")
    articles = page.get_by_role("group", name="Artikel").get_by_role("option")
    expect(articles).to_have_count(5)
    assert articles.first.locator("mark").inner_text() == "Warga binaan"
    assert page.get_by_role("option").last.inner_text() == "Cari “warga binaan” di semua artikel"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}cari/?q=warga+binaan")
    assert status(page) == 60


def test_quick_search_says_what_is_missing(context: BrowserContext, site_url: str) -> None:
    context.route("**/cari/istilah.json", lambda route: route.abort())
    context.add_init_script("globalThis.fake = { down: true }")
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("takjil")
    expect(page.locator(".quick__note")).to_contain_text("Daftar tempat dan istilah tidak dapat dimuat.")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}cari/?q=takjil")


def test_where_the_quick_search_cannot_load_the_page_opens(context: BrowserContext, site_url: str) -> None:
    context.route("**/assets/quick-search.*.js", lambda route: route.abort())
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    page.wait_for_url(f"{site_url}cari/")


def test_a_term_page_searches_within_itself(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}fasilitas/rutan-serang/")
    page.get_by_role("searchbox", name="Cari di Rutan Kelas IIB Serang").fill("takjil")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}cari/?fasilitas=rutan-serang&q=takjil")
    status(page)
    assert page.locator("[data-search-active] li").all_inner_texts() == ["Rutan Kelas IIB Serang"]
    assert page.locator("[data-search-notices]").inner_text() == ""
