"""Put scripts and stylesheets that import each other into one file, so that a slow line requests few files.

What others import with `import { … } from "./x.js"` or `@import "./x.css";` is taken into each of them; what
is asked for with `import("./x.js")`, or imported by nobody, stays a file of its own. Comments are left out.
"""

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+\.js)";\n', re.MULTILINE)
_LAZY_IMPORT = re.compile(r"\bimport\(\s*[\"'`]\./([\w.-]+\.js)")
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
_STYLE_IMPORT = re.compile(r'^@import "\./([\w.-]+\.css)";\n', re.MULTILINE)
# A comment with a mark of exclamation tells whose work it is, and stays.
_STYLE_COMMENT = re.compile(r"/\*(?!!).*?\*/\s*", re.DOTALL)
_LINE_END = re.compile(r"(?<=[{};,])\s*\n\s*")
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def bundled(texts: Mapping[str, str]) -> dict[str, str]:
    """Scripts and stylesheets by name, each with those that it imports taken in.

    Raises ValueError for scripts that import each other in a circle.
    """
    styles = {name for name in texts if name.endswith(".css")}
    scripts = {name for name in texts if name.endswith(".js")}
    imported = {match[2] for name in scripts for match in _IMPORT.finditer(texts[name])} & scripts
    imported |= {other for name in styles for other in _STYLE_IMPORT.findall(texts[name])}
    asked_for = {other for name in scripts for other in _LAZY_IMPORT.findall(texts[name])}
    whole = dict(texts)
    whole |= {name: _style(texts[name], texts) for name in styles}
    whole |= {name: _with_imports(name, texts) for name in sorted(scripts)}
    return {name: whole[name] for name in texts if name not in imported - asked_for}


def _style(text: str, texts: Mapping[str, str]) -> str:
    return _LINE_END.sub("", _STYLE_COMMENT.sub("", _with_styles(text, texts)))


def _with_styles(text: str, texts: Mapping[str, str]) -> str:
    return _STYLE_IMPORT.sub(lambda match: _with_styles(texts[match[1]], texts), text)


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
