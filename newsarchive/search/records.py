"""A record holds everything that search needs of an article; it is made only when needed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from newsarchive import hashing
from newsarchive.model import Article, ArticleDate
from newsarchive.pages.view import Views

Ids = tuple[str, ...]
Facets = Mapping[str, Ids]
"""IDs by facet: `facility`, `region`, `theme`, `event_type`, `source`; facets without any may be absent."""


@dataclass(frozen=True, slots=True)
class Record:
    """One article as search sees it."""

    url: str
    """Relative to the site's root."""
    title: str
    names: tuple[str, ...]
    """People of the article, and every name of its places."""
    labels: tuple[str, ...]
    """The names of its event types, which its text needn't contain."""
    summary: str
    body: str
    """Markdown."""
    facets: Facets
    date: ArticleDate
    """Of a range of dates the first."""
    until: ArticleDate | None
    """The last of a range; None for a single date."""
    date_text: str
    where: str
    digest: bytes
    """Equal only for equal records."""


class LazyRecord(NamedTuple):
    """An article whose record is made only if its block has changed."""

    url: str
    date: ArticleDate
    until: ArticleDate | None
    digest: bytes
    facets: Facets
    story: str
    """ID of its event; empty where no other article reports on it."""
    record: Callable[[], Record]


def searchable_items(views: Views) -> Iterator[LazyRecord]:
    """The articles that a search can find, newest first: neither drafts nor withdrawn ones."""
    named = _named_by(views)
    for article in views.archive.articles:
        if article.status == "published":
            names, digest = named(article.facilities, article.regions, article.event_types, article.themes)
            # The file's own digest stands for everything that the article says itself.
            own = hashing.of_texts((article.path, article.digest, digest))
            facets = _facets(article)
            record = partial(_record, views, article, names, facets, own)
            story = article.story if len(views.story(article.story)) > 1 else ""
            yield LazyRecord(article.url, article.date, article.until, own, facets, story, record)


def _named_by(views: Views) -> Callable[[Ids, Ids, Ids, Ids], tuple[tuple[Ids, Ids], str]]:
    """A function that gives, for an article's terms, all their names and a digest of terms and names."""

    @cache
    def named(facilities: Ids, regions: Ids, event_types: Ids, themes: Ids) -> tuple[tuple[Ids, Ids], str]:
        terms = [views.term("facility", id_) for id_ in facilities]
        terms += [views.term("region", id_) for id_ in regions]
        names = [name for term in terms for name in (term.name, *term.aliases, *term.former_names)]
        labels = [views.term("event_type", id_).name for id_ in event_types]
        ids = (*facilities, "", *regions, "", *event_types, "", *themes, "", *names, "", *labels)
        return (tuple(names), tuple(labels)), hashing.of_texts((views.config.lang, *ids)).hex()

    return named


def _facets(article: Article) -> Facets:
    return {
        "facility": article.facilities,
        "region": article.regions,
        "event_type": article.event_types,
        "theme": article.themes,
        "source": tuple(sorted({source.kind for source in article.sources if source.kind})),
    }


def _record(views: Views, article: Article, names: tuple[Ids, Ids], facets: Facets, digest: bytes) -> Record:
    entry = views.entry(article)
    return Record(
        url=article.url,
        title=article.title,
        names=tuple(person.name for person in article.people) + names[0],
        labels=names[1],
        summary=article.summary,
        body=article.body,
        facets=facets,
        date=article.date,
        until=article.until,
        date_text=entry.date,
        where=entry.where,
        digest=digest,
    )
