"""A reader who asks the search page for any word of a family finds the articles that hold another one."""

from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page

from newsarchive.pipeline import build
from tests.browser import served
from tests.conftest import AS_OF, REPOSITORY, copy_content

DATA: dict[str, dict[str, list[list[str]]]] = yaml.safe_load(
    (REPOSITORY / "tests/data/word_families.yml").read_text(encoding="utf-8")
)


def some(kind: str) -> list[list[str]]:
    """All of the sample and every fifth of the others, which `test_words.py` asks one and all."""
    sample, held_out, unseen = (DATA[group][kind] for group in ("sample", "held_out", "unseen"))
    return [*sample, *(held_out + unseen)[::5]]


FAMILIES = some("families")
APART = some("apart")
WORDS = sorted({word for group in (FAMILIES, APART) for words in group for word in words})

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARTICLE = """---
title: Catatan {number}
date: 2025-01-{day:02}
region: papua
event_type: lainnya
summary: Catatan ke-{number}.
source: {{publisher: Contoh}}
---

{word}
"""


def path_of(word: str) -> str:
    """Where the one article stands whose text is this word."""
    return f"2025/01/catatan-{WORDS.index(word):03}"


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The search page of an archive with an article for every word."""
    root = copy_content(tmp_path_factory.mktemp("families") / "root")
    for file in (root / "articles").rglob("*.md"):
        file.unlink()
    for number, word in enumerate(WORDS):
        file = root / f"articles/{path_of(word)}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = ARTICLE.format(number=number, day=number % 28 + 1, word=word)
        file.write_text(text, encoding="utf-8", newline="\n")
    for name in ("index.md", "metode.md", "tentang.md"):
        (root / "docs" / name).write_text("---\ntitle: Halaman\ndescription: Uji.\n---\n\nIsi.\n", "utf-8")
    report = build(root, root / "site", AS_OF)
    assert report.published, report.problems
    with served(root / "site") as url:
        page = browser.new_page()
        page.goto(f"{url}cari/")
        yield page
        page.close()


def found(page: Page, query: str) -> set[str]:
    """The addresses of all results."""
    page.locator("input[type=search]").first.fill(query)
    page.wait_for_selector("[data-search-status][data-state=done]")
    count = int(page.locator("[data-search-status]").get_attribute("data-count") or "0")
    results = page.locator("[data-search-result]")
    while results.count() < min(count, 200):
        before = results.count()
        page.get_by_role("button", name="Tampilkan hasil berikutnya").click()
        more = "before => document.querySelectorAll('[data-search-result]').length > before"
        page.wait_for_function(more, arg=before)
    return set(results.evaluate_all("links => links.map((link) => new URL(link.href).pathname)"))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family[0]))
def test_words_of_a_family_find_each_other(page: Page, family: list[str]) -> None:
    for query in family:
        results = found(page, query)
        assert not [word for word in family if f"/berita/{path_of(word)}/" not in results], query


@pytest.mark.parametrize("pair", APART, ids=lambda pair: "/".join(map(str, pair)))
def test_words_apart_stay_apart(page: Page, pair: list[str]) -> None:
    for query, other in (pair, pair[::-1]):
        results = found(page, query)
        assert f"/berita/{path_of(query)}/" in results
        assert f"/berita/{path_of(other)}/" not in results, query
