"""Know every path of the site that a text may link to, without planning a page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from newsarchive import addresses
from newsarchive.config import CHANGES_LIMIT
from newsarchive.content.articles.body import anchors
from newsarchive.content.articles.parse import Parsed
from newsarchive.content.articles.targets import PAGE_IDS
from newsarchive.markdown.escape import heading_id
from newsarchive.model import (
    FACETS,
    UNKNOWN_DATE,
    Article,
    ArticleDate,
    FacetName,
    Front,
    Vocabulary,
)
from newsarchive.periods import parts_touched

_PERIOD = re.compile(r"(.+/)(\d{4})/(?:(\d\d)/)?(?:(\d\d)/)?")
_CALENDAR_LEVELS = 2
"""Years and months of the calendar have pages however few articles they hold."""


Range = tuple[ArticleDate, ArticleDate]
"""The first and the last date of an article; the same where it has only one."""


class SitePaths:
    """Every path of the site that a text may link to, and what is wrong with links to other paths."""

    def __init__(
        self,
        parsed: Sequence[Parsed],
        articles: Mapping[str, Article],
        vocabulary: Vocabulary,
        documents: Mapping[str, frozenset[str] | None],
        files: Iterable[str],
        listing_limit: int,
    ) -> None:
        """`parsed` are the articles in their places, `articles` those that could be resolved, by path.

        `documents` holds the anchors of each hand-written page by its address, None where it can't be read;
        `files` are the addresses of files that are taken over as they are.
        """
        self._fronts = {article.path: article.front for article in parsed}
        self._articles = articles
        self._vocabulary = vocabulary
        self._parsed = parsed
        self._documents = documents
        self._limit = listing_limit
        self._known_term_pages: dict[tuple[FacetName, str], set[ArticleDate]] = {}
        self._paths = {"", *addresses.SINGLE, *addresses.FEED_FILES, addresses.OPML, *documents, *files}
        self._paths |= {addresses.SITEMAP, addresses.ROBOTS, addresses.NOT_FOUND, addresses.SEARCH_TERMS}
        for article in parsed:
            if article.front and article.front.status != "draft":
                self._paths.update(addresses.article(alias) for alias in article.front.aliases)
                if article.front.story:
                    self._paths.add(addresses.story(article.front.story))
        for story in vocabulary.stories.values():
            ids = {story.id, *story.former_ids}
            if not self._paths.isdisjoint(map(addresses.story, ids)):
                self._paths.update(map(addresses.story, ids))
        for facet, terms in vocabulary.terms.items():
            self._paths.add(FACETS[facet].url)
            for term in terms.values():
                self._paths.update(addresses.term(facet, id_) for id_ in (term.id, *term.former_ids))

    def obstacle(self, path: str) -> str:
        """The code of the problem with a link to this path; '' if it leads to a page or file."""
        if path == "index.html" or path.endswith("/index.html"):
            path = path.removesuffix("index.html")
        if path in self._paths or self._is_period(path) or self._is_feed(path):
            return ""
        source = f"articles/{path.removeprefix(addresses.ARTICLES).removesuffix('/')}.md"
        if not path.startswith(addresses.ARTICLES) or not path.endswith("/") or source not in self._fronts:
            return "broken-link"
        front = self._fronts[source]
        match front.status if front else "":
            case "draft":
                return "link-to-draft"
            case "withdrawn":
                return "link-to-withdrawn"
        return ""

    def lacks_anchor(self, path: str, anchor: str) -> bool:
        """Whether the page at this path surely has no such anchor; False where nobody knows."""
        if path == addresses.GLOSSARY:
            return anchor not in self._glossary_ids
        found = self._documents.get(path)
        if path in self._bodies:
            found = anchors(self._bodies[path])
        return found is not None and anchor not in PAGE_IDS and anchor not in found

    @cached_property
    def _bodies(self) -> Mapping[str, str]:
        keys = ((one.path.removeprefix("articles/").removesuffix(".md"), one.body) for one in self._parsed)
        return {addresses.article(key): body for key, body in keys}

    @cached_property
    def _glossary_ids(self) -> frozenset[str]:
        entries = self._vocabulary.glossary
        letters = {f"k-{entry.abbreviation[:1].lower()}" for entry in entries}
        return frozenset({heading_id(entry.abbreviation) for entry in entries} | letters | PAGE_IDS)

    def _is_period(self, path: str) -> bool:
        """Whether the path is that of a year, a month or a day with a page of its own."""
        found = _PERIOD.fullmatch(path)
        if not found:
            return False
        when = ArticleDate(*(int(part or 0) for part in found.groups()[1:]))
        if found[1] == addresses.CALENDAR:
            return when in self._calendar_pages
        if found[1] == addresses.CHANGES:
            return when in self._change_pages
        term = self._term_of.get(found[1])
        return term is not None and when in self._term_pages(*term)

    def _is_feed(self, path: str) -> bool:
        """Whether the path is that of a feed of a term with articles."""
        folder, slash, name = path.rpartition("/")
        term = self._term_of.get(folder + slash) if name in addresses.FEED_FILES else None
        return term in self._dates

    @cached_property
    def _calendar_pages(self) -> set[ArticleDate]:
        fronts = (front for front in self._fronts.values() if front and front.status != "draft")
        return set(cut_periods([*map(_range, fronts)], self._limit, _CALENDAR_LEVELS))

    @cached_property
    def _change_pages(self) -> set[ArticleDate]:
        dates: list[ArticleDate] = []
        for article in self._articles.values():
            if article.withdrawn:
                dates.append(article.withdrawn.date)
            elif article.status == "published":
                dates += (each.date for each in article.corrections)
        return set(cut_periods([(date, date) for date in dates], min(CHANGES_LIMIT, self._limit)))

    @cached_property
    def _dates(self) -> Mapping[tuple[FacetName, str], list[Range]]:
        """The dates of each term's articles."""
        dates = defaultdict[tuple[FacetName, str], list[Range]](list)
        for article in self._articles.values():
            if article.status != "draft":
                for facet in FACETS:
                    for id_ in article.terms(facet):
                        dates[facet, id_].append(_range(article))
        return dates

    def _term_pages(self, facet: FacetName, id_: str) -> set[ArticleDate]:
        if (facet, id_) not in self._known_term_pages:
            pages = set(cut_periods(self._dates.get((facet, id_), []), self._limit))
            self._known_term_pages[facet, id_] = pages
        return self._known_term_pages[facet, id_]

    @cached_property
    def _term_of(self) -> Mapping[str, tuple[FacetName, str]]:
        """The term that stands, or stood, at an address."""
        return {
            addresses.term(facet, id_): (facet, term.id)
            for facet, terms in self._vocabulary.terms.items()
            for term in terms.values()
            for id_ in (term.id, *term.former_ids)
        }


def _range(article: Front) -> Range:
    return article.date, article.until or article.date


def cut_periods(
    dates: Sequence[Range], limit: int, at_least: int = 0, within: ArticleDate = UNKNOWN_DATE
) -> Iterator[ArticleDate]:
    """The periods of a list of articles that have pages of their own, as `pages/listing` cuts them."""
    level = within.precision
    if level == len(within) or (level >= at_least and len(dates) <= limit):
        return
    parts = defaultdict[int, list[Range]](list)
    for each in dates:
        for part in parts_touched(*each, within):
            parts[part].append(each)
    for part, touching in parts.items():
        if part:
            period = within._replace(**{ArticleDate._fields[level]: part})
            yield period
            yield from cut_periods(touching, limit, at_least, period)
