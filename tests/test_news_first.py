"""On a phone the first headline stands in sight when a page opens, whatever else the page holds."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.corpus import generate
from newsarchive.pipeline import build
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose lists are long enough to be cut by year, by month and by day."""
    root = tmp_path_factory.mktemp("long") / "root"
    generate(root, 600)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("listing_limit: 100", "listing_limit: 3")
    settings.write_text(text, encoding="utf-8")
    report = build(root, root / "site", AS_OF, workers=1)
    assert report.published, report.problems
    return root / "site"


@pytest.fixture(scope="module")
def phone(browser: "Browser", site: Path, serve: Callable[[Path], str]) -> Iterator["Page"]:
    context = browser.new_context(viewport=PHONE, base_url=serve(site))  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def longest(site: Path, pattern: str) -> str:
    """The address of the longest page of a kind, which has most before its news."""
    page = max(site.glob(pattern), key=lambda path: path.stat().st_size)
    return f"{page.parent.relative_to(site).as_posix()}/"


@pytest.mark.parametrize(
    "pattern",
    [
        "index.html",
        *(f"{kind}/*/index.html" for kind in ("fasilitas", "wilayah", "tema", "peristiwa")),
        *("fasilitas/*/2*/index.html", "wilayah/*/2*/index.html", "wilayah/*/2*/*/index.html"),
        *("arsip/index.html", "arsip/2*/index.html", "arsip/2*/*/index.html", "arsip/2*/*/*/index.html"),
    ],
)
def test_the_first_headline_is_in_sight(phone: "Page", site: Path, pattern: str) -> None:
    phone.goto(longest(site, pattern))
    headline = phone.locator("main a[href*='berita/']").first
    box = headline.bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE["height"], phone.url


def test_a_month_is_a_calendar(phone: "Page", site: Path) -> None:
    phone.goto(longest(site, "arsip/2*/*/index.html"))
    days = phone.locator("ul.month li")
    assert [text.split()[0] for text in days.all_inner_texts()] == [str(n + 1) for n in range(days.count())]
    columns = {round(box["x"]) for i in range(days.count()) if (box := days.nth(i).bounding_box())}
    assert len(columns) == 7
    busy = days.filter(has=phone.locator("a")).first
    day = busy.inner_text().split()[0]
    busy.get_by_role("link").click()
    assert phone.url.endswith(f"/{int(day):02}/")
