"""Every mistake in front matter is told by a code whose fix, when it is followed, makes the problem go away."""

# ruff: noqa: E501 - a mistake and its mended form stand side by side

import pytest

from newsarchive.content.articles.parse import parse
from newsarchive.problems import Problem, hint
from tests.growth import growth

PATH = "articles/2025/10/contoh.md"
FIELDS = {
    "title": "title: Contoh",
    "date": "date: 2025-10-29",
    "facility": "facility: rutan-serang",
    "event_type": "event_type: razia",
    "summary": "summary: Petugas memeriksa kamar hunian.",
    "source": "source: {publisher: Koran Contoh}",
    "more": "",
}
# The field whose line is replaced, what an editor wrote, the code, and the line as the hint has it mended.
MISTAKES = [
    ("title", "title: ! x", "yaml-special-character", 'title: "! x"'),
    ("title", "title: !siaga", "yaml-special-character", 'title: "!siaga"'),
    ("title", "title: > 50 orang", "yaml-special-character", 'title: "> 50 orang"'),
    ("title", "title: | x", "yaml-special-character", 'title: "| x"'),
    ("title", "title: @rutan", "yaml-special-character", 'title: "@rutan"'),
    ("title", "title: ? x", "yaml-special-character", 'title: "? x"'),
    ("title", "title: , x", "yaml-special-character", 'title: ", x"'),
    ("title", "title: - x", "yaml-special-character", 'title: "- x"'),
    ("title", "title: & x", "yaml-alias", 'title: "& x"'),
    ("title", "title: &Co", "yaml-alias", 'title: "&Co"'),
    ("title", "title: * x", "yaml-alias", 'title: "* x"'),
    ("title", "title: *x", "yaml-alias", 'title: "*x"'),
    ("title", "title: A: B: C", "yaml-colon", 'title: "A: B: C"'),
    ("title", "title: “Siap” kata: dia", "yaml-colon", 'title: "“Siap” kata: dia"'),
    ("title", "title: “A”: “B”", "yaml-colon", 'title: "“A”: “B”"'),
    ("title", 'title: "Siap" kata warga', "yaml-quote", "title: '\"Siap\" kata warga'"),
    ("title", 'title: "Siap', "yaml-quote", 'title: "Siap"'),
    ("title", "title: 'Jum'at'", "yaml-quote", 'title: "Jum\'at"'),
    ("title", "title: [Siaga] razia", "yaml-bracket", 'title: "[Siaga] razia"'),
    ("title", 'title: "C:\\Users\\ani"', "yaml-backslash", "title: 'C:\\Users\\ani'"),
    ("title", 'title: "a\\qb"', "yaml-backslash", "title: 'a\\qb'"),
    ("title", "title:Judul", "yaml-missing-space", "title: Judul"),
    ("title", "title: “Lapas: panen raya”", "yaml-curly-quotes", 'title: "Lapas: panen raya"'),
    ("title", "title: “HUT #61”", "yaml-curly-quotes", 'title: "HUT #61"'),
    ("title", "title: Peringatan HUT #61 di rutan", "text-cut-at-hash", 'title: "Peringatan HUT #61 di rutan"'),
    ("title", "title: #61", "text-cut-at-hash", 'title: "#61"'),
    ("summary", "summary: Acara #HariBakti", "text-cut-at-hash", 'summary: "Acara #HariBakti"'),
    ("more", "date_note: Lihat #3", "text-cut-at-hash", 'date_note: "Lihat #3"'),
    ("more", "people:\n  - name: Budi #2", "text-cut-at-hash", 'people:\n  - name: "Budi #2"'),
    ("facility", "facility: rutan-serang #2", "text-after-hash", 'facility: "rutan-serang #2"'),
    ("summary", "summary: >-\nRingkas saja", "yaml-block-not-indented", "summary: >-\n  Ringkas saja"),
    ("summary", "summary: >-\nRingkas: saja", "yaml-block-not-indented", "summary: >-\n  Ringkas: saja"),
    ("source", "source:\npublisher: A\nurl: https://x.id", "yaml-not-indented", "source:\n  publisher: A\n  url: https://x.id"),
    ("source", "source:\ntitle: B\npublisher: A", "yaml-not-indented", "source:\n  title: B\n  publisher: A"),
    ("source", "source:\n  publisher: A\nurl: https://x.id", "yaml-not-indented", "source:\n  publisher: A\n  url: https://x.id"),
    ("more", "people:\n- name: A\nrole: B", "yaml-not-indented", "people:\n- name: A\n  role: B"),
    ("more", "image:\nfile: a.jpg\nalt: b", "yaml-not-indented", "image:\n  file: a.jpg\n  alt: b"),
    ("more", "corrections:\ndate: 2025-11-01\nkind: ralat\nnote: x", "yaml-not-indented", "corrections:\n  date: 2025-11-01\n  kind: ralat\n  note: x"),
    ("more", "status: withdrawn\nwithdrawn:\ndate: 2025-11-01\nreason: privasi", "yaml-not-indented", "status: withdrawn\nwithdrawn:\n  date: 2025-11-01\n  reason: privasi"),
    ("source", "source:\n  publisher:Contoh", "yaml-missing-space", "source:\n  publisher: Contoh"),
    ("source", "source: {publisher:Contoh}", "yaml-missing-space", "source: {publisher: Contoh}"),
    ("source", "source: Koran Detak", "not-mapping", "source: {publisher: Koran Detak}"),
    ("source", "source: https://x.id/a", "not-mapping", 'source: {publisher: "…", url: "https://x.id/a"}'),
    ("more", "image: Foto Panen.JPG", "not-mapping", 'image: {file: foto-panen.jpg, alt: "…", credit: "…"}'),
    ("more", "people: Budi, S.H.", "not-mapping", 'people: {name: "Budi, S.H.", role: "…"}'),
    ("more", "people: [{name: Budi, S.H., role: Karutan}]", "yaml-comma", 'people: [{name: "Budi, S.H.", role: Karutan}]'),
    ("more", "image: {file: ../Foto Aula.JPG, alt: x}", "bad-image-name", "image: {file: foto-aula.jpg, alt: x}"),
    ("more", "aliases: 2025/9/Nama Lama.md", "bad-alias", "aliases: 2025/09/nama-lama"),
    ("more", "story: Banjir Lapas", "bad-story", "story: banjir-lapas"),
    ("more", "status: publis", "invalid-choice", "status: published"),
    ("more", "status: “draft”", "invalid-choice", "status: draft"),
    ("source", "source: {publisher: A, kind: berita pers}", "invalid-choice", "source: {publisher: A, kind: news}"),
    ("source", "source: {publisher: A, independent: mungkin}", "invalid-choice", "source: {publisher: A, independent: tidak}"),
    ("source", "source: {publisher: A, kind: press-release, independent: ya}", "independent-press-release", "source: {publisher: A, kind: press-release}"),
    ("source", "source: {publisher: A, url: www.x.id/a}", "invalid-url", "source: {publisher: A, url: https://www.x.id/a}"),
    ("source", "source: {publisher: A, url: <https://x.id/a>}", "invalid-url", "source: {publisher: A, url: https://x.id/a}"),
    ("source", "source: {publisher: A, url: “https://x.id/a”}", "yaml-curly-quotes", 'source: {publisher: A, url: "https://x.id/a"}'),
    ("date", "date: “2025-10-07”", "yaml-curly-quotes", 'date: "2025-10-07"'),
    ("date", "date: “7 Oktober 2025”", "invalid-date", "date: 2025-10-07"),
    ("date", "date: 2025-10-05T20:00:00.000Z", "invalid-date", "date: 2025-10-06"),
    ("date", "date: 2025-29-10", "impossible-date", "date: 2025-10-29"),
    ("title", 'title: "Judul \\u202e terbalik"', "control-character", 'title: "Judul terbalik"'),
]  # fmt: skip


def problems(field: str, lines: str) -> list[Problem]:
    front = "\n".join(line for line in (FIELDS | {field: lines}).values() if line)
    return list(parse(PATH, f"---\n{front}\n---\n\nIsi.\n".encode()).problems)


@pytest.mark.parametrize(("field", "written", "code", "mended"), MISTAKES)
def test_the_fix_works_when_it_is_followed(field: str, written: str, code: str, mended: str) -> None:
    found = problems(field, written)
    assert [problem.code for problem in found] == [code]
    assert problems(field, mended) == []
    # Where the hint names the line as it should be, that is the line which was tried.
    values = dict(found[0].values)
    proposed = next((values[name] for name in ("fixed", "form", "suggestion") if values.get(name)), "")
    assert proposed in mended
    assert proposed in hint(found[0])


INDONESIAN = {
    "judul": "title", "tanggal": "date", "fasilitas": "facility", "kategori": "event_type", "tags": "event_type",
    "jenis": "event_type", "ringkasan": "summary", "sumber": "source", "wilayah": "region", "provinsi": "region",
    "foto": "image", "penulis": "source: {author: …}", "koreksi": "corrections", "Title": "title", "titel": "title",
    "publisher": "source: {publisher: …}", "event-type": "event_type",
}  # fmt: skip


@pytest.mark.parametrize(("name", "meant"), INDONESIAN.items())
def test_a_field_by_another_name_is_told_once_with_the_right_one(name: str, meant: str) -> None:
    field = meant if meant in FIELDS else "more"
    found = problems(field, f"{name}: 2025-10-29")
    assert [problem.code for problem in found] == ["unknown-field"]
    assert dict(found[0].values)["nearest"] == meant


@pytest.mark.parametrize(
    ("name", "meant"), [("nama", "name"), ("jabatan", "role"), ("posisi", "role"), ("nme", "name")]
)
def test_a_field_of_people_by_another_name(name: str, meant: str) -> None:
    other = {"name": "role", "role": "name"}[meant]
    found = problems("more", f"people: [{{{name}: A, {other}: B}}]")
    assert [(p.code, dict(p.values)["nearest"]) for p in found] == [("unknown-field", f"people.{meant}")]


@pytest.mark.parametrize(
    "alias",
    [
        "articles/2025/10/x.md", "/berita/2025/10/x/", "berita/2025/10/x", "2025/10/x.html", "2025\\10\\x",
        "https://contoh.example/arsip/berita/2025/10/x/", "https://contoh.example/berita/2025/10/x/index.html#a",
    ],
)  # fmt: skip
def test_an_alias_is_read_as_people_paste_it(alias: str) -> None:
    front = parse(PATH, f"---\naliases: ['{alias}']\n---\n\nIsi.\n".encode()).front
    assert front and front.aliases == ("2025/10/x",)


@pytest.mark.parametrize(
    ("written", "status"),
    [("Published", "published"), ("terbit", "published"), ("draf", "draft"), ("Ditarik", "withdrawn")],
)
def test_a_status_may_be_written_as_people_say_it(written: str, status: str) -> None:
    front = parse(PATH, f"---\nstatus: {written}\n---\n\nIsi.\n".encode()).front
    assert front and front.status == status


@pytest.mark.parametrize("status", ["draft", "draf", "Draft"])
@pytest.mark.parametrize(
    "front", ["", "title:\nsource:\n  publisher:\n", "image: {file: a.jpg}\n", "summary: >-\n"]
)
def test_a_fresh_draft_is_no_mistake(status: str, front: str) -> None:
    found = parse(PATH, f"---\nstatus: {status}\n{front}---\n".encode()).problems
    assert found and {problem.code for problem in found} <= {"unfinished-draft", "empty-draft"}
    assert {problem.severity for problem in found} == {"warning"}


def test_a_published_article_without_text_is_a_mistake() -> None:
    for body in ("", "\n\n", "\u200b\n", "\u3164\n"):
        front = "\n".join(filter(None, FIELDS.values()))
        found = parse(PATH, f"---\n{front}\n---\n{body}".encode()).problems
        assert [(problem.code, problem.severity) for problem in found] == [("empty-body", "error")]


@pytest.mark.parametrize("title", ["\u200b\u200b", "\u3164", '"\\u200b"', "\u00ad", "''", "\u2800"])
def test_a_title_that_shows_nothing_is_none(title: str) -> None:
    assert [problem.code for problem in problems("title", f"title: {title}")] == ["missing-field"]


@pytest.mark.parametrize(
    "escape", ["\\0", "\\x1b", "\\x9b", "\\L", "\\P", "\\N", "\\e", "\\u202e", "\\u2067", "\\u200f"]
)
@pytest.mark.parametrize("field", ["title", "summary", "source", "more"])
def test_no_escape_brings_in_what_nobody_sees(escape: str, field: str) -> None:
    text = {"source": f'source: {{publisher: "A{escape}b"}}', "more": f'people:\n  - name: "A{escape}b"'}
    found = problems(field, text.get(field, f'{field}: "A{escape}b"'))
    assert [problem.code for problem in found] == ["control-character"]


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        ("people:\n", "- &a x\n"),
        ("people:\n", "- {nama: x}\n"),
        ("people:\n", "- a:b\n"),
        ("region:\n", "- a #b\n"),
        ("people: [", "&a x, "),
        ("", "title: x\n"),
        ("---\n\u200b", "\x07a"),
    ],
)
def test_the_time_to_tell_mistakes_grows_with_their_number(start: str, piece: str) -> None:
    def work(text: str) -> object:
        return parse(PATH, f"---\n{text}\n---\n\nIsi.\n".encode())

    assert growth(work, lambda size: start + piece * (size // len(piece)), 5000) < 9
