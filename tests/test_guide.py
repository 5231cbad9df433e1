"""README and the editors' guide say what is true: their examples pass, their tables name every option."""

import json
import re
import shlex
from datetime import date
from pathlib import Path

import click
import pytest

from newsarchive.commands.cli import COMMANDS, cli
from newsarchive.commands.localized import Option
from newsarchive.commands.options import FAILED, INTERRUPTED, WRONG_CONTENT, WRONG_USE
from newsarchive.problems import is_error
from tests.builders import REPOSITORY
from tests.conftest import copy_content
from tests.reading import read_root
from tests.test_new import only_unfinished
from tests.test_usage import told

README = REPOSITORY / "README.md"
GUIDE = REPOSITORY / "docs/panduan/index.md"
PAGES = [README, *sorted((REPOSITORY / "docs/panduan").glob("*.md"))]
TODAY = date(2026, 11, 25)
SHARED = {"--root", "--lang", "--help"}
BASE = {
    "title": "Judul contoh",
    "date": "2025-03-22",
    "facility": "Rutan Rantau",
    "event_type": "lainnya",
    "summary": "Ringkasan.",
    "source": "{publisher: Contoh}",
}
# The reader is to put a picture there first.
NOT_THERE = "missing-image"


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of one language in a page."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


EXAMPLES = [(page, block) for page in PAGES for block in blocks(page, "(?:yaml|markdown)")]
ARTICLES = [(page, block) for page, block in EXAMPLES if block.startswith("---\n")]
TERMS = [(page, block) for page, block in EXAMPLES if block.startswith("# vocab/")]
FIELDS = [
    (page, block) for page, block in EXAMPLES if page == GUIDE and not block.startswith(("---\n", "# vocab/"))
]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's content that the examples are added to, one after the other."""
    return copy_content(tmp_path_factory.mktemp("guide") / "root")


def errors(root: Path, text: str) -> list[str]:
    """What stops a build when this article is added."""
    path = root / "articles/2025/03/contoh-panduan.md"
    path.write_text(text, encoding="utf-8", newline="\n")
    _, found = read_root(root, TODAY)
    return [f"{one.path}:{one.line} {one.code}" for one in found if is_error(one) and one.code != NOT_THERE]


def test_there_are_examples_to_try() -> None:
    assert ARTICLES
    assert len(FIELDS) > 5
    assert len(TERMS) > 1


@pytest.mark.parametrize(("page", "text"), ARTICLES)
def test_a_whole_example_passes_when_pasted(page: Path, text: str, content: Path) -> None:
    assert errors(content, text) == [], page


@pytest.mark.slow
@pytest.mark.parametrize(("page", "text"), FIELDS)
def test_an_example_of_fields_passes_within_an_article(page: Path, text: str, content: Path) -> None:
    given = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    rest = "".join(f"{key}: {value}\n" for key, value in BASE.items() if key not in given)
    assert errors(content, f"---\n{rest}{text}---\n\nIsi.\n") == [], page


@pytest.mark.parametrize(("page", "text"), TERMS)
def test_an_example_of_a_term_passes_in_its_vocabulary(page: Path, text: str, tmp_path: Path) -> None:
    root = copy_content(tmp_path / "root")
    file = root / text.partition("\n")[0].removeprefix("# ")
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{text}", encoding="utf-8", newline="\n")
    assert [found for found in read_root(root, TODAY)[1] if is_error(found)] == [], page


def commands_in(page: Path) -> list[list[str]]:
    """Every whole `new` command of a page, as the words behind `build_site.py`."""
    lines = re.findall(
        r"^(?:\d\. `)?python build_site\.py (new [^`\n]+)", page.read_text("utf-8"), re.MULTILINE
    )
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("page", [README, GUIDE], ids=lambda page: page.name)
def test_the_first_step_works_as_it_is_written(
    page: Path, mini_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsarchive.commands.new.today", lambda: TODAY)
    assert commands_in(page)
    for arguments in commands_in(page):
        assert told(*arguments, "--root", str(mini_root))[0] == 0
    assert only_unfinished(mini_root)


def own_options(name: str) -> set[str]:
    """The options of a command that not all have."""
    command = cli.get_command(click.Context(cli), name)
    assert command
    params = command.get_params(click.Context(command))
    return {param.opts[-1] for param in params if isinstance(param, Option)} - SHARED


@pytest.mark.parametrize("page", [README, GUIDE], ids=lambda page: page.name)
def test_the_table_of_commands_is_complete(page: Path) -> None:
    rows = re.findall(
        rf"^\| `({'|'.join(COMMANDS)})\b[^`]*` \| (.*?) \|", page.read_text("utf-8"), re.MULTILINE
    )
    assert sorted(name for name, _ in rows) == sorted(COMMANDS)
    for name, options in rows:
        assert set(re.findall(r"--[a-z-]+", options)) == own_options(name), name


def test_readme_names_every_exit_code() -> None:
    codes = re.findall(r"^\| (\d+) \| [^|]+ \|$", README.read_text("utf-8"), re.MULTILINE)
    assert [int(code) for code in codes] == [0, WRONG_CONTENT, WRONG_USE, FAILED, INTERRUPTED]


def test_readme_shows_a_real_error(mini_root: Path) -> None:
    (shown,) = [block for block in blocks(README, "") if ": error " in block]
    path, line, column = re.findall(r"^(articles/\S+?):(\d+):(\d+):", shown)[0]
    fields = {**BASE, "date": "2026-11-20", "facility": "Rutan Srang"}
    order = ["title", "date", "facility"]
    keys = [*order, *(key for key in fields if key not in order)]
    text = "".join(f"{key}: {fields[key]}\n" for key in keys)
    (mini_root / path).parent.mkdir(parents=True, exist_ok=True)
    (mini_root / path).write_text(f"---\n{text}---\n\nIsi.\n", encoding="utf-8")
    _, out, _ = told("check", "--root", str(mini_root), "--as-of", TODAY.isoformat(), "--lang", "en")
    assert " ".join(shown.split()) in " ".join(out.split())
    assert (line, column) == ("4", "11")


def test_schema_is_printed_for_other_tools() -> None:
    code, out, err = told("schema")
    assert (code, err) == (0, "")
    assert {"title", "date", "source"} <= json.loads(out)["properties"].keys()
