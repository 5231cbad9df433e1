"""Check the body of an article: forbidden and unsupported markup, and impossible dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from unicodedata import category

from newsarchive.content.articles.targets import lacks_scheme, target_flaws
from newsarchive.content.characters import shows_nothing
from newsarchive.markdown.links import Link, find_links, site_path
from newsarchive.markdown.normalise import normalise
from newsarchive.markdown.safety import excess, inspect, is_simple, scheme_of
from newsarchive.markdown.scan import mask_code
from newsarchive.markdown.visible_signs import undefined_references, visible_signs
from newsarchive.problems import Flaw

# A tag, comment or the like. An automatic link such as <https://…> or <nama@contoh.id> is none, nor is the
# target in [teks](<target>).
_RAW_HTML = re.compile(
    r"(?<!\\)(?<!\]\()(?<!\]: )<(?![A-Za-z][A-Za-z0-9+.-]*://[^<>]*>|[^\s<>@]+@[^\s<>]+>)"
    r"[A-Za-z/!?][^\s>]{0,30}>?"
)
_TITLE_HEADING = re.compile(r"^(?:[ ]|>|[-+*][ ]|\d+\.[ ])*(#)(?!#)", re.MULTILINE)
_LONE_HASH = re.compile(r"#(?<!##)(?!#)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w*);")
_UNSUPPORTED = re.compile(r"^\*\[[^\]\n]+\]:|^\[TOC\][ \t]*$|\{[ ]?[:#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_HARM = frozenset({"raw-html", "unsafe-link", "external-image", "link-without-scheme"})
_SUSPECT = re.compile(r"\\_|&|<|\]\(|\]:|__|\{")


@dataclass(frozen=True, slots=True)
class Body:
    """What a body's text alone says. Offsets count in the text as it was typed."""

    text: str
    """The Markdown in canonical form."""
    flaws: list[Flaw]
    links: list[Link]
    """Links that must lead to something in the archive."""


def read_body(source: str, path: str) -> Body:
    """Read the Markdown of an article or a page, as it was typed, and judge it."""
    if shows_nothing(source):
        return Body("", [Flaw(0, "empty-body")], [])
    if found := excess(source):
        values = {"text": found.sign, "limit": str(found.limit)}
        return Body(source, [Flaw(found.offset, "too-much-markup", values)], [])
    canonical = normalise(source)
    flaws, links = _judge(canonical.text, path)
    if canonical.origins:
        at = canonical.source_offset
        flaws = [flaw._replace(offset=at(flaw.offset)) for flaw in flaws]
        links = [link._replace(start=at(link.start), end=at(link.end)) for link in links]
    return Body(canonical.text, [*canonical.flaws, *flaws], links)


def _judge(body: str, path: str) -> tuple[list[Flaw], list[Link]]:
    found = find_links(body)
    flaws = [flaw for link in found.known for flaw in target_flaws(link, lambda: anchors(body))]
    if not is_simple(body):
        flaws += _raw_html(body)
        if inspect(body) is None:
            if not any(flaw.code in _HARM for flaw in flaws):
                suspect = _SUSPECT.search(body)
                flaws.append(Flaw(suspect.start() if suspect else 0, "unsafe-markup"))
        elif not any(flaw.code == "raw-html" for flaw in flaws):
            flaws += (
                _unclear(body, target) for target in dict.fromkeys(found.others) if _may_be_broken(target)
            )
    if "#" in body and _LONE_HASH.search(body):
        flaws += (Flaw(match.start(1), "title-heading") for match in _TITLE_HEADING.finditer(mask_code(body)))
    if "{" in body or "*[" in body or "[TOC]" in body:
        flaws += (
            Flaw(match.start(), "unsupported-markdown", {"text": match[0].strip()[:40]})
            for match in _UNSUPPORTED.finditer(mask_code(body))
        )
    if "&" in body:
        flaws += _hidden_controls(body)
    unsupported = {flaw.offset for flaw in flaws if flaw.code == "unsupported-markdown"}
    flaws += (flaw for flaw in visible_signs(body) if flaw.offset not in unsupported)
    flaws += undefined_references(body)
    inner = (link for link in found.known if site_path(link.target, path) is not None)
    return flaws, [link for link in inner if not lacks_scheme(link.target)]


@lru_cache(maxsize=64)
def anchors(body: str) -> frozenset[str]:
    """The IDs of headings and notes on the page of a canonical body."""
    rendered = inspect(body)
    return rendered.ids if rendered else frozenset()


def _may_be_broken(target: str) -> bool:
    """Whether a target whose place isn't known could be wrong: addresses of notes and whole ones aren't."""
    scheme = scheme_of(target)
    return not target.startswith("#") and (not scheme or (scheme != "mailto" and " " in target))


def _hidden_controls(body: str) -> Iterator[Flaw]:
    """Entities that stand for control and direction characters, or for blanks without width."""
    for match in _ENTITY.finditer(mask_code(body)):
        shown = unescape(match[0])
        # What HTML allows in no text at all comes back as nothing.
        if not shown or any(category(sign) in ("Cc", "Cf") and sign not in "\n\t" for sign in shown):
            yield Flaw(match.start(), "control-character", {"character": match[0]})


def _raw_html(body: str) -> Iterator[Flaw]:
    """Each element once, where it begins."""
    open_tags: list[str] = []
    for match in _RAW_HTML.finditer(mask_code(body)):
        name = re.match(r"</?([A-Za-z][\w:-]*)", match[0])
        if name and match[0].startswith("</") and name[1] in open_tags:
            open_tags.remove(name[1])
            continue
        if name:
            open_tags.append(name[1])
        yield Flaw(match.start(), "raw-html", {"text": match[0]})


def _unclear(body: str, target: str) -> Flaw:
    """A link of Markdown's whose target we can't replace, such as one with spaces in it."""
    return Flaw(max(body.find(target.split(" ")[0]), 0), "unclear-link", {"target": target[:80]})
