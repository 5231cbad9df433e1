"""Every count on a page leads to exactly the articles that it counts."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from newsarchive import addresses
from newsarchive.model import Archive, Article, ArticleDate, Withdrawal
from newsarchive.pipeline import build
from tests.builders import archive_of, article, config, planned, view, when, write_every_kind
from tests.conftest import AS_OF
from tests.searching import ask_addresses

FACET_OF = {folder.rstrip("/"): facet for facet, folder in addresses.FACETS.items()}


def _archive() -> Archive:
    """Long lists of every facet, with a withdrawn article, and dates as coarse as a month or a year."""
    place = {"facilities": ("rutan-serang",), "regions": ("banten",)}
    topic = {
        "event_types": ("kunjungan-kerja", "pembinaan-kepribadian"),
        "themes": ("kelembagaan", "pembinaan"),
    }
    only = {"event_types": ("kunjungan-kerja",), "themes": ("kelembagaan",)}
    dates = ["2025-03-01", "2025-03-02", "2025-03-02", "2025-04-05", "2025-04", "2025-04-06", "2025-04-07"]
    dates += ["2024", "2024-05-01", "2024-05-02", "2024-05-03", "2024-06-01", "2023-01-01", "2023-02"]
    dates += ["2025-03-31/2025-04-02", "2023-12-30/2024-01-02", "2024-05/2024-06"]
    found = [
        article(f"{date[:4]}/01/a{number}", date, **place, **(topic if number % 3 else only))
        for number, date in enumerate(dates)
    ]
    found.append(
        article(
            "2025/03/lain",
            "2025-03-02",
            facilities=(),
            regions=(),
            event_types=("kunjungan-kerja",),
            themes=("kelembagaan",),
        )
    )
    gone = Withdrawal(when("2025-07-01"), "privasi", "")
    found.append(
        article("2025/03/ditarik", "2025-03-02", status="withdrawn", withdrawn=gone, **place, **topic)
    )
    return archive_of(found)


def _days(text: str, last: bool) -> tuple[int, ...]:
    parts = [int(part) for part in text.split("-")]
    return tuple(parts + ([12, 31] if last else [0, 0])[len(parts) - 1 :])


def _has_year(each: Article, query: dict[str, list[str]]) -> bool:
    years = query.get("tahun")
    return not years or each.date.year <= int(years[0]) <= (each.until or each.date).year


def _overlaps(date: ArticleDate, end: ArticleDate, query: dict[str, list[str]]) -> bool:
    """As the search has it: a coarse date lies in every period that it may lie in."""
    latest = (end.year, end.month or 12, end.day or 31)
    first, last = query.get("dari"), query.get("sampai")
    return (not first or latest >= _days(first[0], False)) and (
        not last or tuple(date) <= _days(last[0], True)
    )


def _found(archive: Archive, url: str) -> list[Article]:
    """The articles that the search page lists for the filters in this address."""
    query = parse_qs(urlsplit(url).query)
    assert query and set(query) <= {*FACET_OF, "juga", "tahun", "dari", "sampai"}, url

    def fits(each: Article) -> bool:
        terms: dict[Any, list[str]] = {FACET_OF[name]: ids for name, ids in query.items() if name in FACET_OF}
        return (
            each.status == "published"
            and all(set(ids[0].split(",")) & set(each.terms(facet)) for facet, ids in terms.items())
            and set(query.get("juga", ())) <= set(each.event_types)
            and _has_year(each, query)
            and _overlaps(each.date, each.until or each.date, query)
        )

    return [each for each in archive.articles if fits(each)]


def _counted(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every link with a count in the view of a page."""
    for key in ("periods", "events", "units", "lacks", "warnings", "regions"):
        yield from data.get(key, [])
    yield from [data["unreported"]] if "unreported" in data else []
    yield from (group["more"] for group in data.get("groups", []) if "more" in group)


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_every_count_is_the_length_of_the_list_behind_it(limit: int) -> None:
    archive = _archive()
    files = planned(archive, config(limit=limit, latest=2))
    views = {path: view(file) for path, file in files.items() if path.endswith(".md")}
    tallies = {path: data["tally"].split()[0] for path, data in views.items() if data.get("tally")}
    searched = 0
    for path, data in views.items():
        if data["kind"] not in ("term", "calendar", "changes", "quality", "lack"):
            continue
        for link in _counted(data):
            url, count = link["url"], link["count"]
            if url.startswith(addresses.SEARCH):
                assert count == str(len(_found(archive, url))), (path, link)
                searched += 1
            elif url:
                # The page of a term or a period says itself how many articles it lists.
                assert count == tallies[_source(url, tallies)], (path, link)
    assert searched > 8


def test_a_shortened_list_ends_in_the_way_to_all_of_it() -> None:
    files = planned(_archive(), config(limit=3, latest=2))
    for path, text, url in (
        ("fasilitas/rutan-serang.md", "Semua artikel (17)", "cari/?fasilitas=rutan-serang"),
        ("fasilitas/rutan-serang/2025.md", "Semua 2025 (8)", "cari/?fasilitas=rutan-serang&tahun=2025"),
        ("arsip/index.md", "Semua 2025 (9)", "cari/?tahun=2025"),
        ("arsip/2025/03.md", "Semua Maret 2025 (5)", "cari/?dari=2025-03&sampai=2025-03"),
    ):
        path = path if path in files else path.replace("/index.md", ".md")
        more = view(files[path])["groups"][0]["more"]
        assert (f"{more['name']} ({more['count']})", more["url"]) == (text, url)


def _source(url: str, pages: dict[str, str]) -> str:
    path = url.rstrip("/")
    return f"{path}.md" if f"{path}.md" in pages else f"{path}/index.md"


COUNT = re.compile(r'<a href="([^"]*)">(?:(?!</a>).)*?(?:<b>([\d.]+)</b>|\(([\d.]+)\))</a>', re.DOTALL)
FIGURE = re.compile(r'<dt><a href="([^"]*)">[^<]*</a></dt><dd>(\d+)</dd>')
LISTED = re.compile(r'<a href="([^"]*)">[^<]*</a>(?: <b>|</td><td>)([\d.]+)</')
TALLY = re.compile(r'<p class="tally">([^<]*)')
SECTION = r'<section class="group"[^>]* id="{}">(.*?)</section>'


@pytest.fixture(scope="module", params=[3, 100])
def whole_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, whose lists are cut or stand under headings."""
    root = write_every_kind(tmp_path_factory.mktemp("counts") / "root", request.param)
    report = build(root, root / "site", AS_OF, workers=1)
    assert report.published, report.problems
    return root / "site"


@pytest.mark.slow
def test_every_count_of_a_site_leads_to_its_list(whole_site: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in whole_site.rglob("*.html")}
    searches: dict[str, set[int]] = {}
    kinds = set()
    for path, text in texts.items():
        counts = [(url, own or more) for url, own, more in COUNT.findall(text)]
        years = {str(year) for year in range(2000, 2030)}
        counts += [(url, count) for url, count in FIGURE.findall(text) if count not in years]
        counts += LISTED.findall(text)
        for url, count in counts:
            target, _, anchor = unescape(url).partition("#")
            if anchor:
                section = re.search(SECTION.format(re.escape(anchor)), text, re.DOTALL)
                assert section, (path, url)
                listed = section[1].count("<li>") - section[1].count("Artikel ini ditarik")
                assert int(count) == listed, (path, url)
            elif "?" in target:
                searches.setdefault("?" + target.partition("?")[2], set()).add(int(count))
            else:
                tally = TALLY.search(texts[(path.parent / target / "index.html").resolve()])
                assert tally and count in re.findall(r"\d+", tally[1]), (path, url, tally)
            kinds.add("heading" if anchor else "search" if "?" in target else "page")
    assert kinds in ({"search", "page"}, {"heading", "search", "page"})
    assert len(searches) > 3
    answers = ask_addresses(whole_site, list(searches))
    assert {url: {count} for url, count in zip(searches, answers, strict=True)} == searches


def test_two_event_types_can_be_asked_for_together(whole_site: Path) -> None:
    """A second value of one parameter widens a search; `juga` narrows it."""
    both = "?peristiwa=kunjungan-kerja&juga=pembinaan-kepribadian"
    either = "?peristiwa=kunjungan-kerja,pembinaan-kepribadian"
    narrow, wide = ask_addresses(whole_site, [both, either])
    assert 0 < narrow < wide
