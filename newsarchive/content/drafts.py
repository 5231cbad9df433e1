"""Turn drafts into articles for a preview, with a mark in their titles."""

from dataclasses import replace

from newsarchive.model import Article, ArticleDate


def draft_shown(article: Article, mark: str) -> Article:
    """The draft as an article that the site shows, its title preceded by the mark.

    A draft without a date, or with none that is right, is dated by its folder.
    """
    when = article.date
    if not when.year:
        year, month, _ = article.key.split("/")
        when = ArticleDate(int(year), int(month))
    return replace(article, title=f"{mark} {article.title}".rstrip(), status="published", date=when)
