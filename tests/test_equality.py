"""However the content came to be, and wherever it is built, the site is the one that a clean build gives."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from babel.dates import format_date
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from newsarchive.output import build_pages
from newsarchive.pipeline import build
from newsarchive.search import build_index
from tests.archive_machine import ArchiveMachine, Sources, quick, write_sources
from tests.builders import write_every_kind
from tests.conftest import AS_OF, REPOSITORY
from tests.trees import difference, tree


def run(folder: Path, steps: int, length: int) -> None:
    """Histories of edits, each of at most `length`, until there were so many steps altogether.

    Each makes some kinds of edits often and others never, which finds what only a few of them together do.
    """

    class Machine(ArchiveMachine):
        pass

    Machine.folder = folder
    chosen = settings(
        max_examples=1,
        stateful_step_count=length,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    for history in count(1):
        run_state_machine_as_test(seed(history)(Machine), settings=chosen)
        if Machine.steps >= steps:
            return


@pytest.mark.slow
def test_ten_edits_build_what_a_clean_build_does(tmp_path: Path) -> None:
    run(tmp_path / "archive", steps=10, length=10)


@pytest.mark.slow
def test_two_hundred_edits_build_what_a_clean_build_does(tmp_path: Path) -> None:
    run(tmp_path / "archive", steps=200, length=25)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """Content whose site has every kind of page."""
    return tree(write_every_kind(tmp_path_factory.mktemp("every-kind") / "root"))


def site_of(root: Path, sources: Sources, as_of: date = AS_OF, workers: int | None = None) -> Sources:
    """The site that a first build of this content at this place gives."""
    write_sources(root, sources)
    report = build(root, root / "site", as_of, workers=workers)
    assert report.published, report.problems
    return tree(root / "site")


@pytest.mark.slow
def test_time_place_and_order_leave_no_trace(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "sini", tmp_path / "di sana" / "é"
    with quick():
        one = site_of(here, sources)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
        monkeypatch.setenv("TZ", "Asia/Jayapura")
        backwards = dict(reversed(sources.items()))
        other = site_of(there.relative_to(tmp_path), backwards, AS_OF + timedelta(days=400))
    assert one == other, difference(one, other)
    # Indonesia's clocks are ahead of most; either day is today somewhere.
    days = [datetime.now(UTC).date() + timedelta(days=i) for i in (-1, 0, 1)]
    dates = [day.isoformat() for day in days] + [format_date(day, "d MMMM y", locale="id") for day in days]
    staged = tree(here / "build" / "docs")
    for trace in (str(tmp_path), sys.prefix, str(REPOSITORY), *dates):
        assert [name for name, data in (one | staged).items() if trace.encode() in data] == [], trace


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_site(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with quick():
        serial = site_of(tmp_path / "serial", sources)
    monkeypatch.setattr(build_pages, "SERIAL_LIMIT", 10)
    monkeypatch.setattr(build_index, "INLINE_RECORDS", 3)
    for workers in (1, 2, 3):
        parallel = site_of(tmp_path / str(workers), sources, workers=workers)
        assert parallel == serial, difference(parallel, serial)


@pytest.mark.slow
def test_hash_seeds_and_locales_leave_no_trace(sources: Sources, tmp_path: Path) -> None:
    sites = []
    for number, locale in (("1", "C"), ("2", "id_ID.UTF-8")):
        root = tmp_path / number
        write_sources(root, sources)
        command = [sys.executable, str(REPOSITORY / "build_site.py"), "build", "--root", str(root)]
        environment = {**os.environ, "PYTHONHASHSEED": number, "LC_ALL": locale, "LANG": locale}
        subprocess.run([*command, "--as-of", str(AS_OF)], env=environment, check=True, capture_output=True)
        sites.append(tree(root / "site"))
    assert sites[0] == sites[1], difference(*sites)
