"""What is known of a term itself: the rows of its profile and the place where it stands."""

from typing import Any

from newsarchive.model import Term
from newsarchive.pages.view import Views


def profile(views: Views, term: Term) -> list[dict[str, str]]:
    """Rows of label, text and URL (empty where the text is no link); rows without text are left out."""
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
    return [{"label": str(words[key]), "text": text, "url": url} for key, text, url in rows if text]


def place(views: Views, term: Term) -> dict[str, Any] | None:
    """Coordinates with a note on what they are; None where there are none."""
    if term.lat is None or term.lon is None:
        return None
    return {"lat": term.lat, "lon": term.lon, "note": str(views.strings["profile"]["place_note"])}


def _link(views: Views, key: str, region: str) -> tuple[str, str, str]:
    term = views.term("region", region)
    return (key, term.name, term.url)


def _parent(views: Views, term: Term) -> tuple[str, str, str]:
    if not term.parent:
        return ("office", "", "")
    office = views.term("facility", term.parent)
    return ("office", office.name, office.url)
