"""The small pieces of view that several page kinds share: dates in words, chips, listing entries."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any, Literal, NamedTuple

from babel.dates import format_date, get_day_names, get_month_names

from newsarchive import hashing
from newsarchive.config import Config, Strings
from newsarchive.model import Archive, Article, ArticleDate, FacetName, Term

Entry = list[str]
"""Title, URL, date in words and place: a list, since YAML reads lists in half the time of mappings."""
Link = dict[str, str]


class Chips(NamedTuple):
    """Links to an article's terms, by name in the templates, and the digest over them."""

    links: Mapping[str, list[Link]]
    digest: str


@lru_cache(maxsize=65536)
def date_text(when: ArticleDate, lang: str, style: str = "full") -> str:
    """A date as far as it is known, in words: `full` names the weekday, `short` shortens the month."""
    if not when.month:
        return str(when.year)
    month = _names("month", "wide" if style == "full" else "abbreviated", lang)[when.month]
    if not when.day:
        return f"{month} {when.year}"
    if style != "full":
        return f"{when.day} {month} {when.year}"
    weekday = _names("day", "wide", lang)[date(when.year, when.month, when.day).weekday()]
    return f"{weekday}, {when.day} {month} {when.year}"


@cache
def _names(kind: str, width: Literal["wide", "abbreviated"], lang: str) -> Mapping[int, str]:
    """Names of the months from 1, or of the days from 0 for Monday."""
    names = get_month_names if kind == "month" else get_day_names
    return names(width, locale=lang)


@lru_cache(maxsize=64)
def month_name(month: int, lang: str) -> str:
    """A month's name, capitalised as a heading."""
    return format_date(date(2000, month, 1), "LLLL", locale=lang).capitalize()


def slug(text: str) -> str:
    """The text as a part of an address or an ID, made as headings get theirs."""
    # Markdown takes a while to load, which a build without changes need not spend.
    from markdown.extensions.toc import slugify

    return str(slugify(text, "-"))


def published(articles: Iterable[Article]) -> int:
    """How many of them a reader can read: tombstones are not counted."""
    return [article.status for article in articles].count("published")


class Views:
    """The archive with its views made at most once; page makers take it as their one argument."""

    def __init__(self, archive: Archive, config: Config) -> None:
        self.archive = archive
        self.config = config
        self.strings: Strings = config.strings["pages"]
        self._entries: dict[str, Entry] = {}
        self._links: dict[tuple[FacetName, str], Link] = {}
        self._lists: dict[tuple[FacetName, tuple[str, ...]], list[Link]] = {}
        self._fingerprints: dict[tuple[FacetName, str], str] = {}
        self._chips: dict[tuple[tuple[str, ...], ...], Chips] = {}

    def term(self, facet: FacetName, id_: str) -> Term:
        """The term with this ID."""
        return self.archive.vocabulary.terms[facet][id_]

    def date(self, when: ArticleDate, style: str = "full") -> str:
        """A date in the words of the site's language."""
        return date_text(when, self.config.lang, style)

    def link(self, facet: FacetName, id_: str) -> Link:
        """Name and URL of a term."""
        key = (facet, id_)
        if key not in self._links:
            term = self.term(facet, id_)
            self._links[key] = {"name": term.name, "url": term.url}
        return self._links[key]

    def links(self, article: Article, facet: FacetName) -> list[Link]:
        """Name and URL of each of the article's terms of one facet."""
        key = (facet, article.terms(facet))
        if key not in self._lists:
            self._lists[key] = [self.link(facet, id_) for id_ in key[1]]
        return self._lists[key]

    def chips(self, article: Article) -> Chips:
        """The terms that an article's page names, made once for all articles that have the same."""
        key = (article.facilities, article.regions, article.event_types, article.themes)
        if key not in self._chips:
            links = {
                "facilities": self.links(article, "facility"),
                "regions": self.links(article, "region"),
                "event_types": self.links(article, "event_type"),
                "themes": self.links(article, "theme"),
            }
            self._chips[key] = Chips(links, hashing.of_data(links))
        return self._chips[key]

    def title(self, article: Article) -> str:
        """The headline, or what stands in its place when the article was withdrawn."""
        return article.title if article.status == "published" else str(self.strings["withdrawn_title"])

    def entry(self, article: Article) -> Entry:
        """The article's line in a listing."""
        if article.path not in self._entries:
            where = self.links(article, "facility") or self.links(article, "region")
            self._entries[article.path] = [
                self.title(article),
                article.url,
                self.date(article.date, "short"),
                ", ".join(link["name"] for link in where),
            ]
        return self._entries[article.path]

    def entries(self, articles: Iterable[Article]) -> list[Entry]:
        """Their lines, in the same order."""
        return [self.entry(article) for article in articles]

    def counted(self, term: Term) -> dict[str, Any]:
        """Name, URL and number of readable articles of a term."""
        return {"name": term.name, "url": term.url, "count": self.count(term)}

    def count(self, term: Term) -> int:
        """Number of the term's readable articles."""
        return self._counts.get((term.facet, term.id), 0)

    def fingerprint(self, articles: Iterable[Article]) -> str:
        """Hash over the vocabulary and articles: whatever a page shows of these follows from it."""
        identities = [f"{article.path} {article.digest}" for article in articles]
        return hashing.of_data(self._vocabulary_fingerprint, identities)

    def term_fingerprint(self, facet: FacetName, id_: str) -> str:
        """The mark of a term's articles."""
        key = (facet, id_)
        if key not in self._fingerprints:
            self._fingerprints[key] = self.fingerprint(self.archive.by_term.get(key, ()))
        return self._fingerprints[key]

    @cached_property
    def _vocabulary_fingerprint(self) -> str:
        return hashing.of_data(self.archive.vocabulary)

    @cached_property
    def _counts(self) -> dict[tuple[FacetName, str], int]:
        return {key: published(articles) for key, articles in self.archive.by_term.items()}

    def plural(self, key: str, count: int) -> str:
        """A counted phrase: `key` names a mapping of `one` and `other`; numbers are grouped as usual."""
        forms = self.strings[key]
        return str(forms["one" if count == 1 else "other"]).format(count=self.number(count))

    def number(self, value: int) -> str:
        """A whole number with the language's grouping: 10.000 in Indonesian."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.config.lang == "id" else grouped
