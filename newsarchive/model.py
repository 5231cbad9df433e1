"""The archive's vocabulary of data: facets, terms, dates, articles and the files that a site is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from newsarchive import addresses
from newsarchive.story import Story

FacetName = Literal["facility", "region", "theme", "event_type"]
Status = Literal["published", "draft", "withdrawn"]
FactKind = Literal["visiting", "contact", "complaint", "head", "capacity"]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to classify articles."""

    name: FacetName

    @property
    def url(self) -> str:
        """Its index page, which the pages of its terms stand below, with a closing slash."""
        return addresses.FACETS[self.name]


FACETS: Mapping[FacetName, Facet] = {
    "facility": Facet("facility"),
    "region": Facet("region"),
    "theme": Facet("theme"),
    "event_type": Facet("event_type"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a controlled vocabulary, known for ever by its `id`."""

    facet: FacetName
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other names that resolve to this term (the name itself is not repeated here)."""
    former_names: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    """IDs merged into this term; their URLs redirect here."""
    description: str = ""
    """Plain text; no Markdown, no HTML."""
    type: str = ""
    """Facility only: lapas, rutan, lpka, bapas, kanwil, rupbasan, rumah-sakit."""
    subtype: str = ""
    class_: str = ""
    """Facility only: I, II, IIA, IIB, III; it changes over time and is no part of identity."""
    region: str = ""
    """Facility only: ID of its province."""
    regions: tuple[str, ...] = ()
    """Regional office only: IDs of all provinces that it serves."""
    city: str = ""
    parent: str = ""
    """Facility: ID of its regional office. Event type: ID of its theme. Region: ID of its regional office."""
    lat: float | None = None
    lon: float | None = None
    """Degrees; the centroid of the regency, never a building."""
    closed: str = ""
    """The status when it is not an active unit, in words; empty for active units."""
    address: str = ""
    website: str = ""
    same_as: tuple[str, ...] = ()
    """Facility only: web addresses of its entries in Wikidata, registers and the like."""
    practical: tuple["PracticalFact", ...] = ()
    """Facility only; an archive holds those that are still valid, in the order of the file."""
    code: str = ""
    """Region only: the province's Kemendagri code."""
    capital: str = ""
    source: str = ""
    """Where the data of this entry comes from, and how sure it is."""

    @property
    def url(self) -> str:
        """The permalink, relative to the site's root, with a closing slash."""
        return addresses.term(self.facet, self.id)


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """An abbreviation or word of the field with its expansion and a plain explanation."""

    abbreviation: str
    expansion: str
    explanation: str
    tooltip: bool = True
    """False for entries that are ambiguous or ordinary words: listed, never marked in an article."""

    @property
    def says_itself(self) -> bool:
        """Whether it is a word without a longer form, such as `Remisi`."""
        return self.abbreviation.casefold() == self.expansion.casefold()


class ArticleDate(NamedTuple):
    """A day, a month or a year; unknown parts are 0, so that dates sort as tuples."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD`, `YYYY-MM` or `YYYY`."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    @property
    def precision(self) -> int:
        """How many of its parts are known: 3 for a day, 2 for a month, 1 for a year, 0 for none."""
        return sum(1 for part in self if part)


UNKNOWN_DATE = ArticleDate(0)


@dataclass(frozen=True, slots=True)
class PracticalFact:
    """What visitors of a facility need to know, as it was when somebody last checked it."""

    what: FactKind
    text: str
    source: str
    """Where it stands, as a web address or in words."""
    checked: ArticleDate
    """A day. A year later the fact is no longer shown."""
    place: tuple[int, int] = (0, 0)
    """Line and column in the vocabulary file, for problems; in an archive (0, 0), as no page needs it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who reported it first, and where that report can be read."""

    publisher: str
    title: str = ""
    url: str = ""
    published: ArticleDate | None = None
    author: str = ""
    retrieved: ArticleDate | None = None
    archived: str = ""
    kind: str = ""
    independent: bool | None = None
    """Whether it gathered what it says by itself, as the editor judged; None leaves that to its kind."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in an article, with the role held at the time."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article; `file` is relative to the folder of the article."""

    file: str
    alt: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated change after publication: ralat, hak_jawab or pembaruan."""

    date: ArticleDate
    kind: str
    note: str
    requested: ArticleDate | None = None
    """When it was asked for."""
    url: str = ""
    """Where it can be read in full."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who read an article a second time, and when."""

    by: str
    date: ArticleDate


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an article is gone; what remains of it is a tombstone."""

    date: ArticleDate
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front matter of an article, its terms named as the editor wrote them; faulty fields are empty."""

    title: str
    date: ArticleDate
    """Of a range of dates the first."""
    summary: str
    until: ArticleDate | None = None
    """The last of a range of dates, as exact as the first; None for a single date."""
    facilities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    people: tuple[Person, ...] = ()
    image: Image | None = None
    status: Status = "published"
    added: ArticleDate | None = None
    """When the archive first published it, as the editor says."""
    reviewed: Review | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    date_note: str = ""
    aliases: tuple[str, ...] = ()
    """Former identities `YYYY/MM/slug`; each stays as a redirect."""
    story: str = ""
    """ID of the event that this article and others report on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Front):
    """One article: its front matter with every name resolved to the ID of its term, and its text."""

    path: str
    """POSIX path relative to the root, such as `articles/2025/10/slug.md`: its permanent identity."""
    digest: str
    """Hash of the file's text, the same however its lines end."""
    body: str
    """Markdown as the editor wrote it, without the front matter."""
    themes: tuple[str, ...] = ()
    """Of its event types."""
    recorded: str = ""
    """The first and the last day of its file in git's history, as an ISO 8601 interval; empty if unknown."""

    @property
    def key(self) -> str:
        """The identity without folder and suffix: `2025/10/slug`."""
        return self.path.removeprefix("articles/").removesuffix(".md")

    @property
    def url(self) -> str:
        """The permalink, relative to the site's root, with a closing slash."""
        return addresses.article(self.key)

    def terms(self, facet: FacetName) -> tuple[str, ...]:
        """IDs of the article's terms of one facet."""
        match facet:
            case "facility":
                return self.facilities
            case "region":
                return self.regions
            case "theme":
                return self.themes
            case "event_type":
                return self.event_types


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All controlled vocabularies: terms by facet and ID (in file order), the glossary, and stories by ID.

    Stories that no editor has named aren't among them.
    """

    terms: Mapping[FacetName, Mapping[str, Term]]
    glossary: tuple[GlossaryEntry, ...] = ()
    stories: Mapping[str, Story] = field(default_factory=dict)

    def term(self, facet: FacetName, id_: str) -> Term:
        """The term with this ID; KeyError if there is none."""
        return self.terms[facet][id_]


@dataclass(frozen=True, slots=True)
class Document:
    """A hand-written page of `docs/`; `path` is relative to that folder."""

    path: str
    title: str
    description: str
    body: str
    """Markdown without front matter."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that the site is a function of, indexed.

    `articles` holds published and withdrawn articles, newest first, ties in order of path; drafts never
    reach it. `by_term` and `by_story` list them likewise for each term and story that has any.
    """

    articles: tuple[Article, ...]
    vocabulary: Vocabulary
    by_term: Mapping[tuple[FacetName, str], tuple[Article, ...]]
    by_story: Mapping[str, tuple[Article, ...]]
    documents: tuple[Document, ...] = ()
    assets: Mapping[str, str] = field(default_factory=dict)
    """Files taken over as they are: path in the staged tree -> path relative to the root."""
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By code of a warning the paths of the articles that it was given for."""
    expired: Mapping[str, int] = field(default_factory=dict)
    """By ID of a facility how many of its practical facts have expired."""

    def articles_of(self, term: Term) -> tuple[Article, ...]:
        """The term's articles, newest first."""
        return self.by_term.get((term.facet, term.id), ())
