"""Dates, months and numbers in the words of a language, by Babel."""

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal

from newsarchive.model import ArticleDate

LOCALES = {"id": "id_ID", "en": "en_GB"}
"""The locale for each of the site's languages."""
PATTERNS = {
    "full": ("y", "MMMM y", "EEEE, d MMMM y"),
    "long": ("y", "MMMM y", "d MMMM y"),
    "short": ("y", "MMM y", "d MMM y"),
}
"""Patterns by style, for dates of which the year, the month or the day is known; `full` has the weekday."""

APA_PATTERNS = {"id": ("y", "y, MMMM", "y, d MMMM"), "en": ("y", "y, MMMM", "y, MMMM d")}
"""Patterns by language, in the order of the parts that APA's style wants."""


@lru_cache(maxsize=65536)
def date_text(when: ArticleDate, lang: str, style: str = "full") -> str:
    """A date in words, as exact as it is known; `style` is a key of PATTERNS."""
    return _format(when, lang, PATTERNS[style])


@lru_cache(maxsize=65536)
def apa_date(when: ArticleDate, lang: str) -> str:
    """A date in words as APA's style has it in a reference: 2025, 31 Oktober."""
    return _format(when, lang, APA_PATTERNS[lang])


def _format(when: ArticleDate, lang: str, patterns: tuple[str, str, str]) -> str:
    day = date(when.year, when.month or 1, when.day or 1)
    return str(format_date(day, patterns[when.precision - 1], locale=LOCALES[lang]))


def range_text(start: ArticleDate, end: ArticleDate, lang: str, style: str = "full") -> str:
    """A range of dates in words, without weekdays: what both ends share is said once.

    The intervals of CLDR have short months only.
    """
    style = "long" if style == "full" else style
    last = date_text(end, lang, style)
    if not start.month or start.year != end.year:
        first = date_text(start, lang, style)
    elif start.month != end.month:
        first = date_text(start, lang, style).removesuffix(f" {start.year}")
    else:
        first = str(start.day)
    return f"{first}–{last}" if " " not in first else f"{first} – {last}"


@lru_cache(maxsize=64)
def month_name(month: int, lang: str) -> str:
    """A month's name, capitalised for headings."""
    return str(format_date(date(2000, month, 1), "LLLL", locale=LOCALES[lang])).capitalize()


@lru_cache(maxsize=4)
def weekday_names(lang: str) -> tuple[str, ...]:
    """The short names of the seven days, from the day with which the language's weeks begin."""
    names = get_day_names("abbreviated", "stand-alone", LOCALES[lang])
    return tuple(str(names[(first_weekday(lang) + day) % 7]) for day in range(7))


def first_weekday(lang: str) -> int:
    """The day with which the language's weeks begin, 0 for Monday."""
    return int(Locale.parse(LOCALES[lang]).first_week_day)


@lru_cache(maxsize=4096)
def number_text(value: int, lang: str) -> str:
    """A whole number with the language's grouping: 12.345 in Indonesian, 12,345 in English."""
    return str(format_decimal(value, locale=LOCALES[lang]))
