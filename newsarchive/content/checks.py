"""Judge what only shows across files: titles and URLs given twice, and links and images that lead nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from newsarchive import addresses
from newsarchive.content.articles.body import anchors
from newsarchive.content.articles.parse import ArticleLink, Parsed, place_of
from newsarchive.content.articles.targets import PAGE_IDS
from newsarchive.markdown.escape import heading_id
from newsarchive.markdown.links import site_path
from newsarchive.model import FACETS, Article, Vocabulary
from newsarchive.problems import WHOLE_FILE, Problem, problem


class SitePaths:
    """Every path of the site that a text may link to, and what stands in the way of linking to it."""

    def __init__(
        self,
        parsed: Sequence[Parsed],
        vocabulary: Vocabulary,
        documents: Mapping[str, str | None],
        assets: Iterable[str],
    ) -> None:
        """`documents` holds the body of each page by its address; None where it can't be read."""
        self._status = {article.path: article.front.status if article.front else "" for article in parsed}
        self._parsed = parsed
        self._documents = documents
        self._glossary = vocabulary.glossary
        self._paths = {"", addresses.CALENDAR, addresses.GLOSSARY, addresses.SEARCH, *documents, *assets}
        for article in parsed:
            if article.front and article.front.status != "draft":
                year, month, _ = article.path.removeprefix("articles/").split("/", 2)
                self._paths |= {f"{addresses.CALENDAR}{year}/", f"{addresses.CALENDAR}{year}/{month}/"}
                self._paths.update(addresses.article(alias) for alias in article.front.aliases)
        for facet, terms in vocabulary.terms.items():
            self._paths.add(FACETS[facet].url)
            for term in terms.values():
                self._paths.update(addresses.term(facet, id_) for id_ in (term.id, *term.former_ids))

    def obstacle(self, path: str) -> str:
        """The code of the problem with a link to this path; '' if it leads to a page or file."""
        if path in self._paths:
            return ""
        status = None
        if path.startswith(addresses.ARTICLES) and path.endswith("/"):
            status = self._status.get(
                f"articles/{path.removeprefix(addresses.ARTICLES).removesuffix('/')}.md"
            )
        match status:
            case None:
                return "broken-link"
            case "draft":
                return "link-to-draft"
            case "withdrawn":
                return "link-to-withdrawn"
        return ""

    def lacks_anchor(self, path: str, anchor: str) -> bool:
        """Whether the page at this path surely has no such anchor; False where nobody knows."""
        if path == addresses.GLOSSARY:
            return anchor not in self._glossary_ids
        body = self._bodies.get(path)
        return body is not None and anchor not in PAGE_IDS | anchors(body)

    @cached_property
    def _bodies(self) -> Mapping[str, str | None]:
        return {addresses.article(_key(one.path)): one.body for one in self._parsed} | dict(self._documents)

    @cached_property
    def _glossary_ids(self) -> frozenset[str]:
        letters = {f"k-{entry.abbreviation[:1].lower()}" for entry in self._glossary}
        return frozenset({heading_id(entry.abbreviation) for entry in self._glossary} | letters | PAGE_IDS)


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
