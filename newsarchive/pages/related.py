"""Related articles: those of the same story, then those close in time at the same place."""

from collections.abc import Iterator
from itertools import chain

from newsarchive.model import Archive, Article, FacetName

WANTED = 4
"""Number of related articles on a page; a longer story is listed whole."""

TermKey = tuple[FacetName, str]
"""Facet and ID of a facility or region."""


def neighbour_lists(article: Article) -> tuple[TermKey, ...]:
    """The terms in whose lists an article's neighbours are looked for: its first facility and region."""
    found: list[TermKey] = [("facility", id_) for id_ in article.facilities[:1]]
    found += [("region", id_) for id_ in article.regions[:1]]
    return tuple(found)


class Related:
    """Finds related articles among the neighbours in the lists of terms.

    A new article has few neighbours, so it changes the pages of few others.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._positions: dict[TermKey, dict[str, int]] = {}

    def of(self, article: Article) -> list[Article]:
        """Published articles of the same story, then the nearest in time of its first facility and region."""
        story = self._archive.by_story.get(article.story, ())
        wanted = max(WANTED, len(story) - 1)
        found: dict[str, Article] = {}
        for other in chain(story, self._neighbours(article)):
            if other.status == "published" and other.path != article.path:
                found[other.path] = other
                if len(found) == wanted:
                    break
        return list(found.values())

    def _neighbours(self, article: Article) -> Iterator[Article]:
        for key in neighbour_lists(article):
            articles = self._archive.by_term[key]
            here = self._position(key, article)
            for distance in range(1, WANTED + 1):
                for there in (here - distance, here + distance):
                    if 0 <= there < len(articles):
                        yield articles[there]

    def _position(self, key: TermKey, article: Article) -> int:
        """The index of the article in the list of a term."""
        if key not in self._positions:
            articles = self._archive.by_term[key]
            self._positions[key] = {other.path: i for i, other in enumerate(articles)}
        return self._positions[key][article.path]
