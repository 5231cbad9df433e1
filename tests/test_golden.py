"""Every golden case says what its page says."""

import os
from pathlib import Path

import pytest

from newsarchive.pages.parts import View
from tests.golden_cases import FILES, case

UPDATE = "UPDATE_GOLDEN"
"""Set in the environment, it makes the cases expect what the pages now say; `make golden` does so."""


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_page_says_what_the_case_expects(file: Path) -> None:
    one = case(file)
    found = one.expectation()
    if os.environ.get(UPDATE):
        file.write_text(f"{one.text}\n---\n{found}", encoding="utf-8", newline="\n")
    else:
        assert found == one.expected, "if this is meant: make golden"


@pytest.mark.parametrize("view", View.__subclasses__(), ids=lambda view: view.__name__)
def test_every_field_of_a_view_stands_in_a_case(view: type[View]) -> None:
    kind = view.__struct_config__.tag
    shown = {
        key
        for file in FILES
        for lang in case(file).languages
        if f'"kind":"{kind}"' in str(case(file).page(lang).render())
        for key in case(file).given["shows"]
    }
    assert set(view.__struct_fields__) <= shown
