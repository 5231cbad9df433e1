"""What the measurements were taken on: the machine and the versions, without its name or any path."""

import os
import platform
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bench.browser import find_chromium
from bench.corpus import REPOSITORY
from bench.peers.tool import version_of

CODE = ("newsarchive", "overrides", "docs/assets", "mkdocs.yml")
"""Where a change may make our builds slower or faster."""


def machine() -> dict[str, str]:
    """Cores, memory, processor, kernel and Python."""
    return {
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "processor": _first(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo")) or platform.machine(),
        "kernel": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
    }


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Versions of installed packages and of the browser, and the commit that last changed our own code."""
    found = {package: version_of(package) for package in sorted(set(packages))}
    found["Chromium"] = _chromium()
    return {"this project": _commit()} | {package: number for package, number in found.items() if number}


def load_average() -> str:
    """What the machine was doing besides, as its load average of the last minute; "" where it has none."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _commit() -> str:
    def git(*options: str) -> str:
        return subprocess.run(
            ["git", *options], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=True
        ).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--", *CODE)
        return git("log", "-1", "--format=%h", "--", *CODE) + (" and uncommitted changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _chromium() -> str:
    try:
        said = subprocess.run(
            [find_chromium(), "--version"], capture_output=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    match = re.search(r"\d[\d.]*", said.stdout)
    return match[0] if match else ""


def _memory() -> str:
    kilobytes = _first(r"MemTotal:\s*(\d+)", Path("/proc/meminfo"))
    return f"{int(kilobytes) / 1024**2:.0f} GiB" if kilobytes else "unknown"


def _first(pattern: str, path: Path) -> str:
    try:
        match = re.search(pattern, path.read_text("utf-8"))
    except OSError:
        return ""
    return match[1].strip() if match else ""
