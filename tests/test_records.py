"""What an article is found by: its title, every name of its places, and the facets to filter by."""

from dataclasses import replace
from typing import Any

from newsarchive.model import Archive, ArticleDate, Person, Source, Term, Vocabulary
from newsarchive.pages.view import Views
from newsarchive.search.records import LazyRecord, Record, searchable_items
from tests.builders import VOCABULARY, archive_of, article, config, term, vocabulary_of

RUTAN = term(
    "facility",
    "rutan-serang",
    "Rutan Kelas IIB Serang",
    region="banten",
    city="Kota Serang",
    aliases=("Rutan Serang",),
    former_names=("Rumah Penjara Kaujon",),
    description="Rumah tahanan di pusat kota.",
)


def vocabulary(rutan: Term = RUTAN) -> Vocabulary:
    """The terms of all tests, with this for Rutan Serang."""
    terms = (term for terms in VOCABULARY.terms.values() for term in terms.values() if term.id != rutan.id)
    return vocabulary_of([rutan, *terms])


def archive(**fields: Any) -> Archive:
    """One article at Rutan Serang, with these fields."""
    return archive_of([article(**fields)], vocabulary())


def items(found: Archive, lang: str = "id") -> list[LazyRecord]:
    return list(searchable_items(Views(found, config(lang))))


def records(found: Archive) -> dict[str, Record]:
    return {record.url: record for record in (item.record() for item in items(found))}


def test_an_article_is_found_by_people_and_by_every_name_of_its_places() -> None:
    found = records(
        archive(
            title="Panen lele",
            summary="Ringkasan.",
            body="Isi *artikel*.",
            people=(Person("Rangga Permata", "Kepala Rutan"), Person("Sri")),
            sources=(Source("Koran", kind="news"), Source("Humas", kind="press-release"), Source("Warga")),
        )
    )["berita/2025/10/latihan/"]
    assert (found.title, found.summary, found.body) == ("Panen lele", "Ringkasan.", "Isi *artikel*.")
    assert found.labels == ("Kunjungan Kerja",)
    assert found.names == (
        *("Rangga Permata", "Sri"),
        *("Rutan Kelas IIB Serang", "Rutan Serang", "Rumah Penjara Kaujon", "Banten"),
    )
    assert found.facets == {
        "facility": ("rutan-serang",),
        "region": ("banten",),
        "event_type": ("kunjungan-kerja",),
        "theme": ("kelembagaan",),
        "source": ("news", "press-release"),
    }
    assert (found.date, found.date_text) == (ArticleDate(2025, 10, 29), "29 Okt 2025")
    assert found.where == "Rutan Kelas IIB Serang"


def test_a_record_of_equal_digest_says_the_same() -> None:
    """Each change below shows in a record, so a stale digest would leave the old one in the search."""
    before = {item.digest: item.record() for item in items(archive())}
    other_vocabularies = [
        vocabulary(replace(RUTAN, name="Rutan Serang Baru")),
        vocabulary(replace(RUTAN, former_names=())),
    ]
    changed = [
        *(items(archive_of([article()], other)) for other in other_vocabularies),
        items(archive(event_types=("pembinaan-kepribadian",))),
        items(archive(), "en"),
    ]
    for after in changed:
        assert len({item.digest for item in after}) == len(after)
        assert any(item.digest not in before for item in after)
        for item in after:
            if item.digest in before:
                assert item.record() == before[item.digest]


def test_an_item_knows_address_date_and_facets_of_its_record() -> None:
    for item in items(archive()):
        record = item.record()
        assert item[:-2] == (record.url, record.date, record.until, record.digest, record.facets)
