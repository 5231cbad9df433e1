"""When the archive first published an article, and when it last changed it."""

from newsarchive.model import Article, ArticleDate


def first_day(article: Article) -> ArticleDate | None:
    """The day that the editor gives, or else that on which its file came; None where neither is known."""
    return article.added or (_recorded(article)[0] if article.recorded else None)


def last_change(article: Article) -> ArticleDate | None:
    """The last day of which the editor or git tells a change; None where not even the first day is known."""
    days = [each.date for each in article.corrections]
    days += [article.withdrawn.date] if article.withdrawn else []
    days += [article.added] if article.added else []
    days += _recorded(article) if article.recorded else []
    return max(days, default=None)


def _recorded(article: Article) -> list[ArticleDate]:
    return [ArticleDate(*map(int, day.split("-"))) for day in article.recorded.split("/")]
