"""What page makers ask of the archive: links, listing entries, counts, fingerprints."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from newsarchive import hashing
from newsarchive.config import Config, Strings
from newsarchive.model import FACETS, Archive, Article, ArticleDate, Correction, FacetName, Term
from newsarchive.pages.formats import date_text, number_text, range_text
from newsarchive.pages.parts import Bar, Counted, Entry, Link


class Chips(NamedTuple):
    """Links to an article's terms, and the digest over them."""

    event_types: list[Link]
    terms: list[Link]
    """Its facilities, regions and themes."""
    digest: str


def _first_report(article: Article) -> ArticleDate:
    """When the first of its sources was published; after all others where that isn't known."""
    return min((s.published for s in article.sources if s.published), default=ArticleDate(9999))


def published(articles: Iterable[Article]) -> int:
    """Number of published articles; withdrawn ones are not counted."""
    return [article.status for article in articles].count("published")


class Views:
    """The archive and caches of what many pages show; every page maker gets it as its argument."""

    def __init__(self, archive: Archive, config: Config) -> None:
        self.archive = archive
        self.config = config
        self.strings: Strings = config.strings["pages"]
        self._entries: dict[str, Entry] = {}
        self._links: dict[tuple[FacetName, str], Link] = {}
        self._lists: dict[tuple[FacetName, tuple[str, ...]], list[Link]] = {}
        self._identities: dict[str, str] = {}
        self._fingerprints: dict[tuple[FacetName, str], str] = {}
        self._stories: dict[str, tuple[Article, ...]] = {}
        self._chips: dict[tuple[tuple[str, ...], ...], Chips] = {}

    def term(self, facet: FacetName, id_: str) -> Term:
        """The term with this ID."""
        return self.archive.vocabulary.terms[facet][id_]

    def date(self, when: ArticleDate, style: str = "full") -> str:
        """A date in the words of the site's language."""
        return date_text(when, self.config.lang, style)

    def when(self, article: Article, style: str = "full") -> str:
        """The date of an article's event, or the range of its dates, in words."""
        if article.until:
            return range_text(article.date, article.until, self.config.lang, style)
        return self.date(article.date, style)

    def link(self, facet: FacetName, id_: str) -> Link:
        """Name and URL of a term."""
        key = (facet, id_)
        if key not in self._links:
            term = self.term(facet, id_)
            self._links[key] = Link(term.name, term.url)
        return self._links[key]

    def index_link(self, facet: FacetName) -> Link:
        """Name and URL of the page that lists a facet's terms."""
        return Link(self.strings["facets"][facet]["plural"], FACETS[facet].url)

    def links(self, article: Article, facet: FacetName) -> list[Link]:
        """Name and URL of each of the article's terms of one facet."""
        key = (facet, article.terms(facet))
        if key not in self._lists:
            self._lists[key] = [self.link(facet, id_) for id_ in key[1]]
        return self._lists[key]

    def chips(self, article: Article) -> Chips:
        """Links to an article's terms; articles with the same terms share them."""
        key = (article.facilities, article.regions, article.event_types, article.themes)
        if key not in self._chips:
            event_types = self.links(article, "event_type")
            terms = [link for facet in ("facility", "region", "theme") for link in self.links(article, facet)]
            self._chips[key] = Chips(event_types, terms, hashing.of_data(event_types, terms))
        return self._chips[key]

    def title(self, article: Article) -> str:
        """The headline, or a notice in place of a withdrawn article's headline."""
        return article.title if article.status == "published" else str(self.strings["withdrawn_title"])

    def entry(self, article: Article) -> Entry:
        """The article's line in a listing."""
        if article.path not in self._entries:
            where = self.links(article, "facility") or self.links(article, "region")
            self._entries[article.path] = Entry(
                self.title(article),
                article.url,
                self.when(article, "short"),
                ", ".join(link.name for link in where),
                self._mark(article),
            )
        return self._entries[article.path]

    def _mark(self, article: Article) -> str:
        if article.status != "published":
            return ""
        marks = []
        if (count := len(self.story(article.story))) > 1:
            marks.append(str(self.strings["on_this_event"]).format(count=self.number(count)))
        if article.corrections:
            last = max(article.corrections, key=lambda each: each.date)
            date = self.date(last.date, "short")
            marks.append(str(self.strings["marks"][last.kind]).format(date=date))
        return " · ".join(marks)

    def requested(self, correction: Correction) -> str:
        """A sentence on when a correction was asked for; empty where that isn't known."""
        when = correction.requested
        return str(self.strings["requested"]).format(date=self.date(when)) if when else ""

    def entries(self, articles: Iterable[Article]) -> list[Entry]:
        """The lines of several articles, in the same order."""
        return [self.entry(article) for article in articles]

    def counted(self, term: Term) -> Counted:
        """A term and the number of its published articles."""
        return Counted(term.name, term.url, self.number(self.count(term)))

    def bars(self, rows: Sequence[tuple[str, str, int]]) -> list[Bar]:
        """A bar chart of rows of name, URL and count, in the same order."""
        longest = max((count for _, _, count in rows), default=0) or 1
        return [Bar(name, url, self.number(count), count * 100 // longest) for name, url, count in rows]

    def count(self, term: Term) -> int:
        """Number of the term's published articles."""
        return self._counts.get((term.facet, term.id), 0)

    def is_empty(self, term: Term) -> bool:
        """Whether a term's page has nothing to be found for: no articles, no facts for visitors."""
        return not self.archive.articles_of(term) and not term.practical

    def facilities_of_city(self, region: str, city: str) -> list[Term]:
        """The facilities of a city or regency of a province, in the order of the vocabulary."""
        return self._cities.get((region, city), []) if city else []

    @cached_property
    def _cities(self) -> dict[tuple[str, str], list[Term]]:
        cities: dict[tuple[str, str], list[Term]] = {}
        for term in self.archive.vocabulary.terms["facility"].values():
            cities.setdefault((term.region, term.city), []).append(term)
        return cities

    def story(self, id_: str) -> tuple[Article, ...]:
        """The published articles of a story, the oldest first; none for the empty ID."""
        if id_ not in self._stories:
            shown = [a for a in self.archive.by_story.get(id_, ()) if a.status == "published"]
            self._stories[id_] = tuple(sorted(shown, key=lambda a: (a.date, _first_report(a), a.path)))
        return self._stories[id_]

    def story_name(self, id_: str) -> str:
        """What the editor calls a story, else its first article's title; empty where all are withdrawn."""
        articles = self.story(id_)
        named = self.archive.vocabulary.stories.get(id_)
        if not articles:
            return ""
        return named.name if named and named.name else articles[0].title

    def story_fingerprint(self, id_: str) -> str:
        """Hash over everything that pages show of a story and its articles."""
        named = self.archive.vocabulary.stories.get(id_)
        return hashing.of_data(self.fingerprint(self.archive.by_story[id_]), named)

    def covered(self, facet: FacetName) -> int:
        """Number of the facet's terms that have published articles."""
        return sum(1 for term in self.archive.vocabulary.terms[facet].values() if self.count(term))

    def fingerprint(self, articles: Iterable[Article]) -> str:
        """Hash over the vocabulary and these articles, and so over everything that pages show of them."""
        return hashing.of_data(self._vocabulary_fingerprint, [*map(self._identity, articles)])

    def _identity(self, article: Article) -> str:
        """What tells whether pages show something else of an article, kept since it stands in many lists."""
        if article.path not in self._identities:
            # An article's file doesn't tell its days in git's history; it may name its story by a former ID,
            # and doesn't tell how many others that has.
            parts = (article.path, article.digest, article.recorded, article.story)
            self._identities[article.path] = f"{' '.join(parts)} {len(self.story(article.story))}"
        return self._identities[article.path]

    def term_fingerprint(self, facet: FacetName, id_: str) -> str:
        """The fingerprint of a term's articles."""
        key = (facet, id_)
        if key not in self._fingerprints:
            self._fingerprints[key] = self.fingerprint(self.archive.by_term.get(key, ()))
        return self._fingerprints[key]

    @cached_property
    def _vocabulary_fingerprint(self) -> str:
        # What is said of a story concerns its articles alone.
        return hashing.of_data(replace(self.archive.vocabulary, stories={}))

    @cached_property
    def _counts(self) -> dict[tuple[FacetName, str], int]:
        return {key: published(articles) for key, articles in self.archive.by_term.items()}

    def plural(self, key: str, count: int) -> str:
        """A counted phrase; `key` names a mapping of `one` and `other` with `{count}` in them."""
        forms = self.strings[key]
        return str(forms["one" if count == 1 else "other"]).format(count=self.number(count))

    def number(self, value: int) -> str:
        """A whole number as the site's language groups it: 12.345 in Indonesian."""
        return number_text(value, self.config.lang)
