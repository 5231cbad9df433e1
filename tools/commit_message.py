"""Judge commit messages: `python -m tools.commit_message FILE` as git's hook, `--since REF` for a branch.

The first line has at most 72 characters, and an empty line separates it from the rest.
"""

import re
import subprocess
import sys
from pathlib import Path

LONGEST = 72
# Skipped by `--since`: on GitHub an editor gets the first line "Create 2025-07-08-a-long-slug.md" by default.
CONTENT = (":(exclude)articles", ":(exclude)vocab", ":(exclude,glob)docs/**/*.md")
_SCISSORS = re.compile(r"^# -+ >8 -+$.*", re.M | re.S)


def faults(message: str) -> list[str]:
    """What is wrong with a message, in Indonesian and English; git's comment lines don't count."""
    lines = [line for line in _SCISSORS.sub("", message).splitlines() if not line.startswith("#")]
    while lines and not lines[0].strip():
        del lines[0]
    if not lines:
        return ["Pesan commit kosong. / The message is empty."]
    if lines[0].startswith("Merge "):
        return []
    first = re.sub(r"^(?:fixup|squash|amend)! ", "", lines[0].rstrip())
    found = []
    if (length := len(first)) > LONGEST:
        found.append(
            f"Baris pertama {length} karakter, paling banyak {LONGEST}: taruh sisanya di bawah baris kosong."
            f" / The first line has {length} characters, at most {LONGEST}: put the rest below an empty line."
        )
    if len(lines) > 1 and lines[1].strip():
        found.append("Baris kedua harus kosong. / The second line must be empty.")
    return found


def messages(since: str, root: Path) -> list[str]:
    """The messages of all commits after a revision that touch more than articles, vocabularies and pages."""
    command = ["git", "log", "-z", "--no-merges", "--format=%B", f"{since}..HEAD", "--", ".", *CONTENT]
    output = subprocess.run(command, cwd=root, check=True, capture_output=True, encoding="utf-8").stdout
    return [message for message in output.split("\0") if message]


def main(arguments: list[str]) -> int:
    """Print every fault and return the exit code: 0 good, 1 faulty, 2 wrong use."""
    match arguments:
        case ["--since", since]:
            judged = messages(since, Path.cwd())
        case [file]:
            judged = [Path(file).read_text(encoding="utf-8", errors="replace")]
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    faulty = [(message, found) for message in judged if (found := faults(message))]
    for message, found in faulty:
        print(message.strip().split("\n")[0], *found, sep="\n  ", file=sys.stderr)
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
