"""The search in the masthead opens on any page, finds terms by any name, and leads on."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, Route, ViewportSize, expect

from tests.search_page.visiting import DESKTOP, PHONE, status, visit

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
    field.press_sequentially("serang")
    suggestions = page.get_by_role("listbox")
    expect(suggestions).to_be_visible()
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(field).not_to_be_focused()


def test_the_field_in_the_masthead_works_before_its_suggestions(
    context: BrowserContext, site_url: str
) -> None:
    context.route("**/assets/quick-search.*.js", lambda route: route.abort())
    page = visit(context, f"{site_url}tentang/")
    page.get_by_role("searchbox", name="Cari tempat, istilah, atau berita").click()
    page.keyboard.type("takjil serang")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}cari/?q=takjil+serang")


def test_what_was_typed_while_suggestions_loaded_gets_some(context: BrowserContext, site_url: str) -> None:
    waiting: list[Route] = []
    context.route("**/cari/istilah.json", lambda route: waiting.append(route))
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.name === 'q'")
    page.keyboard.type("rutan serang")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.wait_for_timeout(200)
    for route in waiting:
        route.continue_()
    expect(page.get_by_role("option").first).to_contain_text("Rutan Kelas IIB Serang")


def test_on_a_phone_one_tap_opens_the_search(phone: BrowserContext, site_url: str) -> None:
    page = visit(phone, f"{site_url}tentang/")
    field = page.locator(".mast__search input")
    expect(field).to_be_hidden()
    page.get_by_role("button", name="Cari").tap()
    expect(field).to_be_focused()
    page.keyboard.type("rutan serang")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Rutan Kelas IIB Serang")
    # Who taps has no arrow keys.
    assert "Panah" not in page.locator("header").inner_text()
    page.get_by_role("button", name="Tutup").tap()
    expect(field).to_be_hidden()
    expect(first).to_be_hidden()
    page.get_by_role("button", name="Cari").tap()
    first.tap()
    page.wait_for_url(f"{site_url}fasilitas/rutan-serang/")


def test_keys_open_the_search_where_the_reader_is(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}fasilitas/")
    # Where the list's own field stands, nothing moves any more.
    expect(page.locator(".filter")).to_be_visible()
    page.evaluate("scrollTo({ top: 2000, behavior: 'instant' })")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_in_viewport()
    page.keyboard.type("rutan serang")
    page.get_by_role("option").first.wait_for()
    page.locator("body").click(position={"x": 40, "y": 2700})
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("scrollY") == 2000


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_javascript_the_masthead_leads_to_the_search_page(
    browser: Browser, site_url: str, size: ViewportSize
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=size)
    page = context.new_page()
    page.goto(f"{site_url}fasilitas/rutan-serang/")
    assert page.locator("input:visible").count() == 0
    page.get_by_role("button", name="Cari").click()
    page.wait_for_url(f"{site_url}cari/?q=")
    assert "memerlukan JavaScript" in page.locator("article").inner_text()
    context.close()


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
    assert page.locator(".quick").count() == 0


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
    page.keyboard.press("/")
    page.get_by_role("combobox").fill(typed)
    terms = page.get_by_role("group", name="Tempat dan istilah").get_by_role("option")
    expect(terms.first.locator("span")).to_have_text(first)


def test_arrows_choose_and_enter_opens(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    field.fill("rutan serang")
    option = page.get_by_role("option").first
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
    context.add_init_script("globalThis.fake = { down: true }")
    page = visit(context, f"{site_url}tentang/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("takjil")
    expect(page.locator(".quick__note")).to_contain_text("Artikel tidak dapat dicari sekarang.")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}cari/?q=takjil")


def test_a_term_page_searches_within_itself(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}fasilitas/rutan-serang/")
    page.get_by_role("searchbox", name="Cari di Rutan Kelas IIB Serang").fill("takjil")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}cari/?fasilitas=rutan-serang&q=takjil")
    status(page)
    assert page.locator("[data-search-active] li").all_inner_texts() == ["Rutan Kelas IIB Serang"]
    assert page.locator("[data-search-notices]").inner_text() == ""
