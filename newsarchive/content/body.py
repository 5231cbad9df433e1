"""Judge the body of an article: markup that must not or can't be shown, and dates that can't be."""

import re
from collections.abc import Iterator

from newsarchive.content.links import Link, find_links, site_path
from newsarchive.content.markup import SCHEMES, inspect, is_simple, scheme_of
from newsarchive.content.text import Flaw, mask_code

# A tag, comment or the like, but no automatic link such as <https://…> or <nama@contoh.id>.
_RAW_HTML = re.compile(
    r"(?<!\\)<(?![A-Za-z][A-Za-z0-9+.&;#-]*:[^\s<>]*>|[^\s<>@]+@[^\s<>]+>)[A-Za-z/!?][^\s>]{0,30}>?"
)
_TITLE_HEADING = re.compile(r"^(?:#(?!#)|(?<=[^\n]\n)=+[ ]*$)", re.MULTILINE)
_UNSUPPORTED = re.compile(r"^\*\[[^\]\n]+\]:|^\[TOC\][ \t]*$|\{[ ]?[:#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_SUSPECT = re.compile(r"<|\]\(|\]:|__|\{")


def read_body(body: str, path: str) -> tuple[list[Flaw], list[Link]]:
    """What is wrong with the body of an article, and its links that must lead somewhere in the archive."""
    if not body.strip():
        return [Flaw(0, "empty-body")], []
    links = list(find_links(body))
    flaws = [flaw for link in links for flaw in _link_flaws(link)]
    if not is_simple(body):
        flaws += _markup_flaws(body, path, links, flaws)
    if "#" in body or "\n=" in body or "{" in body or "[" in body:
        masked = mask_code(body)
        flaws += (Flaw(match.start(), "title-heading") for match in _TITLE_HEADING.finditer(masked))
        flaws += (
            Flaw(match.start(), "unsupported-markdown", {"text": match[0].strip()[:40]})
            for match in _UNSUPPORTED.finditer(masked)
        )
    return flaws, [link for link in links if site_path(link.target, path) is not None]


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


def _markup_flaws(body: str, path: str, links: list[Link], of_links: list[Flaw]) -> list[Flaw]:
    """Raw HTML, and what only rendering the text brings to light."""
    flaws = [
        Flaw(match.start(), "raw-html", {"text": match[0]}) for match in _RAW_HTML.finditer(mask_code(body))
    ]
    harmful, targets = inspect(body)
    if harmful and not flaws and not of_links:
        suspect = _SUSPECT.search(body)
        flaws.append(Flaw(suspect.start() if suspect else 0, "unsafe-markup"))
    known = {site_path(link.target, path) for link in links}
    for target in targets:
        reached = site_path(target, path)
        if reached is not None and reached not in known and not flaws:
            flaws.append(Flaw(max(body.find(target[:8]), 0), "unclear-link", {"target": target[:80]}))
    return flaws
