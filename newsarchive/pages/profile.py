"""The profile of a term: rows of facts, and coordinates."""

from msgspec import Struct

from newsarchive.model import Term
from newsarchive.pages.view import Views


class ProfileRow(Struct, frozen=True):
    """A fact about a term; `url` is empty if the text is not a link."""

    label: str
    text: str
    url: str


class Coordinates(Struct, frozen=True):
    """A point in degrees, with a note on what it marks."""

    lat: float
    lon: float
    note: str


def profile(views: Views, term: Term) -> list[ProfileRow]:
    """The known facts about a term."""
    words = views.strings["profile"]
    rows: list[tuple[str, str, str]] = []
    match term.facet:
        case "facility":
            kind = " ".join(
                str(words["types"][key]) for key in (term.type, term.subtype) if key in words["types"]
            )
            rows += [("type", kind, ""), ("class", term.class_, ""), ("city", term.city, "")]
            rows += [_link(views, "region", id_) for id_ in term.regions or (term.region,) if id_]
            rows += [_parent(views, term)]
            rows += [("closed", term.closed, "")]
        case "region":
            rows += [("code", term.code, ""), ("capital", term.capital, ""), _parent(views, term)]
        case "event_type":
            theme = views.term("theme", term.parent)
            rows += [("theme", theme.name, theme.url)]
    rows += [
        ("aliases", ", ".join(term.aliases), ""),
        ("former_names", ", ".join(term.former_names), ""),
    ]
    return [ProfileRow(words[key], text, url) for key, text, url in rows if text]


def coordinates(views: Views, term: Term) -> Coordinates | None:
    """The coordinates of a term; None if it has none."""
    if term.lat is None or term.lon is None:
        return None
    return Coordinates(term.lat, term.lon, views.strings["profile"]["place_note"])


def _link(views: Views, key: str, region: str) -> tuple[str, str, str]:
    term = views.term("region", region)
    return (key, term.name, term.url)


def _parent(views: Views, term: Term) -> tuple[str, str, str]:
    if not term.parent:
        return ("office", "", "")
    office = views.term("facility", term.parent)
    return ("office", office.name, office.url)
