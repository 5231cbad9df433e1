"""The sitemap, in one part a year so that old parts rarely change, and robots.txt."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape

from newsarchive import addresses, hashing
from newsarchive.model import FACETS, Article
from newsarchive.outputs import OutputFile, OutputGroup
from newsarchive.pages.record import last_change
from newsarchive.pages.view import Views

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""The protocol's limit of URLs in a file."""


def groups(views: Views) -> Iterator[OutputGroup]:
    """`sitemap.xml`, which names at least one file for each year and one for all other pages.

    Nothing if `site_url` is not set, since a sitemap needs absolute addresses.
    """
    base = views.config.site_url
    if not base:
        return
    years: dict[str, list[Article]] = {}
    for article in views.archive.articles:
        if article.status == "published":
            years.setdefault(article.key[:4], []).append(article)
    names: list[str] = []
    for year, articles in sorted(years.items()):
        parts = _parts(year, len(articles))
        names += parts
        key = views.fingerprint(articles)
        yield OutputGroup(f"sitemap/{year}", key, partial(_of_articles, base, parts, articles))
    yield OutputGroup("sitemap", "", partial(_of_all_else, views, names))


def _parts(year: str, count: int) -> list[str]:
    """Names of the files for a year with `count` articles."""
    numbers = range(2, -(-count // LIMIT) + 1)
    return [f"sitemap-{year}.xml", *(f"sitemap-{year}-{number}.xml" for number in numbers)]


def _of_articles(base: str, parts: Sequence[str], articles: Iterable[Article]) -> Iterator[OutputFile]:
    ordered = sorted(articles, key=lambda article: article.key)
    days = ((article.url, last_change(article)) for article in ordered)
    rows = [(base + url, day.iso if day else "") for url, day in days]
    for number, path in enumerate(parts):
        yield _file(path, "urlset", "url", rows[number * LIMIT : (number + 1) * LIMIT])


def _of_all_else(views: Views, parts: Sequence[str]) -> Iterator[OutputFile]:
    base = views.config.site_url
    urls = ["", *(url for url in addresses.SINGLE if url != addresses.SEARCH)]
    for facet, kind in FACETS.items():
        urls.append(kind.url)
        terms = views.archive.vocabulary.terms[facet].values()
        urls += [term.url for term in terms if not views.is_empty(term)]
    # A story of one article says nothing that the article doesn't.
    stories = sorted(id_ for id_ in views.archive.by_story if len(views.story(id_)) > 1)
    urls += map(addresses.story, stories)
    rest = "sitemap-lain.xml"
    yield _file(rest, "urlset", "url", [(base + url, "") for url in urls])
    yield _file(addresses.SITEMAP, "sitemapindex", "sitemap", [(base + path, "") for path in (*parts, rest)])
    robots = f"User-agent: *\nAllow: /\nSitemap: {base}{addresses.SITEMAP}\n"
    yield OutputFile(addresses.ROBOTS, hashing.of_data(robots), lambda: robots)


def _file(path: str, root: str, item: str, rows: Iterable[tuple[str, str]]) -> OutputFile:
    rows = tuple(rows)

    def render() -> str:
        lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">']
        for url, date in rows:
            date = f"<lastmod>{date}</lastmod>" if date else ""
            lines.append(f"<{item}><loc>{escape(url)}</loc>{date}</{item}>")
        return "\n".join([*lines, f"</{root}>\n"])

    return OutputFile(path, hashing.of_data(root, rows), render)
