"""The site's bytes depend on the content alone: not on Python, zlib, hash seeds, locales or ends of lines."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive import compression
from newsarchive.pipeline import build
from tests.builders import REPOSITORY, write_every_kind
from tests.conftest import AS_OF
from tests.trees import difference, tree

TEXTS = {".md", ".yml", ".txt", ".html", ".css", ".js", ".json", ".svg", ".xml"}
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
ASK = (
    "import runpy, sys; found = runpy.run_path(sys.argv[1]); "
    "sys.stdout.buffer.write(found['compressor']().encode() + found['compressed'](b'arsip' * 99))"
)


def other_pythons() -> list[str]:
    """Interpreters of other versions on this machine."""
    installed = (REPOSITORY.home() / ".pyenv" / "versions").glob("3.*/bin/python")
    named = (shutil.which(f"python{version}") for version in VERSIONS)
    return sorted(python for python in {*map(str, installed), *filter(None, named)} if works(python))


def works(python: str) -> bool:
    """False for old versions, and for names without an interpreter, as version managers leave them."""
    command = [python, "-I", "-c", "import sys, zlib; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_every_python_compresses_to_the_same_bytes() -> None:
    outputs = set()
    for python in (sys.executable, *other_pythons()):
        command = [python, "-I", "-c", ASK, compression.__file__]
        outputs.add(subprocess.run(command, capture_output=True, check=True).stdout)
    assert len({output[:16] for output in outputs}) == len(outputs), "a key stays though the bytes are others"
    assert len(outputs) == 1


def test_what_is_compressed_names_no_system_no_time_and_can_be_read() -> None:
    for data in (b"", b"x", os.urandom(70_000), b"arsip" * 20_000):
        packed = compression.compressed(data)
        assert packed[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        assert gzip.decompress(packed) == data


def built(root: Path) -> dict[str, bytes]:
    assert build(root, root / "site", AS_OF).published
    return tree(root / "site")


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
