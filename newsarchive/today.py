"""The one place that asks for today's date: the date in Jakarta, whatever the machine's own zone."""

import time
from datetime import date, datetime, timedelta, timezone

# Western Indonesian Time has had no other offset since 1964, so no time zone database is needed.
JAKARTA = timezone(timedelta(hours=7), "WIB")


def today() -> date:
    """Today's date in Asia/Jakarta."""
    return datetime.fromtimestamp(time.time(), JAKARTA).date()
