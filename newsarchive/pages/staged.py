"""The form of a staged page: front matter for the templates, then Markdown, and the digest over both."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from newsarchive.model import OutputFile

View = Mapping[str, Any]
"""Plain data for a template of `overrides/`: texts, numbers, lists and mappings of them."""


def digest(*parts: object) -> str:
    """Hash of plain data (texts, numbers, None, tuples, lists, mappings), equal for equal data."""
    return blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()


def scalar(value: object) -> str:
    """Plain data as one line that reads the same as JSON and as YAML."""
    text = msgspec.json.encode(value).decode()
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


def page(
    url: str, template: str, title: str, description: str, view: View, body: str = ""
) -> OutputFile:
    """A page whose whole view is at hand: its digest is taken over all that it shows."""
    return OutputFile(
        source_path(url),
        digest(template, title, description, view, body),
        lambda: staged(template, title, description, view, body),
    )


def lazy_page(url: str, inputs: tuple[object, ...], render: Callable[[], str]) -> OutputFile:
    """A page whose text is worth making only when needed; `inputs` must hold all that `render` reads."""
    return OutputFile(source_path(url), digest(*inputs), render)


def source_path(url: str) -> str:
    """Where a page's Markdown stands: `index.md` in its folder for indexes, `name.md` for articles.

    >>> source_path("fasilitas/rutan-serang/")
    'fasilitas/rutan-serang.md'
    >>> source_path("")
    'index.md'
    """
    return f"{url.rstrip('/')}.md" if url else "index.md"
