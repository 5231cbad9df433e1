"""What machines are told of a facility or a region, in the words of schema.org."""

from typing import Any

from newsarchive.model import FacetName, Term
from newsarchive.pages.view import Views

TYPES: dict[FacetName, str] = {"facility": "GovernmentOrganization", "region": "AdministrativeArea"}


def linked_data(views: Views, term: Term) -> dict[str, Any] | None:
    """JSON-LD of a facility or a region, without fields that aren't known; None for other terms."""
    if term.facet not in TYPES:
        return None
    fields = {
        "alternateName": [*term.aliases, *term.former_names],
        "address": term.address,
        "location": _city(views, term),
        "parentOrganization": _known(views, "facility", term.parent if term.facet == "facility" else ""),
        "sameAs": [url for url in (term.website, *term.same_as) if url],
    }
    data = _known(views, term.facet, term.id)
    return {
        "@context": "https://schema.org",
        **data,
        **{key: value for key, value in fields.items() if value},
    }


def _known(views: Views, facet: FacetName, id_: str) -> dict[str, Any]:
    """A term by its type, name and page; empty without an ID."""
    if not id_:
        return {}
    term, base = views.term(facet, id_), views.config.site_url
    return {"@type": TYPES[facet], "name": term.name, **({"url": base + term.url} if base else {})}


def _city(views: Views, term: Term) -> dict[str, Any]:
    """The city: coordinates are those of its centre, never of the building."""
    if not term.city:
        return {}
    province = _known(views, "region", term.region)
    city = {"@type": "AdministrativeArea", "name": term.city, "containedInPlace": province}
    if term.lat is not None and term.lon is not None:
        # As texts, which keep every digit as the vocabulary has it.
        point = {"latitude": str(term.lat), "longitude": str(term.lon)}
        city["geo"] = {"@type": "GeoCoordinates", **point}
    return city
