"""Windows in which the search page is tested."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.search_page.visiting import DESKTOP, PHONE, with_fake_engine


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop window in which the fake engine answers."""
    yield from with_fake_engine(browser.new_context(viewport=DESKTOP, locale="id-ID"))


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone on which the fake engine answers."""
    yield from with_fake_engine(browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True))


@pytest.fixture
def real(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop window in which the site's own engine answers."""
    context = browser.new_context(viewport=DESKTOP)
    yield context
    context.close()
