"""Takes Indonesian affixes off a word until a known base remains."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

VOWELS = "aiueo"
_CONSONANTS = "bcdfghjklmnpqrstvwxyz"
_LETTERS = VOWELS + _CONSONANTS


class Prefix(NamedTuple):
    """One shape of a prefix: `text` before one of the letters `before`, in place of which `restored` stood.

    `group` is the prefix that it is a shape of. `test` asks more of the remainder: `syllable`: that it is one
    syllable (mengecat); `er`: that its second and third letter are so (bekerja).
    """

    group: str
    text: str
    before: str
    restored: str = ""
    test: str = ""


PREFIXES: tuple[Prefix, ...] = (
    Prefix("me", "me", "lrwymn"),
    Prefix("me", "mem", "bfpv"),
    Prefix("me", "mem", VOWELS, "p"),
    Prefix("me", "men", "cdjstz"),
    Prefix("me", "men", VOWELS, "t"),
    Prefix("me", "meny", VOWELS, "s"),
    Prefix("me", "men", "y"),
    Prefix("me", "meng", "ghkqx" + VOWELS),
    Prefix("me", "meng", VOWELS, "k"),
    Prefix("me", "menge", _CONSONANTS, test="syllable"),
    Prefix("pe", "pe", _CONSONANTS),
    Prefix("pe", "pem", "bfpv"),
    Prefix("pe", "pem", VOWELS, "p"),
    Prefix("pe", "pen", "cdjstz"),
    Prefix("pe", "pen", VOWELS, "t"),
    Prefix("pe", "peny", VOWELS, "s"),
    Prefix("pe", "pen", "y"),
    Prefix("pe", "peng", "ghkqrx" + VOWELS),
    Prefix("pe", "peng", VOWELS, "k"),
    Prefix("pe", "penge", _CONSONANTS, test="syllable"),
    Prefix("per", "per", _LETTERS),
    Prefix("ber", "ber", _LETTERS),
    Prefix("ber", "be", "r"),
    Prefix("ber", "be", _CONSONANTS, test="er"),
    Prefix("ter", "ter", _LETTERS),
    Prefix("ter", "te", "r"),
    Prefix("di", "di", _LETTERS),
    Prefix("ke", "ke", _LETTERS),
    Prefix("se", "se", _LETTERS),
    Prefix("ku", "ku", _LETTERS),
    Prefix("ku", "kau", _LETTERS),
    # The first syllable once more: pepohonan, dedaunan.
    *(Prefix("ulang", letter + "e", letter) for letter in _CONSONANTS),
)
"""Where two readings leave equally much of the word, the earlier one counts."""

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "": ("me", "di", "pe", "per", "ber", "ter", "ke", "se", "ku", "ulang"),
    "kan": ("me", "di", "per", "ber", "ter", "ku"),
    "an": ("pe", "per", "ber", "ke", "se", "ulang"),
    "i": ("me", "di", "per", "ter", "ku"),
}
"""Each suffix with the prefixes that it may stand with."""

INNER: Mapping[str, tuple[str, ...]] = {
    "me": ("per", "ber", "ter", "ke", "se", "pe"),
    "di": ("per", "ber", "ter", "ke", "se", "pe"),
    "ku": ("per", "ber"),
    "pe": ("per", "ber", "ter", "ke", "se"),
    "ber": ("ke", "pe", "se", "per"),
    "ter": ("per", "pe"),
    "ke": ("ter", "ber", "se", "pe", "per"),
    "per": ("se", "ke", "ber"),
    "se": ("per", "pe", "ke", "ber", "ter"),
    "ulang": (),
}
"""Each prefix with those that may follow it inward."""

LOAN_VERB = "(?:[aiuk]si|isir)$"
"""How loan words end that name an act; what ends so has no suffix -i, and me- before it is a prefix."""
GUESSED: Mapping[str, tuple[str, ...]] = {
    "kan": ("me", "di", "ber", "ter"),
    "an": ("pe", "per", "ke"),
    "i": ("me", "di"),
    "": ("me", "di", "ber", "ter"),
}
"""Suffixes and prefixes that come off a word of unknown base, first come first served."""

PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
# With -an around a base, these make one affix.
_AROUND_AN = ("pe", "per", "ke")
_SHORTEST = 3
"""Letters that the base of a known word has at least."""
_MOST_PREFIXES = 3
_SHORTEST_GUESS, _SHORTEST_UNSUFFIXED_GUESS = 4, 5
"""Letters that a guessed base has at least: where a suffix comes off too, and where none does."""
_SHORTEST_WITH_NYA = 7
"""Letters of an unknown word that loses its -nya."""


class Stems(NamedTuple):
    """What the rules know: bases, which may take affixes, and whole words, which may not, with their tokens.

    `bound` are prefixes that make a new word of any other (antikorupsi).
    """

    bases: Mapping[str, str]
    whole: Mapping[str, str]
    bound: tuple[str, ...] = ()


def table() -> dict[str, Any]:
    """All affixes and lengths, as plain data for JSON, with which the browser does what `stem` does."""
    return {
        "vowels": VOWELS,
        "prefixes": [list(prefix) for prefix in PREFIXES],
        "suffixes": {suffix: list(groups) for suffix, groups in SUFFIXES.items()},
        "inner": {group: list(groups) for group, groups in INNER.items()},
        "loan": LOAN_VERB,
        "guessed": {suffix: list(groups) for suffix, groups in GUESSED.items()},
        "clitics": [list(PARTICLES), list(POSSESSIVES)],
        "around_an": list(_AROUND_AN),
        "shortest": _SHORTEST,
        "most_prefixes": _MOST_PREFIXES,
        "shortest_guess": _SHORTEST_GUESS,
        "shortest_unsuffixed_guess": _SHORTEST_UNSUFFIXED_GUESS,
        "shortest_with_nya": _SHORTEST_WITH_NYA,
    }


def stem(word: str, stems: Stems) -> str:
    """The token of a lower-case word: that of its base, or the word itself where no rule is sure."""
    if token := _known(word, stems):
        return token
    for prefix in stems.bound:
        rest = word[len(prefix) :]
        joined = len(prefix) > 1 and word.startswith(prefix) and len(rest) > _SHORTEST
        if joined and (token := _known(rest, stems)):
            return f"{prefix}{token.partition('-')[0]}-{token}"
    core = word[:-3] if word.endswith("nya") and len(word) >= _SHORTEST_WITH_NYA else word
    return _guess(core) or core


def _known(word: str, stems: Stems) -> str:
    for core in _without_clitics(word):
        token = stems.whole.get(core) or _read(core, stems.bases)
        if token:
            return token
    return ""


def _without_clitics(word: str) -> list[str]:
    """The word, and what is left of it without -lah, -nya and the like, longest first."""
    cores = [word]
    for endings in (PARTICLES, POSSESSIVES):
        for core in tuple(cores):
            if core.endswith(endings):
                end = next(end for end in endings if core.endswith(end))
                if len(core) - len(end) >= _SHORTEST:
                    cores.append(core[: -len(end)])
    return cores


def _read(word: str, bases: Mapping[str, str]) -> str:
    """The token of the base in the reading of `word` that leaves most of it; empty if there is none."""
    if word in bases:
        return bases[word]
    kept, token = 0, ""
    if word.endswith("an"):
        # *pembagian* is pem-bagi-an rather than pem-bagian.
        kept, token = _strip(word[:-2], _AROUND_AN, bases, 0)
        if kept and word[:-2] not in bases:
            return token
    for suffix, groups in SUFFIXES.items():
        if word.endswith(suffix):
            core = word[: len(word) - len(suffix)]
            found = _strip(core, groups, bases, 0)
            if found[0] > kept:
                kept, token = found
    return token


def _strip(word: str, groups: Sequence[str], bases: Mapping[str, str], depth: int) -> tuple[int, str]:
    """How many letters of `word` its longest known base keeps, and the token of that base."""
    if len(word) < _SHORTEST:
        return 0, ""
    if word in bases:
        # No prefix can come off a base and leave more of the word than the base itself.
        return len(word), bases[word]
    kept, token = 0, ""
    if depth == _MOST_PREFIXES or not groups:
        return kept, token
    for prefix in _BY_LETTER.get(word[0], ()):
        if prefix.group in groups and _fits(word, prefix):
            rest = prefix.restored + word[len(prefix.text) :]
            left, found = _strip(rest, INNER[prefix.group], bases, depth + 1)
            if left - len(prefix.restored) > kept:
                kept, token = left - len(prefix.restored), found
    return kept, token


def _fits(word: str, prefix: Prefix) -> bool:
    text = prefix.text
    if len(word) <= len(text) or word[len(text)] not in prefix.before or not word.startswith(text):
        return False
    if not prefix.test:
        return True
    rest = word[len(text) :]
    if prefix.test == "syllable":
        return sum(letter in VOWELS for letter in rest) == 1
    return rest[1:3] == "er"


def _guess(word: str) -> str:
    """What remains of an affixed word of unknown base; empty where the word is as likely to have no affix.

    A wrong guess does little harm: the word stays one of its own, just by a shorter name. So names of people
    are what it has to spare: -i and -an alone, se-, ke- and pe- are left to known bases.
    """
    loan = bool(re.search(LOAN_VERB, word))
    for suffix, groups in GUESSED.items():
        if not word.endswith(suffix) or (suffix == "i" and loan):
            continue
        core = word[: len(word) - len(suffix)]
        for prefix in _BY_LETTER.get(word[0], ()):
            if prefix.test or prefix.group not in groups or not _fits(core, prefix):
                continue
            rest = prefix.restored + core[len(prefix.text) :]
            # Melinda is not me-linda, and what follows men- or mem- begins with another letter than n or m.
            sure = prefix.text not in ("me", "pe") or (
                prefix.text == "me" and rest[0] not in "mn" and (suffix == "kan" or loan)
            )
            if sure and len(rest) >= (_SHORTEST_GUESS if suffix else _SHORTEST_UNSUFFIXED_GUESS):
                return rest
    return ""


_BY_LETTER: Mapping[str, tuple[Prefix, ...]] = {
    letter: tuple(prefix for prefix in PREFIXES if prefix.text[0] == letter) for letter in _CONSONANTS
}
