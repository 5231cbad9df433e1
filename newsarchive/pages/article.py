"""The page of an article, or the tombstone that a withdrawn one leaves."""

from collections.abc import Iterator, Sequence
from functools import partial
from posixpath import dirname

from newsarchive import hashing
from newsarchive.addresses import ARTICLES, CALENDAR
from newsarchive.markdown.abbreviations import Tooltips
from newsarchive.markdown.links import final_body
from newsarchive.model import Article, ArticleDate, OutputFile, OutputGroup, Source
from newsarchive.pages.related import Place, Related, places
from newsarchive.pages.staged import lazy_page, page, staged
from newsarchive.pages.view import Entry, Views


def groups(views: Views) -> Iterator[OutputGroup]:
    """A page for every published article, a tombstone for every withdrawn one, grouped by place."""
    archive = views.archive
    tooltips = Tooltips(archive.vocabulary.glossary)
    related = Related(archive)
    by_places: dict[tuple[Place, ...], list[Article]] = {}
    for article in archive.articles:
        by_places.setdefault(places(article), []).append(article)
    for at, articles in by_places.items():
        lists = [views.term_fingerprint(*place) for place in at]
        stories = [views.fingerprint(archive.by_story[a.story]) for a in articles if a.story]
        key = hashing.of_data(views.fingerprint(articles), lists, stories)
        name = "/".join(["article", *(id_ for place in at for id_ in place)])
        yield OutputGroup(name, key, partial(_pages, views, articles, related, tooltips))


def _pages(
    views: Views, articles: Sequence[Article], related: Related, tooltips: Tooltips
) -> Iterator[OutputFile]:
    glossary = hashing.of_data(tooltips.key)
    for article in articles:
        chips = views.chips(article)
        if article.withdrawn:
            yield _tombstone(views, article)
            continue
        others = views.entries(related.of(article))
        yield lazy_page(
            article.url,
            (article.digest, chips.digest, others, glossary),
            partial(_text, views, article, others, tooltips),
        )


def _text(views: Views, article: Article, related: list[Entry], tooltips: Tooltips) -> str:
    image = article.image
    folder = f"{ARTICLES}{dirname(article.key)}"
    view = {
        "kind": "article",
        "date": _date(views, article.date),
        **views.chips(article).links,
        "image": image
        and {
            "src": f"{folder}/{image.file}",
            "alt": image.alt,
            "credit": image.credit,
        },
        "people": [{"name": person.name, "role": person.role} for person in article.people],
        "sources": [_source(views, source) for source in article.sources],
        "corrections": [
            {
                "date": views.date(correction.date),
                "kind": views.strings["correction_kinds"][correction.kind],
                "note": correction.note,
            }
            for correction in article.corrections
        ],
        "date_note": article.date_note,
        "related": related,
    }
    body = tooltips.mark(final_body(article))
    return staged("article.html", article.title, article.summary, view, body)


def _source(views: Views, source: Source) -> dict[str, str]:
    """What is known of a source; what isn't is left out."""
    known = {
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "archived": source.archived,
        "published": views.date(source.published) if source.published else "",
        "retrieved": views.date(source.retrieved) if source.retrieved else "",
        "author": source.author,
        "kind": views.strings["source_kinds"].get(source.kind, ""),
    }
    return {key: text for key, text in known.items() if text}


def _tombstone(views: Views, article: Article) -> OutputFile:
    assert article.withdrawn is not None
    view = {
        "kind": "tombstone",
        "date": _date(views, article.date),
        "withdrawn": {
            "date": views.date(article.withdrawn.date),
            "reason": views.strings["withdrawal_reasons"][article.withdrawn.reason],
            "note": article.withdrawn.note,
        },
        "facilities": views.links(article, "facility"),
        "regions": views.links(article, "region"),
    }
    words = views.strings
    return page(article.url, "tombstone.html", words["withdrawn_title"], words["withdrawn_description"], view)


def _date(views: Views, when: ArticleDate) -> dict[str, str]:
    month = f"{when.month:02}/" if when.month else ""
    return {"iso": when.iso, "text": views.date(when), "url": f"{CALENDAR}{when.year:04}/{month}"}
