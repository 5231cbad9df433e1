"""Readers' ways through the site in Chromium: on a phone, on a wide screen, by keyboard and on paper."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect
from pybtex.database import parse_string

from newsarchive.pipeline import build
from tests.builders import write_every_kind
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: "ViewportSize" = {"width": 360, "height": 740}
WIDE: "ViewportSize" = {"width": 1280, "height": 900}
ARTICLE = "berita/2025/10/latihan-pernapasan-rutan-serang/"
KINDS = [
    *("", "fasilitas/", "wilayah/", "tema/", "peristiwa/", "glosarium/", "tidak-ada/"),
    *("arsip/", "arsip/2025/", "arsip/2025/10/"),
    *("fasilitas/rutan-serang/", "fasilitas/kanwil-banten/", "fasilitas/lapas-ambon/"),
    *("wilayah/banten/", "tema/pembinaan/", "peristiwa/kunjungan-kerja/"),
    *("tentang/", "metode/", "panduan/", "panduan/gaya/", "panduan/masalah/"),
    *(ARTICLE, "berita/2025/03/takjil-dan-buka-puasa-rutan-rantau/"),
]
RARE_KINDS = [
    *("berita/2025/03/lengkap/", "berita/2025/06/ditarik/", "berita/2025/08/tahun-saja/"),
    *("fasilitas/rutan-serang/", "fasilitas/rutan-serang/2025/", "fasilitas/rutan-serang/2025/03/"),
    *("arsip/2025/03/20/", "cerita/kegiatan-maret/"),
]
RUTAN_SERANG = re.compile(r"^Rutan Kelas IIB Serang \d+$")
"""The link to a facility in a list, which ends in its number of articles."""
BACKGROUND = (
    "[document.documentElement, document.body].map((e) => getComputedStyle(e).backgroundColor).join()"
)


class Reader:
    """A browser tab that remembers what went wrong in it."""

    def __init__(self, page: "Page", origin: str) -> None:
        self.page, self.origin = page, origin
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", lambda request: self.requests.append(request.url))

    def _console(self, message: "ConsoleMessage") -> None:
        # The page for missing addresses rightly comes with the status 404.
        if message.type == "error" and not message.location["url"].endswith("/tidak-ada/"):
            self.errors.append(f"{message.location['url']}: {message.text}")

    def _failed(self, request: "Request") -> None:
        # Going on to the next page cuts off what the last one was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.url}: {request.failure}")

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def click(self, name: str | re.Pattern[str], within: str = "main, .page") -> None:
        """Click the first link of this name that can be seen on the sheet."""
        self.page.locator(within).first.get_by_role("link", name=name).locator("visible=true").first.click()
        self.page.wait_for_load_state()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.origin)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def overflow(self) -> list[str]:
        """What sticks out of the window to the right, unless it scrolls in a box of its own."""
        found: list[str] = self.page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              const out = [...document.body.querySelectorAll("*")].filter(
                (e) => e.getBoundingClientRect().right > width + 0.5);
              return out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)).concat("page");
            }"""
        )
        return found


@pytest.fixture
def read(browser: "Browser", site_url: str) -> Iterator[Callable[..., Reader]]:
    """A function that opens a tab on the site; at the end nothing may have gone wrong in any tab."""
    with tabs(browser, site_url) as opened:
        yield opened


@contextmanager
def tabs(browser: "Browser", origin: str) -> Iterator[Callable[..., Reader]]:
    contexts, readers = [], []

    def open_tab(viewport: "ViewportSize" = PHONE, *, scripts: bool = True, touch: bool = False) -> Reader:
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts, has_touch=touch)
        contexts.append(context)
        readers.append(Reader(context.new_page(), origin))
        return readers[-1]

    try:
        yield open_tab
        for reader in readers:
            assert reader.errors == []
            hosts = {urlsplit(url).netloc for url in reader.requests if not url.startswith("data:")}
            assert hosts <= {urlsplit(origin).netloc}
    finally:
        for context in contexts:
            context.close()


def test_from_home_to_a_facility_to_an_article_to_its_source(read: Callable[..., Reader]) -> None:
    reader = read()
    reader.open("")
    reader.click(RUTAN_SERANG)
    assert reader.path == "fasilitas/rutan-serang/"
    assert reader.heading == "Rutan Kelas IIB Serang"
    reader.click(re.compile("^Warga binaan Rutan Serang berlatih pernapasan"))
    assert reader.path == ARTICLE
    assert reader.heading.startswith("Warga binaan Rutan Serang berlatih pernapasan")
    source = reader.page.locator(".source")
    source.scroll_into_view_if_needed()
    assert source.is_visible()
    assert "Koran Detak" in source.inner_text()
    link = source.get_by_role("link").first
    assert (link.get_attribute("href") or "").startswith("https://korandetak.com/")


def test_from_home_to_the_calendar_to_a_month_to_an_article(read: Callable[..., Reader]) -> None:
    reader = read()
    reader.open("")
    reader.click("Arsip", within="nav.tabs")
    assert reader.path == "arsip/"
    reader.click(re.compile("^2025"), within=".periods")
    assert reader.path == "arsip/2025/"
    reader.click(re.compile("^Oktober"), within=".periods")
    assert reader.path == "arsip/2025/10/"
    assert "Oktober 2025" in reader.heading
    reader.click(re.compile("^Warga binaan Rutan Serang"))
    assert reader.path == ARTICLE
    reader.page.go_back()
    assert reader.path == "arsip/2025/10/"


def test_from_an_article_on_to_its_place_its_kind_and_its_day(read: Callable[..., Reader]) -> None:
    for name, path in {
        "Rutan Kelas IIB Serang": "fasilitas/rutan-serang/",
        "Banten": "wilayah/banten/",
        "Kunjungan Kerja": "peristiwa/kunjungan-kerja/",
        "Rabu, 29 Oktober 2025": "arsip/2025/10/",
    }.items():
        reader = read()
        reader.open(ARTICLE)
        reader.click(name)
        assert reader.path == path


def test_a_wrong_address_helps_on(read: Callable[..., Reader]) -> None:
    reader = read()
    reader.open("tidak-ada/")
    assert reader.heading == "Halaman tidak ditemukan"
    reader.click("Fasilitas", within=".sheet")
    assert urlsplit(reader.page.url).path in {"/fasilitas/"}


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_no_page_scrolls_sideways(read: Callable[..., Reader], viewport: "ViewportSize") -> None:
    reader = read(viewport)
    for path in KINDS:
        reader.open(path)
        assert reader.overflow() == [], path


@pytest.fixture(scope="module")
def rare_url(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Where a small site is served that has every kind of page."""
    root = write_every_kind(tmp_path_factory.mktemp("rare") / "root")
    report = build(root, root / "site", AS_OF, workers=1)
    assert report.published, report.problems
    return serve(root / "site")


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_no_page_scrolls_sideways_however_long_its_words(
    browser: "Browser", rare_url: str, viewport: "ViewportSize"
) -> None:
    with tabs(browser, rare_url) as opened:
        reader = opened(viewport)
        for path in RARE_KINDS:
            reader.open(path)
            assert reader.overflow() == [], path


def test_an_old_address_takes_the_reader_on(browser: "Browser", rare_url: str) -> None:
    with tabs(browser, rare_url) as opened:
        reader = opened()
        reader.open("berita/2025/03/alamat-lama/")
        reader.page.wait_for_url("**/berita/2025/03/lengkap/")
        assert reader.heading.startswith("Artikel dengan segala isi")


def test_the_list_is_narrowed_by_keyboard_and_says_how_far(read: Callable[..., Reader]) -> None:
    reader = read()
    reader.open("fasilitas/")
    page = reader.page
    items = page.locator(".terms li")
    total = items.count()
    assert total > 600
    field = page.get_by_label("Cari dalam daftar ini")
    expect(field).to_be_visible()
    field.focus()
    # In one go, so that no count of half a word is read.
    page.keyboard.insert_text("rutan SERANG")
    status = page.locator(".filter [role=status]")
    expect(status).to_contain_text("entri ditampilkan")
    shown = [text for text in items.locator("visible=true").all_inner_texts() if text]
    assert any("Rutan Kelas IIB Serang" in text for text in shown)
    assert len(shown) < 10
    assert status.inner_text() == f"{len(shown)} dari {total} entri ditampilkan"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("qqqq")
    expect(status).to_contain_text("Tidak ada entri yang cocok")
    assert items.locator("visible=true").count() == 0
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    expect(status).to_be_empty()
    assert items.locator("visible=true").count() == total
    # On from the field by Tab to a link, and in by Enter.
    page.keyboard.insert_text("rutan serang")
    expect(status).to_contain_text("entri ditampilkan")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Rutan Kelas IIB Serang"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/fasilitas/rutan-serang/")


def test_words_that_the_browser_filled_in_narrow_a_list_on_return(read: Callable[..., Reader]) -> None:
    reader = read()
    page = reader.page
    # What was typed is back before the script is: its file is held until then.
    page.route(
        "**/filter.*.js",
        lambda route: (page.evaluate("saring.value = 'rutan serang'"), route.continue_()),
    )
    reader.open("fasilitas/")
    expect(page.locator(".filter [role=status]")).to_contain_text("entri ditampilkan")


def test_the_list_is_whole_without_scripts(read: Callable[..., Reader]) -> None:
    reader = read(scripts=False)
    reader.open("fasilitas/")
    assert reader.page.locator(".terms li").locator("visible=true").count() > 600
    assert not reader.page.locator(".filter").is_visible()
    assert not reader.page.locator(".mast__scheme").is_visible()
    reader.click(RUTAN_SERANG, within=".sheet")
    assert reader.path == "fasilitas/rutan-serang/"


def test_the_keyboard_reaches_the_text_first(read: Callable[..., Reader]) -> None:
    reader = read(WIDE)
    reader.open(ARTICLE)
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    assert reader.page.locator(":focus").is_visible()
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.classList.contains('page')")


def test_the_colours_change_and_stay_changed(read: Callable[..., Reader]) -> None:
    reader = read()
    page = reader.page
    page.emulate_media(color_scheme="light")
    reader.open("")
    light = page.evaluate(BACKGROUND)
    button = page.get_by_role("button", name="Ganti ke tampilan gelap")
    button.click()
    dark = page.evaluate(BACKGROUND)
    assert dark != light
    assert page.get_by_role("button", name="Ganti ke tampilan terang").is_visible()
    reader.open(ARTICLE)
    assert page.evaluate(BACKGROUND) == dark
    page.get_by_role("button", name="Ganti ke tampilan terang").click()
    assert page.evaluate(BACKGROUND) == light


def test_the_colours_follow_the_system_until_chosen(read: Callable[..., Reader]) -> None:
    reader = read()
    reader.page.emulate_media(color_scheme="dark")
    reader.open("")
    dark = reader.page.evaluate(BACKGROUND)
    reader.page.emulate_media(color_scheme="light")
    assert reader.page.evaluate(BACKGROUND) != dark


def test_an_abbreviation_explains_itself_by_tap_and_by_keyboard(browser: "Browser", rare_url: str) -> None:
    with tabs(browser, rare_url) as opened:
        reader = opened(touch=True)
        reader.open("berita/2025/03/lengkap/")
        tip = reader.page.get_by_role("tooltip")
        mark = reader.page.locator("abbr").first
        mark.scroll_into_view_if_needed()
        mark.tap()
        assert tip.is_visible()
        assert tip.inner_text() == "Warga Binaan Pemasyarakatan"
        box = tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        reader.page.locator("h1").tap()
        assert not tip.is_visible()
        mark.focus()
        assert tip.is_visible()
        reader.page.keyboard.press("Escape")
        assert not tip.is_visible()


def test_paper_carries_the_article_and_none_of_the_furniture(read: Callable[..., Reader]) -> None:
    reader = read(WIDE)
    reader.open(ARTICLE)
    reader.page.emulate_media(media="print")
    for furniture in ("nav.tabs", ".mast__tools", ".skip", ".crumbs"):
        assert reader.page.locator(furniture).locator("visible=true").count() == 0, furniture
    for part in ("h1", ".story__body", ".source", ".dateline"):
        assert reader.page.locator(part).first.is_visible(), part
    assert reader.page.locator(".use").is_hidden()
    assert reader.page.locator(".printed").inner_text().endswith(f"/{ARTICLE}")


def test_an_article_is_shared_copied_and_cited(read: Callable[..., Reader]) -> None:
    reader = read(WIDE)
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open(ARTICLE)
    use = reader.page.locator(".use")
    title = quote(reader.heading)
    assert title in (use.get_by_role("link", name="WhatsApp").get_attribute("href") or "")
    assert title in (use.get_by_role("link", name="Telegram").get_attribute("href") or "")

    def copied() -> str:
        return str(reader.page.evaluate("navigator.clipboard.readText()"))

    use.get_by_role("button", name="Salin tautan").click()
    expect(use.get_by_role("button", name="Disalin")).to_be_visible()
    assert copied().endswith(f"/{ARTICLE}")
    use.locator("summary").click()
    use.get_by_role("button", name="Salin", exact=True).first.click()
    expect(use.get_by_role("button", name="Disalin")).to_have_count(2)
    assert copied() == use.locator("dd").first.inner_text()
    with reader.page.expect_download() as saved:
        use.get_by_role("link", name="Unduh").first.click()
    assert saved.value.suggested_filename == "2025-10-latihan-pernapasan-rutan-serang.bib"
    assert parse_string(saved.value.path().read_text(encoding="utf-8"), "bibtex").entries


def test_an_article_is_shared_and_cited_without_a_script_too(read: Callable[..., Reader]) -> None:
    reader = read(PHONE, scripts=False)
    reader.open(ARTICLE)
    use = reader.page.locator(".use")
    assert use.get_by_role("link", name="WhatsApp").is_visible()
    use.locator("summary").click()
    assert use.locator("dd").count() == 4
    assert use.get_by_role("button").count() == 0
    assert not reader.errors


def test_a_wrong_address_is_searched_for_by_its_words(read: Callable[..., Reader]) -> None:
    reader = read()
    reader.open("tidak-ada/")
    field = reader.page.get_by_role("searchbox", name="Cari yang Anda maksud")
    assert field.input_value() == "tidak ada"
    field.press("Enter")
    reader.page.wait_for_url("**/cari/?q=tidak+ada")
