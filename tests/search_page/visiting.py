"""How the tests of the search page look at it: windows, the fake engine, waiting for results."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, ViewportSize

FAKE = (Path(__file__).parent / "fake_engine.js").read_text(encoding="utf-8")
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
ENGINE = r"search-engine\.\w+\.js"


def with_fake_engine(context: BrowserContext) -> Iterator[BrowserContext]:
    """The same window, in which the fake engine answers; closed in the end."""
    context.route(re.compile(ENGINE), lambda route: route.fulfill(body=FAKE, content_type="text/javascript"))
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
