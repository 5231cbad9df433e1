"""What the command line says to wrong use: exit code 2 and one clear line in the user's language."""

import ast
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import click
import pytest

from newsarchive.commands.cli import COMMANDS, cli, main
from newsarchive.commands.language import VARIABLE
from newsarchive.commands.localized import Option, option_help
from newsarchive.config import LANGUAGES
from newsarchive.messages import messages, sentence
from newsarchive.problems import Lang
from tests.builders import REPOSITORY, write_root
from tests.test_strings import leaves

WRONG = [
    ["chek"],
    ["buld", "--clean"],
    ["xyzzy"],
    ["Rutan Serang"],
    ["--nope"],
    ["--root", "."],
    ["--lang"],
    ["--lang", "de", "check"],
    ["build", "--worker", "2"],
    ["build", "--workers"],
    ["build", "--workers", "dua"],
    ["build", "--workers", "0"],
    ["build", "--workers", "-1"],
    ["build", "--workers", "1.5"],
    ["build", "--clean=1"],
    ["build", "--dask", "di sana"],
    ["build", "--site-dir", ""],
    ["build", "--as-of", "kemarin"],
    ["build", "--as-of", "2026-02-30"],
    ["build", "--as-of", "2026-W01-1"],
    ["check", "x"],
    ["check", "x", "y"],
    ["check", "--root"],
    ["check", "--root", "/tidak/ada"],
    ["check", "--root", ""],
    ["check", "--format", "xml"],
    ["check", "--lang", "fr"],
    ["schema", "--root", "."],
    ["schema", "extra"],
    ["serve", "--port", "99999"],
    ["serve", "--port", "-1"],
    ["serve", "--port", "http"],
    ["serve", "-p", "80"],
    ["new"],
    ["new", "Judul", "--fasilitas", "Rutan Serang"],
]
ENGLISH = re.compile(
    r"\b(the|is|not|no|such|option|command|missing|invalid|value|usage|error|try|got)\b", re.I
)


def told(*arguments: str) -> tuple[int, str, str]:
    """Run the command line here: its exit code, and what it wrote to both streams."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        return main(arguments), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_told_in_one_line(arguments: list[str]) -> None:
    code, out, err = told(*arguments)
    assert (code, out) == (2, ""), err
    assert err.count("\n") == 1, err
    unquoted = re.sub(r'"[^"]*"|--[a-z-]+|\S+ --help', "", err)
    assert not ENGLISH.search(unquoted), err


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_told_in_english_too(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    indonesian = told(*arguments)[2]
    if "--lang" not in arguments:
        assert told(*arguments, "--lang", "en")[2] != indonesian
        assert told("--lang=en", *arguments)[2] != indonesian
    monkeypatch.setenv(VARIABLE, "en")
    english = told(*arguments)
    assert english[0] == 2
    assert english[2] != indonesian


def test_a_wrong_word_is_answered_with_the_nearest_right_one() -> None:
    assert "maksud Anda check" in told("chek")[2]
    assert "--workers" in told("build", "--worker", "2")[2]
    assert "text, json, github, sarif" in told("check", "--format", "xml")[2]


def test_a_folder_without_an_archive_is_named(tmp_path: Path) -> None:
    code, _, err = told("check", "--root", str(tmp_path))
    assert code == 2
    assert f'"{tmp_path}" bukan folder arsip' in err
    (tmp_path / "articles").mkdir()
    assert "bukan folder arsip" not in told("check", "--root", str(tmp_path))[2]


def test_the_language_holds_for_a_report_too(tmp_path: Path) -> None:
    root = str(write_root(tmp_path / "root", {"2025/10/a": {}}))
    assert told("check", "--root", root)[1] == "Tidak ada masalah.\n"
    assert told("--lang", "en", "check", "--root", root)[1] == "No problems.\n"
    # The language of one run doesn't cling to the next.
    assert told("check", "--root", root)[1] == "Tidak ada masalah.\n"


def test_ctrl_c_is_no_problem_of_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsarchive.commands.build.run_build", interrupt)
    code, out, err = told("build", "--root", str(REPOSITORY))
    assert (code, out, err.strip()) == (130, "", "Dihentikan.")


def commands() -> Iterator[click.Command]:
    """All commands, the group itself among them."""
    context = click.Context(cli)
    yield cli
    for name in COMMANDS:
        found = cli.get_command(context, name)
        assert found
        yield found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_has_its_help(lang: Lang) -> None:
    used: set[tuple[str, ...]] = set()
    for command in commands():
        assert sentence(f"commands.{command.name}", lang)
        context = click.Context(command)
        for param in command.get_params(context):
            if isinstance(param, Option):
                assert param.name
                assert option_help(command, param)
                own = param.name in messages(lang)["options"].get(command.name, {})
                used.add((command.name or "" if own else "all", param.name))
        code, out, _ = told(*([] if command is cli else [command.name or ""]), "--help", "--lang", lang)
        assert code == 0
        assert all(
            name in out for param in command.params if isinstance(param, Option) for name in param.opts
        )
    assert used == {(str(a), str(b)) for (a, b), _ in leaves(messages(lang)["options"])}


def test_every_sentence_is_used_and_none_is_missing() -> None:
    """A key stands in the code as it is, or as the part of one that is put together there."""
    named: set[str] = set()
    for path in (REPOSITORY / "newsarchive").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
    together = ("commands", "options", "metavars", "stages", "system", "errors", "usage")
    for way, _ in leaves(messages("id")):
        key = ".".join(way)
        if way[0] in ("errors", "usage"):
            assert way[1] in named or key in named, key
        elif way[0] not in together:
            assert key in named, key
    for name in named:
        section, _, rest = name.partition(".")
        if section in messages("id") and re.fullmatch(r"[a-z_-]+", rest):
            assert sentence(name, "id", **dict.fromkeys(re.findall(r"{(\w+)}", str(_at(name))), ""))


def _at(key: str) -> object:
    found: object = messages("id")
    for step in key.split("."):
        assert isinstance(found, dict), key
        found = found[step]
    return found
