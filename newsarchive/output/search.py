"""Make a segment's search files for Pagefind; only this module and `search-pagefind.js` know their form."""

# Pagefind answers in the browser; what it reads is written here, not by its indexer, for measured reasons
# (2 cores, 10,000 articles):
# - Its indexer takes 7.5 µs for each word of each record, and makes fragments, filters and start data that
#   weigh more than the words: 17 s, where writing the words alone takes 2. tests/test_search_index.py holds
#   our words to Pagefind's own, byte for byte, so that a new form of theirs can't go unseen.
# - Tokens stand once a record, with a weight that counts as much as their number, and all at one place, as
#   none is ever asked for: half of what Pagefind's own index takes up on its way to the reader.
# - Tokens end in a letter of their own (END): Pagefind finds every word that begins as the one sought.
# - Shards. Its search takes time with the square of the records that hold a word (0.4 s for 9,500). After
#   END stands a letter for the thousand records among which this one is.

import gzip
import math
import subprocess
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import cbor2
import msgspec

from newsarchive.content.words import FILLER
from newsarchive.output import files
from newsarchive.pages.records import Record
from newsarchive.pages.segments import TERMS, table, texts

FOLDER = "cari/indeks"
START = "cari/indeks.json"
"""Which segments there are; the one search file whose name never changes."""
END = "\u0294"
SHARD = 1024
FIELDS = {"title": 8.0, "names": 4.0, "summary": 2.0, "body": 1.0}
"""What one occurrence counts in each part of a record."""
CHUNK = 1200
"""Entries of one index chunk: the most that is loaded for a rare word, in files that are not too many."""
_CLASSES = (1.05, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0)
"""The weights that are told apart, few, to take little room; the first is what Pagefind takes for granted."""
_BOUNDS = [math.sqrt(one * other) for one, other in pairwise(_CLASSES)]
"""Where one weight becomes the next, as ratios go."""
_PLACES = [[0], *([-int(24 * weight) - 1, 0] for weight in _CLASSES[1:])]
"""The places of a word, by the class of its weight, which Pagefind puts before them in 24ths, negated."""
_LENGTH = 300
"""Words in a text of ordinary length."""
_MAGIC = b"pagefind_dcd"
_COMMON = 3000


class SearchError(ChildProcessError):
    """Pagefind is missing, or broke off."""


class Words(Protocol):
    """What makes canonical tokens of a text: each word in its order, with its token."""

    def tokens(self, text: str) -> list[tuple[str, str]]: ...


def start(keys: Mapping[str, str], counts: Mapping[str, int]) -> bytes:
    """The start file: name, key and number of records of each segment, in the order of `keys`."""
    entries = [{"name": name, "key": key, "count": counts[name]} for name, key in keys.items()]
    return msgspec.json.encode({"engine": _engine_path(), "segments": entries})


def index(segment: str, records: Sequence[Record], words: Words, key: str, out: Path) -> list[str]:
    """Write a segment's files under `out`; returns their paths relative to it, in order.

    The paths hold the segment's `key`, so no reader ever mixes two states of a segment. Raises OSError.
    """
    folder = f"{FOLDER}/{segment}/{key}"
    counting = _Counting(words)
    bodies = [record.body_text for record in records]
    counted = [counting.count(record, text) for record, text in zip(records, bodies, strict=True)]
    postings = _postings(counted)
    spread = Counter(token for each in counted for token in each.weights)
    firsts, chunks = _chunks(postings)
    data: dict[str, bytes] = {f"{folder}/kata/{n}.pf": chunk for n, chunk in enumerate(chunks)}
    facts = {"count": len(records), "from": firsts, **table(records)}
    if segment == TERMS:
        facts["mass"] = [_mass(each.names, spread, len(records)) for each in counted]
    data[f"{folder}/tabel.json"] = msgspec.json.encode(facts)
    data[f"{folder}/lazim.json"] = msgspec.json.encode(counting.common(spread))
    for number, group in enumerate(texts(records, bodies)):
        data[f"{folder}/teks/{number}.json"] = msgspec.json.encode(group)
    for path, content in data.items():
        files.write_new(f"{out}/{path}", content)
    return sorted(data)


def engine(out: Path) -> list[str]:
    """Write Pagefind's WebAssembly, which all segments share; returns its path relative to `out`.

    Raises SearchError and OSError.
    """
    files.write(out / _engine_path(), _program())
    return [_engine_path()]


def _engine_path() -> str:
    # Imported here, since it looks at the installed packages.
    from importlib.metadata import version

    return f"{FOLDER}/pagefind-{version('pagefind')}.pf"


class _Counted(NamedTuple):
    """A record's tokens."""

    weights: dict[str, float]
    """How much each counts."""
    names: list[Set[str]]
    """The tokens of its title, and of each other name."""


class _Counting:
    """Counts the tokens of a segment's records, and remembers how each was spelled first."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._spelled: dict[str, str] = {}
        # Thousands of articles name the same facility.
        self._tokens_of_name = cache(self._tokens_of)
        self._split = cache(_split)

    def count(self, record: Record, text: str) -> _Counted:
        """The tokens of a record whose body is this plain text."""
        weights: defaultdict[str, float] = defaultdict(float)
        title = self._tokens_of(record.title)
        for token in title:
            weights[token] += FIELDS["title"]
        total = self._add(weights, record.summary, FIELDS["summary"])
        total += self._add(weights, text, FIELDS["body"])
        others = [self._tokens_of_name(name) for name in record.names]
        # A name that is said in several ways doesn't count several times.
        heavy = FIELDS["names" if record.kind == "article" else "title"]
        for token in set().union(*others) - title:
            weights[token] += heavy
        length = 0.5 + 0.5 * total / _LENGTH if record.kind == "article" else 1
        return _Counted({token: weight / length for token, weight in weights.items()}, [title, *others])

    def common(self, spread: Mapping[str, int]) -> list[str]:
        """Words as they are written, commonest first, to be offered in place of one that occurs nowhere."""
        spelled: dict[str, str] = {}
        for units, word in self._spelled.items():
            for token in self._split(units):
                spelled.setdefault(token, word)
        usual = sorted(spelled.keys() & spread.keys(), key=lambda token: (-spread[token], token))
        return [spelled[token] for token in usual[:_COMMON] if spelled[token].isalpha()]

    def _add(self, weights: defaultdict[str, float], text: str, weight: float) -> int:
        found = self._words.tokens(text)
        tokens = [units for _, units in found]
        for units, times in Counter(tokens).items():
            if units not in self._spelled:
                self._spelled[units] = found[tokens.index(units)][0]
            for token in self._split(units):
                weights[token] += weight * times
        return len(found)

    def _tokens_of(self, name: str) -> Set[str]:
        return {token for _, units in self._words.tokens(name) for token in self._split(units)}


def _split(units: str) -> tuple[str, ...]:
    """A word may have further tokens that find it too, and none of its own inside a longer unit."""
    return tuple(token for token in units.split("-") if token != FILLER)


def _mass(names: Sequence[Set[str]], spread: Mapping[str, int], count: int) -> float:
    """How much must be said to name a thing: the information in the tokens of its shortest name.

    *Lapas* says little of Lapas Kelas IIA Cilegon, *Cilegon* nearly all: the browser ranks it accordingly.
    """
    said = (sum(math.log(1 + count / spread[token]) for token in sorted(name)) for name in names if name)
    return round(min(said, default=0), 2)


def _postings(counted: Sequence[_Counted]) -> dict[str, list[bytes]]:
    """For each word of the index, an entry for every record that holds it."""
    postings: defaultdict[str, list[bytes]] = defaultdict(list)
    before: dict[str, int] = {}
    for number, each in enumerate(counted):
        end = END + chr(ord("a") + number // SHARD)
        for token, weight in each.weights.items():
            word = token + end
            postings[word].append(_entry(number - before.get(word, 0), bisect(_BOUNDS, weight)))
            before[word] = number
    return postings


@cache
def _entry(step: int, weight: int) -> bytes:
    """A record, so many after the one before, with the places of the word in its body and in its metadata."""
    return cbor2.dumps([step, _PLACES[weight], []])


def _chunks(postings: Mapping[str, Sequence[bytes]]) -> tuple[list[str], list[bytes]]:
    """The words in Pagefind's index chunks, in their order, and from which word on each chunk holds them."""
    firsts: list[str] = []
    chunks: list[list[bytes]] = []
    room = 0
    for word in sorted(postings):
        if room <= 0:
            firsts.append(word)
            chunks.append([])
            room = CHUNK
        entries = postings[word]
        # The last list would hold variants of the word with other accents, which our tokens don't have.
        chunks[-1].append(_array(cbor2.dumps(word), _array(*entries), _array()))
        room -= len(entries)
    packed = (_MAGIC + _array(_array(*words)) for words in chunks)
    # A higher level takes twice the time and saves nothing.
    return firsts, [gzip.compress(data, compresslevel=6, mtime=0) for data in packed]


def _array(*items: bytes) -> bytes:
    """A CBOR array of items that are CBOR already: its head is that of its length, with another type."""
    head = bytearray(cbor2.dumps(len(items)))
    head[0] |= 4 << 5
    return b"".join([head, *items])


def _program() -> bytes:
    """Pagefind's WebAssembly, which it lays beside whatever it indexes."""
    # Its package loads much that no segment needs.
    from pagefind.service import get_executable

    executable = get_executable()
    if executable is None:
        raise SearchError("Pagefind is not installed")
    with TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text("<html><body>a", encoding="utf-8")
        command = [str(executable), "--site", folder, "--force-language", "zxx"]
        try:
            subprocess.run(command, capture_output=True, check=True)
            return Path(folder, "pagefind", "wasm.unknown.pagefind").read_bytes()
        except (OSError, subprocess.CalledProcessError) as error:
            raise SearchError(f"Pagefind broke off: {error}") from error
