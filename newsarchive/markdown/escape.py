"""Write plain text so that Markdown shows it as it is."""

import re

_MARKUP = re.compile(r"[&<>\"'\\`*_{}\[\]~|#]")
# Of a list, a rule, a definition or an admonition.
_START = re.compile(r"^(\d*)([-+=:!.])")


def plain(text: str) -> str:
    """Text as Markdown, or as an attribute of inline HTML, that shows just this text, on one line.

    >>> plain("1. *Sapi* <b>")
    '1&#46; &#42;Sapi&#42; &#60;b&#62;'
    """
    line = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
    return _START.sub(lambda match: f"{match[1]}&#{ord(match[2])};", line)


def heading_id(text: str) -> str:
    """The ID that a heading of this text gets, if no other has it already."""
    # Markdown takes a while to load, which a run without changes need not spend.
    from markdown.extensions.toc import slugify

    return str(slugify(text, "-"))
