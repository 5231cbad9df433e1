"""Folds the spellings of a name together: abbreviations, marks, capitals and the ways to write a class."""

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

PHRASES = {
    "balai pemasyarakatan": "bapas",
    "departemen hukum dan ham": "kemenkumham",
    "direktorat jenderal pemasyarakatan": "ditjenpas",
    "direktorat jendral pemasyarakatan": "ditjenpas",
    "dirjen pas": "ditjenpas",
    "dirjen pemasyarakatan": "ditjenpas",
    "dirjenpas": "ditjenpas",
    "ditjen pas": "ditjenpas",
    "ditjen pemasyarakatan": "ditjenpas",
    "jogja": "yogyakarta",
    "jogjakarta": "yogyakarta",
    "kantor wilayah": "kanwil",
    "kantor wilayah pemasyarakatan": "kanwil ditjenpas",
    "kanwil pemasyarakatan": "kanwil ditjenpas",
    "kemen imipas": "kemenimipas",
    "kemenhumkam": "kemenkumham",
    "kemenkum ham": "kemenkumham",
    "kemenkumhan": "kemenkumham",
    "kementerian hukum dan hak asasi manusia": "kemenkumham",
    "kementerian hukum dan ham": "kemenkumham",
    "kementerian imigrasi dan pemasyarakatan": "kemenimipas",
    "kep": "kepulauan",
    "klas": "kelas",
    "kls": "kelas",
    "kumham": "kemenkumham",
    "l p": "lapas",
    "lapastik": "lapas narkotika",
    "lembaga pemasyarakatan": "lapas",
    "lembaga pembinaan khusus anak": "lpka",
    "lembaga permasyarakatan": "lapas",
    "lp": "lapas",
    "lpp": "lapas perempuan",
    "prov": "",
    "provinsi": "",
    "rs": "rumah sakit",
    "rsu": "rumah sakit umum",
    "rumah penyimpanan benda sitaan dan barang rampasan negara": "rupbasan",
    "rumah penyimpanan benda sitaan negara": "rupbasan",
    "rumah tahanan": "rutan",
    "rumah tahanan negara": "rutan",
    "sumatra": "sumatera",
    "wanita": "perempuan",
    "yogya": "yogyakarta",
}
"""Words and phrases that mean the same in this field; each right-hand side stands for itself."""
HEADS = {
    "kabapas": "bapas",
    "kakanwil": "kanwil",
    "kalapas": "lapas",
    "kalpka": "lpka",
    "karupbasan": "rupbasan",
    "karutan": "rutan",
}
"""The heads of units, each with the type of unit: the press names a unit by whoever speaks for it."""
_SPELLINGS = {"sidempuan": "sidimpuan"}
"""Parts of words that are spelt in two ways."""
TYPE_WORDS = frozenset(
    {"lapas", "rutan", "lpka", "bapas", "rupbasan", "kanwil", "ditjenpas", "rumah", "sakit", "umum", "cabang"}
    | {"perempuan", "narkotika", "pemuda", "terbuka", "khusus"}
)
"""The words of a facility's name that say what it is, not where."""
_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(PHRASES, key=len, reverse=True))})\b")
_CLASS = r"(iii|ii|i|[123])(?: ?([ab]))?\b"
_CLASS_WORD = re.compile(rf"\bkelas ?{_CLASS}")
# "Rutan IIB Serang": the class right after the type, without its word.
_BARE_CLASS = re.compile(
    rf"\b(?:lapas|rutan|lpka|bapas|rupbasan|perempuan|narkotika|pemuda|terbuka|khusus) {_CLASS}"
)
# "Rumah Tahanan Negara (Rutan) Serang" names its type twice.
_TWICE = re.compile(
    r"\b(lapas perempuan|lapas narkotika|lapas|rutan|lpka|bapas|rupbasan|kanwil ditjenpas|kanwil|ditjenpas)"
    r"(?: \1)+\b"
)
_ROMAN = {"1": "i", "2": "ii", "3": "iii"}
_CLASS_SIGN = " kelas "


class Written(NamedTuple):
    """A name as written, in canonical form."""

    words: str
    """ASCII words in lower case, separated by single blanks, without the class."""
    class_: str
    """The class, such as `iib`; empty if the name has none."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The spelling-free form of a name: ASCII letters and digits, then ` kelas iib` if it names a class.

    Names that fold alike are the same name. Idempotent; empty when nothing of the text can be compared.
    """
    folded = _fold_once(text)
    # Joining words may spell an abbreviation anew ("l.p" -> "lp"), hence once more until nothing changes.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def without_class(folded: str) -> str:
    """A folded name without its class, which changes over the years and is no part of identity."""
    return folded.partition(_CLASS_SIGN)[0]


def with_class(base: str, class_: str) -> str:
    """A folded name, or its words, with a class; as it is if the class is empty."""
    return f"{base}{_CLASS_SIGN}{class_}".lstrip() if class_ else base


def read(text: str) -> Written:
    """The words of a name in canonical form, and its class."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    for spelling, usual in _SPELLINGS.items():
        words = words.replace(spelling, usual)
    words = _PHRASE.sub(lambda found: PHRASES[found[0]], words)
    words = name_type_once(" ".join(words.split()))
    found = _CLASS_WORD.search(words)
    if found:
        words = _CLASS_WORD.sub("", words)
    elif found := _BARE_CLASS.search(words):
        words = words[: found.start(1)] + words[found.end() :]
    if not found:
        return Written(words, "")
    number, letter = found.groups()
    return Written(" ".join(words.split()), _ROMAN.get(number, number) + (letter or ""))


def name_type_once(words: str) -> str:
    """Canonical words without a type that stands there twice (`rutan rutan serang`)."""
    return _TWICE.sub(r"\1", words)


def place_words(text: str) -> list[str]:
    """The words of a name without its type and class."""
    return [word for word in read(text).words.split() if word not in TYPE_WORDS]


def rules() -> dict[str, Any]:
    """What the browser needs to read names by the same rules, as plain data for JSON.

    They are applied in the order of `read`; `class`, `bare_class` and `twice` are regular expressions that
    Python and JavaScript read alike.
    """
    return {
        "spellings": _SPELLINGS,
        "same": PHRASES,
        "class": _CLASS_WORD.pattern,
        "bare_class": _BARE_CLASS.pattern,
        "twice": _TWICE.pattern,
        "roman": _ROMAN,
    }


def _fold_once(text: str) -> str:
    words, class_ = read(text)
    return with_class(words.replace(" ", ""), class_)
