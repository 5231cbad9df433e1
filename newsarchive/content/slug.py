"""Names that can be parts of addresses: check them, and make them from any text."""

import re
import unicodedata

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""The form of an article's file name, without its suffix."""
MAX_SLUG = 80
"""The longest slug of an article, in characters."""
IMAGE_FILE = r"[a-z0-9][a-z0-9_.-]{0,95}\.(?:jpg|jpeg|png|webp|gif|avif)"
"""The form of an image's file name."""

_SLUG = re.compile(SLUG)
_IMAGE_SUFFIX = re.compile(r"jpg|jpeg|png|webp|gif|avif")
_MAX_IMAGE_STEM = 90
# Names that Windows keeps for devices, whatever the folder and the suffix.
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
# Servers and site generators give these names a meaning of their own.
_AVOIDED = frozenset({"index", "readme", "404"})
_APOSTROPHES = re.compile("['’‘ʼ`´′]")
_OTHER_SIGNS = re.compile("[^a-z0-9]+")
# Letters that Unicode doesn't take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def is_slug(text: str, longest: int = MAX_SLUG) -> bool:
    """Whether the text can be part of an address and the name of a file on every system."""
    return len(text) <= longest and bool(_SLUG.fullmatch(text)) and not _DEVICE.fullmatch(text)


def slug(text: str, longest: int = MAX_SLUG) -> str:
    """The nearest slug to a text, cut at a word; empty where the text holds no letter or digit of Latin.

    Accents are folded (`é` is `e`), apostrophes dropped (`Jum'at` is `jumat`), and all other signs become
    hyphens (`22/2022` is `22-2022`). A reserved name gets the suffix `-berita`.
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    found = _OTHER_SIGNS.sub("-", _APOSTROPHES.sub("", plain)).strip("-")
    if len(found) > longest:
        words = found[: longest + 1].rpartition("-")[0]
        found = words or found[:longest]
    return f"{found}-berita" if _DEVICE.fullmatch(found) or found in _AVOIDED else found


def image_name(name: str) -> str:
    """The nearest name that an image may have to a name or path; empty if browsers don't show its format."""
    stem, _, suffix = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    suffix = suffix.strip().lower()
    suffix = {"jpe": "jpg", "jfif": "jpg"}.get(suffix, suffix)
    return f"{slug(stem, _MAX_IMAGE_STEM) or 'foto'}.{suffix}" if _IMAGE_SUFFIX.fullmatch(suffix) else ""
