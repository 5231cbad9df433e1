"""Lists are cut by the calendar: pages stay short, addresses stay, and a new article changes few of them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import generate
from newsarchive.addresses import FEED_FILES
from newsarchive.model import FACETS, Article, Withdrawal
from newsarchive.outputs import OutputFile
from newsarchive.settings.read import read_settings
from tests.builders import archive_of, article, article_text, config, planned, view, when
from tests.reading import read_root

FACILITY = "fasilitas/rutan-serang"


def many(number: int, start: str = "2025-01-01", step: int = 1, **fields: Any) -> list[Article]:
    """So many articles at Rutan Serang, `step` days apart."""
    first = date.fromisoformat(start)
    days = [first + timedelta(days=step * i) for i in range(number)]
    return [article(f"{day:%Y/%m}/a-{start}-{i}", day.isoformat(), **fields) for i, day in enumerate(days)]


def pages_of(files: dict[str, OutputFile]) -> dict[str, OutputFile]:
    """The pages among the files of a plan."""
    return {path: file for path, file in files.items() if path.endswith(".md")}


def below(files: dict[str, OutputFile], folder: str) -> list[str]:
    """The pages of a folder, without their suffix."""
    return sorted(path.removesuffix(".md") for path in pages_of(files) if path.startswith(f"{folder}/"))


def listed(file: OutputFile) -> list[str]:
    """URLs of the articles that a page lists, in order."""
    return [url for group in view(file)["groups"] for _, url, *_ in group["entries"]]


def links(file: OutputFile, key: str) -> list[tuple[str, str, int]]:
    """Name, URL and count of the periods that a page leads to."""
    return [(link["name"], link["url"], int(link["count"])) for link in view(file)[key] if link["count"]]


def test_a_hundred_articles_stand_on_one_page_under_their_years() -> None:
    articles = [*many(60, "2024-02-01"), *many(40, "2025-02-01")]
    files = planned(archive_of(articles))
    page = files[f"{FACILITY}.md"]
    assert below(files, FACILITY) == []
    assert [group["name"] for group in view(page)["groups"]] == ["2025", "2024"]
    assert listed(page) == [a.url for a in sorted(articles, key=lambda a: a.date, reverse=True)]
    # Without pages of their own the years lead to their headings.
    assert links(page, "periods") == [("2025", "", 40), ("2024", "", 60)]


def test_a_hundred_and_one_are_cut_by_year() -> None:
    articles = [*many(61, "2024-02-01"), *many(40, "2025-02-01")]
    files = planned(archive_of(articles))
    page = files[f"{FACILITY}.md"]
    assert below(files, FACILITY) == [f"{FACILITY}/2024", f"{FACILITY}/2025"]
    assert [group["name"] for group in view(page)["groups"]] == ["Terbaru"]
    assert listed(page) == [a.url for a in articles[:-11:-1]]
    assert links(page, "periods") == [("2025", f"{FACILITY}/2025/", 40), ("2024", f"{FACILITY}/2024/", 61)]
    year = view(files[f"{FACILITY}/2024.md"])
    assert [group["name"] for group in year["groups"]] == ["April", "Maret", "Februari"]
    assert (year["period"], year["crumbs"][-1]) == (
        "2024",
        {"name": "Rutan Kelas IIB Serang", "url": f"{FACILITY}/"},
    )


def test_a_year_of_a_hundred_and_one_is_cut_by_month_and_only_that_year() -> None:
    articles = [*many(101, "2024-01-01"), *many(100, "2025-01-01")]
    files = planned(archive_of(articles))
    months = [f"{FACILITY}/2024/{month:02}" for month in range(1, 5)]
    assert below(files, FACILITY) == [f"{FACILITY}/2024", *months, f"{FACILITY}/2025"]
    assert links(files[f"{FACILITY}/2024.md"], "periods")[-1] == ("April", f"{FACILITY}/2024/04/", 10)
    month = view(files[f"{FACILITY}/2024/01.md"])
    assert (month["period"], month["crumbs"][-1]) == (
        "Januari 2024",
        {"name": "2024", "url": f"{FACILITY}/2024/"},
    )
    assert len(listed(files[f"{FACILITY}/2024/01.md"])) == 31
    # Its days have no heading to lead to.
    assert month["periods"] == []


def test_a_month_of_a_hundred_and_one_is_cut_by_day() -> None:
    articles = [a for i in range(10) for a in many(10, f"2024-03-{i + 1:02}", step=0)]
    files = planned(archive_of([*articles, *many(1, "2024-03-22")]))
    days = [f"{FACILITY}/2024/03/{day:02}" for day in (*range(1, 11), 22)]
    assert below(files, FACILITY) == [f"{FACILITY}/2024", f"{FACILITY}/2024/03", *days]
    month = view(files[f"{FACILITY}/2024/03.md"])
    # The days stand in weeks that begin with Sunday; the first of March 2024 was a Friday.
    assert (month["month"]["weekdays"][0], month["month"]["first"]) == ("Min", "6")
    assert [day["name"] for day in month["periods"]] == [str(day) for day in range(1, 32)]
    assert [day["url"] for day in month["periods"] if day["url"]] == [f"{day}/" for day in days]
    day = view(files[f"{FACILITY}/2024/03/22.md"])
    assert day["period"] == "22 Maret 2024"
    assert day["crumbs"][-2:] == [
        {"name": "2024", "url": f"{FACILITY}/2024/"},
        {"name": "Maret", "url": f"{FACILITY}/2024/03/"},
    ]


def test_withdrawn_articles_count_on_for_cutting_but_in_no_figure() -> None:
    gone = Withdrawal(when("2025-12-01"), "privasi")
    articles = many(101)
    articles[:5] = many(5, status="withdrawn", withdrawn=gone)
    files = planned(archive_of(articles))
    assert f"{FACILITY}/2025.md" in files
    assert view(files[f"{FACILITY}.md"])["tally"] == "96 artikel"
    assert links(files[f"{FACILITY}.md"], "periods") == [("2025", f"{FACILITY}/2025/", 96)]
    january = files[f"{FACILITY}/2025/01.md"]
    assert (view(january)["tally"], len(listed(january))) == ("26 artikel", 31)
    assert view(january)["groups"][0]["entries"][-1][0] == "Artikel ini ditarik"
    (facet,) = [f for f in view(files["index.md"])["facets"] if f["url"] == "fasilitas/"]
    assert facet["entries"][0]["count"] == "96"


@pytest.mark.parametrize("limit", [2, 100])
def test_articles_dated_by_month_or_year_alone_are_listed_where_they_belong(limit: int) -> None:
    exact = many(3, "2025-03-01")
    month, year = article("2025/03/bulan", "2025-03"), article("2025/03/tahun", "2025")
    files = planned(archive_of([*exact, month, year]), config(limit=limit, latest=2))
    own = [FACILITY] if limit == 100 else [f"{FACILITY}/2025", f"{FACILITY}/2025/03"]
    found = [url for path in own for url in listed(files[f"{path}.md"])]
    assert {month.url, year.url} <= set(found)
    headings = [g["name"] for g in view(files["arsip/2025.md"])["groups"]]
    assert headings == ["Terbaru", "Bulan tidak diketahui"]
    assert listed(files["arsip/2025.md"])[-1] == year.url
    assert month.url in listed(files["arsip/2025/03.md"])
    assert year.url not in listed(files["arsip/2025/03.md"])
    assert view(files[f"{year.url[:-1]}.md"])["date"]["url"] == "arsip/2025/"
    assert view(files[f"{month.url[:-1]}.md"])["date"]["url"] == "arsip/2025/03/"


def test_an_article_without_month_that_is_among_the_newest_is_listed_once() -> None:
    files = planned(
        archive_of([*many(2, "2024-03-01"), article("2025/03/tahun", "2025")]), config(limit=2, latest=2)
    )
    assert listed(files["arsip/2025.md"]) == ["berita/2025/03/tahun/"]


def test_years_and_months_of_the_calendar_always_have_their_page() -> None:
    files = planned(archive_of([article("2025/10/a", "2025-10-29"), article("2023/01/b", "2023-01-02")]))
    assert below(files, "arsip") == ["arsip/2023", "arsip/2023/01", "arsip/2025", "arsip/2025/10"]
    october = view(files["arsip/2025/10.md"])
    assert october["crumbs"][-1] == {"name": "2025", "url": "arsip/2025/"}
    assert october["previous"] == {"name": "Januari 2023", "url": "arsip/2023/01/"}
    assert october["next"] is None
    assert links(files["arsip.md"], "periods") == [("2025", "arsip/2025/", 1), ("2023", "arsip/2023/", 1)]


def test_an_empty_archive_has_its_pages_and_lists_nothing() -> None:
    files = planned(archive_of([]))
    assert below(files, "arsip") == []
    assert view(files["arsip.md"])["groups"] == []
    assert view(files[f"{FACILITY}.md"])["groups"] == []
    assert view(files["index.md"])["latest"] == []


DATES = st.one_of(
    st.dates(date(2023, 11, 28), date(2024, 2, 3)).map(date.isoformat),
    st.sampled_from(["2023-12", "2024-01", "2023", "2024"]),
)


def articles_on(dates: list[str]) -> list[Article]:
    """An article for each date, every third one elsewhere too, so that terms differ in length."""
    places = (("rutan-serang",), ("rutan-serang",), ("lapas-cilegon", "rutan-serang"))
    numbers = count()
    return [
        article(f"{(day + '-01')[:7].replace('-', '/')}/a{n}", day, facilities=places[n % 3])
        for day, n in zip(dates, numbers, strict=False)
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(DATES, max_size=14))
def test_every_article_is_listed_on_pages_of_limited_length(dates: list[str]) -> None:
    limit, latest = 3, 2
    archive = archive_of(articles_on(dates))
    files = planned(archive, config(limit=limit, latest=latest))
    for facet, kind in FACETS.items():
        for term in archive.vocabulary.terms[facet].values():
            start = f"{kind.url}{term.id}/"
            urls = {f"{path.removesuffix('.md')}/": file for path, file in pages_of(files).items()}
            own = {url: file for url, file in urls.items() if url.startswith(start)}
            wanted = archive.articles_of(term)
            assert {url for file in own.values() for url in listed(file)} == {a.url for a in wanted}
            for file in own.values():
                coarse = sum(not a.date.day for a in wanted)
                if len([part for part in file.path.removesuffix(".md").split("/") if part.isdigit()]) < 3:
                    assert len(listed(file)) <= max(limit, latest + coarse), file.path
                for _, url, number in links(file, "periods"):
                    assert not url or view(own[url])["tally"] == f"{number} artikel"


@settings(max_examples=30, deadline=None)
@given(st.lists(DATES, max_size=12), DATES)
def test_an_added_article_moves_no_address_and_leaves_other_periods_alone(dates: list[str], day: str) -> None:
    before = articles_on(dates)
    new = replace(article(f"{(day + '-01')[:7].replace('-', '/')}/baru", day), title="Baru")
    old, now = (planned(archive_of(a), config(limit=3, latest=2)) for a in (before, [*before, new]))
    gone = old.keys() - now.keys()
    # The sitemap names one part for each year; it is no page.
    assert gone == set()
    ways = [f"{kind.url}{id_}" for facet, kind in FACETS.items() for id_ in new.terms(facet)]
    parts = [f"{part:02}" for part in new.date if part]
    affected = {"/".join([way, *parts[:length]]) for way in ways for length in range(4)}
    for path, file in pages_of(old).items():
        of_term = path.startswith(tuple(f"{kind.url}" for kind in FACETS.values()))
        if of_term and file.digest != now[path].digest:
            # A search for a month finds what is dated by its year alone: its pages lose the way there.
            within = not new.date.day and path.startswith(tuple("/".join([way, *parts]) for way in ways))
            # A regional office and a theme count what is theirs.
            assert within or path.removesuffix(".md") in {*affected, "fasilitas/kanwil-banten"}, path


@settings(max_examples=40, deadline=None)
@given(st.lists(DATES, min_size=1, max_size=12), st.data())
def test_a_withdrawal_moves_no_address(dates: list[str], data: st.DataObject) -> None:
    articles = articles_on(dates)
    number = data.draw(st.integers(0, len(articles) - 1))
    changed = [*articles]
    changed[number] = replace(
        articles[number], status="withdrawn", withdrawn=Withdrawal(when("2024-06"), "privasi"), digest="new"
    )
    old, now = (planned(archive_of(a), config(limit=3, latest=2)) for a in (articles, changed))
    # What articles lack can be made good: its lists keep their addresses, but their periods come and go.
    passing = re.compile(r"data/mutu/.+/.+|.+(?<!\.md)")
    old_paths, new_paths = ({path for path in files if not passing.fullmatch(path)} for files in (old, now))
    assert old_paths == new_paths


def test_equal_digests_promise_equal_texts() -> None:
    before = [*many(8, "2025-03-01", story="banjir"), *many(3, "2024-03-01")]
    changed = [replace(before[2], title="Judul lain", digest="other"), *before[:2], *before[3:]]
    old, now = (planned(archive_of(a), config(limit=3, latest=2)) for a in (before, changed))
    for path in old.keys() & now.keys():
        if old[path].digest == now[path].digest:
            assert old[path].render() == now[path].render(), path
        else:
            assert old[path].render() != now[path].render(), f"{path} is made again for nothing"


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2026-10-30", "2021-06-15"])
def test_an_added_article_changes_a_handful_of_pages_among_hundreds(tmp_path: Path, day: str) -> None:
    root = tmp_path / "root"
    generate(root, 400)
    settings = read_settings(root).config
    before, _ = read_root(root, date(2026, 11, 1))
    old = planned(before, settings)
    path = root / f"articles/{day[:7].replace('-', '/')}/artikel-baru.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article_text(date=day), encoding="utf-8")
    after, problems = read_root(root, date(2026, 11, 1))
    assert problems == []
    assert len(after.articles) == len(before.articles) + 1
    new = planned(after, settings)
    assert old.keys() <= new.keys()
    touched = [path for path, file in new.items() if path not in old or old[path].digest != file.digest]
    feeds = [path for path in touched if path.endswith(FEED_FILES)]
    new_one = next(article for article in after.articles if article.key.endswith("artikel-baru"))
    # What shows a count: the home page, the indexes, the regional office; and the sitemap of its year.
    counting = ["index.md", *(f"{kind.url[:-1]}.md" for kind in FACETS.values()), "data/mutu.md"]
    counting += ["fasilitas/kanwil-banten.md", f"sitemap-{day[:4]}.xml"]
    # The lists that it stands in: of its terms, of its date, of what it lacks.
    ways = [f"{kind.url}{id_}" for facet, kind in FACETS.items() for id_ in new_one.terms(facet)]
    ways += ["arsip", "data/mutu/tanpa-sumber-mandiri", "data/mutu/tanpa-pembaca-kedua"]
    lists = ["/".join([way, *day.split("-")[:length]]) + ".md" for way in ways for length in range(4)]
    own = f"{new_one.url[:-1]}.md"
    others = set(touched).difference(feeds, counting, lists, [own])
    assert own in touched
    # To the few nearest by place and date it may be related.
    assert len(others) <= 4, others
    assert all(path.startswith("berita/") for path in others), others
    assert len(touched) - len(feeds) <= 24, touched
    # Two of all articles, and two of each term.
    terms = sum(len(new_one.terms(facet)) for facet in FACETS)
    assert len(feeds) <= 2 * (1 + terms), feeds


def test_a_list_says_how_many_events_its_articles_report_on_where_that_differs() -> None:
    told = [article(f"2025/03/a{n}", f"2025-03-0{n}", story="banjir") for n in (1, 2, 3)]
    alone = [article("2025/03/b", "2025-03-04"), article("2025/03/c", "2025-03-05", story="lain")]
    why = Withdrawal(when("2025-04"), "privasi")
    gone = article("2025/03/d", "2025-03-06", status="withdrawn", withdrawn=why)
    files = planned(archive_of([*told, *alone, gone]))
    for page in ("fasilitas/rutan-serang", "arsip", "arsip/2025"):
        assert view(files[f"{page}.md"])["tally"] == "5 artikel tentang 3 peristiwa"
    assert view(planned(archive_of(alone))["wilayah/banten.md"])["tally"] == "2 artikel"
    english = planned(archive_of(told), config("en"))
    assert view(english["wilayah/banten.md"])["tally"] == "3 articles on 1 event"


def test_an_entry_says_how_many_articles_report_on_its_event() -> None:
    told = [article(f"2025/03/a{n}", f"2025-03-0{n}", story="banjir") for n in (1, 2)]
    elsewhere = article("2025/04/c", "2025-04-01", story="banjir", facilities=(), regions=("maluku",))

    def marks(*articles: Article) -> list[str]:
        groups = view(planned(archive_of(articles))["fasilitas/rutan-serang.md"])["groups"]
        return [mark for group in groups for *_, mark in group["entries"]]

    assert marks(*told) == ["2 artikel tentang peristiwa ini"] * 2
    assert marks(*told, elsewhere) == ["3 artikel tentang peristiwa ini"] * 2
    assert marks(told[0]) == [""]
