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
from newsarchive.search.segments import BLOCK, TERMS, TEXTS, facet_table, result_texts
from newsarchive.search.term_weights import NAMING, WEIGHT_CLASSES, RecordTerms, SegmentTerms

END = "\u0294"
SHARD = 256
CHUNK = 1200
"""Postings in one index chunk: the most that is loaded for a rare word, without too many files."""
_POSITIONS = [[0], *([-int(24 * weight) - 1, 0] for weight in WEIGHT_CLASSES[1:])]
"""The positions of a word by weight class; Pagefind writes the weight before them, in 24ths, negated."""
_MAGIC = b"pagefind_dcd"
_MOST_FREQUENT = 3000


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
    terms: SegmentTerms,
    key: str,
    blocks: Sequence[str],
    out: Path,
) -> list[str]:
    """Write the files of a segment's words under `out`; returns their paths relative to it, in order.

    `terms` are those of the records, `blocks` the keys of the segment's texts. The paths hold the
    segment's `key`, so no reader ever mixes two states of a segment. Raises OSError.
    """
    folder = f"{addresses.SEARCH_INDEX}{segment}/{key}"
    document_counts = Counter(chain.from_iterable(tokens for each in terms.records for tokens in each.tokens))
    first_words, chunks = _chunks(_postings(terms))
    data: dict[str, bytes] = {f"{folder}/kata/{n}.pf": chunk for n, chunk in enumerate(chunks)}
    facts = {"count": len(records), "from": first_words, "texts": blocks, **facet_table(records)}
    if segment == TERMS:
        facts["name_information"] = [
            _name_information(each.names, document_counts, len(records)) for each in terms.records
        ]
    data[f"{folder}/tabel.json"] = msgspec.json.encode(facts)
    data[f"{folder}/lazim.json"] = msgspec.json.encode(_frequent_words(terms, document_counts))
    for path, content in data.items():
        files.write_new(f"{out}/{path}", content)
    return sorted(data)


def write_texts(records: Sequence[Record], found: Sequence[RecordTerms], key: str, out: Path) -> None:
    """Write what results show of a block of records, under `out` and the block's key. Raises OSError."""
    made = result_texts(records, [each.text for each in found])
    for path, group in zip(text_paths(key, len(records)), made, strict=True):
        files.write_new(f"{out}/{path}", msgspec.json.encode(group))


def text_paths(key: str, count: int) -> list[str]:
    """The paths of the texts of a block of so many records, relative to the site."""
    return [f"{addresses.SEARCH_TEXTS}{key}/{number}.json" for number in range(-(-count // TEXTS))]


def engine(out: Path) -> list[str]:
    """Write Pagefind's WebAssembly, which all segments share; returns its path relative to `out`.

    Raises SearchError and OSError.
    """
    files.write(out / _engine_path(), _wasm())
    return [_engine_path()]


def _engine_path() -> str:
    # Imported here, since it looks at the installed packages.
    from importlib.metadata import version

    return f"{addresses.SEARCH_INDEX}pagefind-{version('pagefind')}.pf"


def _frequent_words(terms: SegmentTerms, document_counts: Mapping[int, int]) -> list[str]:
    """The most frequent words as written, to be offered in place of a word that occurs nowhere."""
    spelled: dict[int, str] = {}
    for each in reversed(terms.records):
        spelled.update(each.spelled)
    usual = sorted(document_counts, key=lambda token: (-document_counts[token], terms.tokens[token]))
    words = (spelled.get(token, terms.tokens[token]) for token in usual[:_MOST_FREQUENT])
    return [word for word in words if word.isalpha()]


def _name_information(
    names: Sequence[Sequence[int]], document_counts: Mapping[int, int], count: int
) -> float:
    """Information content (sum of IDF) of the tokens of a term's shortest name.

    The browser ranks by the share that a query holds: *Lapas* is little of Lapas Cilegon, *Cilegon* most.
    """
    said = (
        math.fsum(math.log(1 + count / document_counts[token]) for token in name) for name in names if name
    )
    return round(min(said, default=0), 2)


def _postings(terms: SegmentTerms) -> dict[str, list[int]]:
    """For each word of the index its postings: the record's number times 8, plus the class of the weight."""
    postings: dict[str, list[int]] = {}
    for shard, start in enumerate(range(0, len(terms.records), SHARD)):
        own: defaultdict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(terms.records[start : start + SHARD], start):
            for weight, tokens in enumerate(each.tokens):
                entry = number * 8 + weight
                for token in tokens:
                    own[token].append(entry)
        end = END + chr(ord("a") + shard)
        postings.update((terms.tokens[token] + end, entries) for token, entries in own.items())
    return postings


def _chunks(postings: Mapping[str, Sequence[int]]) -> tuple[list[str], list[bytes]]:
    """The first word of each of Pagefind's index chunks, and the chunks, in the order of the words."""
    first_words: list[str] = []
    chunks: list[list[list[bytes]]] = []
    space = 0
    for word in sorted(postings):
        if space <= 0:
            first_words.append(word)
            chunks.append([])
            space = CHUNK
        entries = postings[word]
        chunks[-1].append(_word(word, entries))
        space -= len(entries)
    return first_words, [_packed(words) for words in chunks]


def _packed(words: Sequence[Sequence[bytes]]) -> bytes:
    """A zipped chunk of words, each given in pieces."""
    data = b"".join([_MAGIC, _array_head(1), _array_head(len(words)), *chain.from_iterable(words)])
    return compressed(data)


def _word(word: str, entries: Sequence[int]) -> list[bytes]:
    """A word with an entry for each record that holds it, in pieces.

    The last list would hold variants of the word with other accents, which our tokens don't have.
    """
    pieces = [_array_head(3), cbor2.dumps(word), _array_head(len(entries))]
    before = 0
    for entry in entries:
        pieces.append(_ENTRIES[entry - before])
        before = entry & ~7
    pieces.append(_array_head(0))
    return pieces


class _Entries(dict[int, bytes]):
    """Encoded postings by the difference to the record before, times 8, plus the class of the weight."""

    def __missing__(self, step: int) -> bytes:
        # The positions of the word in the record's body and in its metadata.
        entry = self[step] = cbor2.dumps([step >> 3, _POSITIONS[step & 7], []])
        return entry


_ENTRIES = _Entries()


@cache
def _array_head(length: int) -> bytes:
    """The head of a CBOR array of this length: the head of the integer, with the major type of arrays."""
    head = bytearray(cbor2.dumps(length))
    head[0] |= 4 << 5
    return bytes(head)


def _wasm() -> bytes:
    """Pagefind's WebAssembly, which its program writes beside any index."""
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
