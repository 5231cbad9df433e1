"""Problems in words and in the formats of other programs; and the page that lists them all."""

import json
import re
import shutil
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from newsarchive.commands.cli import main
from newsarchive.problems import (
    FORMATS,
    WARNINGS,
    Lang,
    Problem,
    as_github,
    as_json,
    as_sarif,
    as_text,
    catalogue,
    hint,
    message,
    problem,
)
from tests.builders import plain_settings
from tests.reading import read_root
from tests.vocabularies import write_vocabulary

ROOT = Path(__file__).resolve().parents[1]
BAD = Path(__file__).parent / "bad_archive"
AS_OF = date(2026, 1, 1)

COLON = problem("articles/2025/10/a.md", (2, 14), "yaml-colon")
FACILITY = problem("articles/2025/10/a,b.md", (4, 11), "unknown-facility", name="Rutan 9%", nearest="")
WHOLE = problem("articles/2025/10/c.md", (0, 0), "empty-file")
WARNING = problem("articles/2025/10/c.md", (1, 1), "bom")


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_both_languages_say_the_same() -> None:
    ours, theirs = (catalogue(lang) for lang in get_args(Lang))
    assert list(ours) == list(theirs)
    for code, texts in ours.items():
        assert set(texts) == set(theirs[code]) == {"message", "hint"}, code
        assert names(str(texts["message"])) == names(str(theirs[code]["message"])), code
        assert names(" ".join(texts["hint"])) == names(" ".join(theirs[code]["hint"])), code


def test_every_warning_is_a_code() -> None:
    assert set(catalogue("id")) >= WARNINGS


@pytest.mark.parametrize("code", catalogue("id"))
def test_every_code_has_a_sentence_and_a_fix(code: str) -> None:
    for lang in get_args(Lang):
        texts = catalogue(lang)[code]
        values = dict.fromkeys(names(str(texts["message"])) | names(" ".join(texts["hint"])), "nilai")
        found = problem("a.md", (1, 1), code, **values)
        assert re.fullmatch(r"[A-Z\"‘“(n{].*[.?]", message(found, lang)), message(found, lang)
        assert hint(found, lang)
        # With nothing to suggest there is still something to do.
        found = problem("a.md", (1, 1), code, **values | dict.fromkeys(("nearest", "suggestion"), ""))
        assert hint(found, lang), code


def test_the_guide_lists_every_code_once_in_the_order_of_the_strings() -> None:
    parts = [ROOT / f"docs/panduan/{name}.md" for name in ("masalah", "masalah-kosakata")]
    guide = "".join(part.read_text(encoding="utf-8") for part in parts)
    entries = re.findall(
        r"^### `([a-z0-9-]+)`\n\n- Contoh: (.+)\n- Perbaikan: (.+)\n(- Ini hanya peringatan.\n)?", guide, re.M
    )
    listed = [entry[0] for entry in entries]
    assert sorted(listed) == sorted(catalogue("id"))
    assert guide.count("\n### ") == len(listed)
    assert {code for code, _, _, warns in entries if warns} == set(WARNINGS)


def test_text_is_for_people() -> None:
    assert as_text([COLON, FACILITY, WHOLE, WARNING]) == (
        "articles/2025/10/a.md:2:14: error yaml-colon: Ada tanda titik dua di tengah nilai, sehingga nilainya"
        " tidak dapat dibaca.\n"
        "    Apit seluruh nilai dengan tanda kutip, misalnya"
        ' title: "Rutan Serang: warga binaan panen lele".\n'
        'articles/2025/10/a,b.md:4:11: error unknown-facility: Fasilitas "Rutan 9%" tidak ada dalam daftar.\n'
        "    Pakai nama atau ID dari vocab/facilities.yml, atau tambahkan unitnya di sana.\n"
        "articles/2025/10/c.md: error empty-file: Berkas ini kosong.\n"
        "    Isi berkas dengan artikelnya, atau hapus berkas ini.\n"
        "articles/2025/10/c.md:1:1: warning bom: Berkas ini diawali tanda BOM yang tidak terlihat.\n"
        '    Simpan ulang dengan pengodean "UTF-8", bukan "UTF-8 with BOM". Isinya tetap terbaca.\n'
        "\n"
        "3 kesalahan dan 1 peringatan di 3 berkas. Kesalahan harus diperbaiki sebelum situs diperbarui."
        " Peringatan tidak menghalangi.\n"
    )
    assert as_text([]) == "Tidak ada masalah.\n"
    assert as_text([], "en") == "No problems.\n"


def test_a_suggestion_is_only_made_where_there_is_one() -> None:
    near = problem("a.md", (1, 1), "unknown-facility", name="x", nearest="Rutan Serang")
    assert hint(near).startswith("Mungkin maksud Anda: Rutan Serang. Pakai")
    assert hint(near, "en").startswith("Did you mean: Rutan Serang? Use")


def test_json_is_a_list_of_objects() -> None:
    first, second = json.loads(as_json([FACILITY, WHOLE], "en"))
    assert list(first) == ["path", "line", "column", "severity", "code", "message", "hint"]
    assert (first["path"], first["line"], first["column"]) == ("articles/2025/10/a,b.md", 4, 11)
    assert (first["severity"], first["code"]) == ("error", "unknown-facility")
    assert (second["line"], second["column"]) == (0, 0)
    assert json.loads(as_json([])) == []


def test_github_gets_escaped_commands() -> None:
    assert as_github([FACILITY, WARNING], "en").splitlines() == [
        "::error file=articles/2025/10/a%2Cb.md,line=4,col=11,title=unknown-facility::"
        'The facility "Rutan 9%25" isn\'t in the list.%0A'
        "Use a name or ID from vocab/facilities.yml, or add the unit there.",
        "::warning file=articles/2025/10/c.md,line=1,col=1,title=bom::"
        "This file begins with an invisible byte order mark (BOM).%0A"
        'Save it as "UTF-8", not "UTF-8 with BOM". It can be read all the same.',
    ]
    assert as_github([WHOLE]).startswith("::error file=articles/2025/10/c.md,title=empty-file::")


def test_sarif_holds_rules_and_places() -> None:
    log = json.loads(as_sarif([COLON, WHOLE, WARNING, COLON]))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["bom", "empty-file", "yaml-colon"]
    results: list[dict[str, Any]] = run["results"]
    assert [result["ruleIndex"] for result in results] == [2, 1, 0, 2]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "articles/2025/10/a.md"},
        "region": {"startLine": 2, "startColumn": 14},
    }
    assert "region" not in results[1]["locations"][0]["physicalLocation"]
    assert results[2]["level"] == "warning"


@pytest.mark.parametrize("form", FORMATS)
def test_no_name_can_fake_a_second_message(form: str) -> None:
    evil = "articles/a\n::error file=x::\u202eb\ud800.md"
    text = FORMATS[form]([problem(evil, (0, 0), "bad-file-name", name=evil, suggestion="a.md")], "id")
    assert not any(line.startswith("::error file=x") for line in text.splitlines())
    assert "\u202e" not in text
    text.encode()


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize("form", FORMATS)
def test_every_real_problem_can_be_shown(form: str, lang: Lang) -> None:
    _, problems = read_root(BAD, AS_OF)
    text = FORMATS[form](problems, lang)
    assert "{" not in text or form in ("json", "sarif") or "{publisher" in text
    assert len(problems) > 100


def run(root: Path, *options: str) -> tuple[int, str]:
    said = StringIO()
    with redirect_stdout(said):
        code = main(["check", "--root", str(root), "--as-of", "2026-01-01", *options])
    return code, said.getvalue()


def test_check_says_by_its_exit_code_what_it_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    shutil.copytree(BAD, bad)
    code, output = run(bad, "--format", "json", "--lang", "en")
    found = json.loads(output)
    assert code == 2, "wrong settings are wrong use"
    assert [p["path"] for p in found] == sorted(p["path"] for p in found)
    assert {"mkdocs.yml", "docs/index.md"} <= {p["path"] for p in found}
    plain_settings(bad)
    assert run(bad)[0] == 1
    assert run(bad, "--format", "xml")[0] == 2
    assert run(tmp_path / "missing")[0] == 2


def test_check_passes_with_warnings_only(tmp_path: Path) -> None:
    write_vocabulary(tmp_path)
    plain_settings(tmp_path)
    article = tmp_path / "articles/2025/03/a.md"
    article.parent.mkdir(parents=True)
    article.write_bytes((BAD / "articles/2025/03/bom.md").read_bytes())
    code, output = run(tmp_path)
    assert (code, "1 peringatan" in output) == (0, True), output


def test_problems_sort_by_place() -> None:
    late = Problem("b.md", 1, 1, "bom")
    assert sorted([late, WARNING, COLON]) == [COLON, WARNING, late]


def test_a_dash_is_a_character_worth_a_hint() -> None:
    dash = Problem("articles/a.md", 2, 8, "yaml-special-character", (("character", "-"),))
    assert hint(dash) == 'Apit seluruh nilai dengan tanda kutip, misalnya title: "-…".'
