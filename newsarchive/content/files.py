"""Read the content files of a root, and report files that aren't content."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import FileIO
from pathlib import Path

from newsarchive import addresses, hashing
from newsarchive.content.slug import IMAGE_FILE, image_name, slug
from newsarchive.content.strays import printable_path, stray_problems
from newsarchive.content.vocabulary.load import vocabulary_digest
from newsarchive.problems import WHOLE_FILE, Problem, problem

_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".bmp", ".tiff", ".heic")
_SAFE_ASSET = re.compile(r"docs/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
_NEARLY_MARKDOWN = re.compile(r"\.(?:md|markdown|mdown|mkd)(?:[.~_ ][^/]*)?$", re.IGNORECASE)
"""Names that a page was given by mistake, such as `x.MD` or `x.md.txt`."""
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})
_LEFT_BY_PROGRAMS = ("._", ".#", ".~")
"""Beginnings of hidden names that systems and editors give to files of their own."""

BATCH = 64
"""How many files to prefetch at once: a cold disk serves a batch faster than single files."""
ADVISES = hasattr(os, "posix_fadvise")
"""Whether this system takes advice about coming reads."""

ContentFile = tuple[str, bytes]
"""A file: its path relative to the root (POSIX), and its bytes."""


@dataclass
class Files:
    """The content files of a root, read once; without vocabularies."""

    root: Path
    articles: list[ContentFile] = field(default_factory=list)
    documents: list[ContentFile] = field(default_factory=list)
    assets: dict[str, str] = field(default_factory=dict)
    """Those of `docs/` that are taken over as they are: path in the site -> path relative to the root."""
    images: dict[str, str] = field(default_factory=dict)
    """Those of articles, likewise; only what a published text shows becomes part of the site."""
    vocabulary: str = ""
    """`vocabulary_digest` of the root."""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def digests(self) -> dict[str, str]:
        """The hash of each article's bytes, by its path."""
        return {path: hashing.of_bytes(data) for path, data in self.articles}


def read_files(root: Path) -> Files:
    """Read `articles/` and `docs/` under `root`, by path; unreadable files are among the problems."""
    files = Files(root, vocabulary=vocabulary_digest(root), problems=list(stray_problems(root)))
    articles, documents = list[str](), list[str]()
    for path in _walk(root, "articles", files.problems):
        name = path.rpartition("/")[2]
        if name.endswith(".md"):
            articles.append(path)
        elif not name.lower().endswith(_IMAGE_SUFFIXES):
            files.problems.append(problem(path, WHOLE_FILE, "unread-file", suggestion=_article_name(name)))
        elif re.fullmatch(IMAGE_FILE, name) and path.count("/") == 3:
            files.images[addresses.ARTICLES + path.removeprefix("articles/")] = path
        else:
            files.problems.append(
                problem(path, WHOLE_FILE, "bad-image-name", value=name, suggestion=image_name(name))
            )
    for path in _walk(root, "docs", files.problems):
        if path.endswith(".md"):
            documents.append(path)
        elif not _SAFE_ASSET.fullmatch(path) or _NEARLY_MARKDOWN.search(path):
            files.problems.append(problem(path, WHOLE_FILE, "bad-document-name"))
        else:
            files.assets[path.removeprefix("docs/")] = path
    files.articles += _contents(root, articles, files.problems)
    files.documents += _contents(root, documents, files.problems)
    return files


def _contents(root: Path, paths: Sequence[str], problems: list[Problem]) -> Iterator[ContentFile]:
    """The files at these paths; a file that can't be read is left out and added to `problems`."""
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
    """Open the file and let the system begin to fetch its bytes."""
    # Making a Path for each of a hundred thousand files would take as long as reading them.
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
            problems.append(problem(printable_path(path), WHOLE_FILE, "name-not-utf8"))
            continue
        if entry.is_symlink():
            problems.append(problem(path, WHOLE_FILE, "symlink"))
        elif entry.name.startswith(".") or entry.name.lower() in _LEFT_BY_SYSTEMS:
            if entry.name.lower().endswith(".md") and not entry.name.startswith(_LEFT_BY_PROGRAMS):
                problems.append(
                    problem(
                        path,
                        WHOLE_FILE,
                        "hidden-file",
                        name=f"{slug(entry.name.strip('.')[:-3]) or 'judul-berita'}.md",
                    )
                )
        elif entry.is_dir():
            if entry.name.lower().endswith(".md"):
                problems.append(problem(path, WHOLE_FILE, "folder-like-file"))
            yield from _walk(root, path, problems)
        elif entry.is_file():
            yield path
        else:
            problems.append(problem(path, WHOLE_FILE, "unread-file", suggestion=""))


def _is_text(path: str) -> bool:
    """False for names whose bytes aren't UTF-8, which Linux allows and nothing else can take."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _article_name(name: str) -> str:
    """The name that an article was meant to have, such as `x.md` for `x.md.txt`; empty for other files."""
    match = re.search(r"\.(?:md|markdown|mdown|mkd)(?![a-z])", name, re.IGNORECASE)
    return f"{slug(name[: match.start()]) or 'judul-berita'}.md" if match else ""


def _unreadable(path: str, error: OSError) -> Problem:
    return problem(path, WHOLE_FILE, "unreadable-file", reason=error.strerror or type(error).__name__)
