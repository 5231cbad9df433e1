"""What somebody meets who has just cloned the repository: no packages, or a Python that is too old."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import REPOSITORY


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The code alone, without an environment."""
    folder = tmp_path / "arsip baru"
    shutil.copytree(
        REPOSITORY / "newsarchive", folder / "newsarchive", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(REPOSITORY / "build_site.py", folder)
    return folder


def without_packages(clone: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the clone's `build_site.py` with a Python that has no packages at all."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, "-S", str(clone / "build_site.py"), *arguments],
        env={**environment, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("command", ["check", "serve", "new", "--help"])
def test_without_its_packages_it_says_what_to_run(clone: Path, command: str) -> None:
    result = without_packages(clone, command)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "belum terpasang" in result.stderr
    for step in (
        "python3 -m venv .venv",
        ".venv/bin/python -m pip install -r requirements.txt",
        "py -m venv .venv",
        r".venv\Scripts\python -m pip install -r requirements.txt",
        str(clone),
    ):
        assert step in result.stderr


def test_it_says_so_in_english_too(clone: Path) -> None:
    assert "are not installed" in without_packages(clone, "check", "--lang", "en").stderr
    assert "are not installed" in without_packages(clone, "--lang=en").stderr
    assert "are not installed" in without_packages(clone, NEWSARCHIVE_LANG="en").stderr
    assert "belum terpasang" in without_packages(clone, "--lang=id", NEWSARCHIVE_LANG="en").stderr


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for Python")
def test_an_environment_beside_it_is_used_by_itself(clone: Path) -> None:
    """So `python build_site.py` of the guide, and of the pre-commit hook, works whatever `python` is."""
    python = clone / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "handed on: $2 $3"\nexit 7\n', encoding="utf-8")
    python.chmod(0o755)
    result = without_packages(clone, "check", "--format=json")
    assert (result.returncode, result.stderr) == (7, "")
    assert result.stdout == "handed on: check --format=json\n"


@pytest.mark.skipif(os.name == "nt", reason="a link stands in for an environment")
def test_an_environment_without_packages_is_not_asked_twice(clone: Path) -> None:
    python = clone / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    result = without_packages(clone, "check")
    assert result.returncode == 2
    assert "belum terpasang" in result.stderr


def test_the_script_parses_under_an_old_python() -> None:
    ast.parse((REPOSITORY / "build_site.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_what_is_needed(clone: Path) -> None:
    script = clone / "build_site.py"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("(3, 11)", "(9, 0)"), encoding="utf-8")
    for lang, words in (("id", "terlalu lama"), ("en", "is too old")):
        result = without_packages(clone, "check", "--lang", lang)
        assert result.returncode == 2
        assert f"Python {sys.version_info[0]}.{sys.version_info[1]} {words}" in result.stderr


@pytest.mark.parametrize("name", ["setup", "python"])
def test_both_languages_give_the_same_steps(name: str) -> None:
    def steps(lang: str) -> list[str]:
        text = (REPOSITORY / f"newsarchive/strings/{name}.{lang}.txt").read_text(encoding="utf-8")
        return [line.strip() for line in text.split("\n") if "venv" in line and line.startswith("    ")]

    assert steps("id") == steps("en")
