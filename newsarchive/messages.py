"""Every sentence that the command line says, in Indonesian and English, and the errors that are said so."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from newsarchive.problems import Lang

_STRINGS = Path(__file__).parent / "strings"


@cache
def messages(lang: Lang) -> Mapping[str, Any]:
    """All sentences of one language as nested mappings; leaves are templates with `{name}` placeholders."""
    text = (_STRINGS / f"messages.{lang}.yml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def sentence(key: str, lang: Lang, **values: object) -> str:
    """The sentence at a dotted key such as `build.waiting`; KeyError where there is none."""
    found: Any = messages(lang)
    for step in key.split("."):
        found = found[step]
    return str(found).format(**values)


class CodedError(Exception):
    """An error that is said in the user's language: its sentence is `errors.CODE`, filled with `values`."""

    def __init__(self, code: str, **values: str) -> None:
        # What pickle gives back when the error comes from a worker process; `values` travel as an attribute.
        super().__init__(code)
        self.code = code
        self.values = values

    def text(self, lang: Lang) -> str:
        """The sentence, without a line break at its end."""
        return sentence(f"errors.{self.code}", lang, **self.values)

    def __str__(self) -> str:
        return self.text("id")
