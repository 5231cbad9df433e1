"""Dates, months and numbers are written as readers of each language write them."""

from datetime import date

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.config import LANGUAGES
from newsarchive.pages.formats import LOCALES, PATTERNS, date_text, month_name, number_text
from tests.builders import when


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [
        ("id", 0, "0"),
        ("id", 999, "999"),
        ("id", 1000, "1.000"),
        ("id", 12345, "12.345"),
        ("id", 1234567, "1.234.567"),
        ("en", 12345, "12,345"),
        ("en", 1234567, "1,234,567"),
    ],
)
def test_numbers_are_grouped_by_thousands(lang: str, value: int, text: str) -> None:
    assert number_text(value, lang) == text


@given(st.integers(0, 10**9), st.sampled_from(LANGUAGES))
def test_a_number_reads_as_what_it_is(value: int, lang: str) -> None:
    assert parse_decimal(number_text(value, lang), locale=LOCALES[lang], strict=True) == value


@pytest.mark.parametrize(
    ("known", "style", "indonesian", "english"),
    [
        ("2025-08-09", "full", "Sabtu, 9 Agustus 2025", "Saturday, 9 August 2025"),
        ("2025-08-09", "long", "9 Agustus 2025", "9 August 2025"),
        ("2025-08-09", "short", "9 Agu 2025", "9 Aug 2025"),
        ("2025-05", "full", "Mei 2025", "May 2025"),
        ("2025-08", "short", "Agu 2025", "Aug 2025"),
        ("2025", "full", "2025", "2025"),
        ("1945-08-17", "full", "Jumat, 17 Agustus 1945", "Friday, 17 August 1945"),
    ],
)
def test_dates_say_what_is_known_and_no_more(known: str, style: str, indonesian: str, english: str) -> None:
    assert [date_text(when(known), lang, style) for lang in ("id", "en")] == [indonesian, english]


@given(st.dates(date(1800, 1, 1)), st.sampled_from(LANGUAGES), st.sampled_from(sorted(PATTERNS)))
def test_a_date_names_its_own_day_and_year(day: date, lang: str, style: str) -> None:
    words = date_text(when(day.isoformat()), lang, style).replace(",", "").split()
    assert words[-1] == str(day.year)
    assert words[-3] == str(day.day)
    if style == "full":
        assert words[-2] == month_name(day.month, lang)


def test_months_are_named_with_a_capital() -> None:
    assert [month_name(month, "id") for month in (1, 3, 12)] == ["Januari", "Maret", "Desember"]
    assert [month_name(month, "en") for month in (1, 3, 12)] == ["January", "March", "December"]
