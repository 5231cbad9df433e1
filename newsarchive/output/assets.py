"""Give stylesheets and scripts names that hold a hash, so that no browser mixes two versions of them.

In the sources names are plain, and a reference to a file beside the one that names it begins with `./`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsarchive import hashing
from newsarchive.addresses import ASSETS, HASHED
from newsarchive.newlines import unix_newlines
from newsarchive.output.bundle import bundled

_REFERENCE = re.compile(r"(?<=[\"'`(]\./)[\w-][\w.-]*\.(?:css|js|mjs)(?=[\"'`)?#$])", re.ASCII)
_DIGITS = 8

Source = Path | bytes
"""A file to copy, or its content."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Files that are copied unchanged, by their paths in the site."""

    files: Mapping[str, Source]
    names: Mapping[str, str]
    """Path in the site of each stylesheet and script, by its plain name, such as `archive.css`."""
    imports: Mapping[str, list[str]]
    """For each of them its own path and those of all files that it needs, directly or not."""

    @property
    def version(self) -> str:
        """Changes with any of the names, which pages hold."""
        return hashing.of_data(dict(self.names))

    def published(self, value: object) -> object:
        """A setting such as `extra_css`, with the paths of stylesheets and scripts as they are published."""
        match value:
            case str():
                return (
                    self.names.get(value.removeprefix(ASSETS), value) if value.startswith(ASSETS) else value
                )
            case list():
                return [self.published(item) for item in value]
            case dict():
                return {key: self.published(item) for key, item in value.items()}
            case _:
                return value


def with_hashes(sources: Mapping[str, Path]) -> Assets:
    """Name each stylesheet and script after its own bytes and those of all that it imports.

    `sources` are files by their paths in the site. Raises OSError where one can't be read.
    """
    texts = {
        path.removeprefix(ASSETS): unix_newlines(path, source.read_bytes()).decode("utf-8", "surrogateescape")
        for path, source in sources.items()
        if HASHED.fullmatch(path)
    }
    plain, texts = texts, bundled(texts)
    named = {name: list(_named(text, texts)) for name, text in texts.items()}
    reached = {name: _reached(name, named) for name in texts}
    digests = {name: _digest(texts[each] for each in reached[name]) for name in texts}
    names = {name: _with_digest(name, digest) for name, digest in digests.items()}
    files: dict[str, Source] = {
        path: source for path, source in sources.items() if path.removeprefix(ASSETS) not in plain
    }
    for name, text in texts.items():
        renamed = _REFERENCE.sub(lambda match: names.get(match[0], match[0]), text)
        files[ASSETS + names[name]] = renamed.encode("utf-8", "surrogateescape")
    paths = {name: ASSETS + hashed for name, hashed in names.items()}
    return Assets(files, paths, {name: [paths[each] for each in reached[name]] for name in texts})


def _named(text: str, known: Iterable[str]) -> Iterator[str]:
    return (match for match in dict.fromkeys(_REFERENCE.findall(text)) if match in known)


def _reached(name: str, named: Mapping[str, list[str]]) -> list[str]:
    """A file and all that it needs, in one order for each file; modules may name each other in a circle."""
    found = {name: None}
    waiting = [name]
    while waiting:
        for other in named[waiting.pop()]:
            if other not in found:
                found[other] = None
                waiting.append(other)
    return [name, *sorted(found.keys() - {name})]


def _digest(texts: Iterable[str]) -> str:
    return hashing.of_texts(texts, _DIGITS // 2).hex()


def _with_digest(name: str, digest: str) -> str:
    """`archive.css` -> `archive.1f0c9a3b.css`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{digest}{dot}{ending}"
