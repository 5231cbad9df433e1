"""Addresses are written down once, and what the archive makes is kept free of hand-written pages."""

import ast
import re
from pathlib import Path

import pytest

from newsarchive import addresses
from tests.builders import archive_of, article, planned

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "newsarchive"
FOLDERS = (
    addresses.ARTICLES,
    addresses.CALENDAR,
    addresses.GLOSSARY,
    addresses.SEARCH,
    *addresses.FACETS.values(),
)
ADDRESS = re.compile(rf"/?(?:{'|'.join(FOLDERS)})(?:[a-z].*)?")


def texts(path: Path) -> list[str]:
    """The text literals of a module, docstrings aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in notes)
    return [node.value for node in constants if isinstance(node.value, str)]


def test_no_other_module_spells_an_address() -> None:
    others = (path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "addresses.py")
    assert not [(path.name, text) for path in others for text in texts(path) if ADDRESS.fullmatch(text)]


@pytest.mark.parametrize("path", sorted((ROOT / "overrides").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_spells_an_address(path: Path) -> None:
    assert not re.findall(
        rf'[" ]/?({"|".join(FOLDERS)})', path.read_text(encoding="utf-8").replace("}}", " ")
    )


@pytest.mark.parametrize("path", sorted((ROOT / "docs/assets").glob("*.js")), ids=lambda path: path.name)
def test_scripts_ask_for_addresses_that_there_are(path: Path) -> None:
    known = {
        addresses.SEARCH,
        addresses.SEARCH_TERMS,
        addresses.SEARCH_WORDS,
        addresses.SEARCH_START,
        addresses.SEARCH_INDEX,
        addresses.SEARCH_TEXTS,
        addresses.GLOSSARY,
    }
    text = re.sub(r"/\*.*?\*/|//.*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(re.findall(rf'["`}}]((?:{"|".join(FOLDERS)})(?:[a-z]+(?:/|\.json))*)', text)) <= known


def test_what_the_archive_makes_is_reserved() -> None:
    made = planned(archive_of([article(aliases=("2024/01/lama",))]))
    own = {"index.md"}
    assert [
        path for path in made if path not in own and not addresses.is_reserved(path.removesuffix(".md"))
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        "cari",
        "CARI/x.json",
        "data/mutu/",
        "404.html",
        "Robots.txt",
        "build-id.txt",
        "assets/stylesheets/x.css",
    ],
)
def test_reserved_whatever_the_case(path: str) -> None:
    assert addresses.is_reserved(path)


@pytest.mark.parametrize("path", ["tentang/", "assets/foto.png", "caritas/", "panduan/data/", "dataset.csv"])
def test_all_else_is_free(path: str) -> None:
    assert not addresses.is_reserved(path)
