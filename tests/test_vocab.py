"""The vocabularies are complete and in order, and every mistake in one is reported at its place."""

import os
import socket
from pathlib import Path

import pytest
import yaml

from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.content.words.load import load_words
from newsarchive.model import Vocabulary

ROOT = Path(__file__).parent.parent
FILES = ("event_types.yml", "facilities.yml", "glossary.yml", "regions.yml", "themes.yml")
OFFICE = "kanwil-banten: {name: Kanwil Ditjenpas Banten, type: kanwil, region: banten, source: a}\n"
SMALL: dict[str, str | bytes] = {
    "regions.yml": "banten: {name: Banten, code: 36, parent: kanwil-banten}\n",
    "facilities.yml": OFFICE,
    "themes.yml": "lainnya: {name: Lainnya}\n",
    "event_types.yml": "lainnya: {name: Lainnya, theme: lainnya}\n",
    "glossary.yml": "PB: {expansion: Pembebasan Bersyarat, explanation: Bebas bersyarat., tooltip: false}\n",
}
THEME_OF_EVENT_TYPE = {
    "bakti-sosial": "kesehatan-sosial",
    "gangguan-kamtib": "keamanan",
    "hukum-ham": "hak-integrasi",
    "kepegawaian": "kelembagaan",
    "kerja-sama": "kelembagaan",
    "kesehatan": "kesehatan-sosial",
    "kunjungan-kerja": "kelembagaan",
    "lainnya": "lainnya",
    "layanan-kunjungan": "hak-integrasi",
    "layanan-publik": "kelembagaan",
    "narkoba": "keamanan",
    "pembinaan-kemandirian": "pembinaan",
    "pembinaan-kepribadian": "pembinaan",
    "pengarahan-rapat": "kelembagaan",
    "razia": "keamanan",
    "remisi-integrasi": "hak-integrasi",
    "upacara-peringatan": "kelembagaan",
}


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    (root / "vocab").mkdir()
    for name, text in (SMALL | files).items():
        (root / "vocab" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def test_provinces_and_the_offices_that_serve_them(vocabulary: Vocabulary) -> None:
    regions, facilities = vocabulary.terms["region"], vocabulary.terms["facility"]
    offices = [term for term in facilities.values() if term.type == "kanwil"]
    assert (len(regions), len(facilities), len(offices)) == (38, 667, 33)
    assert len({term.code for term in regions.values()}) == 38
    assert sorted(id_ for office in offices for id_ in office.regions) == sorted(regions)
    assert facilities["kanwil-kalimantan-timur"].regions == ("kalimantan-timur", "kalimantan-utara")
    assert all(office.region in office.regions and not office.parent for office in offices)
    assert all(term.parent == regions[term.region].parent for term in facilities.values() if term.parent)
    assert sum(not term.parent for term in facilities.values()) == len(offices)


def test_every_facility_names_its_source_and_doubt(vocabulary: Vocabulary) -> None:
    facilities = vocabulary.terms["facility"]
    assert all(term.source for term in facilities.values())
    assert "belum diverifikasi" in facilities["bapas-medan"].source
    assert facilities["rupbasan-bandung"].closed and not facilities["rutan-serang"].closed
    assert facilities["lapas-batang"].former_names == ("Rutan Kelas IIB Batang",)


def test_event_types_belong_to_the_themes_of_the_design(vocabulary: Vocabulary) -> None:
    event_types = vocabulary.terms["event_type"]
    assert {id_: term.parent for id_, term in event_types.items()} == THEME_OF_EVENT_TYPE
    assert set(vocabulary.terms["theme"]) == set(THEME_OF_EVENT_TYPE.values())
    assert all(term.description for term in event_types.values())


def test_glossary_marks_what_no_tooltip_may_explain(vocabulary: Vocabulary) -> None:
    glossary = {entry.abbreviation: entry for entry in vocabulary.glossary}
    assert len(glossary) == 134
    assert not any(glossary[word].tooltip for word in ("LP", "PK", "PKS", "PASTI", "Tahanan"))
    assert glossary["WBP"].tooltip


@pytest.mark.parametrize("name", FILES)
def test_files_are_sorted_and_free_of_empty_values(name: str) -> None:
    text = (ROOT / "vocab" / name).read_text(encoding="utf-8")
    entries = yaml.load(text, Loader=yaml.CBaseLoader)
    assert list(entries) == sorted(entries, key=str.casefold)
    assert all(value not in ("", []) for entry in entries.values() for value in entry.values())
    assert "\r" not in text and text.endswith("\n")


def facility(**fields: str) -> str:
    fields = {"name": "X", "type": "rutan", "region": "banten", "source": "a"} | fields
    return "".join(f"  {key}: {value}\n" for key, value in fields.items() if value)


SERANG = facility(name="Rutan Kelas IIB Serang")
BAD = [
    ("themes.yml", "lainnya: {name: Dahulu: kini}\n", [(1, 23, "yaml-colon")]),
    ("themes.yml", "lainnya:\n\tname: Lainnya\n", [(2, 1, "yaml-tab")]),
    ("themes.yml", "lainnya: {name: @x}\n", [(1, 17, "yaml-special-character")]),
    ("themes.yml", "lainnya: {name: 'x\n", [(1, 17, "yaml-quote")]),
    ("themes.yml", "- lainnya\n", [(1, 1, "vocab-file-not-mapping")]),
    ("themes.yml", "", [(1, 1, "vocab-file-not-mapping")]),
    ("themes.yml", b"lainnya:\n  name: L\xe9\n", [(2, 10, "not-utf8")]),
    (
        "themes.yml",
        "lainnya:\n  name: L\x07x\u200b\n",
        [(2, 10, "control-character")],
    ),
    ("themes.yml", 'lainnya:\n  name: "L\\u202e"\n', [(2, 9, "control-character")]),
    ("themes.yml", "lainnya:\n  name:Lainnya\n", [(2, 7, "yaml-missing-space")]),
    ("themes.yml", "lainnya: {name: &a Lainnya}\n", [(1, 17, "yaml-alias")]),
    ("themes.yml", "lainnya: {name: Blok #3}\n", [(1, 22, "text-cut-at-hash")]),
    ("themes.yml", "lainnya: {name: A}\nlainnya: {name: B}\n", [(2, 1, "duplicate-key")]),
    ("themes.yml", "lainnya: {name: A, name: B}\n", [(1, 20, "duplicate-key")]),
    ("themes.yml", "lainnya: {name: A}\na: {name: B}\n", [(2, 1, "vocab-not-sorted")]),
    ("themes.yml", "lainnya: {name: A}\nz--z: {name: B}\n", [(2, 1, "vocab-bad-id")]),
    ("themes.yml", "../z: {name: B}\nlainnya: {name: A}\n", [(1, 1, "vocab-bad-id")]),
    ("themes.yml", "con: {name: B}\nlainnya: {name: A}\n", [(1, 1, "vocab-bad-id")]),
    ("themes.yml", "lainnya: {description: A}\n", [(1, 1, "vocab-missing-key")]),
    ("themes.yml", "lainnya: {name: }\n", [(1, 11, "vocab-empty-value")]),
    ("themes.yml", "lainnya: Lainnya\n", [(1, 1, "vocab-entry-not-mapping")]),
    ("themes.yml", "lainnya: {name: [A]}\n", [(1, 11, "vocab-not-text")]),
    ("themes.yml", "lainnya: {name: A, aliases: B}\n", [(1, 20, "vocab-not-list")]),
    ("themes.yml", "lainnya: {name: A, aliases: [B, {}]}\n", [(1, 33, "vocab-not-text")]),
    ("themes.yml", "lainnya: {name: A, alias: [B]}\n", [(1, 20, "vocab-unknown-key")]),
    ("themes.yml", "lainnya: {name: A, <<: {source: x}}\n", [(1, 20, "vocab-unknown-key")]),
    ("themes.yml", "lainnya: {name: A, aliases: [B, b.]}\n", [(1, 33, "vocab-alias-redundant")]),
    ("themes.yml", "lainnya: {name: …}\n", [(1, 11, "vocab-unmatchable-name")]),
    (
        "themes.yml",
        "lainnya: {name: A, former_ids: [lainnya, z]}\nx: {name: B, former_ids: [z, ../y]}\n",
        [
            (1, 33, "vocab-former-id-taken"),
            (2, 27, "vocab-former-id-taken"),
            (2, 30, "vocab-bad-id"),
        ],
    ),
    ("event_types.yml", "razia: {name: Razia, theme: keamanan}\n", [(1, 22, "vocab-unknown-theme")]),
    ("regions.yml", "banten: {name: Banten, code: BT}\n", [(1, 24, "vocab-bad-code")]),
    ("regions.yml", "banten: {name: Banten, code: 36, parent: x}\n", [(1, 34, "vocab-unknown-parent")]),
    ("glossary.yml", "PB: {expansion: a, explanation: b, tooltip: jangan}\n", [(1, 36, "vocab-not-yes-no")]),
    (
        "glossary.yml",
        "WBP: {expansion: a, explanation: b}\nPB: {expansion: a, explanation: b}\n",
        [(2, 1, "vocab-not-sorted")],
    ),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(type='penjara')}", [(4, 3, "vocab-unknown-choice")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(**{'class': 'IIC'})}", [(7, 3, "vocab-unknown-choice")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(region='Banten')}", [(5, 3, "vocab-unknown-region")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(parent='kanwil-x')}", [(7, 3, "vocab-unknown-parent")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(source='')}", [(2, 1, "vocab-missing-key")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(lat='1', lon='NaN')}", [(8, 3, "vocab-bad-number")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(lat='91')}", [(7, 3, "vocab-bad-number")]),
    ("facilities.yml", f"{OFFICE}rutan-x:\n{facility(lat='9')}", [(2, 1, "vocab-missing-key")]),
    (
        "facilities.yml",
        "kanwil-aceh: {name: Kanwil Ditjenpas Aceh, type: kanwil, region: banten, source: a}\n"
        f"{OFFICE}rutan-x:\n{facility(parent='kanwil-aceh')}",
        [(8, 3, "vocab-parent-mismatch")],
    ),
    (
        "facilities.yml",
        f"{OFFICE}rutan-serang:\n{SERANG}rutan-x:\n{facility(aliases='[RUMAH TAHANAN klas 2-B Serang]')}",
        [(12, 13, "vocab-alias-taken")],
    ),
    (
        "facilities.yml",
        f"{OFFICE}rutan-serang:\n{SERANG}rutan-x:\n{facility(aliases='[Rutan Serang]')}",
        [(12, 13, "vocab-alias-taken")],
    ),
    (
        "facilities.yml",
        f"{OFFICE}rutan-serang:\n{SERANG}  aliases: [Rutan Serang, Cilowong, Rutan Cilowong]\n",
        [(7, 13, "vocab-alias-redundant"), (7, 37, "vocab-alias-redundant")],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), BAD)
def test_mistakes_are_reported_at_their_place(
    tmp_path: Path, name: str, text: str | bytes, expected: list[tuple[int, int, str]]
) -> None:
    _, problems = load_vocabulary(write(tmp_path, {name: text}))
    assert [(p.line, p.column, p.code) for p in problems if p.path == f"vocab/{name}"] == expected
    assert all(value for problem in problems for _, value in problem.values)


def test_all_files_report_in_one_run(tmp_path: Path) -> None:
    bad: dict[str, str | bytes] = dict.fromkeys(FILES, "Salah: {}\n")
    _, problems = load_vocabulary(write(tmp_path, bad))
    assert {problem.path for problem in problems} == {f"vocab/{name}" for name in FILES}
    assert problems == sorted(problems)


def test_values_say_what_is_meant(tmp_path: Path) -> None:
    region = "banten: {name: Banten, kode: 36, code: 36}\n"
    _, problems = load_vocabulary(write(tmp_path, {"regions.yml": region}))
    assert [dict(problem.values) for problem in problems] == [
        {
            "id": "banten",
            "key": "kode",
            "nearest": "code",
            "allowed": "aliases, capital, code, description, former_ids, former_names, name, parent, source",
        }
    ]


def test_a_good_small_vocabulary_needs_no_quotes(tmp_path: Path) -> None:
    themes = "\ufeff# tema\r\nlainnya:\r\n  name: No\r\n  aliases: [2025, 2025-13-45]\r\n"
    vocabulary, problems = load_vocabulary(write(tmp_path, {"themes.yml": themes}))
    assert [problem.code for problem in problems] == ["bom", "crlf"]
    assert vocabulary.term("theme", "lainnya").aliases == ("2025", "2025-13-45")
    assert vocabulary.term("facility", "kanwil-banten").regions == ("banten",)
    assert not vocabulary.glossary[0].tooltip


def test_missing_files_are_named_and_not_blamed_on_others(tmp_path: Path) -> None:
    _, problems = load_vocabulary(tmp_path)
    assert [(p.path, p.code) for p in problems] == [(f"vocab/{name}", "vocab-missing-file") for name in FILES]


def test_symlinks_out_of_the_root_are_refused(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    root = write(tmp_path / "root", {})
    (tmp_path / "themes.yml").write_bytes(b"lainnya: {name: Lainnya}\n")
    (root / "vocab" / "themes.yml").unlink()
    try:
        (root / "vocab" / "themes.yml").symlink_to(tmp_path / "themes.yml")
    except OSError:
        pytest.skip("no right to make symlinks here")
    _, problems = load_vocabulary(root)
    assert [(p.path, p.code) for p in problems] == [("vocab/themes.yml", "vocab-outside-root")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "device"])
@pytest.mark.parametrize("name", ["themes.yml", "search.yml", "roots.txt"])
def test_what_is_no_file_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    path = write(tmp_path, {}) / "vocab" / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            monkeypatch.chdir(path.parent)  # the path itself may be too long for a socket
            listener.bind(name)
    else:
        path.symlink_to("/dev/zero")
    vocabulary, problems = load_vocabulary(tmp_path)
    problems += load_words(tmp_path, vocabulary)[1]
    expected = "vocab-outside-root" if kind == "device" else "not-a-file"
    assert [(p.path, p.code) for p in problems] == [(f"vocab/{name}", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system [true]\n",
        "a: !!python/object/apply:os.system [true]\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: {name: *c}\n",
        "a: &a {name: *a}\n",
        "? [a]\n: b\n",
        "a: *x\n",
        "[" * 300_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 2000)),
        "\x00",
        "---\na: {}\n---\nb: {}\n",
    ],
)
def test_hostile_yaml_is_a_problem_and_never_an_exception(tmp_path: Path, text: str) -> None:
    _, problems = load_vocabulary(write(tmp_path, {"themes.yml": text}))
    assert any(problem.path == "vocab/themes.yml" for problem in problems)
