"""Make the search files of a segment with Pagefind, which only this module and `search-pagefind.js` know."""

# Pagefind is bent to this archive in five ways, each for a measured reason (2 cores, 10,000 articles):
# - Fed in order, over its service protocol. Given a folder it numbers pages as the disk lists them, which
#   differs between machines. The protocol also spares two files for every record.
# - Canonical tokens, each once a record. One occurrence of weight n counts as much as n of weight 1, and
#   takes a fraction of the room. The weight also holds the length of the text.
# - Tokens end in a letter of their own (END): Pagefind finds every word that begins as the one sought.
# - Shards. Its search takes time with the square of the records that hold a word (0.4 s for 9,500). After
#   END stands a letter for the thousand records among which this one is.
# - Only its words are kept. Its start data (a hash for each page), fragments, filters and sorts weigh more
#   than the words; newsarchive/pages/segments.py holds what takes their place.

import base64
import gzip
import json
import math
import os
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from threading import Thread
from typing import IO, Any, NamedTuple, Protocol

import cbor2
from pagefind.service import get_executable

from newsarchive.content.words import FILLER
from newsarchive.output import files
from newsarchive.pages.records import Record
from newsarchive.pages.segments import TERMS, table, texts

FOLDER = "cari/indeks"
START = "cari/indeks.json"
"""Which segments there are; the one search file whose name never changes."""
END = "\u0294"
SHARD = 1024
LANGUAGE = "zxx"
"""No language: the tokens have been stemmed by us."""
FIELDS = {"title": 8.0, "names": 4.0, "summary": 2.0, "body": 1.0}
"""What one occurrence counts in each part of a record."""
_CLASSES = (1.05, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0)
"""The weights that Pagefind is told; 1.05 is the one that it stores without naming it, 10 its highest."""
_LENGTH = 300
"""Words in a text of ordinary length."""
_MAGIC = b"pagefind_dcd"
_COMMON = 3000


class SearchError(ChildProcessError):
    """Pagefind is missing, broke off, or answered in a form that this version of ours doesn't know."""


class Words(Protocol):
    """What makes canonical tokens of a text: each word in its order, with its token."""

    def tokens(self, text: str) -> list[tuple[str, str]]: ...


def start(keys: Mapping[str, str], counts: Mapping[str, int]) -> bytes:
    """The start file: name, key and number of records of each segment, in the order of `keys`."""
    entries = [{"name": name, "key": key, "count": counts[name]} for name, key in keys.items()]
    return _json({"engine": _engine_path(), "segments": entries})


def index(segment: str, records: Sequence[Record], words: Words, key: str, out: Path) -> list[str]:
    """Write a segment's files under `out`; returns their paths relative to it, in order.

    The paths hold the segment's `key`, so no reader ever mixes two states of a segment. Raises SearchError
    and OSError.
    """
    folder = f"{FOLDER}/{segment}/{key}"
    counted = [_count(record, words) for record in records]
    spread = Counter(token for each in counted for token in each.weights)
    order = {token: place for place, token in enumerate(sorted(spread, key=lambda t: (-spread[t], t)))}
    contents = [
        _content(each.weights, order, END + chr(ord("a") + number // SHARD))
        for number, each in enumerate(counted)
    ]
    made = _pagefind(contents, chunk=max(1000, len(records) // 2))
    firsts, chunks = _chunks(made, len(records))
    data: dict[str, bytes] = {f"{folder}/kata/{n}.pf": chunk for n, chunk in enumerate(chunks)}
    facts = {"count": len(records), "from": firsts, **table(records)}
    if segment == TERMS:
        facts["mass"] = [_mass(each.names, spread, len(records)) for each in counted]
    data[f"{folder}/tabel.json"] = _json(facts)
    data[f"{folder}/lazim.json"] = _json(_common(counted, spread))
    for number, group in enumerate(texts(records)):
        data[f"{folder}/teks/{number}.json"] = _json(group)
    for path, content in data.items():
        files.write(out / path, content)
    return sorted(data)


def engine(out: Path) -> list[str]:
    """Write Pagefind's WebAssembly, which all segments share; returns its path relative to `out`."""
    files.write(out / _engine_path(), _pagefind([END], chunk=1000)["wasm.unknown.pagefind"])
    return [_engine_path()]


def _engine_path() -> str:
    # Imported here, since it looks at the installed packages.
    from importlib.metadata import version

    return f"{FOLDER}/pagefind-{version('pagefind')}.pf"


class _Counted(NamedTuple):
    """A record's tokens."""

    weights: dict[str, float]
    """How much each counts."""
    spelled: dict[str, str]
    """The word that stood for it first."""
    names: list[set[str]]
    """The tokens of its title, and of each other name."""


def _count(record: Record, words: Words) -> _Counted:
    weights: defaultdict[str, float] = defaultdict(float)
    spelled: dict[str, str] = {}

    def add(text: str, weight: float) -> int:
        found = words.tokens(text)
        # The first spelling is the last to be entered.
        spelled.update({units: word for word, units in reversed(found)})
        for units, times in Counter(units for _, units in found).items():
            for token in _split(units):
                weights[token] += weight * times
        return len(found)

    total = add(record.body_text, FIELDS["body"]) + add(record.summary, FIELDS["summary"])
    add(record.title, FIELDS["title"])
    title = _tokens(record.title, words)
    others = [_tokens(name, words) for name in record.names]
    # A name that is said in several ways doesn't count several times.
    heavy = FIELDS["names" if record.kind == "article" else "title"]
    for token in set().union(*others) - title:
        weights[token] += heavy
    length = 0.5 + 0.5 * total / _LENGTH if record.kind == "article" else 1
    return _Counted({token: weight / length for token, weight in weights.items()}, spelled, [title, *others])


def _split(units: str) -> list[str]:
    """A word may have further tokens that find it too, and none of its own inside a longer unit."""
    if "-" not in units:
        return [] if units == FILLER else [units]
    return [token for token in units.split("-") if token != FILLER]


def _tokens(text: str, words: Words) -> set[str]:
    return {token for _, units in words.tokens(text) for token in _split(units)}


def _content(weights: Mapping[str, float], order: Mapping[str, int], end: str) -> str:
    """A record as Pagefind takes it: its tokens, the most widespread first, with marks where weights change.

    In this order a widespread token stands at nearly the same place in all records, which halves what it
    takes up: Pagefind keeps the place of each. The bare `end` keeps a record without any word: Pagefind
    would leave it out, and number the rest anew.
    """
    current = 0.0
    parts = [end]
    for token in sorted(weights, key=order.__getitem__):
        weight = _class(weights[token])
        if weight != current:
            if current:
                parts.append("___END_PAGEFIND_WEIGHT___")
            parts.append(f"___PAGEFIND_WEIGHT___{weight}")
            current = weight
        parts.append(token + end)
    return " ".join(parts)


def _class(weight: float) -> float:
    """The nearest weight that Pagefind is told, as ratios go."""
    best = _CLASSES[0]
    for value in _CLASSES[1:]:
        if weight < math.sqrt(best * value):
            break
        best = value
    return best


def _mass(names: Sequence[Set[str]], spread: Mapping[str, int], count: int) -> float:
    """How much must be said to name a thing: the information in the tokens of its shortest name.

    *Lapas* says little of Lapas Kelas IIA Cilegon, *Cilegon* nearly all: the browser ranks it accordingly.
    """
    said = (sum(math.log(1 + count / spread[token]) for token in sorted(name)) for name in names if name)
    return round(min(said, default=0), 2)


def _common(counted: Sequence[_Counted], spread: Mapping[str, int]) -> list[str]:
    """Words as they are written, commonest first, to be offered in place of one that occurs nowhere."""
    spelled: dict[str, str] = {}
    for each in reversed(counted):
        spelled.update(each.spelled)
    usual = sorted(spelled.keys() & spread.keys(), key=lambda token: (-spread[token], token))
    return [spelled[token] for token in usual[:_COMMON] if spelled[token].isalpha()]


def _chunks(made: Mapping[str, bytes], count: int) -> tuple[list[str], list[bytes]]:
    """Pagefind's index chunks in order of their words, and from which word on each holds them."""
    (meta,) = (data for path, data in made.items() if path.endswith(".pf_meta"))
    raw = gzip.decompress(meta)
    try:
        _, pages, chunks, *_ = cbor2.loads(raw.removeprefix(_MAGIC))
        if not raw.startswith(_MAGIC) or len(pages) != count:
            raise ValueError(f"{len(pages)} pages")
        firsts = [str(first) for first, _, _ in chunks]
        return firsts, [made[f"index/{name}.pf_index"] for _, _, name in chunks]
    except (KeyError, TypeError, ValueError, cbor2.CBORDecodeError) as error:
        raise SearchError(f"Pagefind's start data is not as expected: {error!r}") from error


def _pagefind(contents: Sequence[str], chunk: int) -> dict[str, bytes]:
    """Have Pagefind index records of these contents, in this order; returns the files that it makes."""
    executable = get_executable()
    if executable is None:
        raise SearchError("Pagefind is not installed")
    environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(chunk)}
    command = [str(executable), "--service"]
    silent = subprocess.DEVNULL
    pipe = subprocess.PIPE
    try:
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=silent, env=environment) as process:
            assert process.stdin
            assert process.stdout
            # Written from beside, since Pagefind answers while it is being written to.
            writer = Thread(target=_write, args=(process.stdin, contents))
            writer.start()
            answers = _read(process.stdout, len(contents) + 2)
            writer.join()
    except OSError as error:
        raise SearchError(f"Pagefind broke off: {error}") from error
    if len(answers) != len(contents) + 2:
        raise SearchError(f"Pagefind broke off after {len(answers)} of {len(contents)} records")
    for answer in answers:
        if answer["payload"]["type"] == "Error":
            raise SearchError(f"Pagefind: {answer['payload'].get('message')}")
    return {file["path"]: base64.b64decode(file["content"]) for file in answers[-1]["payload"]["files"]}


def _requests(contents: Sequence[str]) -> Iterator[dict[str, object]]:
    yield {"type": "NewIndex", "config": {"force_language": LANGUAGE}}
    for number, content in enumerate(contents):
        yield {
            "type": "AddRecord", "index_id": 0, "url": str(number), "content": content, "language": LANGUAGE
        }  # fmt: skip
    yield {"type": "GetFiles", "index_id": 0}


def _write(pipe: IO[bytes], contents: Sequence[str]) -> None:
    try:
        for number, payload in enumerate(_requests(contents)):
            message = json.dumps({"message_id": number, "payload": payload}, ensure_ascii=False)
            pipe.write(base64.b64encode(message.encode()) + b",")
        pipe.flush()
    except OSError:
        # It is gone; the reader sees that too, and says so.
        return


def _read(pipe: IO[bytes], count: int) -> list[dict[str, Any]]:
    """Its answers, until there are `count` or no more come."""
    parts: list[bytes] = []
    while count > 0 and (part := pipe.read1(1 << 20)):  # type: ignore[attr-defined]
        parts.append(part)
        count -= part.count(b",")
    return [json.loads(base64.b64decode(message)) for message in b"".join(parts).split(b",")[:-1]]


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
