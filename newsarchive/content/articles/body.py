"""Judge the body of an article: markup that must not or can't be shown, and dates that can't be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.markdown.links import Link, find_links, site_path
from newsarchive.markdown.normalise import normalise
from newsarchive.markdown.safety import SCHEMES, excess, inspect, is_simple, scheme_of
from newsarchive.markdown.scan import mask_code
from newsarchive.problems import Flaw

# A tag, comment or the like. An automatic link such as <https://…> or <nama@contoh.id> is none, nor is the
# target in [teks](<target>).
_RAW_HTML = re.compile(
    r"(?<!\\)(?<!\]\()(?<!\]: )<(?![A-Za-z][A-Za-z0-9+.-]*://[^<>]*>|[^\s<>@]+@[^\s<>]+>)"
    r"[A-Za-z/!?][^\s>]{0,30}>?"
)
_TITLE_HEADING = re.compile(r"^(?:#(?!#)|(?<=[^\n]\n)=+[ ]*$)", re.MULTILINE)
_UNSUPPORTED = re.compile(r"^\*\[[^\]\n]+\]:|^\[TOC\][ \t]*$|\{[ ]?[:#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_HARM = frozenset({"raw-html", "unsafe-link", "external-image", "link-without-scheme"})
_SUSPECT = re.compile(r"\\_|&|<|\]\(|\]:|__|\{")


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of a body from its text alone. All offsets count in the text as it was typed."""

    text: str
    """The Markdown in canonical form."""
    flaws: list[Flaw]
    links: list[Link]
    """Those that must lead somewhere in the archive."""


def read_body(source: str, path: str) -> Body:
    """Read the Markdown of an article or a page, as it was typed, and judge it."""
    if not source or source.isspace():
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
    flaws = [flaw for link in found.known for flaw in _link_flaws(link)]
    if not is_simple(body):
        flaws += _raw_html(body)
        if inspect(body) is None:
            if not any(flaw.code in _HARM for flaw in flaws):
                suspect = _SUSPECT.search(body)
                flaws.append(Flaw(suspect.start() if suspect else 0, "unsafe-markup"))
        elif not any(flaw.code == "raw-html" for flaw in flaws):
            unclear = [target for target in found.others if site_path(target, path) is not None]
            flaws += (_unclear(body, target) for target in dict.fromkeys(unclear))
    if "#" in body or "\n=" in body:
        flaws += (Flaw(match.start(), "title-heading") for match in _TITLE_HEADING.finditer(mask_code(body)))
    if "{" in body or "*[" in body or "[TOC]" in body:
        flaws += (
            Flaw(match.start(), "unsupported-markdown", {"text": match[0].strip()[:40]})
            for match in _UNSUPPORTED.finditer(mask_code(body))
        )
    return flaws, [link for link in found.known if site_path(link.target, path) is not None]


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
    """A link that Markdown sees and we can't make final, such as one with spaces in its target."""
    return Flaw(max(body.find(target.split(" ")[0]), 0), "unclear-link", {"target": target[:80]})


def _link_flaws(link: Link) -> Iterator[Flaw]:
    scheme = scheme_of(link.target)
    target = {"target": link.target[:80]}
    if link.image and not link.text.strip():
        yield Flaw(link.start, "missing-alt", target)
    if link.image and scheme in ("http", "https"):
        yield Flaw(link.start, "external-image", target)
    elif scheme == "//":
        yield Flaw(link.start, "link-without-scheme", target)
    elif scheme and (scheme not in SCHEMES or link.image):
        yield Flaw(link.start, "unsafe-link", {**target, "scheme": scheme})
    elif not link.target:
        yield Flaw(link.start, "empty-link")
