"""Check what only shows across files: repeated titles and URLs, and links and images that lead nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from newsarchive.content.articles.parse import ArticleLink, Parsed, place_of
from newsarchive.content.site_paths import SitePaths
from newsarchive.markdown.links import site_path
from newsarchive.model import Article
from newsarchive.problems import WHOLE_FILE, Problem, problem


def link_problems(path: str, links: Iterable[ArticleLink], site: SitePaths) -> Iterator[Problem]:
    """Links and images of one file whose targets don't exist or can't be read."""
    for link in links:
        target = site_path(link.target, path)
        code = "" if target is None else site.obstacle(target)
        if code == "broken-link" and link.image:
            code = "missing-image"
        anchor = unquote(link.target.partition("#")[2])
        if code:
            yield problem(path, (link.line, link.column), code, target=link.target[:120])
        elif target is not None and anchor and site.lacks_anchor(target, anchor):
            yield problem(path, (link.line, link.column), "dead-anchor", anchor=link.target[:80])


def url_problems(parsed: Sequence[Parsed]) -> Iterator[Problem]:
    """Two articles, or an article and a former identity, that claim one URL.

    Folds case: the file systems of Windows and macOS would let one page overwrite the other.
    """
    owners: dict[str, str] = {}
    for article in parsed:
        key = _key(article.path)
        owner = owners.setdefault(key.casefold(), article.path)
        if owner != article.path:
            yield problem(article.path, WHOLE_FILE, "url-collision", other=owner)
    for article in parsed:
        for number, alias in enumerate(article.front.aliases if article.front else ()):
            place = place_of(article, f"aliases.{number}")
            owner = owners.setdefault(alias.casefold(), article.path)
            if owner != article.path or alias.casefold() == _key(article.path).casefold():
                yield problem(article.path, place, "alias-collision", alias=alias, other=owner)


def _key(path: str) -> str:
    return path.removeprefix("articles/").removesuffix(".md")


def title_problems(parsed: Sequence[Parsed], articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Titles given twice: one event entered twice if day and facility agree too, else only confusing.

    Articles of one `story` may share a title.
    """
    groups: dict[str, list[Parsed]] = defaultdict(list)
    for article in parsed:
        if article.front and article.front.title and article.front.status == "published":
            groups[" ".join(article.front.title.casefold().split())].append(article)
    for group in groups.values():
        for number, second in enumerate(group[1:], 1):
            same = (other for other in group[:number] if _same_event(other, second, articles))
            first = next(same, group[0])
            story = second.front and second.front.story
            if story and first.front and first.front.story == story:
                continue
            code = "duplicate-article" if _same_event(first, second, articles) else "repeated-title"
            yield problem(second.path, place_of(second, "title"), code, other=first.path)


def _same_event(first: Parsed, second: Parsed, articles: Mapping[str, Article]) -> bool:
    assert first.front and second.front
    if first.front.date != second.front.date:
        return False
    ones, others = articles.get(first.path), articles.get(second.path)
    if ones and others:
        return set(ones.facilities) == set(others.facilities)
    return first.front.facilities == second.front.facilities
