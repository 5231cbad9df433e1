"""Imports go one way, and each room of the package keeps to its own tools."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
    "outputs",
    "periods",
    "problems",
}
CORE |= {"runtime", "story", "today", "version"}
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


@cache
def nodes(path: Path) -> list[ast.AST]:
    """The syntax tree of a module, every node of it."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> list[tuple[str, str]]:
    """Place and full dotted name of everything that a module imports, wherever it does so."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [(f"{name(path)}:{node.lineno}", alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            place = f"{name(path)}:{node.lineno}"
            assert node.level == 0, f"{place}: import by the full name"
            found += [(place, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def calls(path: Path) -> Iterator[tuple[str, str]]:
    """Place and last name of everything that a module calls."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield f"{name(path)}:{node.lineno}", node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield f"{name(path)}:{node.lineno}", node.func.attr


def literals(path: Path) -> Iterator[tuple[str, str]]:
    """Place and text of the strings of a module; its docstrings aren't among them."""
    prose = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            if isinstance(node.value, bytes):
                yield f"{name(path)}:{node.lineno}", node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield f"{name(path)}:{node.lineno}", node.value


def own_layer(path: Path) -> str:
    """The layer of a module of ours."""
    return layer(path.relative_to(PACKAGE).with_suffix("").parts)


def test_imports_go_one_way() -> None:
    wrong = []
    for path in MODULES:
        own = own_layer(path)
        for place, imported in imports(path):
            top, *parts = imported.split(".")
            if top == "newsarchive" and parts:
                other = layer(tuple(parts))
                if other not in LAYERS:
                    wrong.append(f"{place}: {imported} is in no layer")
                elif LAYERS.index(other) > LAYERS.index(own):
                    wrong.append(f"{place}: {own} imports {other}")
    assert not wrong


def test_foreign_tools_have_one_owner() -> None:
    wrong = []
    for path in MODULES:
        for place, imported in imports(path):
            owner = OWNERS.get(imported.partition(".")[0])
            if owner not in {None, name(path)}:
                wrong.append(f"{place}: only {owner} may import {imported}")
    assert not wrong


def test_no_string_knows_a_foreign_tool_of_another_module() -> None:
    wrong = []
    for path in MODULES:
        if name(path) in MAY_NAME:
            continue
        for place, text in literals(path):
            for known in NEUTRAL:
                text = text.replace(known, "")
            for tool, owner in OWNERS.items():
                if tool in text.lower() and owner != name(path):
                    wrong.append(f"{place}: {text!r} belongs in {owner}")
    assert not wrong


def test_pages_read_no_clock_and_no_file() -> None:
    wrong = []
    for path in MODULES:
        if own_layer(path) != "pages":
            continue
        for place, imported in imports(path):
            if imported.partition(".")[0] in CLOCK_AND_FILES:
                wrong.append(f"{place}: imports {imported}")
        wrong += [f"{place}: calls {c}()" for place, c in calls(path) if c in CLOCK_CALLS | FILE_CALLS]
    assert not wrong


def test_only_commands_print_or_exit() -> None:
    wrong = []
    for path in MODULES:
        if own_layer(path) == "commands":
            continue
        for place, imported in imports(path):
            if imported.partition(".")[0] in {"click", "rich"}:
                wrong.append(f"{place}: imports {imported}")
        wrong += [f"{place}: calls {called}()" for place, called in calls(path) if called in PRINT_AND_EXIT]
    assert not wrong


def test_modules_stay_short_and_say_their_job() -> None:
    wrong = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 320:
            wrong.append(f"{name(path)} does more than one job: make it a folder")
        module = nodes(path)[0]
        assert isinstance(module, ast.Module)
        if text.strip() and not ast.get_docstring(module):
            wrong.append(f"{name(path)} has no docstring")
    assert not wrong
