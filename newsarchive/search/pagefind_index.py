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
#   END stands a sign for the 256 records among which this one is.

import math
import subprocess
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import cbor2
import msgspec

from newsarchive import addresses
from newsarchive.compression import compressed
from newsarchive.messages import CodedError
from newsarchive.output import files
from newsarchive.search.records import Record
from newsarchive.search.segments import BLOCK, TERMS, TEXTS, table, texts
from newsarchive.search.term_weights import CLASSES, NAMING, Counts, RecordTerms

END = "\u0294"
SHARD = 256
CHUNK = 1200
"""Entries of one index chunk: the most that is loaded for a rare word, in files that are not too many."""
_PLACES = [[0], *([-int(24 * weight) - 1, 0] for weight in CLASSES[1:])]
"""The places of a word, by the class of its weight, which Pagefind puts before them in 24ths, negated."""
_MAGIC = b"pagefind_dcd"
_COMMON = 3000


class SearchError(CodedError, ChildProcessError):
    """Pagefind is missing, or broke off."""


def start(keys: Mapping[str, str], counts: Mapping[str, int]) -> bytes:
    """The start file: how the index is laid out, and name, key and size of each segment, in their order."""
    entries = [{"name": name, "key": key, "count": counts[name]} for name, key in keys.items()]
    layout = {
        "terms": TERMS,
        "end": END,
        "shard": SHARD,
        "texts": TEXTS,
        "block": BLOCK,
        "naming": NAMING,
    }
    return msgspec.json.encode({"engine": _engine_path(), "layout": layout, "segments": entries})


def index(
    segment: str,
    records: Sequence[Record],
    counts: Counts,
    key: str,
    blocks: Sequence[str],
    out: Path,
) -> list[str]:
    """Write the files of a segment's words under `out`; returns their paths relative to it, in order.

    `counts` are those of the records, `blocks` the keys of the segment's texts. The paths hold the
    segment's `key`, so no reader ever mixes two states of a segment. Raises OSError.
    """
    folder = f"{addresses.SEARCH_INDEX}{segment}/{key}"
    spread = Counter(chain.from_iterable(tokens for each in counts.records for tokens in each.tokens))
    firsts, chunks = _chunks(_postings(counts))
    data: dict[str, bytes] = {f"{folder}/kata/{n}.pf": chunk for n, chunk in enumerate(chunks)}
    facts = {"count": len(records), "from": firsts, "texts": blocks, **table(records)}
    if segment == TERMS:
        facts["mass"] = [_mass(each.names, spread, len(records)) for each in counts.records]
    data[f"{folder}/tabel.json"] = msgspec.json.encode(facts)
    data[f"{folder}/lazim.json"] = msgspec.json.encode(_common(counts, spread))
    for path, content in data.items():
        files.write_new(f"{out}/{path}", content)
    return sorted(data)


def write_texts(records: Sequence[Record], found: Sequence[RecordTerms], key: str, out: Path) -> None:
    """Write what results show of a block of records, under `out` and the block's key. Raises OSError."""
    made = texts(records, [each.text for each in found])
    for path, group in zip(text_paths(key, len(records)), made, strict=True):
        files.write_new(f"{out}/{path}", msgspec.json.encode(group))


def text_paths(key: str, count: int) -> list[str]:
    """The paths of the texts of a block of so many records, relative to the site."""
    return [f"{addresses.SEARCH_TEXTS}{key}/{number}.json" for number in range(-(-count // TEXTS))]


def engine(out: Path) -> list[str]:
    """Write Pagefind's WebAssembly, which all segments share; returns its path relative to `out`.

    Raises SearchError and OSError.
    """
    files.write(out / _engine_path(), _program())
    return [_engine_path()]


def _engine_path() -> str:
    # Imported here, since it looks at the installed packages.
    from importlib.metadata import version

    return f"{addresses.SEARCH_INDEX}pagefind-{version('pagefind')}.pf"


def _common(counts: Counts, spread: Mapping[int, int]) -> list[str]:
    """Words as they are written, commonest first, to be offered in place of one that occurs nowhere."""
    spelled: dict[int, str] = {}
    for each in reversed(counts.records):
        spelled.update(each.spelled)
    usual = sorted(spread, key=lambda token: (-spread[token], counts.tokens[token]))
    words = (spelled.get(token, counts.tokens[token]) for token in usual[:_COMMON])
    return [word for word in words if word.isalpha()]


def _mass(names: Sequence[Sequence[int]], spread: Mapping[int, int], count: int) -> float:
    """How much must be said to name a thing: the information in the tokens of its shortest name.

    *Lapas* says little of Lapas Kelas IIA Cilegon, *Cilegon* nearly all: the browser ranks it accordingly.
    """
    said = (math.fsum(math.log(1 + count / spread[token]) for token in name) for name in names if name)
    return round(min(said, default=0), 2)


def _postings(counts: Counts) -> dict[str, list[int]]:
    """For each word of the index the records that hold it, as their number times 8 and its weight's class."""
    postings: dict[str, list[int]] = {}
    for shard, start in enumerate(range(0, len(counts.records), SHARD)):
        own: defaultdict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(counts.records[start : start + SHARD], start):
            for weight, tokens in enumerate(each.tokens):
                holding = number * 8 + weight
                for token in tokens:
                    own[token].append(holding)
        end = END + chr(ord("a") + shard)
        postings.update((counts.tokens[token] + end, holders) for token, holders in own.items())
    return postings


def _chunks(postings: Mapping[str, Sequence[int]]) -> tuple[list[str], list[bytes]]:
    """The words in Pagefind's index chunks, in their order, and from which word on each chunk holds them."""
    firsts: list[str] = []
    chunks: list[list[list[bytes]]] = []
    room = 0
    for word in sorted(postings):
        if room <= 0:
            firsts.append(word)
            chunks.append([])
            room = CHUNK
        holders = postings[word]
        chunks[-1].append(_word(word, holders))
        room -= len(holders)
    return firsts, [_packed(words) for words in chunks]


def _packed(words: Sequence[Sequence[bytes]]) -> bytes:
    """A chunk of words, each in pieces."""
    data = b"".join([_MAGIC, _head(1), _head(len(words)), *chain.from_iterable(words)])
    return compressed(data)


def _word(word: str, holders: Sequence[int]) -> list[bytes]:
    """A word with an entry for each record that holds it, in pieces.

    The last list would hold variants of the word with other accents, which our tokens don't have.
    """
    pieces = [_head(3), cbor2.dumps(word), _head(len(holders))]
    before = 0
    for holder in holders:
        pieces.append(_ENTRIES[holder - before])
        before = holder & ~7
    pieces.append(_head(0))
    return pieces


class _Entries(dict[int, bytes]):
    """A record, its number less the one before, times 8, plus the class of the word's weight in it."""

    def __missing__(self, holder: int) -> bytes:
        # The places of the word in the record's body and in its metadata.
        entry = self[holder] = cbor2.dumps([holder >> 3, _PLACES[holder & 7], []])
        return entry


_ENTRIES = _Entries()


@cache
def _head(length: int) -> bytes:
    """What a CBOR array of this length begins with: the head of the length itself, with another type."""
    head = bytearray(cbor2.dumps(length))
    head[0] |= 4 << 5
    return bytes(head)


def _program() -> bytes:
    """Pagefind's WebAssembly, which it lays beside whatever it indexes."""
    # Its package loads much that no segment needs.
    from pagefind.service import get_executable

    executable = get_executable()
    if executable is None:
        raise SearchError("pagefind-missing")
    with TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text("<html><body>a", encoding="utf-8")
        command = [str(executable), "--site", folder, "--force-language", "zxx"]
        try:
            subprocess.run(command, capture_output=True, check=True)
            return Path(folder, "pagefind", "wasm.unknown.pagefind").read_bytes()
        except (OSError, subprocess.CalledProcessError) as error:
            raise SearchError("pagefind-failed", reason=str(error)) from error
