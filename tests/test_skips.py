"""A test that can't run fails in continuous integration, and is skipped on a contributor's machine."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.mark.skipif(True, reason="no Chromium")
def test_marked(): pass

def test_by_itself():
    pytest.skip("no Node")

@pytest.mark.xfail(strict=True)
def test_expected(): assert False

def test_mount():
    pytest.skip("may not mount a disk")
"""


@pytest.mark.parametrize(
    ("ci", "outcomes"),
    [
        ("true", {"failed": 1, "errors": 2, "skipped": 1, "xfailed": 1}),
        ("", {"skipped": 4, "xfailed": 1}),
    ],
)
def test_a_skipped_test_fails_in_ci_alone(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcomes: dict[str, int]
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest("from tests.skips import pytest_make_collect_report, pytest_runtest_makereport")
    pytester.makepyfile(test_one=TESTS, test_two="import pytest; pytest.importorskip('no_such_package')")
    found = pytester.runpytest_inprocess("--continue-on-collection-errors", "-p", "no:xdist")
    found.assert_outcomes(**outcomes)


@pytest.mark.skipif(shutil.which("bash") is None, reason="make and bash are for Linux and macOS")
@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_machine_without_chromium_is_refused_in_ci_alone(
    repo_root: Path, tmp_path: Path, ci: str, code: int
) -> None:
    # No browser and no apt-get are on this PATH; `id` says that we aren't root.
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    (tmp_path / "id").chmod(0o755)
    done = subprocess.run(
        [str(shutil.which("bash")), str(repo_root / "tests/install_chromium.sh")],
        env={"PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "CHROMIUM=/path/to/chrome" in done.stderr
