"""The search records of an archive: one for each published article, term and glossary entry."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from newsarchive import hashing
from newsarchive.addresses import GLOSSARY
from newsarchive.markdown.escape import heading_id
from newsarchive.model import Article, ArticleDate, GlossaryEntry, Term
from newsarchive.pages.view import Views

Ids = tuple[str, ...]
Facets = Mapping[str, Ids]
"""IDs by facet: `facility`, `region`, `theme`, `event_type`, `source`; facets without any may be absent."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that a search can find."""

    url: str
    """Relative to the site's root."""
    kind: str
    """`article`, `glossary`, or the facet of a term."""
    title: str
    names: tuple[str, ...]
    """What else it is called: aliases of a term, people and places of an article."""
    summary: str
    body: str
    """Markdown for articles, plain text else; `plain_text` makes the one of the other."""
    facets: Facets
    date: ArticleDate | None
    date_text: str
    where: str
    digest: bytes
    """Equal only where everything above is."""


class LazyRecord(NamedTuple):
    """A record that is made only when its segment has to be built."""

    kind: str
    date: ArticleDate | None
    digest: bytes
    record: Callable[[], Record]


def searchable_items(views: Views) -> Iterator[LazyRecord]:
    """Articles newest first, then terms and the glossary in the order of their files.

    Drafts never reach the archive; withdrawn articles are left out here.
    """
    named = _named_by(views)
    for article in views.archive.articles:
        if article.status == "published":
            names, fingerprint = named(
                article.facilities, article.regions, article.event_types, article.themes
            )
            # The file's own digest stands for everything that the article says itself.
            digest = _digest(article.path, article.digest, fingerprint)
            yield LazyRecord(
                "article", article.date, digest, partial(_article, views, article, names, digest)
            )
    for terms in views.archive.vocabulary.terms.values():
        for term in terms.values():
            yield _eager(_term(views, term))
    for entry in views.archive.vocabulary.glossary:
        yield _eager(_glossary_entry(entry))


def _eager(record: Record) -> LazyRecord:
    return LazyRecord(record.kind, record.date, record.digest, lambda: record)


def _named_by(views: Views) -> Callable[[Ids, Ids, Ids, Ids], tuple[Ids, str]]:
    """A function from an article's terms to the names of its places and a fingerprint of all of them."""

    @cache
    def named(facilities: Ids, regions: Ids, event_types: Ids, themes: Ids) -> tuple[Ids, str]:
        terms = [views.term("facility", id_) for id_ in facilities]
        terms += [views.term("region", id_) for id_ in regions]
        names = tuple(name for term in terms for name in (term.name, *term.aliases, *term.former_names))
        facets = {"facility": facilities, "region": regions, "event_type": event_types, "theme": themes}
        return names, _digest(views.config.lang, *_flat(facets), "", *names).hex()

    return named


def _article(views: Views, article: Article, names: Ids, digest: bytes) -> Record:
    entry = views.entry(article)
    kinds = sorted({source.kind for source in article.sources if source.kind})
    facets = {
        "facility": article.facilities,
        "region": article.regions,
        "event_type": article.event_types,
        "theme": article.themes,
        "source": tuple(kinds),
    }
    people = tuple(person.name for person in article.people)
    return Record(
        url=article.url,
        kind="article",
        title=article.title,
        names=people + names,
        summary=article.summary,
        body=article.body,
        facets=facets,
        date=article.date,
        date_text=entry.date,
        where=entry.where,
        digest=digest,
    )


def _term(views: Views, term: Term) -> Record:
    regions = (term.id,) if term.facet == "region" else tuple(filter(None, (term.region, *term.regions)))
    facets: dict[str, tuple[str, ...]] = {term.facet: (term.id,)}
    if term.facet == "facility":
        facets["region"] = regions
    elif term.facet == "event_type":
        facets["theme"] = (term.parent,)
    provinces = [views.term("region", id_).name for id_ in regions if id_ != term.id]
    where = ", ".join(filter(None, (term.city, *provinces)))
    names = term.aliases + term.former_names
    called = f"{views.strings['profile']['aliases']}: {', '.join(names)}." if names else ""
    return Record(
        url=term.url,
        kind=term.facet,
        title=term.name,
        names=names,
        summary=term.description,
        body=". ".join(filter(None, (where, called))),
        facets=facets,
        date=None,
        date_text="",
        where=where,
        digest=_digest(term.url, term.name, term.description, where, called, *names, *_flat(facets)),
    )


def _glossary_entry(entry: GlossaryEntry) -> Record:
    url = f"{GLOSSARY}#{heading_id(entry.abbreviation)}"
    title = f"{entry.abbreviation} ({entry.expansion})" if entry.expansion else entry.abbreviation
    return Record(
        url=url,
        kind="glossary",
        title=title,
        names=(entry.abbreviation, entry.expansion),
        summary=entry.explanation,
        body="",
        facets={},
        date=None,
        date_text="",
        where="",
        digest=_digest(url, title, entry.explanation),
    )


def _flat(facets: Facets) -> Iterator[str]:
    for facet, ids in facets.items():
        yield facet
        yield from ids


def _digest(*parts: str) -> bytes:
    return hashing.of_texts(parts)
