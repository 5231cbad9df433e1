"""Imports go one way, and each room of the package keeps to its own tools."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "newsarchive"
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = (
    "core",
    "markdown",
    "content",
    "settings",
    "editing",
    "pages",
    "output",
    "search",
    "pipeline",
    "commands",
)
CORE = {
    "__init__",
    "addresses",
    "config",
    "files",
    "hashing",
    "messages",
    "model",
    "newlines",
    "problems",
}
CORE |= {"runtime", "today", "version"}
OWNERS = {
    "mkdocs": "newsarchive/output/render.py",
    "material": "newsarchive/output/theme.py",
}
"""Foreign tools, each with the one module that knows it."""
NEUTRAL = ("mkdocs.yml", "NO_MKDOCS_2_WARNING")
"""Strings that hold a tool's name without being about it: our settings file; a switch of Material's."""
MAY_NAME = {"newsarchive/version.py", "newsarchive/settings/judge.py"}
"""Name tools, and know no more of them: packages whose versions count; what settings may choose."""
CLOCK_AND_FILES = {"time", "os", "io", "shutil", "tempfile", "glob", "subprocess", "socket", "random"}
CLOCK_CALLS = {"now", "today", "utcnow", "fromtimestamp"}
PRINT_AND_EXIT = {"print", "exit", "_exit", "SystemExit"}
FILE_CALLS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob"}


def name(path: Path) -> str:
    """The module's path as people write it, such as `newsarchive/pages/term.py`."""
    return path.relative_to(PACKAGE.parent).as_posix()


def layer(parts: tuple[str, ...]) -> str:
    """The layer of a module named by its parts below the package."""
    first = parts[0] if parts else "__init__"
    return "core" if first in CORE else first


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that a module imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: import by the full name"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and last name of everything that a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.lineno, node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node.lineno, node.func.attr


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    own = layer(path.relative_to(PACKAGE).with_suffix("").parts)
    for line, imported in imports(path):
        top, *parts = imported.split(".")
        if top == "newsarchive" and parts:
            other = layer(tuple(parts))
            assert other in LAYERS, f"{name(path)}:{line}: {imported} is in no layer"
            assert LAYERS.index(other) <= LAYERS.index(own), f"{name(path)}:{line}: {own} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_foreign_tools_have_one_owner(path: Path) -> None:
    for line, imported in imports(path):
        owner = OWNERS.get(imported.partition(".")[0])
        assert owner in {None, name(path)}, f"{name(path)}:{line}: only {owner} may import {imported}"


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of the strings of a module; its docstrings aren't among them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            if isinstance(node.value, bytes):
                yield node.lineno, node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_string_knows_a_foreign_tool_of_another_module(path: Path) -> None:
    if name(path) in MAY_NAME:
        return
    for line, text in literals(path):
        for known in NEUTRAL:
            text = text.replace(known, "")
        for tool, owner in OWNERS.items():
            fits = tool not in text.lower() or owner == name(path)
            assert fits, f"{name(path)}:{line}: {text!r} belongs in {owner}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "pages").rglob("*.py")), ids=name)
def test_pages_read_no_clock_and_no_file(path: Path) -> None:
    for line, imported in imports(path):
        assert imported.partition(".")[0] not in CLOCK_AND_FILES, f"{name(path)}:{line}: imports {imported}"
    for line, called in calls(path):
        assert called not in CLOCK_CALLS | FILE_CALLS, f"{name(path)}:{line}: calls {called}()"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_commands_print_or_exit(path: Path) -> None:
    if layer(path.relative_to(PACKAGE).with_suffix("").parts) == "commands":
        return
    for line, imported in imports(path):
        assert imported.partition(".")[0] not in {"click", "rich"}, f"{name(path)}:{line}: imports {imported}"
    for line, called in calls(path):
        assert called not in PRINT_AND_EXIT, f"{name(path)}:{line}: calls {called}()"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_short_and_say_their_job(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 320, f"{name(path)} does more than one job: make it a folder"
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{name(path)} has no docstring"
