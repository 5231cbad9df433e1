"""Broken front matter is told by its mistake."""

import pytest

from newsarchive.content.articles.schema import SHAPE
from newsarchive.content.yaml.frontmatter import load
from tests.articles import PATH, article, codes

YAML_MISTAKES = [
    ("title: Rutan: panen", 2, 13, "yaml-colon"),
    ('title: "Siap" kata warga', 2, 15, "yaml-quote"),
    ('title: "Siap', 2, 8, "yaml-quote"),
    ("title: 'Jum'at'", 2, 13, "yaml-quote"),
    ("title: x\n\tdate: y", 3, 1, "yaml-tab"),
    ("title: @x", 2, 8, "yaml-special-character"),
    ("title: %x", 2, 8, "yaml-special-character"),
    ("title: - x", 2, 8, "yaml-special-character"),
    ("title: |x", 2, 8, "yaml-special-character"),
    ("title: !x y", 2, 8, "yaml-special-character"),
    ("title: *x", 2, 8, "yaml-alias"),
    ("title: &x y", 2, 8, "yaml-alias"),
    ("title: &x", 2, 8, "yaml-alias"),
    ("a: &x [1]\nb: *x", 2, 4, "yaml-alias"),
    ("title: [x", 2, 8, "yaml-bracket"),
    ("title: [x] y", 2, 12, "yaml-bracket"),
    ("title: x\n  date: y", 3, 3, "yaml-indentation"),
    ("a:\n  - x\n - y", 4, 2, "yaml-indentation"),
    ("title x\ndate: y", 2, 1, "yaml-syntax"),
    ("title: x\ndate\nregion: y", 3, 1, "yaml-syntax"),
    ('title: "\\q"', 2, 9, "yaml-backslash"),
    ("a: x\na: y", 3, 1, "duplicate-key"),
    ("title: Blok #3", 2, 13, "text-cut-at-hash"),
    ("facility: Blok #3", 2, 16, "text-after-hash"),
    ("a: " + "[" * 100, 2, 16, "yaml-too-deep"),
    ("- " * 5000, 2, 25, "yaml-too-deep"),
    ("- a", 2, 1, "front-matter-not-mapping"),
]


@pytest.mark.parametrize(("text", "line", "column", "code"), YAML_MISTAKES)
def test_broken_yaml_is_told_by_its_mistake(text: str, line: int, column: int, code: str) -> None:
    _, problems = load(PATH, f"\n{text}\n", SHAPE)
    assert (line, column, code) in [(p.line, p.column, p.code) for p in problems]


def test_a_key_that_is_no_text_is_a_problem() -> None:
    assert "yaml-syntax" in codes(article("source: {[a]: b}\n"))


def test_a_small_file_cannot_grow_by_aliases() -> None:
    lines = (f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(30))
    assert "yaml-alias" in codes(article("a0: &a0 [x, x]\n" + "".join(lines)))
