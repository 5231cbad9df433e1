"""The site's bytes depend on the content alone: not on hash seeds, locales or ends of lines."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.pipeline import build
from tests.builders import REPOSITORY, write_every_kind
from tests.conftest import AS_OF
from tests.trees import difference, tree

TEXTS = {".md", ".yml", ".txt", ".html", ".css", ".js", ".json", ".svg", ".xml"}


def built(root: Path) -> dict[str, bytes]:
    assert build(root, root / "site", AS_OF).published
    return tree(root / "site")


@pytest.mark.slow
def test_a_checkout_with_crlf_gives_the_same_site(tmp_path: Path) -> None:
    unix, windows = write_every_kind(tmp_path / "unix"), tmp_path / "windows"
    shutil.copytree(unix, windows)
    changed = [path for path in windows.rglob("*") if path.suffix in TEXTS and path.is_file()]
    assert {path.suffix for path in changed} >= {".md", ".yml", ".html", ".css", ".js", ".svg"}
    for path in changed:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    sites = built(unix), built(windows)
    assert sites[0] == sites[1], difference(*sites)


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_the_environment_makes_no_difference(tmp_path: Path, environment: dict[str, str]) -> None:
    root = write_every_kind(tmp_path / "root")
    here = built(root)
    command = [sys.executable, str(REPOSITORY / "build_site.py"), "build", "--clean", "--as-of", str(AS_OF)]
    subprocess.run([*command, "--root", str(root)], check=True, env={**os.environ, **environment})
    assert tree(root / "site") == here, difference(tree(root / "site"), here)
