"""What page makers promise: files of the staged tree, and groups of them, each made only where it is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of the staged tree, made only when `digest` is new.

    `digest` covers everything that `render` reads: equal digests promise equal output.
    """

    path: str
    """POSIX path relative to the staged `docs` folder."""
    digest: str
    render: Callable[[], str | bytes]
    """A text is written as UTF-8, bytes as they are."""


@dataclass(frozen=True, slots=True)
class OutputGroup:
    """Files of the staged tree that are planned together, and only when `digest` is new.

    `digest` covers everything that `files` reads: equal digests promise the same files with the same text.
    Where it is empty, nothing is promised, and the files are planned every time.
    """

    name: str
    digest: str
    files: Callable[[], Iterable[OutputFile]]
