"""The browser and the server that other tests stand on work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.browser import find_chromium


@pytest.mark.browser
@pytest.mark.slow
def test_browser_sees_a_served_page(browser: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>Arsip</title>", encoding="utf-8")
    (tmp_path / "404.html").write_text("<title>Tidak ada</title>", encoding="utf-8")
    url = serve(tmp_path)
    page = browser.new_page()
    page.goto(url)
    assert page.title() == "Arsip"
    missing = page.goto(url + "hilang/")
    assert missing is not None
    assert missing.status == 404
    assert page.title() == "Tidak ada"
    page.close()


def test_missing_browser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(FileNotFoundError, match="/no/such/chromium not found"):
        find_chromium()
