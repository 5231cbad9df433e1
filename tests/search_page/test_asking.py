"""What is typed is answered, and the address says what was asked."""

import json
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.search_page.visiting import choose, query, standing_still, status, titles, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_results_stay_said_while_names_of_places_are_on_their_way(
    context: BrowserContext, site_url: str
) -> None:
    context.clock.install()
    context.route("**/cari/istilah.json", lambda _: None)
    page = visit(context, f"{site_url}cari/?q=takjil")
    assert status(page) == 20
    page.clock.run_for(1000)
    assert "20 hasil" in page.locator("[data-search-status]").inner_text()


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
