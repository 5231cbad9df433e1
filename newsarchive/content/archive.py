"""Read a whole root into the archive: files, articles, pages and vocabularies, checked and indexed."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from io import FileIO
from pathlib import Path

from newsarchive import addresses, hashing
from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.articles.resolve import ResolveContext, resolve
from newsarchive.content.checks import SitePaths, image_problems, link_problems, title_problems, url_problems
from newsarchive.content.documents import ParsedDocument, parse_document
from newsarchive.content.slug import IMAGE_FILE, image_name
from newsarchive.content.vocabulary.load import load_vocabulary, vocabulary_digest
from newsarchive.content.vocabulary.names import Names
from newsarchive.markdown.links import document_url
from newsarchive.model import FACETS, Archive, Article, ArticleDate, Document, FacetName, Vocabulary
from newsarchive.problems import WHOLE_FILE, Problem, problem

_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".bmp", ".tiff", ".heic")
_SAFE_ASSET = re.compile(r"docs/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})

BATCH = 64
"""Files that are asked for at a time: a disk gives many that it has to look for sooner than one by one."""
ADVISES = hasattr(os, "posix_fadvise")
"""Whether this system can be told what will be read."""

Item = tuple[str, bytes]
"""A file: its path relative to the root (POSIX), and its bytes."""


@dataclass
class Files:
    """The files of a root that are its content, read once; vocabularies not among them."""

    articles: list[Item] = field(default_factory=list)
    documents: list[Item] = field(default_factory=list)
    assets: dict[str, str] = field(default_factory=dict)
    """Those taken over as they are: path in the staged tree -> path relative to the root."""
    vocabulary: str = ""
    """`vocabulary_digest` of the root."""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def digests(self) -> dict[str, str]:
        """The hash of each article's bytes, by its path."""
        return {path: hashing.of_bytes(data) for path, data in self.articles}


ParseAll = Callable[[Files], Iterable[Parsed]]
"""Parses all articles, in order; may keep earlier results, or share the work out."""


def parse_all(files: Files) -> Iterable[Parsed]:
    """Parse one article after the other."""
    return (parse(path, data) for path, data in files.articles)


def load_archive(
    root: Path,
    as_of: date,
    parse_all: ParseAll = parse_all,
    files: Files | None = None,
    vocabulary: tuple[Vocabulary, list[Problem]] | None = None,
) -> tuple[Archive, list[Problem]]:
    """Everything under `root` that the site is made of, and all that is wrong with it, sorted by place.

    A function of the files and the vocabulary (each given, if it has been read) and `as_of`. Where there
    are errors, the archive holds the sound articles.
    """
    terms, problems = vocabulary or load_vocabulary(root)
    files = files or read_files(root)
    problems = problems + files.problems
    parsed = list(parse_all(files))
    articles = _resolve(parsed, terms, as_of, problems)
    documents = [parse_document(path, data) for path, data in files.documents]
    problems += _cross_checks(parsed, articles, documents, files, terms)
    for article in parsed:
        problems += article.problems
    for document in documents:
        problems += document.problems
    pages = tuple(found.document for found in documents if found.document)
    shown = sorted(
        (article for article in articles.values() if article.status != "draft"),
        key=lambda article: (tuple(-part for part in article.date), article.path),
    )
    return indexed(tuple(shown), terms, pages, files.assets), sorted(set(problems))


def _resolve(
    parsed: Sequence[Parsed], vocabulary: Vocabulary, as_of: date, problems: list[Problem]
) -> dict[str, Article]:
    today = ArticleDate(as_of.year, as_of.month, as_of.day)
    setting = ResolveContext(vocabulary, Names(vocabulary), today)
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
) -> Iterator[Problem]:
    placed = [article for article in parsed if article.path.count("/") == 3]
    yield from url_problems(placed)
    yield from title_problems(placed, articles)
    yield from image_problems(placed, files.assets)
    urls = [document_url(path.removeprefix("docs/")) for path, _ in files.documents]
    site = SitePaths(placed, vocabulary, urls, files.assets)
    for article in placed:
        if article.links:
            yield from link_problems(article.path, article.links, site)
    for (path, _), found in zip(files.documents, documents, strict=True):
        yield from link_problems(path, found.links, site)


def indexed(
    articles: tuple[Article, ...],
    vocabulary: Vocabulary,
    documents: tuple[Document, ...],
    assets: dict[str, str],
) -> Archive:
    """The archive of these articles, which stand in its order: newest first, ties by path."""
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


def read_files(root: Path) -> Files:
    """Read `articles/` and `docs/` under `root`, in order of path; what can't be is among the problems."""
    files = Files(vocabulary=vocabulary_digest(root))
    articles, documents = list[str](), list[str]()
    for path in _walk(root, "articles", files.problems):
        name = path.rpartition("/")[2]
        if name.endswith(".md"):
            articles.append(path)
        elif not name.lower().endswith(_IMAGE_SUFFIXES):
            files.problems.append(problem(path, WHOLE_FILE, "unread-file"))
        elif re.fullmatch(IMAGE_FILE, name) and path.count("/") == 3:
            files.assets[addresses.ARTICLES + path.removeprefix("articles/")] = path
        else:
            files.problems.append(
                problem(path, WHOLE_FILE, "bad-image-name", value=name, suggestion=image_name(name))
            )
    for path in _walk(root, "docs", files.problems):
        if path.endswith(".md"):
            documents.append(path)
        elif not _SAFE_ASSET.fullmatch(path):
            files.problems.append(problem(path, WHOLE_FILE, "bad-document-name"))
        else:
            files.assets[path.removeprefix("docs/")] = path
    files.articles += _contents(root, articles, files.problems)
    files.documents += _contents(root, documents, files.problems)
    return files


def _contents(root: Path, paths: Sequence[str], problems: list[Problem]) -> Iterator[Item]:
    """The files at these paths, but those that can't be read, which are among the problems."""
    for start in range(0, len(paths), BATCH):
        opened = []
        for path in paths[start : start + BATCH]:
            try:
                opened.append((path, _opened(f"{root}/{path}")))
            except OSError as error:
                problems.append(_unreadable(path, error))
        for path, file in opened:
            with file:
                try:
                    yield path, file.readall()
                except OSError as error:
                    problems.append(_unreadable(path, error))


def _opened(path: str) -> FileIO:
    """The file, whose bytes the system begins to fetch."""
    # A Path for each of a hundred thousand files would take as long as reading them.
    file = open(path, "rb", buffering=0)  # noqa: PTH123, SIM115
    if ADVISES:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
    return file


def _walk(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Paths of all files in a folder of the root, in order, without hidden ones; symlinks are refused."""
    if (root / folder).is_symlink():
        problems.append(problem(folder, WHOLE_FILE, "symlink"))
        return
    try:
        with os.scandir(root / folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(_unreadable(folder, error))
        return
    for entry in found:
        path = f"{folder}/{entry.name}"
        if not _is_text(path):
            problems.append(problem(path, WHOLE_FILE, "bad-document-name"))
            continue
        if entry.is_symlink():
            problems.append(problem(path, WHOLE_FILE, "symlink"))
        elif entry.name.startswith(".") or entry.name.lower() in _LEFT_BY_SYSTEMS:
            continue
        elif entry.is_dir():
            yield from _walk(root, path, problems)
        elif entry.is_file():
            yield path
        else:
            problems.append(problem(path, WHOLE_FILE, "unread-file"))


def _is_text(path: str) -> bool:
    """False for names whose bytes aren't UTF-8, which Linux allows and nothing else can take."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(path: str, error: OSError) -> Problem:
    return problem(path, WHOLE_FILE, "unreadable-file", reason=error.strerror or type(error).__name__)
