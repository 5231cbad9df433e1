"""Feeds of the newest articles of all and of each term, as Atom and JSON Feed; and a page that lists them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from heapq import nlargest
from html import escape

import msgspec
from msgspec import Struct

from newsarchive import addresses
from newsarchive.model import FACETS, Article, ArticleDate, FacetName, Term
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import Link, View
from newsarchive.pages.record import first_day, last_change
from newsarchive.pages.staged import lazy_file, page
from newsarchive.pages.view import Views

ATOM, JSON = addresses.FEED_FILES
LENGTH = 30
"""The articles in a feed at most, so that none grows with the archive."""
_NEVER = ArticleDate(1970, 1, 1)
"""When a feed changed to which nothing has been added yet: Atom wants a date."""
_to_json = msgspec.json.Encoder().encode


class FeedGroup(Struct, frozen=True):
    """The feeds of the terms of one facet."""

    name: str
    feeds: list[Link]


class FeedsView(View, frozen=True, tag="feeds"):
    """The feed of everything, and those of terms that have articles."""

    intro: str
    everything: Link
    groups: list[FeedGroup]


class Item(Struct, frozen=True, omit_defaults=True):
    """An article in a feed, by the names of JSON Feed; `date_published` is empty where it isn't known."""

    id: str
    url: str
    title: str
    content_text: str
    date_modified: str
    tags: list[str]
    date_published: str = ""


class Feed(Struct, frozen=True):
    """A feed; `url` is that of the page whose newest articles it holds, relative to the site's root."""

    url: str
    title: str
    updated: str
    items: list[Item]


def pages(views: Views) -> Iterator[OutputFile]:
    """The feed of all articles, the page that lists all feeds, and the same list as OPML.

    Nothing if `site_url` is not set, since feeds need absolute addresses.
    """
    if not views.config.site_url:
        return
    words = views.strings["feeds"]
    yield from _files(views, "", views.config.site_name, views.archive.articles, [""])
    everything = Link(words["everything"], ATOM)
    groups = [FeedGroup(views.index_link(facet).name, list(_links(views, facet))) for facet in FACETS]
    groups = [group for group in groups if group.feeds]
    view = FeedsView(intro=words["intro"], everything=everything, groups=groups)
    yield page(addresses.FEEDS, "feeds.html", words["title"], words["description"], view)
    yield lazy_file(addresses.OPML, (everything, groups), partial(_opml, views, everything, groups))


def of_term(views: Views, term: Term) -> Iterator[OutputFile]:
    """The feeds of a term, at its former addresses too; none for a term that never had articles."""
    if has_feed(views, term):
        articles = views.archive.articles_of(term)
        places = [addresses.term(term.facet, id_) for id_ in (term.id, *term.former_ids)]
        yield from _files(views, term.url, term.name, articles, places)


def has_feed(views: Views, term: Term) -> bool:
    """Whether there are feeds of a term. Withdrawn articles count, so that none ever vanishes."""
    return bool(views.config.site_url and views.archive.articles_of(term))


def _links(views: Views, facet: FacetName) -> Iterator[Link]:
    for term in views.archive.vocabulary.terms[facet].values():
        if has_feed(views, term):
            yield Link(term.name, term.url + ATOM)


def _files(
    views: Views, url: str, name: str, articles: Sequence[Article], places: Iterable[str]
) -> Iterator[OutputFile]:
    site = views.config.site_name
    readable = (article for article in articles if article.status == "published")
    newest = nlargest(LENGTH, readable, key=lambda article: first_day(article) or article.date)
    changed = (last_change(article) or article.date for article in newest or articles)
    feed = Feed(
        url=url,
        title=name if name == site else f"{name} - {site}",
        updated=_moment(max(changed, default=_NEVER)),
        items=[_item(views, article) for article in newest],
    )
    for place in places:
        yield lazy_file(place + ATOM, (feed,), partial(_atom, views, feed))
        yield lazy_file(place + JSON, (feed,), partial(_json_feed, views, feed))


def _item(views: Views, article: Article) -> Item:
    base = views.config.site_url
    return Item(
        # A renamed article stays the one that readers have seen.
        id=base + addresses.article(article.aliases[0] if article.aliases else article.key),
        url=base + article.url,
        title=article.title,
        content_text=article.summary,
        date_modified=_moment(last_change(article) or article.date),
        tags=[link.name for link in views.links(article, "event_type")],
        date_published=_moment(published) if (published := first_day(article)) else "",
    )


def _moment(when: ArticleDate) -> str:
    """The beginning of a date, in Jakarta, as feeds want it."""
    return f"{when.year:04}-{when.month or 1:02}-{when.day or 1:02}T00:00:00+07:00"


def _json_feed(views: Views, feed: Feed) -> str:
    base = views.config.site_url
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": base + feed.url,
        "feed_url": base + feed.url + JSON,
        "language": views.config.lang,
        "items": feed.items,
    }
    return f"{_to_json(data).decode()}\n"


def _atom(views: Views, feed: Feed) -> str:
    base = views.config.site_url
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{views.config.lang}">',
        f"<id>{escape(base + feed.url)}</id><title>{escape(feed.title)}</title>",
        f"<updated>{feed.updated}</updated>",
        f'<link href="{escape(base + feed.url)}"/>',
        f'<link rel="self" type="application/atom+xml" href="{escape(base + feed.url + ATOM)}"/>',
        f"<author><name>{escape(views.config.site_name)}</name></author>",
    ]
    for item in feed.items:
        published = f"<published>{item.date_published}</published>" if item.date_published else ""
        lines += [
            f"<entry><id>{escape(item.id)}</id><title>{escape(item.title)}</title>",
            f'<link href="{escape(item.url)}"/>{published}<updated>{item.date_modified}</updated>',
            *(f'<category term="{escape(tag)}"/>' for tag in item.tags),
            f"<summary>{escape(item.content_text)}</summary></entry>",
        ]
    return "\n".join([*lines, "</feed>\n"])


def _opml(views: Views, everything: Link, groups: Sequence[FeedGroup]) -> str:
    base = views.config.site_url

    def outline(link: Link) -> str:
        name, url = escape(link.name), escape(base + link.url)
        page = escape(base + link.url.removesuffix(ATOM))
        return f'<outline type="rss" text="{name}" xmlUrl="{url}" htmlUrl="{page}"/>'

    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0"><head><title>{escape(views.config.site_name)}</title></head><body>',
        outline(everything),
    ]
    for group in groups:
        lines += [f'<outline text="{escape(group.name)}">', *map(outline, group.feeds), "</outline>"]
    return "\n".join([*lines, "</body></opml>\n"])
