"""Which articles an article leads on to: its story, then its neighbours in time at the same place."""

from collections.abc import Iterator
from itertools import chain

from newsarchive.model import Archive, Article

WANTED = 4
"""How many related articles a page offers beyond those of its own story."""


class Related:
    """Neighbours in the archive's lists.

    Only neighbours are ever related, so that a new article changes the pages of a few others.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._position = {
            key: {article.path: i for i, article in enumerate(articles)}
            for key, articles in archive.by_term.items()
            if key[0] in ("facility", "region")
        }

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
        for facet in ("facility", "region"):
            for id_ in article.terms(facet)[:1]:
                articles = self._archive.by_term[(facet, id_)]
                here = self._position[(facet, id_)][article.path]
                for distance in range(1, WANTED + 1):
                    for there in (here - distance, here + distance):
                        if 0 <= there < len(articles):
                            yield articles[there]
