"""Related articles: others of the same story, then those near in time that have most in common."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from newsarchive.model import Archive, Article, FacetName
from newsarchive.pages.view import Views

WANTED = 4
"""Number of related articles on a page."""
NEAR = 4
"""How many articles before and after are looked at in the list of a term."""
NEAR_PERSON = 2
"""The same among the articles that name one person."""
_WORD = re.compile(r"\w{4,}")

TermKey = tuple[FacetName, str]
"""Facet and ID of a facility or region."""


def neighbour_lists(article: Article) -> tuple[TermKey, ...]:
    """The terms in whose lists an article's neighbours are looked for: its first facility and region."""
    found: list[TermKey] = [("facility", id_) for id_ in article.facilities[:1]]
    found += [("region", id_) for id_ in article.regions[:1]]
    return tuple(found)


class _Traits(NamedTuple):
    """What two articles can have in common."""

    people: frozenset[str]
    facilities: frozenset[str]
    event_types: frozenset[str]
    words: frozenset[str]
    """Of title and summary."""


class Related:
    """Finds related articles among the neighbours in the lists of terms.

    A new article has few neighbours, so it changes the pages of few others.
    """

    def __init__(self, views: Views) -> None:
        self._archive: Archive = views.archive
        self._views = views
        self._positions: dict[TermKey, dict[str, int]] = {}
        self._named: dict[TermKey, dict[str, list[int]]] = {}
        self._known_traits: dict[str, _Traits] = {}

    def of(self, article: Article) -> list[Article]:
        """Published articles: of its story those beyond the next ones, then the most alike among neighbours.

        Those that are equally alike come in order of distance. Of another story only the nearest is taken.
        """
        found = list(self._beyond(article))
        others: dict[str, Article] = {}
        for other in self._neighbours(article):
            if other.status == "published" and other.path != article.path:
                others.setdefault(other.story or other.path, other)
        others.pop(article.story, None)
        return [*found, *self._most_alike(article, [*others.values()])][:WANTED]

    def _beyond(self, article: Article) -> Iterator[Article]:
        """Of the story the last but one and the next but one; those between have their place on the page."""
        story = self._views.story(article.story)
        here = story.index(article) if article in story else len(story)
        for there in (here - 2, here + 2):
            if 0 <= there < len(story):
                yield story[there]

    def _most_alike(self, article: Article, others: Sequence[Article]) -> list[Article]:
        here, there = self._traits(article), [*map(self._traits, others)]
        common = [here.words & traits.words for traits in there]
        # A word that more than half of them share tells none of them apart.
        often = {word for word, count in Counter(chain(*common)).items() if 2 * count > len(others)}
        scores = [
            5 * min(len(here.people & traits.people), 2)
            + 4 * (not here.facilities.isdisjoint(traits.facilities))
            + 3 * min(len(here.event_types & traits.event_types), 2)
            + min(len(words - often), 4)
            for traits, words in zip(there, common, strict=True)
        ]
        order = sorted(range(len(others)), key=lambda index: -scores[index])
        return [others[index] for index in order]

    def _neighbours(self, article: Article) -> Iterator[Article]:
        lists = neighbour_lists(article)
        for key in lists:
            articles = self._archive.by_term[key]
            here = self._position(key, article)
            for distance in range(1, NEAR + 1):
                for there in (here - distance, here + distance):
                    if 0 <= there < len(articles):
                        yield articles[there]
        # All that was asked of the lists is in their digests; of people elsewhere nothing is.
        for key in lists[-1:]:
            articles = self._archive.by_term[key]
            here = self._position(key, article)
            for person in article.people:
                places = self._named_in(key)[_folded(person.name)]
                at = bisect_left(places, here)
                for there in places[max(at - NEAR_PERSON, 0) : at + NEAR_PERSON + 1]:
                    yield articles[there]

    def _position(self, key: TermKey, article: Article) -> int:
        """The index of the article in the list of a term."""
        if key not in self._positions:
            articles = self._archive.by_term[key]
            self._positions[key] = {other.path: i for i, other in enumerate(articles)}
        return self._positions[key][article.path]

    def _named_in(self, key: TermKey) -> dict[str, list[int]]:
        """The indexes in the list of a term of the articles that name each person."""
        if key not in self._named:
            named = self._named[key] = {}
            for index, article in enumerate(self._archive.by_term[key]):
                for person in article.people:
                    named.setdefault(_folded(person.name), []).append(index)
        return self._named[key]

    def _traits(self, article: Article) -> _Traits:
        if article.path not in self._known_traits:
            text = f"{article.title} {article.summary}".casefold()
            self._known_traits[article.path] = _Traits(
                frozenset(_folded(person.name) for person in article.people),
                frozenset(article.facilities),
                frozenset(article.event_types),
                frozenset(_WORD.findall(text)),
            )
        return self._known_traits[article.path]


def _folded(name: str) -> str:
    return name.casefold()
