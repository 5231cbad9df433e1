"""Today is Jakarta's today, whatever zone the machine is set to."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsarchive.today import today
from tests.builders import REPOSITORY, write_root

# 2026-01-01 16:59:59 UTC, the last second of the year's first day in Jakarta.
LAST_SECOND = 1767286799


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+12", "Asia/Jayapura", "Pacific/Kiritimati"])
def test_the_day_changes_at_midnight_in_jakarta(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()
    try:
        monkeypatch.setattr(time, "time", lambda: LAST_SECOND)
        assert today().isoformat() == "2026-01-01"
        monkeypatch.setattr(time, "time", lambda: LAST_SECOND + 1)
        assert today().isoformat() == "2026-01-02"
    finally:
        monkeypatch.undo()
        if hasattr(time, "tzset"):
            time.tzset()


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Asia/Jayapura"])
def test_an_article_of_today_passes_on_every_machine(zone: str, tmp_path: Path) -> None:
    day = today()
    root = write_root(tmp_path / "root", {f"{day:%Y/%m}/hari-ini": {"date": day.isoformat()}})
    command = [sys.executable, str(REPOSITORY / "build_site.py"), "check", "--root", str(root)]
    result = subprocess.run(
        command, env={**os.environ, "TZ": zone}, capture_output=True, text=True, encoding="utf-8"
    )
    # Midnight may pass between the two; then the article is of yesterday, which is fine too.
    assert result.returncode == 0, result.stdout


def test_nothing_else_asks_for_the_date() -> None:
    for path in (REPOSITORY / "newsarchive").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ".today(" not in text, path
        assert path.name == "today.py" or "fromtimestamp(" not in text, path
