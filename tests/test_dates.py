"""What `check` proposes for a date that isn't written as it should be: the right one, or none."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.content.dates import MONTHS, suggested_date, suggested_range, weekday_flaws
from tests.articles import FRONT, article, codes
from tests.growth import growth


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29/10/2025", "2025-10-29"),
        ("7/5/2025", "2025-05-07"),
        ("7 / 5 / 2025", "2025-05-07"),
        ("07.05.2025", "2025-05-07"),
        ("29-10-25", "2025-10-29"),
        ("10/29/2025", "2025-10-29"),
        ("2025-29-10", "2025-10-29"),
        ("2025-1-5", "2025-01-05"),
        ("2025/11/05", "2025-11-05"),
        ("20251105", "2025-11-05"),
        ("“2025-05-07”", "2025-05-07"),
        ("'2025-05'", "2025-05"),
        ("2025–05–07", "2025-05-07"),
        ("2025‑05‑07", "2025-05-07"),
        ("7 Nov. 2025", "2025-11-07"),
        ("7 Nopember 2025", "2025-11-07"),
        ("7-Nov-2025", "2025-11-07"),
        ("7 May 2025", "2025-05-07"),
        ("7 Agt 2025", "2025-08-07"),
        ("9 Sept. 2025", "2025-09-09"),
        ("November 7th, 2025", "2025-11-07"),
        ("Rabu (29/10/2025)", "2025-10-29"),
        ("Rabu, 29 Oktober 2025", "2025-10-29"),
        ("Jum'at, 31 Okt 2025", "2025-10-31"),
        ("29 Oktober 2025 pukul 10.00 WIB", "2025-10-29"),
        ("Oktober 2025", "2025-10"),
        ("10/2025", "2025-10"),
        # A time with its zone is the day that it is in Jakarta.
        ("2025-11-05T20:00:00.000Z", "2025-11-06"),
        ("2025-11-05T10:00:00Z", "2025-11-05"),
        ("2025-11-05T20:00:00+07:00", "2025-11-05"),
        ("2025-11-05T20:00:00+09:00", "2025-11-05"),
        ("2025-11-05 08:00:00", "2025-11-05"),
        # What could be two days, or none, is left to the editor.
        ("2025-11-010", ""),
        ("2025-02-30", ""),
        ("Kamis, 29 Oktober 2025", ""),
        ("7-8 Juli 2025", ""),
        ("2025-11-05 s.d. 2025-11-07", ""),
        ("205-11-01", ""),
        ("kemarin", ""),
    ],
)
def test_what_is_meant(written: str, meant: str) -> None:
    assert suggested_date(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9-11 Juli 2025", "2025-07-09/2025-07-11"),
        ("9 – 11 Juli 2025", "2025-07-09/2025-07-11"),
        ("9 s.d. 11 Juli 2025", "2025-07-09/2025-07-11"),
        ("9 sampai dengan 11 Juli 2025", "2025-07-09/2025-07-11"),
        ("30 Juli - 2 Agustus 2025", "2025-07-30/2025-08-02"),
        ("30 Desember 2024 hingga 2 Januari 2025", "2024-12-30/2025-01-02"),
        ("09/07/2025 - 11/07/2025", "2025-07-09/2025-07-11"),
        ("2025-07-09 - 2025-07-11", "2025-07-09/2025-07-11"),
        ("2025-07-09/11", "2025-07-09/2025-07-11"),
        ("“2025-07-09/2025-07-11”", "2025-07-09/2025-07-11"),
        ("Juli-Agustus 2025", "2025-07/2025-08"),
        ("2024-2025", "2024/2025"),
        # Backwards, of different precision, or no range at all.
        ("11-9 Juli 2025", ""),
        ("9 Juli 2025 - Agustus 2025", ""),
        ("2025-07-09", ""),
        ("besok sampai lusa", ""),
    ],
)
def test_what_range_is_meant(written: str, meant: str) -> None:
    assert suggested_range(written) == meant


@given(st.text("0123456789-/. ,:()TZ+jansepwib“–", max_size=30))
def test_no_text_makes_a_range_raise(text: str) -> None:
    if found := suggested_range(text):
        start, end = found.split("/")
        assert start < end and len(start) == len(end)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_a_day_is_read_back_whatever_the_name_of_its_month(day: date, name: str) -> None:
    day = day.replace(month=MONTHS[name], day=min(day.day, 28))
    for written in (f"{day.day} {name.capitalize()} {day.year}", f"{day.day}/{day.month}/{day.year}"):
        assert suggested_date(written) == day.isoformat()


@given(st.text("0123456789-/. ,:()TZ+jansepwib“–", max_size=30))
@example("0000/1")
@example("1/0000")
@example("0000")
def test_no_text_makes_it_raise_and_what_it_says_is_a_date(text: str) -> None:
    found = suggested_date(text)
    if found:
        date.fromisoformat(f"{found}-01-01"[:10])


@pytest.mark.parametrize(
    "pattern",
    [
        "senin{}x",
        "senin{}(",
        "senin tanggal{}x",
        "senin 5{}x",
        "senin 5/{}x",
        "senin 5 mei{}x",
        "senin pagi{}x",
    ],
)
@pytest.mark.parametrize("blank", [" ", "\n", ", ", "senin ", "("])
def test_the_time_for_weekdays_grows_with_the_text(pattern: str, blank: str) -> None:
    def flaws(text: str) -> list[object]:
        return list(weekday_flaws(text))

    assert growth(flaws, lambda size: pattern.format(blank * size), 4000) < 9


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sabtu, 22 Maret 2024", ["weekday-mismatch"]),
        ("Sabtu, 22 Maret 2025", []),
        ("Rabu (29/10/2025)", []),
        ("Rabu (7/5/2025)", []),
        ("RABU, 29 OKTOBER 2025", []),
        ("Selasa (29/10/2025) pagi", ["weekday-mismatch"]),
        ("Kamis siang, 29 Oktober 2025", ["weekday-mismatch"]),
        ("Jum'at, 31 Okt. 2025", []),
        ("Minggu (30/2/2025)", ["impossible-date-in-text"]),
        ("Senin (27/10/25)", []),
        ("Rabu (29/10)", []),
        ("Minggu 12 jam 2025", []),
        ("sepeda Rabuan, 28 Oktober 2025", []),
        ("İİİ Sabtu, 22 Maret 2024", ["weekday-mismatch"]),
    ],
)
def test_weekdays_are_held_against_the_calendar(text: str, found: list[str]) -> None:
    assert [flaw.code for flaw in weekday_flaws(text)] == found
    for flaw in weekday_flaws(text):
        assert text[flaw.offset :].startswith(flaw.values["text"][:4])


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_only_the_right_weekday_passes(day: date, weekday: int) -> None:
    name = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")[weekday]
    flaws = list(weekday_flaws(f"Pada {name} ({day.day}/{day.month}/{day.year}) digelar razia."))
    assert bool(flaws) == (day.weekday() != weekday)


def test_a_date_note_explains_a_wrong_weekday() -> None:
    body = "Pada Sabtu, 22 Maret 2024, petugas membagikan takjil.\n"
    assert codes(article(body=body)) == ["weekday-mismatch"]
    assert codes(article(FRONT + "date_note: Sumber menulis 2024.\n", body)) == []
