"""Read one vocabulary file, keeping the place of every key for problems."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from newsarchive.content.text import decode
from newsarchive.content.yaml.nodes import Node, compose, place_in
from newsarchive.content.yaml.reader import read
from newsarchive.content.yaml.shape import Content, Shape
from newsarchive.files import NotAFileError, read_file
from newsarchive.problems import WHOLE_FILE, Place, Problem, moved, problem

_SHAPE = Shape(
    sentences=frozenset(
        {"name", "description", "expansion", "explanation", "city", "closed", "address", "text"}
    ),
    keeps_empty=True,
    not_mapping="vocab-file-not-mapping",
)


@dataclass(frozen=True)
class VocabFile:
    """The entries of a vocabulary file as its YAML has them, all scalars as text."""

    path: str
    """POSIX path relative to the root."""
    entries: dict[str, Any] = field(default_factory=dict)
    readable: bool = False
    """False where the entries are unknown rather than none."""
    text: str = ""
    faulty: frozenset[str] = frozenset()
    """Keys that are left out because of a problem with their value; they aren't missing."""

    @cached_property
    def _root(self) -> Node:
        # Only a problem asks for it.
        return compose(self.text)

    def problem(self, keys: tuple[str | int, ...], code: str, **values: str) -> Problem:
        """A problem at the deepest of these nested keys or list positions that the file has."""
        return problem(self.path, self.place(keys), code, **values)

    def place(self, keys: tuple[str | int, ...]) -> Place:
        """Line and column, from 1, of a nested key or list position; its nearest parent if it has none."""
        return place_in(self._root, keys, key=True, counts_empty=True) if self.readable else WHOLE_FILE


def read_vocab_file(root: Path, name: str, required: bool = True) -> tuple[VocabFile, list[Problem]]:
    """Read `vocab/name` under `root`; what can't be read is a problem and gives an unreadable VocabFile.

    A file that isn't `required` may be missing.
    """
    path = f"vocab/{name}"
    if not required and not (root / path).is_symlink() and not (root / path).exists():
        return VocabFile(path), []
    data = read_in_root(root, path)
    if isinstance(data, Problem):
        return VocabFile(path), [data]
    decoded = decode(path, data)
    if decoded.text is None:
        return VocabFile(path), decoded.problems
    found = read(path, decoded.text, _SHAPE)
    problems = found.problems if isinstance(found, Content) else found
    problems = [*decoded.problems, *(moved(one, decoded.place_in_file) for one in problems)]
    if not isinstance(found, Content):
        return VocabFile(path), problems
    return VocabFile(path, found.data, True, decoded.text, frozenset(found.faulty)), problems


def read_in_root(root: Path, path: str) -> bytes | Problem:
    """The bytes of a file, or the problem that keeps it from being read."""
    file = root / path
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            return problem(path, WHOLE_FILE, "vocab-outside-root")
        return read_file(file)
    except NotAFileError:
        return problem(path, WHOLE_FILE, "not-a-file")
    except FileNotFoundError:
        return problem(path, WHOLE_FILE, "vocab-missing-file")
    except (OSError, RuntimeError) as error:  # RuntimeError: symlinks in a circle
        reason = getattr(error, "strerror", None) or type(error).__name__
        return problem(path, WHOLE_FILE, "unreadable-file", reason=reason)
