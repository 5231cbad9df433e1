"""Which articles an article leads on to: its story, then its neighbours in time at the same place."""

from collections.abc import Iterator
from itertools import chain

from newsarchive.model import Archive, Article, FacetName

WANTED = 4
"""How many related articles a page offers beyond those of its own story."""

TermKey = tuple[FacetName, str]
"""Facet and ID of a facility or region."""


def neighbour_lists(article: Article) -> tuple[TermKey, ...]:
    """Its first facility and its first region: the terms whose articles are its neighbours."""
    found: list[TermKey] = [("facility", id_) for id_ in article.facilities[:1]]
    found += [("region", id_) for id_ in article.regions[:1]]
    return tuple(found)


class Related:
    """Neighbours in the archive's lists.

    Only neighbours are ever related, so that a new article changes the pages of a few others.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._positions: dict[TermKey, dict[str, int]] = {}

    def of(self, article: Article) -> list[Article]:
        """Published articles of the same story, then the nearest of its first facility or region."""
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
