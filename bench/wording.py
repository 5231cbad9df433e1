"""Indonesian word forms, and draws from them as frequent and as rare as words are in real text."""

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Any


class Zipf:
    """Draws items so that the n-th comes up about 1/n as often as the first."""

    def __init__(self, rng: Random, items: Sequence[Any], flatten: float = 6) -> None:
        self.rng, self.items = rng, items
        self.cumulated = list(accumulate(1 / (rank + flatten) for rank in range(len(items))))

    def __call__(self) -> Any:
        """One item."""
        return self.items[bisect(self.cumulated, self.rng.random() * self.cumulated[-1])]


def nasal(root: str) -> str:
    """`meN-` before a root, with the sound change that its first letter asks for."""
    first, rest = root[0], root[1:]
    cluster = rest[:1] not in "aeiou"
    if len(root) <= 3:
        return "menge" + root
    if first in "bfv" or (first == "p" and cluster):
        return "mem" + root
    if first in "cdjz" or (first in "ts" and cluster):
        return "men" + root
    if first in "aeiough" or (first == "k" and cluster):
        return "meng" + root
    if first in "ptsk":
        return {"p": "mem", "t": "men", "s": "meny", "k": "meng"}[first] + rest
    return "me" + root


def toned(prefix: str, root: str) -> str:
    """A prefix in -r before a root, whose own r swallows it."""
    return (prefix[:-1] if root[0] == "r" else prefix) + root


def verb_forms(roots: Sequence[str]) -> dict[str, list[str]]:
    """Active, passive, accidental and nominal forms of verb roots, by slot; common suffixes first."""
    forms: dict[str, list[str]] = {"me": [], "di": [], "ter": [], "pe": []}
    for suffix in ("", "kan", "i"):
        for root in roots:
            if suffix == "i" and root.endswith("i"):
                continue
            forms["me"].append(nasal(root) + suffix)
            forms["di"].append("di" + root + suffix)
            if suffix != "i":
                forms["ter"].append(toned("ter", root) + suffix)
    forms["pe"] = [re.sub("^m", "p", nasal(root)) + "an" for root in roots]
    forms["pe"] += [form + "nya" for form in forms["pe"]]
    return forms


def noun_forms(nouns: Sequence[str], adjectives: Sequence[str]) -> dict[str, list[str]]:
    """Plain, possessive and doubled nouns, adjectives and their abstract nouns, by slot."""
    return {
        "b": [*nouns],
        "n": [*nouns, *(f"{noun}nya" for noun in nouns), *(f"{noun}-{noun}" for noun in nouns)],
        "nn": [f"{noun} {word}" for word in nouns[:40] for noun in nouns],
        "a": [
            *adjectives,
            *(toned("ter", word) for word in adjectives),
            *(f"se{word}-{word}nya" for word in adjectives),
        ],
        "ke": [f"ke{word}an" for word in adjectives] + [f"ke{word}annya" for word in adjectives],
    }
