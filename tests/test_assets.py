"""Stylesheets and scripts are named after their content: no browser cache mixes two versions of them."""

import re
from pathlib import Path

import pytest

from newsarchive.output.assets import Assets, with_hashes
from newsarchive.output.bundle import bundled
from tests.builders import REPOSITORY
from tests.node import run_in_node

SOURCES = {
    "assets/page.js": 'import { a } from "./engine.js";\nconst more = () => import(`./late.js${"?1"}`);\n',
    "assets/engine.js": '/* See "./late.js". */\nimport { w } from "./words.js";\nexport const a = w;\n',
    "assets/late.js": 'export const style = new URL("./late.css", import.meta.url);\n',
    "assets/late.css": '@import "./base.css";\n',
    "assets/base.css": "body { color: red }\n",
    "assets/words.js": "export const w = 1;\n",
    "assets/mark.svg": "<svg/>\n",
    "assets/deep/own.js": "export {};\n",
    "formulir.js": "export {};\n",
}


def hashed(tmp_path: Path, **changed: str) -> Assets:
    """The sources under their names, each in a file of its own; `changed` gives other texts by plain name."""
    paths = {}
    for number, (path, text) in enumerate(SOURCES.items()):
        source = tmp_path / str(number)
        plain = path.rpartition("/")[2].replace(".", "_")
        source.write_text(changed.get(plain, text), encoding="utf-8", newline="")
        paths[path] = source
    return with_hashes(paths)


def test_names_are_plain_stem_hash_and_ending(tmp_path: Path) -> None:
    assets = hashed(tmp_path)
    assert sorted(assets.names) == ["late.css", "late.js", "page.js"]
    for plain, path in assets.names.items():
        stem, _, ending = plain.partition(".")
        assert re.fullmatch(rf"assets/{stem}\.[0-9a-f]{{8}}\.{ending}", path)
        assert path in assets.files
        assert f"assets/{plain}" not in assets.files
    assert {"assets/mark.svg", "assets/deep/own.js", "formulir.js"} <= assets.files.keys()


def test_every_reference_leads_to_a_file(tmp_path: Path) -> None:
    assets = hashed(tmp_path)
    data = assets.files[assets.names["page.js"]]
    assert isinstance(data, bytes)
    late = assets.names["late.js"].removeprefix("assets/")
    assert f'const more = () => import(`./{late}${{"?1"}}`);\n' in data.decode()


def test_imports_are_all_that_a_script_needs_and_comments_name_none(tmp_path: Path) -> None:
    assets = hashed(tmp_path)
    plain = {path: name for name, path in assets.names.items()}
    needs = {name: [plain[path] for path in paths] for name, paths in assets.imports.items()}
    assert needs["page.js"] == ["page.js", "late.css", "late.js"]
    assert needs["late.css"] == ["late.css"]


@pytest.mark.parametrize(
    ("changed", "renamed"),
    [
        ("words_js", {"page.js"}),
        ("base_css", {"late.css", "late.js", "page.js"}),
        ("page_js", {"page.js"}),
        ("mark_svg", set[str]()),
    ],
)
def test_a_change_renames_the_file_and_all_that_name_it(
    tmp_path: Path, changed: str, renamed: set[str]
) -> None:
    before = hashed(tmp_path).names
    after = hashed(tmp_path, **{changed: "export const w = 2;\n"}).names
    assert {name for name in before if before[name] != after[name]} == renamed


def test_modules_that_ask_for_each_other_later_are_no_circle(tmp_path: Path) -> None:
    circle = {"late_js": "const page = () => import('./page.js');\n"}
    assets = hashed(tmp_path, **circle)
    data = assets.files[assets.names["late.js"]]
    assert isinstance(data, bytes)
    assert assets.names["page.js"].removeprefix("assets/") in data.decode()
    assert (
        hashed(tmp_path, **circle, words_js="export const w = 3;\n").names["late.js"]
        != assets.names["late.js"]
    )


def test_modules_that_import_each_other_are_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"engine\.js -> words\.js -> engine\.js"):
        hashed(tmp_path, words_js='import { a } from "./engine.js";\nexport const w = a;\n')


def test_modules_in_one_file_do_what_they_do_apart() -> None:
    texts = {
        "words.js": "/* Counts. */\nlet count = 0;\nexport function next() {\n  return ++count;\n}\n",
        "one.js": (
            'import { next as more } from "./words.js";\n'
            "const count = 10;\nexport const one = () => count + more();\n"
        ),
        "page.js": (
            'import { one } from "./one.js";\nimport { next } from "./words.js";\n'
            "export const all = [one(), next(), one()];\n"
        ),
    }
    (script,) = bundled(texts).values()
    assert "Counts" not in script
    run = "const url = `data:text/javascript,${encodeURIComponent(input)}`; return (await import(url)).all;"
    assert run_in_node(run, script) == [11, 2, 13]


def test_stylesheets_are_one_file_without_what_only_editors_read() -> None:
    texts = {
        "page.css": '/* Ours. */\n\n@import "./base.css";\n\n.a {\n  color: red;\n  margin: 0 1px;\n}\n',
        "base.css": '/*! Theirs, MIT */\n/* More. */\nb::after {content:", ";color:red}\n',
    }
    whole = '/*! Theirs, MIT */\nb::after {content:", ";color:red}.a {color: red;margin: 0 1px;}'
    assert {name: text.strip() for name, text in bundled(texts).items()} == {"page.css": whole}


def test_line_ends_of_a_checkout_make_no_difference(tmp_path: Path) -> None:
    crlf = {
        path.rpartition("/")[2].replace(".", "_"): text.replace("\n", "\r\n")
        for path, text in SOURCES.items()
    }
    unix, windows = hashed(tmp_path), hashed(tmp_path, **crlf)
    assert unix.names == windows.names
    assert all(windows.files[path] == unix.files[path] for path in unix.names.values())


def test_settings_take_the_published_names(tmp_path: Path) -> None:
    assets = hashed(tmp_path)
    scripts = [{"path": "assets/page.js", "type": "module"}, "https://arsip.example/assets/page.js", "x.js"]
    assert assets.published(scripts) == [{**scripts[0], "path": assets.names["page.js"]}, *scripts[1:]]  # type: ignore[dict-item]


def test_our_own_scripts_name_each_other_in_the_one_way_that_is_found() -> None:
    sources = {
        path.relative_to(REPOSITORY / "docs").as_posix(): path
        for path in (REPOSITORY / "docs/assets").iterdir()
    }
    names = with_hashes(sources).names
    mention = re.compile(rf"[\"'`][^\"'`\n]*?({'|'.join(map(re.escape, names))})[\"'`?$]")
    for name in names:
        text = (REPOSITORY / "docs/assets" / name).read_text(encoding="utf-8")
        for match in mention.finditer(text):
            assert match[0][1:].startswith(f"./{match[1]}"), f"{name}: {match[0]} is not renamed"
