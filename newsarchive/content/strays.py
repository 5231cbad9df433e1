"""Find articles that lie where no build looks for them, such as in `artikel/` or at the root."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from newsarchive.content.slug import slug
from newsarchive.problems import WHOLE_FILE, Problem, problem

# Folders that are read elsewhere, or whose files are never articles.
_SKIPPED = frozenset(
    "articles bench build dist docs env htmlcov newsarchive node_modules overrides site tests venv".split()
)
_MOST = 5000
"""Look at this many files and folders at most: a large folder of photos must not slow every check."""
_DEPTH = 6
_MARKDOWN = re.compile(r"\.(?:md|markdown|mdown|mkd)(?:[.~_ ][^/]*)?$", re.IGNORECASE)
_FRONT = re.compile(r"\ufeff?\s*---[ \t]*\r?\n(.*?)(?:\r?\n---|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"^[\"']?(title|date|facility|region|event_type|summary|source|status)[\"']?[ \t]*:", re.MULTILINE
)
_OURS = frozenset({"facility", "region", "event_type"})
_HEAD = 4096
_DATE = re.compile(r"^[\"']?date[\"']?[ \t]*:[ \t]*[\"']?(\d{4})-(\d\d)", re.MULTILINE)
_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d\d)/")


def stray_problems(root: Path) -> Iterator[Problem]:
    """An error for each file with an article's front matter outside `articles/` and `docs/`."""
    for path in _markdown_files(root):
        try:
            with (root / path).open("rb") as file:
                head = file.read(_HEAD).decode("utf-8", "replace")
        except OSError:
            continue
        front = _FRONT.match(head)
        fields = set(_FIELD.findall(front[1])) if front else set()
        if front and len(fields) > 2 and fields & _OURS:
            shown = printable_path(path)
            yield problem(shown, WHOLE_FILE, "misplaced-article", suggestion=_right_path(path, front[1]))


def printable_path(path: str) -> str:
    r"""The path with bytes that aren't UTF-8 written as `\xff`, so that it can be shown and stored."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _right_path(path: str, front: str) -> str:
    """Where the article belongs, by its date or else by the folders that it lies in."""
    found = _DATE.search(front) or _FOLDERS.search(path)
    folder = f"{found[1]}/{found[2]}" if found else "TAHUN/BULAN"
    stem = _MARKDOWN.sub("", path.rpartition("/")[2])
    return f"articles/{folder}/{slug(stem) or 'judul-berita'}.md"


def _markdown_files(root: Path) -> Iterator[str]:
    """Paths of Markdown files, in order; without hidden folders, links and what `_SKIPPED` names."""
    seen = 0
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in found:
            seen += 1
            if seen > _MOST:
                return
            path = f"{folder}{entry.name}"
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.is_dir():
                if path.count("/") < _DEPTH and not (not folder and _is_skipped(root, entry)):
                    folders.append(f"{path}/")
            elif _MARKDOWN.search(entry.name) and entry.is_file():
                yield path


def _is_skipped(root: Path, entry: "os.DirEntry[str]") -> bool:
    if entry.name in _SKIPPED or Path(entry.path, "pyvenv.cfg").exists():
        return True
    # Where the disk ignores case, `Articles` is the folder of articles.
    own = root / entry.name.lower()
    return entry.name.lower() in _SKIPPED and own.exists() and own.samefile(entry.path)
