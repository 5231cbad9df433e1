"""What families come to a facility's page for: visits, contacts, complaints; else whom to ask."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from msgspec import Struct

from newsarchive.model import PracticalFact, Term
from newsarchive.pages.parts import Link
from newsarchive.pages.view import Views

ORDER = ("visiting", "contact", "complaint", "head", "capacity")
"""Kinds of facts, what is asked for most first."""
VISITED = ("lapas", "rutan", "lpka", "rumah-sakit")
"""Types of facilities where families visit somebody."""
NEIGHBOURS = 4
"""At most so many facilities of the same city are named."""

# No dots in telephone numbers: `08.00-11.30` is a time. No area code of two digits: `03-11-2026` is a date.
_CONTACT = re.compile(
    r"(?P<url>https://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<phone>(?<![\w+])(?:\+62[ -]?\d{2,}|\(0\d{2,3}\)|0\d{2,3})[ -]?\d{3,}(?:[ -]?\d{2,})*(?![\w]))",
    re.ASCII,
)


class Fact(Struct, frozen=True):
    """A fact; in `parts` of its text, numbers and addresses are links, and all else has no URL."""

    label: str
    parts: list[Link]
    source: Link | None
    checked: str

    @property
    def text(self) -> str:
        """The fact as plain text."""
        return "".join(part.name for part in self.parts)


class Way(Struct, frozen=True):
    """Pages to go on to, and what they are."""

    label: str
    links: list[Link]


class Practical(Struct, frozen=True):
    """What is known for visitors, begun by `lead`; `missing` says what isn't, `ways` whom to ask."""

    lead: str
    facts: list[Fact]
    missing: str
    ways: list[Way]


def practical(views: Views, term: Term) -> Practical | None:
    """What a facility's page says to families; None for other terms, and closed facilities without facts."""
    if term.facet != "facility":
        return None
    words = views.strings["practical"]
    facts = list(_facts(views, term))
    wanted = ("visiting", "contact", "complaint") if term.type in VISITED else ("contact", "complaint")
    known = {fact.what for fact in term.practical}
    unknown = [] if term.closed else [str(words["unknown"][kind]) for kind in wanted if kind not in known]
    if not facts and not unknown:
        return None
    is_useful = not known.isdisjoint(wanted) or term.closed
    lead = f"{facts[0].label}: {facts[0].text}" if is_useful else words["nothing"][wanted[0]]
    return Practical(
        lead=lead,
        facts=facts,
        missing=words["missing"].format(kinds=", ".join(unknown)) if unknown else "",
        ways=list(_ways(views, term)) if unknown else [],
    )


def _facts(views: Views, term: Term) -> Iterator[Fact]:
    kinds = views.strings["practical"]["kinds"]
    for fact in sorted(term.practical, key=lambda fact: ORDER.index(fact.what)):
        yield Fact(kinds[fact.what], contacts(fact.text), _source(fact), _checked(views, fact))
    labels = views.strings["practical"]["fields"]
    if term.address:
        yield Fact(labels["address"], [Link(term.address, "")], None, "")
    if term.website:
        yield Fact(labels["website"], [site(term.website)], None, "")
    if term.same_as:
        names = [part for url in term.same_as for part in (Link(", ", ""), site(url))]
        yield Fact(labels["same_as"], names[1:], None, "")


def _checked(views: Views, fact: PracticalFact) -> str:
    return str(views.strings["practical"]["checked"]).format(date=views.date(fact.checked, "short"))


def _source(fact: PracticalFact) -> Link:
    return site(fact.source) if fact.source.startswith("https://") else Link(fact.source, "")


def site(url: str) -> Link:
    """A link to a web address under the name of its host, which tells a reader where it leads.

    >>> site("https://www.wikidata.org/wiki/Q1").name
    'wikidata.org'
    """
    return Link((urlsplit(url).hostname or url).removeprefix("www."), url)


def contacts(text: str) -> list[Link]:
    """The text cut so that telephone numbers, mail and web addresses are links, and all else has no URL.

    >>> [part.url for part in contacts("Telepon (0254) 200-123, pukul 08.00-15.00")]
    ['', 'tel:0254200123', '']
    """
    parts: list[Link] = []
    done = 0
    for match in _CONTACT.finditer(text):
        written = match[0]
        match match.lastgroup:
            case "url":
                url = written
            case "mail":
                url = f"mailto:{written}"
            case _:
                url = f"tel:{re.sub('[^+0-9]', '', written)}"
        parts += [Link(text[done : match.start()], ""), Link(written, url)]
        done = match.end()
    return [part for part in (*parts, Link(text[done:], "")) if part.name]


def _ways(views: Views, term: Term) -> Iterator[Way]:
    """Its regional office, its neighbours, and all facilities of its province."""
    labels = views.strings["practical"]["ways"]
    if term.parent:
        yield Way(labels["office"], [views.link("facility", term.parent)])
    if neighbours := list(islice(_neighbours(views, term), NEIGHBOURS)):
        yield Way(labels["city"], neighbours)
    yield Way(labels["region"], [views.link("region", term.region)])


def _neighbours(views: Views, term: Term) -> Iterator[Link]:
    """Open facilities of the same city, regional offices aside, in order of their IDs."""
    for other in views.facilities_of_city(term.region, term.city):
        if other.id != term.id and other.type != "kanwil" and not other.closed:
            yield views.link("facility", other.id)
