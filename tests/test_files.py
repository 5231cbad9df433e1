"""Settings and lists that are no files, or that would never come to an end, are told at once."""

import os
from pathlib import Path

import pytest

from newsarchive.files import NotAFileError, read_file
from newsarchive.settings.read import read_settings

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(40))


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    assert read_file(tmp_path / "a") == b"x" * 100_000
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_what_is_no_file_isnt_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mkdocs.yml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(NotAFileError):
        read_file(path)
    assert [problem.code for problem in read_settings(tmp_path).problems] == ["settings-missing"]


@pytest.mark.parametrize("text", [BOMB, "a: &a [*a]\n", "[" * 100_000, "a: " + "{b: " * 1000])
def test_settings_cannot_grow_without_end(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert {problem.code for problem in read_settings(tmp_path).problems} & {"yaml-alias", "yaml-too-deep"}
