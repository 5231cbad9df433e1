"""What can't be loaded is told, and can be tried again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.search_page.visiting import ENGINE, FAKE, status, titles, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
    context.route(re.compile(ENGINE), lambda route: fulfil(route))
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
