"""List the words that occur, so that the browser can correct mistyped words.

A word with one letter dropped, added, wrong or swapped still begins or ends as it should. So every word
stands in two files: one chosen by its first two letters, one by its last two. A file holds, by these letters,
its words in order, each with a digit for how many articles have it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from newsarchive.search.terms import fnv

FILES = 64
"""Files by first letters, and as many by last letters: a power of two."""
SHORTEST, LONGEST = 3, 32
"""Letters of words that are listed."""
ENDS = 2


def spelling_files(counts: Mapping[str, int]) -> dict[str, bytes]:
    """The files by name (`awal-0` by first letters, `akhir-0` by last ones) from each word's articles."""
    sides: dict[str, defaultdict[str, list[str]]] = {"awal": defaultdict(list), "akhir": defaultdict(list)}
    for word in sorted(counts):
        count = counts[word]
        if count > 0 and SHORTEST <= len(word) <= LONGEST:
            entry = f"{word}{_frequency(count)}"
            sides["awal"][word[:ENDS]].append(entry)
            sides["akhir"][word[-ENDS:]].append(entry)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for side, groups in sides.items():
        for letters, entries in sorted(groups.items()):
            found[f"{side}-{fnv(letters) & (FILES - 1)}"][letters] = " ".join(entries)
    return {name: msgspec.json.encode(groups) for name, groups in sorted(found.items())}


def add(counts: dict[str, int], words: Iterable[str], sign: int = 1) -> None:
    """Add an article's words to the counts, or with `sign` -1 subtract them; remove words with no article."""
    for word in words:
        left = counts.get(word, 0) + sign
        if left:
            counts[word] = left
        else:
            counts.pop(word, None)


def _frequency(articles: int) -> int:
    """A digit that grows with the logarithm of the count: it tells the usual spelling from a rare one."""
    return min(9, articles.bit_length() // 2)
