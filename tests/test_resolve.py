"""Names in front matter become terms of the vocabularies."""

import pytest

from newsarchive.content.articles.resolve import ResolveContext, resolve
from newsarchive.content.vocabulary.names import Names
from newsarchive.model import FACETS, Article, ArticleDate, Term, Vocabulary
from tests.articles import FRONT, article


def vocabulary() -> Vocabulary:
    terms = [
        Term("region", "banten", "Banten"),
        Term("region", "papua", "Papua"),
        Term("region", "aceh", "Aceh"),
        Term("facility", "rutan-serang", "Rutan Kelas IIB Serang", type="rutan", region="banten"),
        Term("facility", "kanwil-x", "Kanwil X", type="kanwil", region="papua", regions=("papua", "aceh")),
        Term("theme", "keamanan", "Keamanan"),
        Term("event_type", "razia", "Razia", parent="keamanan"),
        Term("event_type", "narkoba", "Narkoba", parent="keamanan"),
    ]
    return Vocabulary({facet: {t.id: t for t in terms if t.facet == facet} for facet in FACETS})


def resolved(front: str) -> tuple[Article | None, list[str]]:
    words = vocabulary()
    parsed = article(front)
    setting = ResolveContext(words, Names(words), ArticleDate(2025, 10, 30))
    found, problems = resolve(parsed, setting)
    return found, [problem.code for problem in problems]


def test_names_become_terms_with_what_follows_from_them() -> None:
    front = FRONT.replace("razia", "[Razia, narkoba]").replace("rutan-serang", "Rutan Klas II B Serang")
    found, problems = resolved(front)
    assert found and problems == []
    assert (found.facilities, found.regions) == (("rutan-serang",), ("banten",))
    assert (found.event_types, found.themes) == (("razia", "narkoba"), ("keamanan",))


def test_an_office_serves_several_provinces() -> None:
    office = FRONT.replace("rutan-serang", "kanwil-x")
    found, problems = resolved(office)
    assert found and found.regions == ("papua",)
    found, problems = resolved(office + "region: Aceh\n")
    assert found and found.regions == ("aceh",) and problems == []
    found, problems = resolved(office + "region: Banten\n")
    assert found is None and problems == ["facility-region-mismatch"]


@pytest.mark.parametrize(
    ("when", "future"),
    [("2025-10-30", False), ("2025-10-31", True), ("2025-10", False), ("2025", False), ("2026", True)],
)
def test_only_what_is_surely_later_is_future(when: str, future: bool) -> None:
    _, problems = resolved(FRONT.replace("2025-10-29", when))
    assert ("future-date" in problems) == future
