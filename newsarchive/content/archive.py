"""Combine articles, documents and vocabulary into the archive, and check them against each other."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from newsarchive.addresses import HASHED
from newsarchive.config import LISTING_LIMIT
from newsarchive.content.articles.parse import ARTICLE_PATH, Parsed
from newsarchive.content.articles.resolve import FirstAndLast, ResolveContext, resolve
from newsarchive.content.checks import link_problems, title_problems, url_problems
from newsarchive.content.claims import claim_problems
from newsarchive.content.documents import ParsedDocument
from newsarchive.content.drafts import draft_shown
from newsarchive.content.files import Files
from newsarchive.content.images import file_problems, missing_images, published_images
from newsarchive.content.published import PublishedBefore, lost_addresses
from newsarchive.content.site_paths import SitePaths
from newsarchive.content.stories import lost_stories, story_problems
from newsarchive.content.vocabulary.names import Names
from newsarchive.content.vocabulary.practical import with_valid_facts
from newsarchive.markdown.links import document_url
from newsarchive.model import FACETS, Archive, Article, ArticleDate, Document, FacetName, Vocabulary
from newsarchive.problems import Problem


def load_archive(
    files: Files,
    parsed: Sequence[Parsed],
    documents: Sequence[ParsedDocument],
    vocabulary: Vocabulary,
    as_of: date,
    *,
    draft_mark: str = "",
    published: Sequence[PublishedBefore] = (),
    listing_limit: int = LISTING_LIMIT,
    days: Mapping[str, FirstAndLast] = MappingProxyType({}),
) -> tuple[Archive, list[Problem]]:
    """The archive, from which the site is made, and all its problems, sorted by place.

    `parsed` are the articles of `files` and `documents` its pages, in their order. The vocabulary's own
    problems aren't among those returned. Where there are errors, the archive holds the sound articles. With
    a `draft_mark` it holds drafts too, as articles whose titles begin with it. An address that was
    `published` earlier and leads nowhere now is a problem. `days` are those that git's history knows of
    articles, by path.
    """
    terms, problems = with_valid_facts(vocabulary, as_of)
    problems = problems + files.problems
    articles = _resolve(parsed, terms, as_of, days, problems)
    problems += _cross_checks(parsed, articles, documents, files, terms, listing_limit)
    problems += story_problems(files.root, parsed, articles, terms)
    problems += file_problems(files.root, [*files.assets.values(), *files.images.values()])
    problems += _lost(published, parsed, files, terms, as_of)
    for article in parsed:
        problems += article.problems
    for document in documents:
        problems += document.problems
    pages = tuple(found.document for found in documents if found.document)
    paths = [path for path, _ in files.documents]
    images, unused = published_images(files.images, parsed, zip(paths, documents, strict=True))
    problems += unused
    shown = [article for article in articles.values() if article.status != "draft"]
    if draft_mark:
        shown += [draft_shown(one, draft_mark) for one in articles.values() if one.status == "draft"]
        images = files.images
    shown.sort(key=lambda article: (tuple(-part for part in article.date), article.path))
    archive = indexed(tuple(shown), terms, pages, files.assets | images)
    found = sorted(set(problems))
    return replace(archive, warnings=_warnings(found), expired=_expired(found)), found


def _warnings(problems: Sequence[Problem]) -> dict[str, tuple[str, ...]]:
    """By code of a warning the paths of the articles that it was given for."""
    found = defaultdict[str, list[str]](list)
    for each in problems:
        if each.severity == "warning" and ARTICLE_PATH.fullmatch(each.path):
            found[each.code].append(each.path)
    return {code: tuple(paths) for code, paths in found.items()}


def _expired(problems: Sequence[Problem]) -> Counter[str]:
    """By ID of a facility how many of its practical facts have expired."""
    return Counter(dict(each.values)["id"] for each in problems if each.code == "vocab-fact-expired")


def _lost(
    published: Sequence[PublishedBefore],
    parsed: Sequence[Parsed],
    files: Files,
    terms: Vocabulary,
    as_of: date,
) -> Iterator[Problem]:
    """A problem for each published address that leads nowhere now, each address once."""
    placed = [article for article in parsed if ARTICLE_PATH.fullmatch(article.path)]
    documents = [path.removeprefix("docs/") for path, _ in files.documents]
    seen: set[str] = set()
    for before in published:
        lost = lost_addresses(files.root, before, placed, terms, documents, as_of)
        for found in (*lost, *lost_stories(files.root, before, placed, terms)):
            address = dict(found.values)["address"]
            if address not in seen:
                seen.add(address)
                yield found


def _resolve(
    parsed: Sequence[Parsed],
    vocabulary: Vocabulary,
    as_of: date,
    days: Mapping[str, FirstAndLast],
    problems: list[Problem],
) -> dict[str, Article]:
    today = ArticleDate(as_of.year, as_of.month, as_of.day)
    setting = ResolveContext(vocabulary, Names(vocabulary), today, days)
    articles: dict[str, Article] = {}
    for one in parsed:
        article, found = resolve(one, setting)
        problems += found
        if article:
            articles[article.path] = article
    return articles


def _cross_checks(
    parsed: Sequence[Parsed],
    articles: dict[str, Article],
    documents: Sequence[ParsedDocument],
    files: Files,
    vocabulary: Vocabulary,
    listing_limit: int,
) -> Iterator[Problem]:
    placed = [article for article in parsed if article.path.count("/") == 3]
    yield from url_problems(placed)
    yield from title_problems(placed, articles)
    yield from missing_images(placed, files.images)
    yield from claim_problems([*files.assets.values(), *(path for path, _ in files.documents)])
    pages = {
        document_url(path.removeprefix("docs/")): found.anchors if found.document else None
        for (path, _), found in zip(files.documents, documents, strict=True)
    }
    made = [*(path for path in files.assets if not HASHED.fullmatch(path)), *files.images]
    site = SitePaths(placed, articles, vocabulary, pages, made, listing_limit)
    for article in placed:
        # The text of a withdrawn article is shown nowhere.
        if article.links and not (article.front and article.front.status == "withdrawn"):
            yield from link_problems(article.path, article.links, site)
    for (path, _), found in zip(files.documents, documents, strict=True):
        yield from link_problems(path, found.links, site)


def indexed(
    articles: tuple[Article, ...],
    vocabulary: Vocabulary,
    documents: tuple[Document, ...],
    assets: dict[str, str],
) -> Archive:
    """The archive with its indexes; `articles` are sorted: newest first, ties by path."""
    by_term: dict[tuple[FacetName, str], list[Article]] = defaultdict(list)
    by_story: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for facet in FACETS:
            for id_ in article.terms(facet):
                by_term[facet, id_].append(article)
        if article.story:
            by_story[article.story].append(article)
    return Archive(
        articles,
        vocabulary,
        {key: tuple(found) for key, found in by_term.items()},
        {key: tuple(found) for key, found in by_story.items()},
        documents,
        assets,
    )
