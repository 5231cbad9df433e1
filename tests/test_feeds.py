"""Feeds: what their readers get, that they stay short, and that nothing withdrawn is in them."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from newsarchive.model import Article, Withdrawal
from newsarchive.pages.feeds import LENGTH
from tests.builders import archive_of, article, config, planned, text_of, when

FEEDS = (
    "feed",
    "fasilitas/rutan-serang/feed",
    "wilayah/banten/feed",
    "tema/kelembagaan/feed",
    "peristiwa/kunjungan-kerja/feed",
)
ARTICLES = [
    article("2024/05/lama", "2024-05-01", title="Lama & <b>baru</b>", added=when("2025-10-05")),
    article("2025/10/satu", "2025-10-01", added=when("2025-10-02")),
    article("2025/10/dua", "2025-10", added=None),
]
GONE = article(
    "2025/10/ditarik",
    "2025-10-03",
    title="Judul yang ditarik",
    status="withdrawn",
    withdrawn=Withdrawal(when("2025-10-04"), "privasi"),
)


def written(articles: list[Article], **settings: Any) -> dict[str, str]:
    """Every file of the plan that is no page, by path."""
    files = planned(archive_of(articles), replace(config(), **settings))
    return {path: text_of(file) for path, file in files.items() if not path.endswith(".md")}


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_reader_gets_what_was_added_last_first(feed: str) -> None:
    read = feedparser.parse(written(ARTICLES)[f"{feed}.xml"])
    assert not read.bozo
    assert read.version == "atom10"
    titles = [entry.title for entry in read.entries]
    assert titles == ["Lama & <b>baru</b>", "Judul 2025/10/satu", "Judul 2025/10/dua"]
    first = read.entries[0]
    assert first.link == first.id == "https://arsip.example/berita/2024/05/lama/"
    assert first.summary == "Ringkasan 2024/05/lama."
    assert first.published == first.updated == "2025-10-05T00:00:00+07:00"
    assert [tag.term for tag in first.tags] == ["Kunjungan Kerja"]
    assert "published" not in read.entries[2]
    assert read.feed.author == "Arsip"
    here = feed.removesuffix("feed")
    assert read.feed.link == f"https://arsip.example/{here}"
    assert {link.href for link in read.feed.links if link.rel == "self"} == {
        f"https://arsip.example/{feed}.xml"
    }


@pytest.mark.parametrize("feed", FEEDS)
def test_both_forms_say_the_same(feed: str) -> None:
    files = written(ARTICLES)
    atom, data = feedparser.parse(files[f"{feed}.xml"]), json.loads(files[f"{feed}.json"])
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["title"] == atom.feed.title
    assert data["feed_url"] == f"https://arsip.example/{feed}.json"
    pairs = zip(data["items"], atom.entries, strict=True)
    for item, entry in pairs:
        assert (item["id"], item["url"]) == (entry.id, entry.link)
        assert (item["content_text"], item["date_modified"]) == (entry.summary, entry.updated)
        assert item.get("date_published") == entry.get("published")
        assert item["tags"] == [tag.term for tag in entry.tags]


def test_a_renamed_article_is_not_told_as_new() -> None:
    (before,) = feedparser.parse(written([article("2025/10/satu")])["feed.xml"]).entries
    renamed = article("2025/10/lain", aliases=("2025/10/satu",))
    (after,) = feedparser.parse(written([renamed])["feed.xml"]).entries
    assert after.id == before.id
    assert after.link == "https://arsip.example/berita/2025/10/lain/"


def test_no_feed_grows_with_the_archive() -> None:
    many = [article(f"2024/{n % 12 + 1:02}/a{n}", f"2024-{n % 12 + 1:02}") for n in range(LENGTH + 5)]
    files = written(many)
    for feed in FEEDS:
        assert len(json.loads(files[f"{feed}.json"])["items"]) == LENGTH


def test_nothing_of_a_withdrawn_article_is_in_any_feed() -> None:
    files = written([*ARTICLES, GONE])
    assert not [path for path, text in files.items() if "ditarik" in text]
    only = written([GONE])
    assert not feedparser.parse(only["fasilitas/rutan-serang/feed.xml"]).entries
    assert not feedparser.parse(only["fasilitas/rutan-serang/feed.xml"]).bozo


def test_an_edited_body_makes_no_feed_new_and_another_title_those_of_its_terms() -> None:
    def digests(articles: list[Article]) -> dict[str, str]:
        files = planned(archive_of(articles))
        return {path: file.digest for path, file in files.items() if not path.endswith(".md")}

    there = article("2025/01/maluku", facilities=(), regions=("maluku",))
    one, *rest = [*ARTICLES, there]
    before = digests([one, *rest])
    assert digests([replace(one, body="Lain.", digest="x"), *rest]) == before
    after = digests([replace(one, title="Lain", digest="x"), *rest])
    changed = {path for path in before if before[path] != after[path]}
    feeds = (*FEEDS, "fasilitas/rutan-kota-serang/feed")
    assert changed == {f"{feed}.{form}" for feed in feeds for form in ("xml", "json")}


def test_a_merged_facility_answers_feed_readers_at_its_old_address() -> None:
    files = written(ARTICLES)
    for form in ("xml", "json"):
        assert (
            files[f"fasilitas/rutan-kota-serang/feed.{form}"] == files[f"fasilitas/rutan-serang/feed.{form}"]
        )


def test_opml_names_every_feed_once() -> None:
    files = written(ARTICLES)
    outlines = ElementTree.fromstring(files["ikuti/feeds.opml"]).iter("outline")
    named = [outline.attrib["xmlUrl"] for outline in outlines if "xmlUrl" in outline.attrib]
    assert named == [f"https://arsip.example/{feed}.xml" for feed in FEEDS]


def test_an_empty_archive_has_a_feed_and_a_term_without_articles_has_none() -> None:
    files = written([])
    assert feedparser.parse(files["feed.xml"]).entries == []
    assert not feedparser.parse(files["feed.xml"]).bozo
    assert not [path for path in files if path.startswith("fasilitas/")]


def test_without_an_address_there_are_no_feeds() -> None:
    assert not [path for path in written(ARTICLES, site_url="") if "feed" in path]
