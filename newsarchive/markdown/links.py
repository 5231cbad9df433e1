"""Find the links in Markdown, tell what they lead to, and make them final for the page they stand on."""

import re
from collections.abc import Iterator
from html import unescape
from posixpath import dirname, join, normpath, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from newsarchive import addresses
from newsarchive.markdown.code_spans import mask_code
from newsarchive.markdown.safety import SIMPLE_LINK, is_simple, neutralise, scheme_of
from newsarchive.model import Article, Document

_TARGET = r"(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
_INLINE = re.compile(rf"(?P<head>!?\[(?P<text>[^\[\]]*)|)\]\(\s*{_TARGET}")
_DEFINITION = re.compile(rf"^ {{0,3}}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*{_TARGET}", re.MULTILINE)
_AUTOMATIC = re.compile(r"(?<!\\)<(?P<bare>[A-Za-z][A-Za-z0-9+.&;#-]*:[^\s<>]*)>")


class Link(NamedTuple):
    """A link or image in a text; `start` and `end` are offsets of its target."""

    target: str
    start: int
    end: int
    image: bool = False
    text: str = ""


def find_links(body: str) -> Iterator[Link]:
    """All links and images of a Markdown text outside code; reference links by their definitions."""
    if "](" not in body and "]:" not in body and "<" not in body:
        return
    if is_simple(body):
        for match in SIMPLE_LINK.finditer(body):
            yield Link(match["target"], *match.span("target"), match["image"] is not None, match["text"])
        return
    masked = mask_code(body)
    for match in _INLINE.finditer(masked):
        group = "bare" if match["angled"] is None else "angled"
        image = match["head"].startswith("!")
        yield Link(match[group], *match.span(group), image, match["text"] or "")
    for match in _DEFINITION.finditer(masked):
        group = "bare" if match["angled"] is None else "angled"
        yield Link(match[group], *match.span(group), text=match[0])
    for match in _AUTOMATIC.finditer(masked):
        yield Link(match["bare"], *match.span("bare"), text=match["bare"])


def site_path(target: str, source: str) -> str | None:
    """Where a link leads: a path relative to the site's root; None for other sites and places on the page.

    `source` is the file that the link stands in, relative to the repository's root. A target that leaves
    `articles/` and `docs/` gives a path that no page has.
    """
    target = unescape(target)
    if scheme_of(target) or target.startswith(("#", "?")) or not target:
        return None
    path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    if path.startswith("/"):
        return path.lstrip("/") if path.endswith("/") or "." in path.rpartition("/")[2] else path[1:] + "/"
    file = normpath(join(dirname(source), path))
    if file.startswith("articles/"):
        file = addresses.ARTICLES + file.removeprefix("articles/")
    elif file.startswith("docs/"):
        file = file.removeprefix("docs/")
    else:
        return "../" + file
    if not path.endswith(".md"):
        return file
    page = file.removesuffix(".md")
    return page.removesuffix("index") if page == "index" or page.endswith("/index") else page + "/"


def document_url(path: str) -> str:
    """The URL of a hand-written page by its path in `docs/`; '' for the home page."""
    return site_path(path, "docs/index.md") or ""


def final_body(article: Article) -> str:
    """The article's Markdown, harmless, with links relative to the URL of its page."""
    body = neutralise(article.body)
    final = _final(body, article.path, article.url)
    # Once more: in tangled text a new target may bring to life what was dead before.
    return body if final == body else neutralise(final)


def final_document(document: Document) -> str:
    """The Markdown of a hand-written page with links relative to its URL."""
    return _final(document.body, f"docs/{document.path}", document_url(document.path))


def _final(body: str, source: str, url: str) -> str:
    links = sorted((link for link in find_links(body)), key=lambda link: link.start)
    parts: list[str] = []
    done = 0
    for link in links:
        path = site_path(link.target, source)
        if path is None or link.start < done:
            continue
        rest = re.search(r"[?#].*", unescape(link.target))
        tail = quote(rest[0], safe="?#=&%/:@!$,;+~") if rest else ""
        parts += (body[done : link.start], _relative(path, url) + tail)
        done = link.end
    return "".join(parts) + body[done:] if parts else body


def _relative(path: str, url: str) -> str:
    slash = "/" if path.endswith("/") or not path else ""
    return quote(relpath("/" + path, "/" + url)) + slash
