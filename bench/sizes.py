"""Sizes of a finished site, and of what a reader's first search loads of it."""

import gzip
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.results import Size


def measure_size(site: Path, searches: Sequence[Path]) -> Size:
    """The size of a site with its search data, which may lie outside of it."""
    size = Size()
    for length in _lengths(site):
        size.bytes += length
        size.files += 1
    for search in searches:
        for length in _lengths(search):
            size.search += length
            if not search.is_relative_to(site):
                size.bytes += length
                size.files += 1
        size.first_search += first_search(search)
    return size


def first_search(folder: Path) -> int:
    """Bytes that the first search for one word loads before any result, compressed as servers do.

    Of lunr (MkDocs) that is the whole index; of Pagefind its start, and a chunk of the index of mean size.
    """
    total = sum(_zipped(path) for path in folder.glob("search_index.json"))
    for entry in folder.rglob("pagefind-entry.json"):
        bundle = entry.parent
        total += _zipped(entry) + sum(_zipped(path) for path in bundle.glob("pagefind.js"))
        # One of these programs is loaded, the one for the pages' language.
        total += max((path.stat().st_size for path in bundle.glob("wasm.*.pagefind")), default=0)
        total += sum(path.stat().st_size for path in bundle.glob("*.pf_meta"))
        chunks = [path.stat().st_size for path in bundle.glob("index/*.pf_index")]
        total += sum(chunks) // len(chunks) if chunks else 0
    return total


def _zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def _lengths(folder: Path) -> Iterator[int]:
    pending = [str(folder)] if folder.is_dir() else []
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    yield entry.stat().st_size
