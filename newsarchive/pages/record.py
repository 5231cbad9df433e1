"""When the archive first published an article, and when it last changed it."""

from functools import lru_cache

from newsarchive.model import Article, ArticleDate


def first_day(article: Article) -> ArticleDate | None:
    """The day that the editor gives, or else that on which its file came; None where neither is known."""
    return article.added or (_days(article.recorded)[0] if article.recorded else None)


def last_change(article: Article) -> ArticleDate | None:
    """The last day of which the editor or git tells a change; None where not even the first day is known."""
    days = [each.date for each in article.corrections]
    days += [article.withdrawn.date] if article.withdrawn else []
    days += [article.added] if article.added else []
    days += _days(article.recorded) if article.recorded else ()
    return max(days, default=None)


@lru_cache(maxsize=4096)
def _days(recorded: str) -> tuple[ArticleDate, ...]:
    # Every build asks for all articles, of which many came on the same days.
    return tuple(ArticleDate(*map(int, day.split("-"))) for day in recorded.split("/"))
