"""The staged tree is nobody's property: other engines of MkDocs' family can draw it too."""

import shutil
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from jinja2 import Environment, nodes

from tests.builders import properdocs_build, zensical_build
from tests.markup import Page, pages
from tests.trees import difference, tree

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((PROJECT / "overrides").rglob("*.html"))
TEXT_LINKS_ALONE = {"panduan/masalah-kosakata/index.html"}
"""Pages that nothing but the text of another page links to."""
ENVIRONMENT = Environment(autoescape=True)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_call_macros_and_no_methods_of_python(path: Path) -> None:
    for call in ENVIRONMENT.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        called = call.node
        macro = isinstance(called, nodes.Getattr) and getattr(called.node, "name", "") == "m"
        assert macro or isinstance(called, nodes.Name), (
            f"{path.name}:{call.lineno}: a method exists in Python alone; use a filter or a test"
        )


@pytest.fixture(scope="module")
def root(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's built root."""
    copy = tmp_path_factory.mktemp("engines") / "root"
    shutil.copytree(site.parent, copy)
    return copy


def html(site: Path) -> dict[str, bytes]:
    """Every page by its path."""
    return {path: data for path, data in tree(site).items() if path.endswith(".html")}


@pytest.mark.slow
def test_properdocs_draws_every_page_byte_for_byte(root: Path) -> None:
    properdocs_build(root / "build", root / "properdocs")
    ours, theirs = html(root / "site"), html(root / "properdocs")
    assert ours == theirs, difference(ours, theirs)


@pytest.mark.slow
def test_zensical_draws_every_page_with_the_same_words(root: Path) -> None:
    """Its HTML differs in details, and it moves links within texts: words count, and ways to every page."""
    zensical_build(root, "zensical")
    ours, theirs = pages(root / "site"), pages(root / "zensical")
    assert ours.keys() == theirs.keys()
    for path, page in ours.items():
        assert letters(theirs[path]) == letters(page), path
        assert letters(page), path
    assert reachable(ours) - reachable(theirs) <= TEXT_LINKS_ALONE


def reachable(site: dict[str, Page]) -> set[str]:
    """The pages to which links lead from the front page, by whatever way."""
    found, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = waiting.pop()
        for link in site[page].links:
            target = normpath(join(dirname(page), link.partition("#")[0].partition("?")[0]))
            target = normpath(f"{target}/index.html")
            if target in site and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def letters(page: Page) -> str:
    """The words of a page without the spaces, since engines colour code in pieces of other lengths."""
    return "".join(page.text.split())
