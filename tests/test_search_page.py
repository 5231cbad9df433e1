"""The search page and the quick search do what a reader expects, whatever the engine answers."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.node import run_in_node

FAKE = (Path(__file__).parent / "fake_engine.js").read_text(encoding="utf-8")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
UNDER_TEST = r"search-engine\.\w+\.js"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop window in which the fake engine answers."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID")
    yield from _with_fake(context)


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which the fake engine answers."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    yield from _with_fake(context)


def _with_fake(context: BrowserContext) -> Iterator[BrowserContext]:
    context.route(
        re.compile(UNDER_TEST), lambda route: route.fulfill(body=FAKE, content_type="text/javascript")
    )
    yield context
    context.close()


def visit(context: BrowserContext, url: str) -> Page:
    """A page that fails its test when a script does, or when the content policy forbids something."""
    page = context.new_page()
    page.set_default_timeout(20000)

    def fail(message: object) -> None:
        raise AssertionError(f"{page.url}: {message}")

    page.on("pageerror", fail)
    page.on("console", lambda m: fail(m.text) if "Content Security Policy" in m.text else None)
    page.goto(url)
    return page


def status(page: Page, state: str = "done") -> int:
    """Wait for the state; returns the count."""
    page.wait_for_selector(f"[data-search-status][data-state={state}]")
    return int(page.locator("[data-search-status]").get_attribute("data-count") or "")


def standing_still(page: Page) -> Page:
    """The page with its results, where time passes only as the test says."""
    status(page)
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    return page


def query(page: Page) -> str:
    """The query string of the page's address."""
    return page.url.partition("?")[2]


def titles(page: Page) -> list[str]:
    return page.locator("[data-search-result]").all_inner_texts()


def choose(page: Page, name: str) -> None:
    """Tick the filter value of this name, and wait for the results."""
    page.get_by_role("checkbox", name=re.compile(rf"^{re.escape(name)}\b")).click()
    status(page)


def test_without_javascript_it_says_so_and_leads_to_the_indexes(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site_url}cari/?q=takjil")
    assert "memerlukan JavaScript" in page.locator("article").inner_text()
    assert not page.locator(".seek").is_visible()
    for folder in ("fasilitas", "wilayah", "tema", "peristiwa", "arsip"):
        assert page.locator(f"article a[href$='{folder}/']").is_visible()
    context.close()


def test_typing_finds_and_the_address_says_what(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/")
    assert status(page, "idle") == 0
    assert page.locator("[data-search-browse]").is_visible()
    page.get_by_role("searchbox", name="Kata yang dicari").type("takjil", delay=20)
    assert status(page) == 20
    assert page.get_by_role("status").filter(has_text="20 hasil untuk “takjil”").is_visible()
    assert query(page) == "q=takjil"
    first = page.locator("[data-search-result]").first
    assert first.get_attribute("href") == "/berita/2025/10/contoh-0/"
    assert first.locator("mark").inner_text() == "takjil"
    assert page.locator(".results mark").count() > 10
    assert not page.locator("[data-search-browse]").is_visible()
    page.fill("#q", "")
    assert status(page, "idle") == 0
    assert titles(page) == []
    assert query(page) == ""


def test_one_key_is_answered_after_a_short_rest(context: BrowserContext, site_url: str) -> None:
    page = standing_still(visit(context, f"{site_url}cari/?q=razia"))
    page.fill("#q", "takjil")
    page.clock.run_for(60)
    assert status(page) == 20


def test_the_first_letters_of_a_word_wait_for_the_next(context: BrowserContext, site_url: str) -> None:
    page = standing_still(visit(context, f"{site_url}cari/?q=razia"))
    page.evaluate("globalThis.fake.begun = 'tak'")
    page.fill("#q", "tak")
    page.clock.run_for(150)
    page.fill("#q", "takjil")
    assert "razia" in page.locator("[data-search-status]").inner_text(), "half a word isn't asked for at once"
    page.clock.run_for(60)
    assert status(page) == 20
    page.fill("#q", "tak")
    page.clock.run_for(400)
    expect(page.locator("[data-search-status]")).to_contain_text("“tak”")


def test_busy_begins_with_the_key(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=razia")
    status(page)
    state = page.evaluate(
        """() => {
            const field = document.querySelector("#q");
            field.value = "takjil";
            field.dispatchEvent(new Event("input"));
            return document.querySelector("[data-search-status]").dataset.state;
        }"""
    )
    assert state == "busy"
    assert status(page) == 20


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
    page.locator(".facet", has_text="Wilayah").wait_for()
    before = page.locator(".facet", has_text="Wilayah").locator("span").all_inner_texts()
    box = page.get_by_role("checkbox", name=re.compile("^Aceh"))
    box.focus()
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


def test_address_alone_brings_the_same_state(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=banten&tahun=2025&urut=terbaru")
    status(page)
    assert page.locator("#q").input_value() == "takjil"
    assert page.locator("[data-search-active] li").all_inner_texts() == ["2025", "Banten"]
    assert page.get_by_role("radio", name="Terbaru").is_checked()
    assert page.locator("[data-search-notices]").inner_text() == ""
    again = visit(context, f"{site_url}cari/?wilayah=banten&wilayah=bali&q=takjil")
    status(again)
    assert again.locator("[data-search-active] li").all_inner_texts() == ["Banten", "Bali"]


def test_back_and_reload(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/")
    status(page, "idle")
    page.locator("#q").type("takjil", delay=130)
    assert status(page) == 20
    choose(page, "Banten")
    page.get_by_role("radio", name="Terbaru").check()
    status(page)
    assert query(page) == "q=takjil&wilayah=banten&urut=terbaru"
    newest = titles(page)
    page.reload()
    status(page)
    assert titles(page) == newest
    page.go_back()
    expect(page.get_by_role("radio", name="Paling sesuai")).to_be_checked()
    assert query(page) == "q=takjil&wilayah=banten"
    page.go_back()
    expect(page.locator("[data-search-active]")).to_be_hidden()
    assert query(page) == "q=takjil"
    assert status(page) == 20
    page.go_forward()
    expect(page.locator("[data-search-active] li")).to_have_count(1)


def test_what_is_typed_in_one_go_is_one_step_back(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=razia")
    status(page)
    page.locator("#q").fill("")
    page.locator("#q").type("takjil", delay=130)
    status(page)
    page.go_back()
    expect(page.locator("#q")).to_have_value("razia")
    assert query(page) == "q=razia"


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


def test_nothing_found_leads_on(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjll+serang")
    assert status(page) == 0
    assert "Tidak ada hasil untuk “takjll serang”" in page.locator("[data-search-status]").inner_text()
    expect(page.get_by_role("link", name="Rutan Kelas IIB Serang").first).to_be_visible()
    assert page.locator("[data-search-browse]").is_visible()


def test_signs_alone_are_no_question(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=%E2%80%A6")
    assert status(page) == 0
    assert (
        "Tidak ada kata yang dapat dicari di dalam “…”" in page.locator("[data-search-status]").inner_text()
    )


def test_how_a_question_was_read_is_said_and_can_be_taken_back(
    context: BrowserContext, site_url: str
) -> None:
    answer = {
        "corrected": [{"word": "takjl", "as": "takjil"}],
        "left": ["bersama"],
        "dates": [{"from": [2025, 3, 0], "to": [2025, 3, 31], "text": "maret 2025", "used": True}],
    }
    context.add_init_script(f"globalThis.fake = {{ answer: {json.dumps(answer)} }}")
    page = visit(context, f"{site_url}cari/?q=razia+maret+2025")
    status(page)
    notices = page.locator("[data-search-notices]")
    expect(notices).to_contain_text("Menampilkan hasil untuk “takjil”")
    expect(notices).to_contain_text("Hasil ini tanpa “bersama”")
    assert page.title() == "“razia maret 2025” - Cari di arsip - Arsip Berita Pemasyarakatan"
    page.get_by_role("button", name="Hapus filter Waktu: Maret 2025").click()
    page.wait_for_url(re.compile("q=razia$"))


def test_titles_stand_before_everything_is_loaded(context: BrowserContext, site_url: str) -> None:
    context.add_init_script("globalThis.fake = { early: 1500 }")
    page = visit(context, f"{site_url}cari/?q=takjil")
    page.wait_for_selector("[data-search-result]")
    assert page.locator("[data-search-status]").get_attribute("data-state") == "busy"
    assert len(titles(page)) == 1
    status(page)
    assert len(titles(page)) == 8


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


def test_nothing_found_with_filters_says_what_there_is_without(
    context: BrowserContext, site_url: str
) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=papua")
    assert status(page) == 0
    expect(page.get_by_text("Tanpa filter ada 20 hasil")).to_be_visible()
    page.locator("[data-search-empty]").get_by_role("button", name="Hapus semua filter").click()
    page.wait_for_selector("[data-search-result]")
    assert status(page) == 20


def test_filters_alone_list_articles(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?fasilitas=rutan-serang")
    assert status(page) > 0
    assert "artikel dengan filter ini" in page.locator("[data-search-status]").inner_text()


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


def test_keyboard_alone_reaches_everything(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("takjil")
    page.keyboard.press("Enter")
    status(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Terbaru")).to_be_checked()
    page.wait_for_url(re.compile("urut=terbaru"))
    status(page)
    page.keyboard.press("Tab")
    expect(page.locator("[data-search-result]").first).to_be_focused()


def test_no_network_is_said_and_can_be_tried_again(context: BrowserContext, site_url: str) -> None:
    context.add_init_script("globalThis.fake = { down: true }")
    page = visit(context, f"{site_url}cari/?q=takjil")
    status(page, "error")
    assert "tidak dapat dimuat" in page.locator("[data-search-status]").inner_text()
    assert page.locator("[data-search-browse]").is_visible()
    page.evaluate("globalThis.fake.down = false")
    page.get_by_role("button", name="Coba lagi").click()
    assert status(page) == 20
    assert page.locator("[data-search-notices]").inner_text() == ""


def test_an_engine_that_does_not_load_is_said(browser: Browser, site_url: str) -> None:
    context = browser.new_context()
    fulfil: Callable[[Route], None] = lambda route: route.abort()  # noqa: E731
    context.route(re.compile(UNDER_TEST), lambda route: fulfil(route))
    page = visit(context, f"{site_url}cari/?q=takjil")
    status(page, "error")
    fulfil = lambda route: route.fulfill(body=FAKE, content_type="text/javascript")  # noqa: E731
    page.get_by_role("button", name="Coba lagi").click()
    assert status(page) == 20
    context.close()


@pytest.mark.parametrize(
    ("reason", "said"),
    [("network", "1 hasil tidak dapat dimuat karena sambungan terputus"), ("absent", "baru saja diperbarui")],
)
def test_results_that_cannot_be_fetched_are_said(
    context: BrowserContext, site_url: str, reason: str, said: str
) -> None:
    context.add_init_script(f"globalThis.fake = {{ answer: {{ missing: ['{reason}'] }} }}")
    page = visit(context, f"{site_url}cari/?q=takjil")
    assert status(page) == 20
    expect(page.locator("[data-search-notices]")).to_contain_text(said)
    if reason == "absent":
        assert page.get_by_role("button", name="Muat ulang").is_visible()
        return
    page.evaluate("globalThis.fake.answer = {}")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("[data-search-notices]")).to_be_empty()
    assert status(page) == 20


def test_a_search_that_breaks_off_is_said(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=takjil")
    status(page)
    page.evaluate("globalThis.fake.broken = true")
    page.fill("#q", "razia")
    status(page, "error")
    assert titles(page) == []
    page.evaluate("globalThis.fake.broken = false")
    page.fill("#q", "takjil")
    assert status(page) == 20


def test_without_the_names_filters_still_work(context: BrowserContext, site_url: str) -> None:
    context.route("**/cari/istilah.json", lambda route: route.abort())
    page = visit(context, f"{site_url}cari/?q=takjil&wilayah=banten")
    assert status(page) == 5
    assert "Nama-nama untuk filter tidak dapat dimuat" in page.locator("[data-search-notices]").inner_text()
    assert page.locator("[data-search-active] li").all_inner_texts() == ["banten"]


def test_only_the_last_of_overlapping_searches_shows(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=warga")
    status(page)
    page.evaluate("globalThis.fake.delay = 600")
    page.fill("#q", "razia")
    page.wait_for_url(re.compile("q=razia"))
    page.evaluate("globalThis.fake.delay = 0")
    page.fill("#q", "takjil")
    assert status(page) == 20
    page.wait_for_timeout(700)
    assert status(page) == 20
    assert all("takjil" in title or "Rutan" in title for title in titles(page))


def test_texts_are_never_markup(context: BrowserContext, site_url: str) -> None:
    page = visit(context, f"{site_url}cari/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&wilayah=%3Cb%3Ex%3C/b%3E")
    status(page)
    assert page.locator("article img, [data-search-notices] b").count() == 0
    assert "<img src=x" in page.locator("[data-search-status]").inner_text()


# The quick search


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


# Accessibility


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[dict[str, Any]]:
    """What axe-core calls serious or critical."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        {"rule": item["id"], "nodes": [node["html"][:200] for node in item["nodes"]]}
        for item in found
        if item["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_serious(browser: Browser, site_url: str, axe: str, size: Any, scheme: Any) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    for made in _with_fake(context):
        page = visit(made, f"{site_url}cari/")
        status(page, "idle")
        assert violations(page, axe) == []
        for query in ("q=warga", "q=takjil&wilayah=banten,xyz&urut=abc", "q=takjll+serang&tahun=2025"):
            page.goto(f"{site_url}cari/?{query}")
            status(page)
            page.wait_for_load_state("networkidle")
            assert violations(page, axe) == [], query
        page.goto(f"{site_url}cari/?q=warga&tema=keamanan")
        status(page)
        if size is PHONE:
            page.get_by_role("button", name="Filter (1)", exact=True).click()
        page.get_by_role("button", name=re.compile("Tampilkan semua")).first.click()
        assert violations(page, axe) == []
        page.goto(f"{site_url}fasilitas/rutan-serang/")
        assert violations(page, axe) == []
        page.get_by_role("link", name="Cari", exact=True).click()
        page.get_by_role("combobox").fill("warga")
        page.get_by_role("group", name="Artikel").wait_for()
        page.keyboard.press("ArrowDown")
        assert violations(page, axe) == []


# With the engine itself


@pytest.fixture
def real(browser: Browser) -> Iterator[BrowserContext]:
    """A window in which the site's own engine answers."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


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
