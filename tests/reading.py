"""A whole root read at once, for tests that ask what the archive makes of it."""

from datetime import date
from pathlib import Path
from typing import Any

from newsarchive.content.archive import load_archive
from newsarchive.content.articles.parse import parse
from newsarchive.content.documents import parse_document
from newsarchive.content.files import read_files
from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.model import Archive
from newsarchive.problems import Problem


def read_root(root: Path, as_of: date, **options: Any) -> tuple[Archive, list[Problem]]:
    """The archive under `root`, and all that is wrong with it; `options` are those of `load_archive`."""
    files, (vocabulary, found) = read_files(root), load_vocabulary(root)
    parsed = [parse(path, data) for path, data in files.articles]
    documents = [parse_document(path, data) for path, data in files.documents]
    archive, problems = load_archive(files, parsed, documents, vocabulary, as_of, **options)
    return archive, sorted({*found, *problems})
