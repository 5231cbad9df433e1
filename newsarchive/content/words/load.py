"""Reads the archive's table of words for search and says what is wrong with it."""

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from newsarchive.content.nearest import nearest
from newsarchive.content.vocabulary.load import load_vocabulary
from newsarchive.content.words.engine import CONTINUATION, Words
from newsarchive.content.words.table import Member, Sections, build_words, member
from newsarchive.content.yaml.vocabulary_file import VocabFile, read_in_root, read_vocab_file
from newsarchive.model import Vocabulary
from newsarchive.problems import WHOLE_FILE, Problem, problem

__all__ = ["CONTINUATION", "Words", "load_words"]

_TABLE = "search.yml"
_ROOTS = "vocab/roots.txt"
_ROOT = re.compile(r"[a-z]{3,}")
MAX_TABLE_KB = 30
"""How large the browser's table may be, compressed; 30 kB take 0.6 s on a line of 400 kbit/s."""
_WORD_LISTS = ("compounds", "closed", "names", "bound", "stop_words")
_GROUP_LISTS = ("families", "apart")
_WORD_MAPS = ("bare",)
_GROUP_MAPS = ("spellings", "abbreviations", "forms")
_SECTIONS = tuple(each.name for each in fields(Sections))


def load_words(root: Path, vocabulary: Vocabulary | None = None) -> tuple[Words, list[Problem]]:
    """Read `vocab/search.yml` and `vocab/roots.txt` under `root`, both optional.

    Names of provinces, places and the abbreviations of the glossary come from `vocabulary` (read from `root`,
    without its problems, if it isn't given). What is wrong is left out; problems are sorted by place.
    """
    if vocabulary is None:
        vocabulary, _ = load_vocabulary(root)
    file, problems = VocabFile(f"vocab/{_TABLE}"), list[Problem]()
    if os.path.lexists(root / "vocab" / _TABLE):
        file, problems = read_vocab_file(root, _TABLE)
    data, found = _check_shape(file)
    roots, more = _read_roots(root)
    words = build_words(Sections(**data), roots, vocabulary)
    problems += [*found, *more, *_check_repeated(file), *_check_apart(file, data["apart"], words)]
    problems += _check_size(words)
    return words, sorted(problems)


def _check_shape(file: VocabFile) -> tuple[dict[str, Any], list[Problem]]:
    """The sections, without what has not the form of its section."""
    problems = []
    data: dict[str, Any] = {name: [] for name in (*_WORD_LISTS, *_GROUP_LISTS)}
    data |= {name: {} for name in (*_WORD_MAPS, *_GROUP_MAPS)}
    for name, section in file.entries.items():
        if name not in _SECTIONS:
            like = ", ".join(nearest(name, _SECTIONS)) or "-"
            problems.append(file.problem((name,), "search-unknown-section", section=name, nearest=like))
        elif not isinstance(section, type(data[name])):
            problems.append(file.problem((name,), "search-bad-shape", section=name))
        else:
            for key, entry in _entries(section):
                if not _fits(name, key, entry):
                    problems.append(file.problem((name, key), "search-bad-shape", section=name))
                elif isinstance(key, int):
                    data[name].append(entry)
                else:
                    data[name][key] = entry
    return data, problems


def _entries(section: Any) -> list[tuple[Any, Any]]:
    return list(section.items()) if isinstance(section, dict) else list(enumerate(section))


def _fits(name: str, key: object, entry: object) -> bool:
    if isinstance(key, str) and not _is_word(key):
        return False
    if name in (*_WORD_LISTS, *_WORD_MAPS):
        return _is_word(entry)
    fewest = 2 if name in _GROUP_LISTS else 1
    return isinstance(entry, list) and len(entry) >= fewest and all(map(_is_word, entry))


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(member(value))


def _read_roots(root: Path) -> tuple[list[str], list[Problem]]:
    """The words of the list of roots; lines that begin with # are comments."""
    if not os.path.lexists(root / _ROOTS):
        return [], []
    data = read_in_root(root, _ROOTS)
    if isinstance(data, Problem):
        return [], [data]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Problem(_ROOTS, 0, 0, "search-unreadable-roots")]
    roots: list[str] = []
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        if not _ROOT.fullmatch(word):
            problems.append(Problem(_ROOTS, number, 1, "search-bad-root", (("word", word),)))
            continue
        if roots and word <= roots[-1]:
            values = (("word", word), ("before", roots[-1]))
            problems.append(Problem(_ROOTS, number, 1, "search-roots-not-sorted", values))
        roots.append(word)
    return roots, problems


def _check_size(words: Words) -> Iterator[Problem]:
    """Every reader who searches loads the table."""
    if len(words.packed) > MAX_TABLE_KB * 1000:
        size = len(zlib.compress(words.packed)) / 1000
        if size > MAX_TABLE_KB:
            values = {"size": f"{size:.0f}", "limit": str(MAX_TABLE_KB)}
            yield problem(_ROOTS, WHOLE_FILE, "search-table-large", **values)


def _check_repeated(file: VocabFile) -> Iterator[Problem]:
    """A word in two families would silently make them one."""
    for name in ("families", "spellings"):
        first: dict[Member, Any] = {}
        for key, entry in _entries(file.entries.get(name) or []):
            if not _fits(name, key, entry):
                continue
            written = entry if isinstance(key, int) else [key, *entry]
            for word in dict.fromkeys(written):
                other = first.setdefault(member(word), key)
                if other != key:
                    line, _ = file.place((name, other))
                    values = {"word": word, "section": name, "line": str(line)}
                    yield file.problem((name, key), "search-repeated-word", **values)


def _check_apart(file: VocabFile, pairs: Iterable[list[str]], words: Words) -> Iterator[Problem]:
    """The table keeps what editors once promised each other."""
    written = file.entries.get("apart")
    numbers = {id(pair): number for number, pair in _entries(written)} if isinstance(written, list) else {}
    for pair in pairs:
        for one, other in pairwise(pair):
            if set(words.query(one)) & set(words.query(other)):
                token = ", ".join(words.query(one))
                key = ("apart", numbers.get(id(pair), 0))
                yield file.problem(key, "search-apart-joined", one=one, other=other, token=token)
