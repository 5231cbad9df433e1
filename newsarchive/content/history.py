"""Ask git what an earlier revision of the archive published; the one module that runs git."""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from newsarchive.config import ConfigError
from newsarchive.content.articles.parse import ARTICLE_PATH, parse
from newsarchive.content.articles.resolve import FirstAndLast
from newsarchive.content.dates import JAKARTA
from newsarchive.content.published import STORIES, VOCABULARIES, PublishedBefore, remember

SECONDS = 120
"""How long git may take to answer."""
_CONTENT = ("articles", "vocab", "docs")
_RENAMES = 2000
"""With more new and gone files than this, git compares no contents to find renames."""
Days = dict[str, FirstAndLast]
"""What is known of articles, by path."""
_NONE = re.compile("0+")


def base_of(root: Path, revision: str) -> str:
    """The commit that the content under `root` is compared with; '' if `revision` is git's name for none.

    It is where the history of `revision` and of the checked-out commit parted: what others have published
    since then isn't lost on a branch that lacks it. Where git doesn't know that (a shallow clone), it is
    `revision` itself. Raises ConfigError where git can't say.
    """
    if _NONE.fullmatch(revision):
        return ""
    name = f"{revision}^{{commit}}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name, may_fail=True)
    if not commit:
        # The reason, if it isn't just that the revision is unknown.
        _git(root, "rev-parse", "--git-dir")
        raise ConfigError("history-unknown-revision", revision=revision)
    base = commit.decode().strip()
    parted = _git(root, "merge-base", base, "HEAD", may_fail=True)
    return parted.decode().strip() or base


def published_at(root: Path, commit: str) -> PublishedBefore:
    """The addresses of a commit that later changes may have removed.

    Compares with the working tree, and reads only files that differ. Raises ConfigError where git fails.
    """
    found = PublishedBefore()
    gone: list[str] = []
    for old, new in _changes(root, commit):
        gone.append(old)
        if new and new != old:
            found.moved[old] = new
    facets = {path: facet for facet, path in VOCABULARIES.items()}
    wanted = [path for path in gone if ARTICLE_PATH.fullmatch(path) or path in facets or path == STORIES]
    for path, data in _contents(root, commit, wanted).items():
        if path in facets:
            found.terms[facets[path]] = _terms(data)
        elif path == STORIES:
            found.stories = _former_stories(data)
        elif old_article := remember(parse(path, data)):
            found.articles[path.removeprefix("articles/").removesuffix(".md")] = old_article
    found.documents += (path.removeprefix("docs/") for path in gone if re.fullmatch(r"docs/.*\.md", path))
    return found


def head_of(root: Path) -> str:
    """The checked-out commit, if all its history is at hand; '' in a shallow clone or where git can't say."""
    try:
        answer = _git(root, "rev-parse", "--is-shallow-repository", "HEAD", may_fail=True).split()
    except ConfigError:
        return ""
    return answer[1].decode() if len(answer) == 2 and answer[0] == b"false" else ""


def days_since(root: Path, commit: str, since: str = "") -> Days | None:
    """For each article that a commit's history knows by its path, the first and the last day of a change.

    Days are those of Jakarta on which a change came to this branch, a merge being one change. With `since`,
    only those after that commit; None where it isn't on the branch. Raises ConfigError where git fails.
    """
    reach = f"{since}..{commit}" if since else commit
    out = _git(
        root,
        *("-c", "log.showRoot=true", "-c", "log.showSignature=false"),
        *("log", "-z", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--diff-filter=AMT"),
        *("--name-only", "--format=%x01%P%x20%cI", "--relative", "--no-ext-diff", reach),
    )
    days: Days = {}
    parent = commit
    for change in out.decode("utf-8", "replace").split("\x01")[1:]:
        head, *paths = change.split("\0")
        *parents, moment = head.split()
        parent = parents[0] if parents else ""
        day = datetime.fromisoformat(moment).astimezone(JAKARTA).date().isoformat()
        for path in paths:
            if ARTICLE_PATH.fullmatch(path := path.removeprefix("\n")):
                first, last = days.get(path, (day, day))
                days[path] = min(first, day), max(last, day)
    return days if parent == since or not since else None


def _terms(data: bytes) -> dict[str, str]:
    """The names in an old vocabulary, by ID; an unreadable entry was never published."""
    names: dict[str, str] = {}
    for id_, entry in _entries(data):
        if isinstance(entry.get("name"), str):
            names[id_] = entry["name"]
            names.update((old, entry["name"]) for old in _former_ids(entry))
    return names


def _former_stories(data: bytes) -> dict[str, str]:
    """IDs of stories by their former ones, of an old vocabulary."""
    return {old: id_ for id_, entry in _entries(data) for old in _former_ids(entry)}


def _entries(data: bytes) -> Iterator[tuple[str, dict[Any, Any]]]:
    try:
        entries = yaml.load(data, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return
    for id_, entry in entries.items() if isinstance(entries, dict) else ():
        if isinstance(entry, dict):
            yield str(id_), entry


def _former_ids(entry: Mapping[Any, Any]) -> list[str]:
    former = entry.get("former_ids")
    return [str(old) for old in former] if isinstance(former, list) else []


def _changes(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Files of the commit that differ now, each with its new path: the same if changed, '' if gone."""
    out = _git(
        root,
        *(
            "diff",
            "--name-status",
            "-z",
            "-M",
            f"-l{_RENAMES}",
            "--relative",
            "--no-ext-diff",
            "--no-textconv",
        ),
        *("--diff-filter=MDRT", commit, "--", *_CONTENT),
    )
    fields = iter(out.decode("utf-8", "replace").split("\0"))
    for status in fields:
        if not status:
            break
        old = next(fields)
        yield old, next(fields) if status[0] == "R" else "" if status == "D" else old


def _contents(root: Path, commit: str, paths: Sequence[str]) -> Mapping[str, bytes]:
    """The bytes of files of a commit."""
    if not paths:
        return {}
    prefix = _git(root, "rev-parse", "--show-prefix").decode().rstrip("\n")
    asked = "".join(f"{commit}:{prefix}{path}\n" for path in paths).encode()
    out = _git(root, "cat-file", "--batch", stdin=asked)
    found: dict[str, bytes] = {}
    at = 0
    for path in paths:
        end = out.index(b"\n", at)
        *_, kind = head = out[at:end].split()
        at = end + 1
        if kind == b"missing" or len(head) != 3:
            continue
        size = int(kind)
        found[path] = out[at : at + size]
        at += size + 1
    return found


def _git(root: Path, *arguments: str, stdin: bytes = b"", may_fail: bool = False) -> bytes:
    """The output of git for the repository around `root`; raises ConfigError if git fails."""
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=SECONDS, check=False)
    except FileNotFoundError as error:
        raise ConfigError("history-no-git") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError("history-failed", reason=str(error)) from error
    if done.returncode and not may_fail:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if any("not a git repository" in line for line in words):
            raise ConfigError("history-no-repository", root=str(root))
        raise ConfigError("history-failed", reason=words[0] if words else f"git {arguments[0]}")
    return done.stdout if not done.returncode else b""
