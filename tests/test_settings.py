"""`check` judges `mkdocs.yml`: what it passes, MkDocs takes, and nothing that isn't obeyed goes through."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from newsarchive.commands.check import check
from newsarchive.problems import hint, message
from newsarchive.settings.judge import config_of
from newsarchive.settings.read import read_settings
from newsarchive.settings.source import MAX_BYTES, parse
from newsarchive.settings.templates import REQUIRED
from tests.builders import CONTACT, REPOSITORY, plain_settings
from tests.vocabularies import write_vocabulary

PAGES = {"index.md", "arsip.md", "fasilitas.md", "tentang.md", "panduan/index.md"}
ASSETS = {"assets/archive.css", "assets/favicon.svg", "assets/lagi.js"}
ARCHIVE = {"contact": CONTACT}
EXTENSIONS = ["toc", "tables", "footnotes", "def_list", "admonition", "fenced_code", "sane_lists"]


def told(root: Path) -> list[tuple[str, int]]:
    """Code and line of all that is wrong with the settings under `root`."""
    settings = read_settings(root)
    found = [*settings.problems, *settings.problems_within(root, PAGES.__contains__, ASSETS)]
    assert {problem.path for problem in found} <= {"mkdocs.yml"}
    for problem in found:
        assert message(problem) != message(problem, "en")
        assert hint(problem)
    return [(problem.code, problem.line) for problem in found]


def told_of(root: Path, **settings: Any) -> set[str]:
    plain_settings(root, **settings)
    return {code for code, _ in told(root)}


SOUND: dict[str, dict[str, Any]] = {
    "fewest": {},
    "no address": {"site_url": None},
    "empty address": {"site_url": ""},
    "address below a path": {"site_url": "http://contoh.example:8080/arsip"},
    "nested nav": {
        "nav": [{"Arsip": "arsip.md"}, "fasilitas.md", {"Lain": [{"Kita": "tentang.md"}, "panduan/index.md"]}]
    },
    "files": {
        "extra_css": ["assets/archive.css"],
        "extra_javascript": ["assets/lagi.js", {"path": "assets/lagi.js", "defer": True}],
    },
    "theme": {
        "theme": {"name": "material", "language": "id", "font": False, "favicon": "assets/favicon.svg"}
    },
    "own": {
        "extra": {
            "generator": False,
            "lain": [1],
            "archive": {"lang": "en", "listing_limit": 5, "latest": 1} | ARCHIVE,
        }
    },
    "defaults": {"docs_dir": "docs", "site_dir": "site", "use_directory_urls": True, "strict": True},
    "validation": {
        "validation": {"nav": {"not_found": "warn"}, "anchors": "info", "links": {"anchors": "ignore"}}
    },
    "options": {
        "markdown_extensions": [
            {"toc": {"permalink": False}},
            "tables",
            {"footnotes": {"BACKLINK_TITLE": "Ke {}"}},
            *EXTENSIONS[3:],
        ]
    },
    "words": {"site_description": "Arsip", "site_author": "Kami", "copyright": "Kami"},
}


@pytest.mark.parametrize("settings", SOUND.values(), ids=SOUND)
def test_what_passes_here_passes_mkdocs(
    tmp_path: Path, settings: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    from mkdocs.config import load_config

    assert told_of(tmp_path, **settings) == set()
    (tmp_path / "docs").mkdir()
    with caplog.at_level("WARNING", "mkdocs"):
        config = load_config(str(tmp_path / "mkdocs.yml"))
    assert caplog.messages == []
    assert config.theme.name == "material"
    assert not config.plugins
    assert sorted(config.markdown_extensions) == sorted(EXTENSIONS)


def test_the_repository_is_sound() -> None:
    # Nobody has said yet where its readers may report mistakes, and no address is invented.
    assert [found.code for found in read_settings(REPOSITORY).problems] == ["settings-no-contact"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "name missing": ({"site_name": None}, "settings-missing-key"),
    "name a number": ({"site_name": 2025}, "settings-value"),
    "name empty": ({"site_name": " "}, "settings-value"),
    "name a list": ({"site_name": ["a"]}, "settings-value"),
    "name that turns the text": ({"site_name": "a\u202eb"}, "settings-value"),
    "address without scheme": ({"site_url": "user.github.io/repo/"}, "settings-value"),
    "address without host": ({"site_url": "https:///arsip/"}, "settings-value"),
    "address of another kind": ({"site_url": "ftp://arsip.example/"}, "settings-value"),
    "address with a query": ({"site_url": "https://arsip.example/?a=1"}, "settings-value"),
    "address with blanks": ({"site_url": "https://arsip example/"}, "settings-value"),
    "address with a bad port": ({"site_url": "https://arsip.example:x/"}, "settings-value"),
    "address a number": ({"site_url": 5}, "settings-value"),
    "no nav": ({"nav": None}, "settings-missing-key"),
    "nav empty": ({"nav": []}, "settings-value"),
    "nav a text": ({"nav": "index.md"}, "settings-value"),
    "nav to a missing page": ({"nav": [{"Kontak": "kontak.md"}]}, "settings-nav-page"),
    "nav to a folder": ({"nav": [{"Panduan": "panduan/"}]}, "settings-nav-page"),
    "nav to another site": ({"nav": [{"Lain": "https://lain.example/"}]}, "settings-nav-page"),
    "nav with a number": ({"nav": [5]}, "settings-value"),
    "nav with two keys": ({"nav": [{"a": "index.md", "b": "arsip.md"}]}, "settings-value"),
    "nav with a mapping": ({"nav": [{"a": {"b": "index.md"}}]}, "settings-value"),
    "nav with an empty section": ({"nav": [{"a": []}]}, "settings-value"),
    "nav with nothing": ({"nav": [{"a": None}]}, "settings-value"),
    "nav too deep": ({"nav": [{"a": [{"b": [{"c": "index.md"}]}]}]}, "settings-nav-depth"),
    "theme unknown": ({"theme": {"name": "matrial"}}, "settings-value"),
    "theme of MkDocs": ({"theme": {"name": "readthedocs"}}, "settings-value"),
    "theme a text": ({"theme": "material"}, "settings-value"),
    "theme null": ({"theme": {"name": None}}, "settings-value"),
    "no theme": ({"theme": None}, "settings-missing-key"),
    "theme without name": ({"theme": {"language": "id"}}, "settings-missing-key"),
    "fonts from elsewhere": ({"theme": {"name": "material", "font": {"text": "Roboto"}}}, "settings-value"),
    "theme's own settings": (
        {"theme": {"name": "material", "features": ["navigation.tabs"]}},
        "settings-unknown-key",
    ),
    "other templates": ({"theme": {"name": "material", "custom_dir": "tampilan"}}, "settings-value"),
    "icon missing": ({"theme": {"name": "material", "favicon": "assets/ikon.png"}}, "settings-missing-file"),
    "plugin": ({"plugins": ["search"]}, "settings-value"),
    "unknown plugin": ({"plugins": ["tidak-ada"]}, "settings-value"),
    "plugin as mapping": ({"plugins": {"search": {}}}, "settings-value"),
    "no plugins key": ({"plugins": None}, "settings-missing-key"),
    "unknown extension": ({"markdown_extensions": [*EXTENSIONS, "tidak_ada"]}, "settings-extension"),
    "raw HTML": ({"markdown_extensions": [*EXTENSIONS, "md_in_html"]}, "settings-extension"),
    "by its long name": (
        {"markdown_extensions": [*EXTENSIONS, "markdown.extensions.attr_list"]},
        "settings-extension",
    ),
    "as a mapping": ({"markdown_extensions": [*EXTENSIONS, {"attr_list": {}}]}, "settings-extension"),
    "extension missing": ({"markdown_extensions": EXTENSIONS[:-1]}, "settings-extension-list"),
    "extension twice": ({"markdown_extensions": [*EXTENSIONS, "toc"]}, "settings-extension-list"),
    "other order": ({"markdown_extensions": EXTENSIONS[::-1]}, "settings-extension-list"),
    "extensions a text": ({"markdown_extensions": "toc"}, "settings-value"),
    "extension with an option": (
        {"markdown_extensions": [{"toc": {"permalink": True}}, *EXTENSIONS[1:]]},
        "settings-value",
    ),
    "unknown option": (
        {"markdown_extensions": [{"toc": {"baselevel": 2}}, *EXTENSIONS[1:]]},
        "settings-unsupported",
    ),
    "option of a wrong kind": ({"markdown_extensions": [{"toc": 5}, *EXTENSIONS[1:]]}, "settings-value"),
    "flat addresses": ({"use_directory_urls": False}, "settings-value"),
    "other pages": ({"docs_dir": "halaman"}, "settings-value"),
    "other site": ({"site_dir": "public"}, "settings-value"),
    "hooks": ({"hooks": ["skrip.py"]}, "settings-unsupported"),
    "another file": ({"INHERIT": "dasar.yml"}, "settings-unsupported"),
    "excluded pages": ({"exclude_docs": "*.md"}, "settings-unsupported"),
    "script from elsewhere": ({"extra_javascript": ["https://cdn.example/x.js"]}, "settings-outside-file"),
    "script without scheme": ({"extra_javascript": ["//cdn.example/x.js"]}, "settings-outside-file"),
    "script as a mapping": (
        {"extra_javascript": [{"path": "https://cdn.example/x.js"}]},
        "settings-outside-file",
    ),
    "script of a wrong shape": ({"extra_javascript": [{"src": "assets/lagi.js"}]}, "settings-value"),
    "style missing": ({"extra_css": ["assets/gaya.css"]}, "settings-missing-file"),
    "style a number": ({"extra_css": [5]}, "settings-value"),
    "styles a text": ({"extra_css": "assets/archive.css"}, "settings-value"),
    "validation": ({"validation": {"links": {"anchors": "sometimes"}}}, "settings-value"),
    "unknown validation": ({"validation": {"gambar": "warn"}}, "settings-unknown-key"),
    "extra a number": ({"extra": 5}, "settings-value"),
    "archive a list": ({"extra": {"archive": ["id"]}}, "settings-value"),
    "limit zero": ({"extra": {"archive": {"listing_limit": 0} | ARCHIVE}}, "settings-value"),
    "limit a word": ({"extra": {"archive": {"listing_limit": "abc"} | ARCHIVE}}, "settings-value"),
    "limit yes": ({"extra": {"archive": {"latest": True} | ARCHIVE}}, "settings-value"),
    "unknown language": ({"extra": {"archive": {"lang": "jv"} | ARCHIVE}}, "settings-value"),
    "unknown archive key": ({"extra": {"archive": {"limit": 5} | ARCHIVE}}, "settings-unknown-key"),
    "mistyped key": ({"sitename": "Arsip"}, "settings-unknown-key"),
}


@pytest.mark.parametrize(("settings", "code"), WRONG.values(), ids=WRONG)
def test_what_a_build_would_refuse_or_not_obey_is_told(
    tmp_path: Path, settings: dict[str, Any], code: str
) -> None:
    assert told_of(tmp_path, **settings) == {code}


def test_a_mistyped_key_is_proposed_rightly() -> None:
    (found,) = (p for p in read_settings_text("sitename: Arsip\n") if p.code == "settings-unknown-key")
    assert "site_name" in hint(found)


def read_settings_text(text: str) -> list[Any]:
    from newsarchive.settings.judge import judge

    source = parse(text)
    return [*source.problems, *judge(source)]


def text_of(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


BROKEN: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "missing": (lambda path: None, "settings-missing", 0),
    "folder": (lambda path: path.mkdir(), "settings-missing", 0),
    "link": (lambda path: path.symlink_to("/dev/zero"), "settings-missing", 0),
    "empty": (text_of(""), "settings-not-mapping", 1),
    "list": (text_of("- a\n"), "settings-not-mapping", 1),
    "two documents": (text_of("a: b\n---\nc: d\n"), "settings-not-mapping", 2),
    "Latin": (lambda path: path.write_bytes(b"a: b\nsite_name: Kaf\xe9\n"), "settings-unreadable", 2),
    "UTF-16": (lambda path: path.write_bytes("site_name: a\n".encode("utf-16")), "settings-unreadable", 1),
    "huge": (lambda path: path.write_bytes(b"a" * (MAX_BYTES + 1)), "settings-unreadable", 0),
    "tab": (text_of("site_name: a\nextra:\n\tarchive: b\n"), "yaml-tab", 3),
    "bracket": (text_of("site_name: a\nplugins: [\nnav: b\n"), "yaml-bracket", 2),
    "colon": (text_of("site_name: a: b\n"), "yaml-colon", 1),
    "environment": (text_of("site_name: a\nsite_url: !ENV SITE_URL\n"), "settings-tag", 2),
    "Python": (text_of("site_name: !!python/object/apply:os.system ['true']\n"), "settings-tag", 1),
    "bomb": (text_of("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), "yaml-alias", 1),
    "deep": (text_of("a: " + "[" * 5000 + "]" * 5000), "yaml-too-deep", 1),
    "no such day": (text_of("site_name: 2025-13-45\n"), "yaml-syntax", 1),
    "a list for a key": (text_of("[a, b]: c\n"), "yaml-syntax", 1),
    "control": (text_of("site_name: \x01\n"), "yaml-syntax", 1),
}


@pytest.mark.parametrize(("write", "code", "line"), BROKEN.values(), ids=BROKEN)
def test_broken_settings_are_told_by_their_line(
    tmp_path: Path, write: Callable[[Path], object], code: str, line: int
) -> None:
    write(tmp_path / "mkdocs.yml")
    assert told(tmp_path)[0] == (code, line)
    assert config_of(read_settings(tmp_path).source, tmp_path, ()).listing_limit == 100


def test_a_key_given_twice_is_told(tmp_path: Path) -> None:
    plain_settings(tmp_path)
    path = tmp_path / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8") + "site_name: Lagi\n", encoding="utf-8")
    assert [code for code, _ in told(tmp_path)] == ["duplicate-key"]


def test_settings_and_content_are_told_in_one_run(tmp_path: Path) -> None:
    write_vocabulary(tmp_path)
    plain_settings(tmp_path, site_url="arsip.example", extra={"archive": {"latest": 0} | ARCHIVE})
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/x.md").write_text("", encoding="utf-8")
    result = CliRunner().invoke(check, ["--root", str(tmp_path), "--format", "json"])
    assert result.exit_code == 2
    found = yaml.safe_load(result.output)
    assert {"articles/x.md", "mkdocs.yml"} <= {problem["path"] for problem in found}
    assert sum(problem["path"] == "mkdocs.yml" for problem in found) == 2


def test_templates_that_would_stop_a_build_are_told(tmp_path: Path) -> None:
    plain_settings(tmp_path)
    shutil.copytree(REPOSITORY / "overrides", tmp_path / "overrides", dirs_exist_ok=True)
    assert told(tmp_path) == []
    (tmp_path / "overrides/term.html").unlink()
    (tmp_path / "overrides/home.html").write_text("<p>\n{% if %}</p>\n", encoding="utf-8")
    (tmp_path / "overrides/partials/lain.html").write_bytes(b"\xff")
    found = [*read_settings(tmp_path).problems_within(tmp_path, PAGES.__contains__, ASSETS)]
    assert [(problem.path, problem.line, problem.code) for problem in found] == [
        ("overrides/term.html", 0, "template-missing"),
        ("overrides/home.html", 2, "template-syntax"),
        ("overrides/partials/lain.html", 0, "template-syntax"),
    ]


def test_the_templates_that_pages_name_are_those_that_must_be_there() -> None:
    pages = (REPOSITORY / "newsarchive/pages").rglob("*.py")
    named = {
        name for page in pages for name in re.findall(r'"([a-z]+\.html)"', page.read_text(encoding="utf-8"))
    }
    assert set(REQUIRED) == named | {"404.html"}
