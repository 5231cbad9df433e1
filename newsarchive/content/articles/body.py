"""Judge the body of an article: markup that must not or can't be shown, and dates that can't be."""

import re
from collections.abc import Iterator

from newsarchive.content.dates import Flaw
from newsarchive.markdown.code_spans import mask_code
from newsarchive.markdown.links import Link, find_links, site_path
from newsarchive.markdown.safety import SCHEMES, inspect, is_simple, scheme_of

# A tag, comment or the like. An automatic link such as <https://…> or <nama@contoh.id> is none, nor is the
# target in [teks](<target>).
_RAW_HTML = re.compile(
    r"(?<!\\)(?<!\]\()(?<!\]: )<(?![A-Za-z][A-Za-z0-9+.&;#-]*:[^\s<>]*>|[^\s<>@]+@[^\s<>]+>)"
    r"[A-Za-z/!?][^\s>]{0,30}>?"
)
_TITLE_HEADING = re.compile(r"^(?:#(?!#)|(?<=[^\n]\n)=+[ ]*$)", re.MULTILINE)
_UNSUPPORTED = re.compile(r"^\*\[[^\]\n]+\]:|^\[TOC\][ \t]*$|\{[ ]?[:#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_HARM = frozenset({"raw-html", "unsafe-link", "external-image", "link-without-scheme"})
_SUSPECT = re.compile(r"<|\]\(|\]:|__|\{")


def read_body(body: str, path: str) -> tuple[list[Flaw], list[Link]]:
    """What is wrong with the body of an article, and its links that must lead somewhere in the archive."""
    if not body or body.isspace():
        return [Flaw(0, "empty-body")], []
    links = list(find_links(body))
    flaws = [flaw for link in links for flaw in _link_flaws(link)]
    inner = [(link, reached) for link in links if (reached := site_path(link.target, path)) is not None]
    if not is_simple(body):
        harmful, targets = inspect(body)
        shown = {reached: target for target in targets if (reached := site_path(target, path)) is not None}
        raw = [Flaw(m.start(), "raw-html", {"text": m[0]}) for m in _RAW_HTML.finditer(mask_code(body))]
        flaws += raw
        if not harmful and not raw:
            found = {reached for _, reached in inner}
            flaws += (_unclear(body, target) for reached, target in shown.items() if reached not in found)
        elif harmful and not any(flaw.code in _HARM for flaw in flaws):
            suspect = _SUSPECT.search(body)
            flaws.append(Flaw(suspect.start() if suspect else 0, "unsafe-markup"))
        inner = [(link, reached) for link, reached in inner if reached in shown]
    if "#" in body or "\n=" in body:
        flaws += (Flaw(match.start(), "title-heading") for match in _TITLE_HEADING.finditer(mask_code(body)))
    if "{" in body or "*[" in body or "[TOC]" in body:
        flaws += (
            Flaw(match.start(), "unsupported-markdown", {"text": match[0].strip()[:40]})
            for match in _UNSUPPORTED.finditer(mask_code(body))
        )
    return flaws, [link for link, _ in inner]


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
