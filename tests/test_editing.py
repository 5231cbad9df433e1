"""What the archive writes for an editor reads back as it was meant."""

from datetime import date

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.content.articles.parse import parse
from newsarchive.content.articles.schema import FrontMatter
from newsarchive.editing.front_matter_writer import ORDER, Value, front_matter
from newsarchive.editing.skeleton import Wishes, begin
from tests.builders import VOCABULARY

# Whatever can be typed and printed; characters that no article may hold are another test's.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp"])
SIGNS = st.sampled_from(
    [": ", " #", "'", '"', "- ", "{", "]", ", ", "&", "*", "!", "|", "%", "\\", "?", "---"]
)
TEXTS = st.lists(st.one_of(st.text(LETTERS, max_size=8), SIGNS, st.sampled_from(["ya", "null", "~", "2025"])))
TEXT = TEXTS.map(lambda parts: " ".join("".join(parts).split()))
ITEM = st.dictionaries(st.sampled_from(["name", "role", "publisher", "url"]), st.one_of(st.none(), TEXT))
VALUE: st.SearchStrategy[Value] = st.one_of(
    st.none(), TEXT, st.lists(TEXT, max_size=3), ITEM, st.lists(ITEM, max_size=2)
)
FIELDS = st.dictionaries(st.sampled_from(ORDER), VALUE)


def without_empty(value: Value) -> object:
    """What the reader makes of a value: empty texts, lists and mappings are left out."""
    if isinstance(value, str) or value is None:
        return value or None
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := without_empty(item))} or None
    return [kept for item in value if (kept := without_empty(item))] or None


@settings(deadline=None)
@given(FIELDS, TEXT)
def test_what_is_written_is_read_back_the_same(fields: dict[str, Value], note: str) -> None:
    """Every scalar is text to the archive, as it is to this loader."""
    text = front_matter(fields, note)
    assert (text.startswith("---\n"), text.endswith("\n---\n"), text.count("\n---\n")) == (True, True, 1)
    read = yaml.load(text[4:-4], Loader=yaml.CBaseLoader) or {}
    assert without_empty(read) == without_empty(fields)


@given(TEXT, TEXT, st.lists(TEXT, max_size=3), TEXT)
def test_the_archive_s_own_reader_takes_it_as_it_was_meant(
    title: str, summary: str, names: list[str], publisher: str
) -> None:
    fields: dict[str, Value] = {
        "title": title,
        "date": "2025-03-01",
        "facility": "rutan-serang",
        "event_type": "razia",
        "summary": summary,
        "source": {"publisher": publisher},
        "people": [{"name": name, "role": None} for name in names],
        "status": "draft",
    }
    front = parse("articles/2025/03/a.md", f"{front_matter(fields)}\nIsi.\n".encode()).front
    assert front
    assert (front.title, front.summary) == (title, summary)
    assert [person.name for person in front.people] == list(filter(None, names))
    assert [source.publisher for source in front.sources] == list(filter(None, [publisher]))


@given(FIELDS)
def test_other_tools_read_the_same_texts(fields: dict[str, Value]) -> None:
    """Nothing that is meant as text turns into a number or a truth value elsewhere; dates stand bare."""
    text = front_matter(fields).removeprefix("---\n").removesuffix("---\n")

    def same(value: Value, read: object) -> bool:
        if isinstance(value, dict):
            return isinstance(read, dict) and all(same(item, read[key]) for key, item in value.items())
        if isinstance(value, list):
            return isinstance(read, list) and all(map(same, value, read))
        return read == value or (isinstance(read, date | int) and str(read) == value)

    read = yaml.safe_load(text) or {}
    assert all(same(value, read[key]) for key, value in fields.items())


def test_the_form_and_the_order_are_the_guide_s() -> None:
    fields: dict[str, Value] = {
        "status": "draft",
        "people": [{"name": "Budi 😀", "role": "Plt. Kepala: Rutan"}, {"name": None}],
        "source": {"publisher": None, "published": "2025-03-21"},
        "event_type": ["razia", "a, b"],
        "date": "2025-03",
        "title": 'Rutan "Serang":  razia #3',
        "summary": None,
    }
    assert front_matter(fields, "Catatan\nlagi.") == (
        "---\n"
        'title: "Rutan \\"Serang\\": razia #3"\n'
        "date: 2025-03\n"
        'event_type: [razia, "a, b"]\n'
        "summary:\n"
        "source:\n"
        "  publisher:\n"
        "  published: 2025-03-21\n"
        "people:\n"
        "  - name: Budi 😀\n"
        '    role: "Plt. Kepala: Rutan"\n'
        "  - name:\n"
        "status: draft\n"
        "# Catatan\n"
        "# lagi.\n"
        "---\n"
    )


def test_the_order_names_every_field_once() -> None:
    assert sorted(ORDER) == sorted(FrontMatter.model_fields)


def test_a_skeleton_names_what_is_known_and_leaves_room_for_the_rest() -> None:
    wishes = Wishes("Rutan Serang gelar razia", "2025-07-08", ["Rutan Kota Serang"], [], ["Kunker"])
    skeleton, errors = begin(wishes, VOCABULARY, date(2026, 1, 1), "Catatan.")
    assert errors == []
    assert skeleton.path == "articles/2025/07/rutan-serang-gelar-razia.md"
    assert skeleton.text == (
        "---\n"
        "title: Rutan Serang gelar razia\n"
        "date: 2025-07-08\n"
        "facility: Rutan Kelas IIB Serang\n"
        "event_type: kunjungan-kerja\n"
        "summary:\n"
        "source:\n"
        "  publisher:\n"
        "  title:\n"
        "  url:\n"
        "  published:\n"
        "  kind:\n"
        "people:\n"
        "  - name:\n"
        "    role:\n"
        "status: draft\n"
        "added: 2026-01-01\n"
        "# Catatan.\n"
        "---\n\n"
    )


def test_what_check_would_refuse_is_named_with_its_field() -> None:
    wishes = Wishes("Judul", "2026-01-02", ["Lapas Entah"], ["Entah"], ["kunker", "entah"])
    _, errors = begin(wishes, VOCABULARY, date(2026, 1, 1))
    assert {(field, found.code) for field, found in errors} == {
        ("date", "future-date"),
        ("facility", "unknown-facility"),
        ("region", "unknown-region"),
        ("event_type", "unknown-event-type"),
    }
