"""Put script modules that import each other into one file, so that a slow line has few to ask for.

A module that others import with `import { … } from "./x.js"` is taken into each of them, without its
comments; one that is asked for with `import("./x.js")`, or that nobody imports, stays a file of its own.
"""

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+\.js)";\n', re.MULTILINE)
_LAZY_IMPORT = re.compile(r"\bimport\(\s*[\"'`]\./([\w.-]+\.js)")
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def bundled(texts: Mapping[str, str]) -> dict[str, str]:
    """Scripts and other files by name, each script with the modules that it imports taken in.

    Raises ValueError for modules that import each other in a circle.
    """
    scripts = {name for name in texts if name.endswith(".js")}
    imported = {match[2] for name in scripts for match in _IMPORT.finditer(texts[name])} & scripts
    asked_for = {other for name in scripts for other in _LAZY_IMPORT.findall(texts[name])}
    return {
        name: _with_imports(name, texts) if name in scripts else text
        for name, text in texts.items()
        if name not in imported - asked_for
    }


def _with_imports(name: str, texts: Mapping[str, str]) -> str:
    order: list[str] = []
    _visit(name, texts, order, ())
    modules = [_module(each, texts[each]) for each in order[:-1]]
    return "".join([*modules, _IMPORT.sub(_taken, _COMMENT.sub("", texts[name]))])


def _visit(name: str, texts: Mapping[str, str], order: list[str], path: tuple[str, ...]) -> None:
    """Enter a module into `order`, after all that it imports."""
    if name in path:
        raise ValueError(" -> ".join((*path, name)))
    for match in _IMPORT.finditer(texts[name]):
        if match[2] in texts:
            _visit(match[2], texts, order, (*path, name))
    if name not in order:
        order.append(name)


def _module(name: str, text: str) -> str:
    """A module as a function that is called once, so that its names stay its own."""
    exported = ", ".join(_EXPORTED.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(_taken, _COMMENT.sub("", text)))
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _taken(match: re.Match[str]) -> str:
    names = match[1].replace(" as ", ": ").strip()
    return f"const {{ {names} }} = {_variable(match[2])};\n"


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
