"""Staged pages: front matter for the templates, then Markdown, and a digest over both."""

from collections.abc import Callable
from typing import Any

import msgspec

from newsarchive import hashing
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import View

_to_json = msgspec.json.Encoder().encode


def scalar(value: object) -> str:
    """Plain data on one line that is both JSON and YAML."""
    text = _to_json(value).decode()
    if text.isprintable():
        return text
    # YAML allows no C1 controls and breaks lines at U+0085, U+2028 and U+2029.
    return "".join(c if c.isprintable() or ord(c) > 0xFFFF else f"\\u{ord(c):04x}" for c in text)


def staged(template: str, title: str, description: str, view: View, body: str = "") -> str:
    """The text of a staged page."""
    return (
        f"---\ntitle: {scalar(title)}\ndescription: {scalar(description)}\n"
        f"template: {template}\narchive: {scalar(view)}\n---\n\n{body}"
    )


def parse(text: str) -> tuple[dict[str, Any], str]:
    """The front matter and the body of a text made by `staged`, equal to what a YAML parser reads.

    >>> parse(staged("main.html", "Rutan", "Satu artikel", View(), "Isi"))[1]
    'Isi'
    """
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    pairs = (line.partition(": ") for line in front.split("\n"))
    meta = {key: value if key == "template" else msgspec.json.decode(value) for key, _, value in pairs}
    return meta, body.lstrip("\n")


def page(url: str, template: str, title: str, description: str, view: View, body: str = "") -> OutputFile:
    """A page whose view is complete; the digest covers all of it."""
    return OutputFile(
        source_path(url),
        hashing.of_data(template, title, description, view, body),
        lambda: staged(template, title, description, view, body),
    )


def lazy_page(url: str, inputs: tuple[object, ...], render: Callable[[], str]) -> OutputFile:
    """A page whose text is made only when needed; `inputs` must hold everything that `render` reads."""
    return OutputFile(source_path(url), hashing.of_data(*inputs), render)


def lazy_file(path: str, inputs: tuple[object, ...], render: Callable[[], str | bytes]) -> OutputFile:
    """A file that is no page, made only when needed; `inputs` must hold everything that `render` reads."""
    return OutputFile(path, hashing.of_data(*inputs), render)


def source_path(url: str) -> str:
    """Path of the Markdown file from which MkDocs makes the page with this URL.

    >>> source_path(""), source_path("fasilitas/rutan-serang/"), source_path("berita/2025/10/index/")
    ('index.md', 'fasilitas/rutan-serang.md', 'berita/2025/10/index/index.md')
    """
    path = url.rstrip("/")
    # The page of `x/index.md` has the URL `x/`.
    return f"{path}/index.md".lstrip("/") if path.rpartition("/")[2] in ("", "index") else f"{path}.md"
