"""Parse an article from its bytes alone, with all problems that they show."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from posixpath import basename
from typing import TYPE_CHECKING

import msgspec

from newsarchive import hashing
from newsarchive.content.articles.body import read_body
from newsarchive.content.dates import weekday_flaws
from newsarchive.content.slug import is_slug, slug
from newsarchive.content.text import Decoded, decode, position
from newsarchive.content.yaml import frontmatter
from newsarchive.content.yaml.frontmatter import Block
from newsarchive.content.yaml.nodes import Location
from newsarchive.model import (
    UNKNOWN_DATE,
    ArticleDate,
    Correction,
    Front,
    Image,
    Person,
    Review,
    Source,
    Withdrawal,
)
from newsarchive.problems import WHOLE_FILE, Place, Problem, moved, problem

if TYPE_CHECKING:
    from newsarchive.content.articles.schema import FrontMatter

MAX_BYTES = 64 * 1024
ARTICLE_PATH = re.compile(r"articles/(\d{4})/(0[1-9]|1[0-2])/([^/]+)\.md")
_OF_DRAFTS = {"empty-body": "empty-draft"}
"""What is only unfinished where the article is a draft."""
_PACK = msgspec.msgpack.Encoder().encode
_PLACES = msgspec.msgpack.Decoder(dict[str, Place])


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link or image in an article's body that must lead to something in the archive."""

    target: str
    line: int
    column: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """The content of an article's file, as plain data that a cache can keep."""

    path: str
    digest: str
    """Hash of the file's bytes."""
    body: str = ""
    """The Markdown below the front matter."""
    front: Front | None = None
    packed_places: bytes = _PACK({})
    """`places`, packed, since only problems need them."""
    latest: ArticleDate = UNKNOWN_DATE
    """The latest date of the front matter, to be compared with the day of the build."""
    links: tuple[ArticleLink, ...] = ()
    problems: tuple[Problem, ...] = ()
    text_digest: str = ""
    """Hash of the text, the same however its lines end; empty where the file holds none."""

    @property
    def places(self) -> Mapping[str, Place]:
        """Where fields stand: `title`, `facility.0`, `source.1.published` and the like."""
        return _PLACES.decode(self.packed_places)


def parse(path: str, data: bytes) -> Parsed:
    """Read an article from its bytes alone; never raises, whatever they are.

    `path` is POSIX and relative to the root. Mistakes are among the result's problems; what could be
    read in spite of them is in `front` and `links`.
    """
    problems = list(_path_problems(path))
    digest = hashing.of_bytes(data)
    if len(data) > MAX_BYTES:
        size = {"size": str(-(-len(data) // 1024)), "limit": str(MAX_BYTES // 1024)}
        problems.append(problem(path, WHOLE_FILE, "file-too-large", **size))
        return Parsed(path, digest, problems=tuple(problems))
    decoded = decode(path, data)
    problems += decoded.problems
    if decoded.text is None:
        return Parsed(path, digest, problems=tuple(problems))
    parsed = _parse_text(path, digest, decoded.text)
    if decoded.columns:
        parsed = _placed_in_file(parsed, decoded)
    text = decoded.text.encode("utf-8", "surrogatepass")
    text_digest = digest if text == data else hashing.of_bytes(text)
    return replace(parsed, text_digest=text_digest, problems=(*problems, *parsed.problems))


def _parse_text(path: str, digest: str, text: str) -> Parsed:
    # Its models take a quarter of a second to set up; a run without new articles saves that.
    from newsarchive.content.articles.schema import SHAPE
    from newsarchive.content.articles.violations import meant_fields, validate

    parts = frontmatter.split(path, text)
    if isinstance(parts, Problem):
        return Parsed(path, digest, problems=(parts,))
    front_text, body_start = parts
    block, problems = frontmatter.load(path, front_text, SHAPE)
    body = text[body_start:]
    read = read_body(body, path)
    flaws = read.flaws
    front = None
    if block:
        fields, found = validate(path, block)
        front = _front(fields)
        problems += found
        present = block.data.keys() | block.faulty | (meant_fields(block, found) if found else set())
        problems += _front_problems(path, block, front, present)
        # A date that the source got wrong is explained there once for the whole article.
        flaws += weekday_flaws(body) if not front.date_note else ()
        if front.status == "draft":
            flaws = [flaw._replace(code=_OF_DRAFTS.get(flaw.code, flaw.code)) for flaw in flaws]
    for flaw in flaws:
        place = position(text, body_start + flaw.offset)
        problems.append(problem(path, place, flaw.code, **flaw.values))
    return Parsed(
        path=path,
        digest=digest,
        body=read.text.strip("\n"),
        front=front,
        packed_places=_PACK(block.places if block else {}),
        latest=max(date for _, date in named_dates(front)) if front else UNKNOWN_DATE,
        links=tuple(
            ArticleLink(link.target, *position(text, body_start + link.start), link.image)
            for link in read.links
        ),
        problems=tuple(problems),
    )


def _placed_in_file(parsed: Parsed, decoded: Decoded) -> Parsed:
    """The article with its places mapped to the file, before characters were removed."""
    place = decoded.place_in_file
    return replace(
        parsed,
        packed_places=_PACK({name: place(at) for name, at in parsed.places.items()}),
        links=tuple(
            ArticleLink(link.target, *place((link.line, link.column)), link.image) for link in parsed.links
        ),
        problems=tuple(moved(found, place) for found in parsed.problems),
    )


def _front(fields: "FrontMatter") -> Front:
    return Front(
        title=fields.title,
        date=fields.date[0],
        until=fields.date[1],
        summary=fields.summary,
        facilities=fields.facility,
        regions=fields.region,
        event_types=fields.event_type,
        # The fields of a model have the same names there.
        sources=tuple(Source(**vars(source)) for source in fields.source),
        people=tuple(Person(**vars(person)) for person in fields.people),
        image=Image(**vars(fields.image)) if fields.image else None,
        status=fields.status,
        added=fields.added,
        reviewed=Review(**vars(fields.reviewed)) if fields.reviewed else None,
        corrections=tuple(Correction(**vars(correction)) for correction in fields.corrections),
        withdrawn=Withdrawal(**vars(fields.withdrawn)) if fields.withdrawn else None,
        date_note=fields.date_note,
        aliases=fields.aliases,
        story=fields.story,
    )


def _path_problems(path: str) -> list[Problem]:
    match = ARTICLE_PATH.fullmatch(path)
    if match is None:
        return [problem(path, WHOLE_FILE, "bad-path")]
    if not is_slug(match[3]):
        suggestion = slug(match[3]) or "judul-berita"
        values = {"name": basename(path), "suggestion": f"{suggestion}.md"}
        return [problem(path, WHOLE_FILE, "bad-file-name", **values)]
    return []


def _front_problems(path: str, block: Block, front: Front, present: Set[str]) -> list[Problem]:
    """Contradictions between the fields of one article, and between them and its path."""
    problems: list[Problem] = []

    def report(code: str, *location: str | int, **values: str) -> None:
        problems.append(problem(path, block.place(location), code, **values))

    if not {"facility", "region"} & present:
        if front.status == "draft":
            report("unfinished-draft", field="facility")
        else:
            report("missing-facility-or-region")
    if front.status == "withdrawn" and "withdrawn" not in block.data:
        report("missing-withdrawn", "status")
    if front.withdrawn and front.status != "withdrawn":
        report("unexpected-withdrawn", "withdrawn", status=front.status)
    filed = ARTICLE_PATH.fullmatch(path)
    explained = front.date_note or front.aliases or front.corrections
    if filed and front.date.year and not explained:
        folder = ArticleDate(int(filed[1]), int(filed[2]))
        if folder[: 2 if front.date.month else 1] != front.date[: 2 if front.date.month else 1]:
            report("folder-date-mismatch", "date", date=front.date.iso, folder=f"{filed[1]}/{filed[2]}")
    for number, source in enumerate(front.sources if front.date.year and not front.date_note else ()):
        if source.published and is_before(source.published, front.date):
            values = {"published": source.published.iso, "date": front.date.iso}
            report("published-before-event", "source", number, "published", **values)
    for number, source in enumerate(front.sources):
        if source.kind == "press-release" and source.independent:
            report("independent-press-release", "source", number, "independent")
    for location, when, other, earliest in _too_early(front):
        name = ".".join(step for step in location if isinstance(step, str))
        values = {"date": when.iso, "other": other, "earliest": earliest.iso}
        report("impossible-order", *location, field=name, **values)
    for name, value in (("title", front.title), ("summary", front.summary)):
        for flaw in weekday_flaws(value) if not front.date_note else ():
            report(flaw.code, name, **flaw.values)
    return problems


def _too_early(front: Front) -> Iterator[tuple[Location, ArticleDate, str, ArticleDate]]:
    """Dates of what the archive did that lie before what came first; with the name and date of that."""
    # A source may have dated the event wrongly, which `date_note` explains.
    event = front.date if front.date.year and not front.date_note else None
    before = (("date", event), ("added", front.added))
    yield from _at_fault(("added",), front.added, before[:1])
    for number, each in enumerate(front.corrections):
        yield from _at_fault(("corrections", number, "requested"), each.requested, before)
        yield from _at_fault(
            ("corrections", number, "date"), each.date, (*before, ("requested", each.requested))
        )
    if front.reviewed:
        yield from _at_fault(("reviewed", "date"), front.reviewed.date, before[:1])
    if front.withdrawn:
        yield from _at_fault(("withdrawn", "date"), front.withdrawn.date, before)


def _at_fault(
    location: Location, when: ArticleDate | None, before: Iterable[tuple[str, ArticleDate | None]]
) -> Iterator[tuple[Location, ArticleDate, str, ArticleDate]]:
    """The date with the first of those that it can't be before, if it is."""
    for name, earlier in before:
        if when and earlier and is_before(when, earlier):
            yield location, when, name, earlier
            return


def is_before(first: ArticleDate, second: ArticleDate) -> bool:
    """Whether one date is surely before the other, as far as both are known."""
    known = 3 if first.day and second.day else 2 if first.month and second.month else 1
    return first[:known] < second[:known]


def named_dates(front: Front) -> list[tuple[str, ArticleDate]]:
    """Every date that says when something happened, with the name of its place; of a range the last."""
    named: list[tuple[str, ArticleDate]] = [("date", front.until or front.date)]
    for number, source in enumerate(front.sources):
        if source.published:
            named.append((f"source.{number}.published", source.published))
        if source.retrieved:
            named.append((f"source.{number}.retrieved", source.retrieved))
    for number, correction in enumerate(front.corrections):
        named.append((f"corrections.{number}.date", correction.date))
        if correction.requested:
            named.append((f"corrections.{number}.requested", correction.requested))
    if front.added:
        named.append(("added", front.added))
    if front.reviewed:
        named.append(("reviewed.0.date", front.reviewed.date))
    if front.withdrawn:
        named.append(("withdrawn.0.date", front.withdrawn.date))
    return named


def place_of(parsed: Parsed, name: str) -> Place:
    """Where a field stands; for an item the field around it, and the first line if even that is unknown."""
    places = parsed.places
    while name not in places and "." in name:
        name = name.rpartition(".")[0]
    return places.get(name, (1, 1))
