"""Golden cases: what editors wrote and what a page then says, together in one file of `tests/golden`.

A case is two YAML documents. The first is written by hand: what `articles`, `vocab` and `docs` hold beyond
the small archive of `tests/builders.py`, whether `check` has `warnings` for that, the settings `limit` and
`latest`, the staged `page` that it looks at, the `languages`, and the keys that it `shows`; other keys may
change without touching the case. The second is what is expected, by language; of the second language, what
differs. `make golden` writes it anew.
"""

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from newsarchive.model import Archive
from newsarchive.outputs import OutputFile
from newsarchive.pages.staged import parse
from newsarchive.problems import is_error
from tests.builders import PIXEL, SMALL_VOCABULARY, article_text, config, planned, text_of
from tests.reading import read_root

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.yml"))
NUMBERS = ("limit", "latest", "contact", "answer_days", "repository")
"""What a case may say of the settings."""
AS_OF = date(2026, 1, 31)
DOCUMENTS = {"index.md": {"title": "Arsip", "description": "Arsip berita.", "body": "Selamat datang."}}


@dataclass(frozen=True)
class Case:
    """A golden case with its input read; `expected` is the text of the second document."""

    path: Path
    given: dict[str, Any]
    text: str
    expected: str

    @property
    def languages(self) -> list[str]:
        return list(self.given.get("languages", ["id"]))

    def page(self, lang: str) -> OutputFile:
        """The page that the case looks at."""
        numbers = {key: self.given[key] for key in NUMBERS if key in self.given}
        files = planned(_archive(self.path), replace(config(lang, **numbers)))
        return files[self.given["page"]]

    def found(self, lang: str) -> dict[str, Any]:
        """What that page says, as far as the case shows it."""
        text = text_of(self.page(lang))
        if not self.given["page"].endswith(".md"):
            return {"text": text}
        meta, body = parse(text)
        said = {**meta, **meta["archive"], "body": body}
        return {key: said[key] for key in self.given["shows"]}

    def expectation(self) -> str:
        """The second document as it must be for what the page now says."""
        first, *others = self.languages
        found = {first: self.found(first)}
        for lang in others:
            said = self.found(lang)
            found[lang] = {key: value for key, value in said.items() if value != found[first][key]}
        return yaml.dump(
            found, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
        )


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""

    def represent_str(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


_Dumper.add_representer(str, _Dumper.represent_str)


@cache
def case(path: Path) -> Case:
    """Read a case."""
    text = path.read_text(encoding="utf-8")
    given, _, expected = text.partition("\n---\n")
    return Case(path, yaml.safe_load(given), given.rstrip(), expected)


@cache
def _archive(path: Path) -> Archive:
    """The archive of a case, read from files as an editor's would be; it must be without problems."""
    given = case(path).given
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        vocab = given.get("vocab", {})
        for name in SMALL_VOCABULARY.keys() | vocab.keys():
            entries = {**SMALL_VOCABULARY.get(name, {}), **vocab.get(name, {})}
            _write(root / f"vocab/{name}.yml", yaml.safe_dump(dict(sorted(entries.items())), sort_keys=False))
        for document, fields in {**DOCUMENTS, **given.get("docs", {})}.items():
            _write(root / "docs" / document, article_text_of(fields))
        for key, fields in given.get("articles", {}).items():
            _write(root / f"articles/{key}.md", article_text(**{"title": key, **_plain(fields)}))
            if "image" in fields:
                (root / f"articles/{key}.md").with_name(fields["image"]["file"]).write_bytes(PIXEL)
        archive, problems = read_root(root, AS_OF)
    assert not [problem for problem in problems if is_error(problem) or not given.get("warnings")], problems
    return archive


def article_text_of(fields: dict[str, Any]) -> str:
    """A document's file: its front matter, and its text."""
    front = {key: value for key, value in fields.items() if key != "body"}
    return f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n{fields.get('body', '')}\n"


def _plain(value: Any) -> Any:
    """The value with dates as the texts that an editor writes."""
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return value


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
