"""No test is skipped in continuous integration: a missing browser or package is a failure there."""

import os
from collections.abc import Generator

import pytest

ALLOWED = ("may not mount a disk",)
"""Reasons that hold even in CI: rights that a container doesn't give."""


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not reason.endswith(ALLOWED):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """For tests that are skipped by a mark, a fixture or themselves."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """For modules that are skipped as a whole."""
    report = yield
    _fail_if_skipped(report)
    return report
