"""Keep from run to run the days that git's history knows of articles: asking for all takes seconds."""

from contextlib import suppress
from pathlib import Path

import msgspec

from newsarchive.config import ConfigError
from newsarchive.content.history import Days, days_since
from newsarchive.output import files

NAME = "history.json"


class _History(msgspec.Struct):
    """The days of articles up to a commit."""

    commit: str
    days: Days


def days_until(root: Path, build: Path, commit: str) -> Days:
    """The days of articles in the history of a commit; empty for none, or where git fails.

    What the last run learned is kept: only commits since then are asked for.
    """
    if not commit:
        return {}
    try:
        known = msgspec.json.decode(files.unsealed(build / NAME) or b"", type=_History)
    except msgspec.DecodeError:
        known = _History("", {})
    if known.commit == commit:
        return known.days
    with suppress(ConfigError):
        new = days_since(root, commit, known.commit) if known.commit else None
        days = days_since(root, commit) or {} if new is None else _joined(known.days, new)
        with suppress(OSError):
            files.write(build / NAME, files.sealed(msgspec.json.encode(_History(commit, days))))
        return days
    return {}


def _joined(before: Days, after: Days) -> Days:
    days = dict(before)
    for path, (first, last) in after.items():
        known = days.get(path, (first, last))
        days[path] = min(first, known[0]), max(last, known[1])
    return days
