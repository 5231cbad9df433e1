"""The sitemap in parts that stay as they are when other years change, and robots.txt that names it."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from newsarchive.model import FACETS, Article, OutputFile
from newsarchive.pages.staged import digest
from newsarchive.pages.view import Views

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 50_000
"""URLs that one file may hold, by the protocol."""


def pages(views: Views) -> Iterator[OutputFile]:
    """`sitemap.xml`, which names one file a year (more where a year is long) and one for all else.

    Nothing where `site_url` is not set: a sitemap holds absolute addresses.
    """
    base = views.config.site_url
    if not base:
        return
    parts: dict[str, list[tuple[str, str]]] = {}
    articles = sorted(
        (a for a in views.archive.articles if a.status == "published"), key=lambda a: a.key
    )
    for year, group in groupby(articles, key=lambda a: a.key[:4]):
        rows = [(article.url, modified(article)) for article in group]
        for start in range(0, len(rows), LIMIT):
            suffix = f"-{start // LIMIT + 1}" if start else ""
            parts[f"sitemap-{year}{suffix}.xml"] = rows[start : start + LIMIT]
    fixed = ["", "arsip/", "glosarium/"]
    for facet, kind in FACETS.items():
        fixed.append(f"{kind.folder}/")
        fixed += [term.url for term in views.archive.vocabulary.terms[facet].values()]
    parts["sitemap-lain.xml"] = [(url, "") for url in fixed]
    for path, rows in parts.items():
        yield _file(path, "urlset", "url", [(base + url, date) for url, date in rows])
    yield _file("sitemap.xml", "sitemapindex", "sitemap", [(base + path, "") for path in parts])
    robots = f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"
    yield OutputFile("robots.txt", digest(robots), lambda: robots)


def modified(article: Article) -> str:
    """The day an article last changed, as far as its own dates tell."""
    return max([article.date, *(c.date for c in article.corrections)]).iso


def _file(path: str, root: str, item: str, rows: Iterable[tuple[str, str]]) -> OutputFile:
    rows = tuple(rows)

    def render() -> str:
        lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">']
        for url, date in rows:
            date = f"<lastmod>{date}</lastmod>" if date else ""
            lines.append(f"<{item}><loc>{escape(url)}</loc>{date}</{item}>")
        return "\n".join([*lines, f"</{root}>\n"])

    return OutputFile(path, digest(root, rows), render)
