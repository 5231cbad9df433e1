"""axe-core finds nothing serious on the search page."""

import re
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.search_page.visiting import DESKTOP, PHONE, status, visit, with_fake_engine

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
    for made in with_fake_engine(context):
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
        page.keyboard.press("/")
        page.get_by_role("combobox").fill("warga")
        page.get_by_role("group", name="Artikel").wait_for()
        page.keyboard.press("ArrowDown")
        assert violations(page, axe) == []
