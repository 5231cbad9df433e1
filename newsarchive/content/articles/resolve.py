"""Resolve the names in an article to terms of the vocabulary, and check its dates against the day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from newsarchive.content.articles.parse import Parsed, is_before, named_dates, place_of
from newsarchive.content.vocabulary.names import Match, Names
from newsarchive.model import Article, ArticleDate, FacetName, Front, Term, Vocabulary
from newsarchive.problems import Problem, is_error, problem
from newsarchive.story import heirs

_WRITTEN = tuple(
    each.name for each in fields(Front) if each.name not in ("facilities", "regions", "event_types", "story")
)
"""The fields that an article takes over unchanged from its front matter."""


class Whereabouts(NamedTuple):
    """IDs of an article's facilities, and of its regions: those named and those of the facilities."""

    facilities: tuple[str, ...]
    regions: tuple[str, ...]


class Topics(NamedTuple):
    """IDs of the event types that an article names, and of their themes."""

    event_types: tuple[str, ...]
    themes: tuple[str, ...]


FirstAndLast = tuple[str, str]
"""The first and the last day of something, as `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True)
class ResolveContext:
    """What an article is resolved against."""

    vocabulary: Vocabulary
    names: Names
    as_of: ArticleDate
    """The day of the build; dates after it are in the future."""
    days: Mapping[str, FirstAndLast] = field(default_factory=dict)
    """Those that git's history knows of articles, by path."""
    whereabouts: dict[tuple[tuple[str, ...], ...], Whereabouts] = field(default_factory=dict)
    """Results for facilities and regions of earlier articles, where they had no problem."""
    topics: dict[tuple[str, ...], Topics] = field(default_factory=dict)
    """The same of their event types."""
    stories: Mapping[str, str] = field(init=False)
    """IDs of stories by their former ones."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stories", heirs(self.vocabulary.stories.values()))


def resolve(parsed: Parsed, context: ResolveContext) -> tuple[Article | None, list[Problem]]:
    """The resolved article, and the problems that the vocabulary and the day bring up.

    None if it has an error, found here or by `parse`; the problems are only those found here.
    """
    front = parsed.front
    if front is None:
        return None, []
    problems: list[Problem] = []
    if parsed.latest > context.as_of:
        problems += _future_dates(parsed, front, context.as_of)
    whereabouts = context.whereabouts.get((front.facilities, front.regions))
    whereabouts = whereabouts or _whereabouts(parsed, front, context, problems)
    topics = context.topics.get(front.event_types)
    topics = topics or _topics(parsed, front, context, problems)
    if any(map(is_error, problems)) or any(map(is_error, parsed.problems)):
        return None, problems
    recorded = _recorded(parsed.path, front, context)
    written = {name: getattr(front, name) for name in _WRITTEN}
    story = context.stories.get(front.story, front.story)
    resolved = whereabouts._asdict() | topics._asdict() | {"story": story}
    article = Article(
        path=parsed.path,
        digest=parsed.text_digest,
        body=parsed.body,
        recorded=recorded,
        **written,
        **resolved,
    )
    return article, problems


def _recorded(path: str, front: Front, context: ResolveContext) -> str:
    """The days of an article's file, and of those that it had before; only days that have come."""
    if path not in context.days:
        return ""
    first, last = context.days[path]
    for alias in front.aliases:
        first = min(first, context.days.get(f"articles/{alias}.md", (first, last))[0])
    return f"{first}/{last}" if last <= context.as_of.iso else ""


def _whereabouts(
    parsed: Parsed, front: Front, context: ResolveContext, problems: list[Problem]
) -> Whereabouts:
    before = len(problems)
    terms = context.vocabulary.terms["facility"]
    regions = _ids(parsed, "region", front.regions, context, problems)
    facilities = _facilities(parsed, front, regions, context, problems)
    homes = (_home(terms[id_], regions) for id_ in facilities)
    found = Whereabouts(facilities, tuple(dict.fromkeys(id_ for id_ in (*regions, *homes) if id_)))
    if len(problems) == before:
        context.whereabouts[front.facilities, front.regions] = found
    return found


def _topics(parsed: Parsed, front: Front, context: ResolveContext, problems: list[Problem]) -> Topics:
    before = len(problems)
    terms = context.vocabulary.terms["event_type"]
    event_types = _ids(parsed, "event_type", front.event_types, context, problems)
    themes = (terms[id_].parent for id_ in event_types)
    found = Topics(event_types, tuple(dict.fromkeys(id_ for id_ in themes if id_)))
    if len(problems) == before:
        context.topics[front.event_types] = found
    return found


def _future_dates(parsed: Parsed, front: Front, as_of: ArticleDate) -> list[Problem]:
    return [
        problem(parsed.path, place_of(parsed, name), "future-date", date=when.iso, today=as_of.iso)
        for name, when in named_dates(front)
        if when > as_of and is_before(as_of, when)
    ]


def _ids(
    parsed: Parsed, facet: FacetName, texts: tuple[str, ...], context: ResolveContext, problems: list[Problem]
) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for number, text in enumerate(texts):
        match = context.names.resolve(facet, text)
        if match.id:
            ids[match.id] = None
            continue
        terms = context.vocabulary.terms[facet]
        if not terms:
            continue  # its file is broken, and that is problem enough
        nearest = [terms[id_].name for id_ in match.candidates] or context.names.nearest(facet, text)
        if facet == "event_type":
            nearest = [term.id for term in terms.values() if term.name in nearest]
        place = place_of(parsed, f"{facet}.{number}")
        code = f"unknown-{facet.replace('_', '-')}"
        values = {"name": text, "nearest": "; ".join(nearest)}
        if facet == "event_type":
            values["known"] = ", ".join(terms)
        problems.append(problem(parsed.path, place, code, **values))
    return tuple(ids)


def _facilities(
    parsed: Parsed, front: Front, regions: tuple[str, ...], context: ResolveContext, problems: list[Problem]
) -> tuple[str, ...]:
    terms = context.vocabulary.terms
    home = regions[0] if len(regions) == 1 else ""
    ids: dict[str, None] = {}
    for number, text in enumerate(front.facilities):
        match = context.names.resolve("facility", text, home)
        place = place_of(parsed, f"facility.{number}")
        fitting = [id_ for id_ in match.candidates if provinces(terms["facility"][id_]).intersection(regions)]
        id_ = match.id or (fitting[0] if len(fitting) == 1 else "")
        if not id_:
            found = _unresolved(text, match, home, context)
            problems += (problem(parsed.path, place, code, **values) for code, values in found)
            continue
        ids[id_] = None
        inside = provinces(terms["facility"][id_])
        if regions and inside and not inside.intersection(regions):
            values = {
                "facility": terms["facility"][id_].name,
                "actual": _region_names(sorted(inside), context.vocabulary),
                "region": _region_names(regions, context.vocabulary),
            }
            problems.append(problem(parsed.path, place, "facility-region-mismatch", **values))
    return tuple(ids)


def _unresolved(
    text: str, match: Match, region: str, context: ResolveContext
) -> Iterator[tuple[str, dict[str, str]]]:
    """Codes and values of the problems with a facility's name that means no one facility."""
    terms, names = context.vocabulary.terms["facility"], context.names
    if not terms:
        return  # their file is broken, and that is problem enough
    if match.candidates:
        listed = "; ".join(f"{terms[id_].name} ({id_})" for id_ in match.candidates[:8])
        yield "ambiguous-facility", {"name": text, "candidates": listed}
    elif parts := names.several(text, region):
        written = (terms[part.match.id].name if part.match.id else part.text for part in parts)
        yield "several-facilities", {"name": text, "list": ", ".join(dict.fromkeys(written))}
        for part in parts:
            if not part.match.id:
                yield from _unresolved(part.text, part.match, region, context)
    elif names.is_headquarters(text):
        yield "facility-headquarters", {"name": text}
    else:
        yield "unknown-facility", {"name": text, "nearest": "; ".join(names.nearest("facility", text))}


def provinces(facility: Term) -> set[str]:
    """IDs of the provinces that a facility stands in or, if it is a regional office, serves."""
    return {id_ for id_ in (facility.region, *facility.regions) if id_}


def _home(facility: Term, regions: tuple[str, ...]) -> str:
    """The province an event at this facility belongs to: the one named, else the one it stands in."""
    inside = provinces(facility)
    if inside.intersection(regions):
        return ""
    return facility.region or next(iter(facility.regions), "")


def _region_names(ids: Collection[str], vocabulary: Vocabulary) -> str:
    terms = vocabulary.terms["region"]
    return ", ".join(terms[id_].name if id_ in terms else id_ for id_ in ids)
