"""Dates, months and numbers as readers of a language write them."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from newsarchive.model import ArticleDate

LOCALES = {"id": "id_ID", "en": "en_GB"}
"""The locale whose customs each of the site's languages follows."""
PATTERNS = {
    "full": ("y", "MMMM y", "EEEE, d MMMM y"),
    "long": ("y", "MMMM y", "d MMMM y"),
    "short": ("y", "MMM y", "d MMM y"),
}
"""By style: the pattern of a date whose year, month or day is known. `full` names the weekday."""


@lru_cache(maxsize=65536)
def date_text(when: ArticleDate, lang: str, style: str = "full") -> str:
    """A date as exactly as it is known, in words; `style` is a key of PATTERNS."""
    known = sum(1 for part in when[1:] if part)
    day = date(when.year, when.month or 1, when.day or 1)
    return str(format_date(day, PATTERNS[style][known], locale=LOCALES[lang]))


@lru_cache(maxsize=64)
def month_name(month: int, lang: str) -> str:
    """A month's name by itself, with a capital as in a heading."""
    return str(format_date(date(2000, month, 1), "LLLL", locale=LOCALES[lang])).capitalize()


@lru_cache(maxsize=4096)
def number_text(value: int, lang: str) -> str:
    """A whole number with the language's grouping: 12.345 in Indonesian, 12,345 in English."""
    return str(format_decimal(value, locale=LOCALES[lang]))
