"""Find the links in Markdown, tell where they lead, and make them relative to their page."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from posixpath import dirname, join, normpath, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from newsarchive import addresses
from newsarchive.markdown.rendered import Rendered, Target, render
from newsarchive.markdown.safety import SIMPLE_LINK, excess, is_simple, neutralise, scheme_of
from newsarchive.markdown.scan import mask_code
from newsarchive.model import Article, Document

# A target in quotation marks is a title without a target.
_TARGET = r"(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?![\"'])[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)|(?=[\"']))"
_INLINE = re.compile(rf"(?P<head>!?\[(?P<text>[^\[\]]*)|)\]\(\s*{_TARGET}")
_DEFINITION = re.compile(rf"^ {{0,3}}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*{_TARGET}", re.MULTILINE)
# A name that hardly any text contains; links of one that does can't be located.
_NAME = re.compile(r"(?:https://)?zq(\d+)zq")
_AUTOMATIC = re.compile(r"(?<!\\)<(?P<bare>[A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>")


class Link(NamedTuple):
    """A link or image in a text; `start` and `end` are offsets of its target."""

    target: str
    start: int
    end: int
    image: bool = False
    text: str = ""


class Links(NamedTuple):
    """The links and images that Markdown makes of a text."""

    known: list[Link]
    """Links whose place in the text is certain, in order; reference links by their definitions."""
    others: list[str]
    """The targets of all others."""


def find_links(body: str) -> Links:
    """All links and images that a canonical text shows."""
    if "](" not in body and "]:" not in body and "<" not in body:
        return Links([], [])
    if is_simple(body):
        found = SIMPLE_LINK.finditer(body)
        simple = (Link(m["target"], *m.span("target"), m["image"] is not None, m["text"]) for m in found)
        return Links(list(simple), [])
    if excess(body) or not (rendered := render(body)):
        return Links([], [])
    candidates = list(_candidates(body))
    shown = _shown(body, candidates, rendered)
    if shown is None:
        # Some candidate is no link: without it, the others may be certain.
        candidates = _named_targets(body, candidates)
        shown = _shown(body, candidates, rendered) or {}
    known = [
        link._replace(target=target.value, image=target.image, text=target.alt or link.text)
        for number, link in enumerate(candidates)
        if (target := shown.get(number)) is not None
    ]
    places = set(shown.values())
    return Links(known, [target.value for target in rendered.targets if target not in places])


def _candidates(body: str) -> Iterator[Link]:
    """Everything that could be the target of a link; candidates don't overlap."""
    masked = mask_code(body)
    found = [match for pattern in (_INLINE, _DEFINITION, _AUTOMATIC) for match in pattern.finditer(masked)]
    done = 0
    for match in sorted(found, key=lambda match: _span(match)):
        start, end = _span(match)
        if start >= done:
            yield Link(body[start:end], start, end)
            done = max(end, done)


def _span(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    if groups.get("angled") is not None:
        return match.span("angled")
    return match.span("bare") if groups["bare"] is not None else (match.end(), match.end())


def _shown(body: str, candidates: Sequence[Link], rendered: Rendered) -> dict[int, Target] | None:
    """The link that Markdown makes of each candidate, by its number; None if that is uncertain.

    Each target is given a name of its own. If the page stays the same but for the targets, then nothing but
    them was touched, and another target may be put in each place.
    """
    named = None if _NAME.search(body) else render(_with_names(body, candidates))
    if named is None or len(named.targets) != len(rendered.targets):
        return None
    shown: dict[int, Target] = {}
    for before, after in zip(rendered.targets, named.targets, strict=True):
        if match := _NAME.fullmatch(after.value):
            shown.setdefault(int(match[1]), before)
        elif after.value != before.value:
            return None

    def original(match: re.Match[str]) -> str:
        link = candidates[int(match[1])]
        return link.target if match[0].startswith("https:") else match[0]

    parts = [_NAME.sub(original, part) if isinstance(part, str) else part for part in named.parts]
    return shown if parts == rendered.parts else None


def _named_targets(body: str, candidates: Sequence[Link]) -> list[Link]:
    """The candidates whose names turn up as targets of links."""
    named = render(_with_names(body, candidates))
    found = (
        {match[1] for target in named.targets if (match := _NAME.fullmatch(target.value))} if named else set()
    )
    return [link for number, link in enumerate(candidates) if str(number) in found]


def _with_names(body: str, candidates: Sequence[Link]) -> str:
    parts: list[str] = []
    done = 0
    for number, link in enumerate(candidates):
        automatic = body[link.start - 1] == "<" and "://" in link.target
        name = f"https://zq{number}zq" if automatic else f"zq{number}zq"
        # Nothing parts a target that was left out from a title behind it.
        parts += (body[done : link.start], name, "" if link.target else " ")
        done = link.end
    return "".join(parts) + body[done:]


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
    # Again, since in tangled text a new target may complete other markup.
    return body if final == body else neutralise(final)


def final_document(document: Document) -> str:
    """The Markdown of a hand-written page with links relative to its URL."""
    return _final(document.body, f"docs/{document.path}", document_url(document.path))


def _final(body: str, source: str, url: str) -> str:
    parts: list[str] = []
    done = 0
    for link in find_links(body).known:
        path = site_path(link.target, source)
        if path is None:
            continue
        rest = re.search(r"[?#].*", unescape(link.target))
        tail = quote(rest[0], safe="?#=&%/:@!$,;+~") if rest else ""
        parts += (body[done : link.start], _relative(path, url) + tail)
        done = link.end
    return "".join(parts) + body[done:] if parts else body


def _relative(path: str, url: str) -> str:
    slash = "/" if path.endswith("/") or not path else ""
    return quote(relpath("/" + path, "/" + url)) + slash
