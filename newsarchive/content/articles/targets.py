"""Check the target of a link or image by itself: its scheme, its host, and anchors on the same page."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from newsarchive.markdown.links import Link
from newsarchive.markdown.safety import SCHEMES, scheme_of
from newsarchive.problems import Flaw

PAGE_IDS = frozenset({"catatan-redaksi", "isi--halaman", "sumber", "terbaru"})
"""IDs that templates put on every page of an article or document."""
_WITHOUT_SCHEME = re.compile(
    r"www\.\S|(?:[a-z0-9-]+\.)+(?:com|net|org|id|info|io|co|gov|edu|tv|news|my|sg|au|uk|us|xyz)(?=[/?#:]|$)",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*\.?|\d+(?:\.\d+){3}", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+(?:\?\S*)?", re.IGNORECASE)


def target_flaws(link: Link, ids: Callable[[], frozenset[str]]) -> Iterator[Flaw]:
    """Problems of a target, without a look at other pages; `ids` are those of its own page."""
    scheme = scheme_of(link.target)
    target = {"target": link.target[:80]}
    if link.image and not link.text.strip():
        yield Flaw(link.start, "missing-alt", target)
    if link.image and scheme in ("http", "https"):
        yield Flaw(link.start, "external-image", target)
    elif scheme == "//":
        yield Flaw(link.start, "link-without-scheme", {**target, "address": f"https:{link.target}"[:80]})
    elif scheme and (scheme not in SCHEMES or link.image):
        yield Flaw(link.start, "unsafe-link", {**target, "scheme": scheme})
    elif scheme and not _is_complete(link.target):
        yield Flaw(link.start, "incomplete-address", target)
    elif not link.target:
        yield Flaw(link.start, "empty-link")
    elif lacks_scheme(link.target):
        yield Flaw(link.start, "link-without-scheme", {**target, "address": f"https://{link.target}"[:80]})
    elif link.target.startswith("#") and _is_dead(unquote(link.target[1:]), ids):
        yield Flaw(link.start, "dead-anchor", {"anchor": link.target[:80]})


def _is_dead(anchor: str, ids: Callable[[], frozenset[str]]) -> bool:
    return anchor not in PAGE_IDS and anchor not in ids()


def lacks_scheme(target: str) -> bool:
    """Whether this is the address of another site that lacks its `https://`."""
    return _WITHOUT_SCHEME.match(target) is not None


def _is_complete(target: str) -> bool:
    """Whether a target with a scheme names a host, or a mailbox."""
    if target[:7].lower() == "mailto:":
        return _MAIL.fullmatch(target) is not None
    try:
        return _HOST.fullmatch(urlsplit(target).hostname or "") is not None
    except ValueError:
        return False
