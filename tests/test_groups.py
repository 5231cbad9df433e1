"""Groups of a plan: an equal digest promises equal files, and a change makes few digests new."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive import hashing
from newsarchive.model import Archive, Article, Correction, Withdrawal
from newsarchive.outputs import OutputGroup
from newsarchive.pages import plan
from newsarchive.pages.view import Views
from newsarchive.story import Story
from tests.builders import VOCABULARY, archive_of, article, config, vocabulary_of, when

PLACES: tuple[Mapping[str, Any], ...] = (
    {},
    {"facilities": ("lapas-cilegon", "rutan-serang")},
    {"facilities": (), "regions": ("maluku",)},
)
CHANGES: tuple[Mapping[str, Any], ...] = (
    {"title": "Judul lain"},
    {"body": "Isi lain."},
    {"status": "withdrawn", "withdrawn": Withdrawal(when("2026-06"), "privasi")},
    {"facilities": ("lapas-cilegon",)},
    {"facilities": (), "regions": ("maluku",)},
    {"event_types": ("pembinaan-kepribadian",), "themes": ("pembinaan",)},
    {"corrections": (Correction(when("2026-06-01"), "ralat", "Nama."),)},
    {"added": when("2025-06-01")},
    {"story": "gempa"},
    {"aliases": ("2020/01/lama",)},
    {"date": when("2025-01-05")},
    {"until": when("2025-02-05")},
)
DATES = st.one_of(
    st.dates(date(2024, 11, 28), date(2025, 2, 3)).map(date.isoformat),
    st.sampled_from(["2024-12", "2025-01", "2024", "2025"]),
    st.sampled_from(["2024-12-30/2025-01-02", "2024-11/2025-02", "2024/2025"]),
)


def grouped(archive: Archive, limit: int = 100) -> dict[str, OutputGroup]:
    """The plan by name of group; two of one name are refused."""
    groups: dict[str, OutputGroup] = {}
    for group in plan(Views(archive, config(limit=limit, latest=2))):
        assert group.name not in groups, group.name
        groups[group.name] = group
    return groups


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """A handful of articles at few places and in few stories, so that they have to do with each other."""
    stories = st.sampled_from(["", "gempa"])
    drawn = draw(st.lists(st.tuples(DATES, st.sampled_from(PLACES), stories), min_size=1))
    return [
        article(f"{(day + '-01')[:7].replace('-', '/')}/a{n}", day, story=story, **place)
        for n, (day, place, story) in enumerate(drawn)
    ]


def changed(one: Article, change: Mapping[str, Any]) -> Article:
    other = replace(one, **change)
    return replace(other, digest=hashing.of_data(repr(other)))


@settings(max_examples=150, deadline=None)
@given(articles(), st.integers(1, 4), st.data())
def test_a_group_of_equal_digest_holds_equal_files(
    before: list[Article], limit: int, data: st.DataObject
) -> None:
    after = [*before]
    vocabulary = VOCABULARY
    match data.draw(st.sampled_from(["changed", "added", "removed", "stories", "vocabulary"])):
        case "changed":
            number = data.draw(st.integers(0, len(before) - 1))
            after[number] = changed(before[number], data.draw(st.sampled_from(CHANGES)))
        case "added":
            after.append(article("2025/01/baru", data.draw(DATES), **data.draw(st.sampled_from(PLACES))))
        case "removed":
            after.pop(data.draw(st.integers(0, len(before) - 1)))
        case "stories":
            vocabulary = replace(VOCABULARY, stories={"gempa": Story("gempa", "Gempa di Banten")})
        case "vocabulary":
            terms = [term for facet in VOCABULARY.terms.values() for term in facet.values()]
            number = data.draw(st.integers(0, len(terms) - 1))
            terms[number] = replace(terms[number], name="Nama Baru")
            vocabulary = vocabulary_of(terms, VOCABULARY.glossary)
    old, new = grouped(archive_of(before), limit), grouped(archive_of(after, vocabulary), limit)
    for name in old.keys() & new.keys():
        if old[name].digest and old[name].digest == new[name].digest:
            assert {(file.path, file.digest) for file in old[name].files()} == {
                (file.path, file.digest) for file in new[name].files()
            }, name


def test_an_edited_article_makes_only_the_groups_of_its_places_terms_and_years_new() -> None:
    here = [article(f"2025/01/a{n}", f"2025-01-{n + 1:02}") for n in range(4)]
    there = [article(f"2024/01/b{n}", f"2024-01-{n + 1:02}", **PLACES[2]) for n in range(4)]
    edited = [changed(here[0], {"body": "Isi lain."}), *here[1:]]
    old, new = grouped(archive_of([*here, *there])), grouped(archive_of([*edited, *there]))
    assert old.keys() == new.keys()
    assert {name for name in old if old[name].digest != new[name].digest} == {
        "arsip/0",
        "arsip/2025",
        "article/facility/rutan-serang/region/banten",
        "event_type/kunjungan-kerja",
        "facility/rutan-serang",
        "quality/tanpa-pembaca-kedua",
        "quality/tanpa-sumber-mandiri",
        "region/banten",
        "sitemap/2025",
        "theme/kelembagaan",
    }


def test_a_story_that_gets_a_name_makes_only_its_own_groups_new() -> None:
    articles = [article(f"2025/01/a{n}", f"2025-01-{n + 1:02}", story="gempa" * (n < 2)) for n in range(4)]
    articles += [article("2024/01/b", "2024-01-01", **PLACES[2])]
    named = replace(VOCABULARY, stories={"gempa": Story("gempa", "Gempa di Banten")})
    old, new = grouped(archive_of(articles)), grouped(archive_of(articles, named))
    assert {name for name in old if old[name].digest != new[name].digest} == {
        "article/facility/rutan-serang/region/banten",
        "story/gempa",
    }
