"""Begin an article: its file with everything that is known, and empty fields for what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.articles.resolve import ResolveContext, resolve
from newsarchive.content.slug import slug
from newsarchive.content.vocabulary.names import Names
from newsarchive.editing.front_matter_writer import Value, front_matter
from newsarchive.model import ArticleDate, FacetName, Front, Vocabulary
from newsarchive.problems import Problem, is_error

_UNKNOWN_FOLDER = "0000/01"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the editor says of the article, in the editor's words."""

    title: str
    date: str = ""
    facilities: Sequence[str] = ()
    regions: Sequence[str] = ()
    event_types: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A new article's file: where it belongs and what it holds."""

    path: str
    """POSIX, relative to the root; ends in `/.md` where the title gives no file name."""
    text: str


def begin(
    wishes: Wishes, vocabulary: Vocabulary, as_of: date, note: str = ""
) -> tuple[Skeleton, list[tuple[str, Problem]]]:
    """The file of a new draft, and the errors that `check` would find in it, each with its field's name.

    Without errors, facilities and regions stand under their names of today and event types under their IDs.
    `note` becomes comments at the foot of the front matter, for whoever goes on with the file.
    """
    parsed, skeleton = _written(wishes, as_of, note)
    today = ArticleDate(as_of.year, as_of.month, as_of.day)
    names = Names(vocabulary)
    article, found = resolve(parsed, ResolveContext(vocabulary, names, today))
    errors = [problem for problem in (*parsed.problems, *found) if is_error(problem)]
    # A future event is reported already; that it lies after `added`, which is today, is no second mistake.
    errors = [problem for problem in errors if problem.code != "impossible-order"]
    if article is None or errors:
        return skeleton, [(_field(skeleton.text, problem), problem) for problem in sorted(errors)]

    def known_as(facet: FacetName, id_: str) -> str:
        name = vocabulary.term(facet, id_).name
        return name if names.resolve(facet, name).id == id_ else id_

    named = replace(
        wishes,
        facilities=[known_as("facility", id_) for id_ in article.facilities],
        regions=[known_as("region", id_) for id_ in article.regions] if wishes.regions else (),
        event_types=article.event_types,
    )
    return _written(named, as_of, note)[1], []


def _written(wishes: Wishes, day: date, note: str) -> tuple[Parsed, Skeleton]:
    """The file, and what it says when it is read."""
    fields: dict[str, Value] = {
        "title": wishes.title,
        "date": wishes.date or None,
        "facility": _one_or_many(wishes.facilities),
        "event_type": _one_or_many(wishes.event_types),
        "summary": None,
        "source": dict.fromkeys(("publisher", "title", "url", "published", "kind")),
        "people": [dict.fromkeys(("name", "role"))],
        "status": "draft",
        "added": day.isoformat(),
    }
    if wishes.regions:
        fields["region"] = _one_or_many(wishes.regions)
    text = front_matter(fields, note) + "\n"
    name = slug(wishes.title)
    # Any path will do for reading; the right one follows from the date that is read.
    parsed = parse(f"articles/2000/01/{name or 'judul'}.md", text.encode("utf-8", "replace"))
    return parsed, Skeleton(f"articles/{_folder(parsed.front)}/{name}.md", text)


def _folder(front: Front | None) -> str:
    """The month of the event; the first of the year where only that is known."""
    if front is None or not front.date.year:
        return _UNKNOWN_FOLDER
    return f"{front.date.year:04}/{front.date.month or 1:02}"


def _one_or_many(texts: Sequence[str]) -> Value:
    return texts[0] if len(texts) == 1 else list(texts) or None


def _field(text: str, problem: Problem) -> str:
    """The field of a problem, found by its line; '' for a problem of the whole file."""
    line = text.split("\n")[problem.line - 1] if problem.line else ""
    return line.partition(":")[0] if ":" in line else ""
