"""The staged tree is nobody's property: other engines of MkDocs' family can draw it too."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((PROJECT / "overrides").rglob("*.html"))
TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
CALL = re.compile(r"(\w+)\.(\w+)\(")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_call_macros_and_no_methods_of_python(path: Path) -> None:
    for tag in TAG.findall(path.read_text(encoding="utf-8")):
        for owner, called in CALL.findall(QUOTED.sub('""', tag)):
            assert owner == "m", f"{path.name}: .{called}() exists in Python alone; use a filter or a test"
