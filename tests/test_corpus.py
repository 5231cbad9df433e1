"""Generated archives are the same every time, as large as asked, and without mistakes."""

import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bench.corpus import generate
from tests.reading import read_root


def digests(root: Path) -> dict[str, str]:
    """A hash of every file, by its path."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus") / "root"
    generate(root, 200)
    return root


@pytest.mark.slow
def test_same_seed_gives_same_bytes_and_a_larger_archive_begins_alike(corpus: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", 200)
    generate(tmp_path / "larger", 300)
    generate(tmp_path / "other", 200, seed=2)
    assert digests(tmp_path / "again") == digests(corpus)
    assert digests(corpus).items() < digests(tmp_path / "larger").items()
    assert digests(tmp_path / "other") != digests(corpus)


def test_holds_as_many_articles_as_asked(corpus: Path) -> None:
    assert len(list(corpus.glob("articles/*/*/*.md"))) == 200


def test_check_finds_nothing_wrong(corpus: Path) -> None:
    archive, problems = read_root(corpus, date(2026, 11, 1))
    assert problems == []
    assert len(archive.articles) == 200


def test_does_not_write_into_an_archive(corpus: Path) -> None:
    with pytest.raises(FileExistsError):
        generate(corpus, 1)


@pytest.mark.slow
def test_words_grow_as_in_real_text(tmp_path: Path) -> None:
    generate(tmp_path / "root", 2000)
    words: Counter[str] = Counter()
    sizes = []
    for path in sorted((tmp_path / "root").glob("articles/*/*/*.md")):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        words.update(re.findall(r"[a-z]+", body.lower()))
        sizes.append(len(body.split()))
    assert 270 <= sum(sizes) / len(sizes) <= 330
    assert 15_000 <= len(words) <= 30_000
    assert 0.4 <= sum(count == 1 for count in words.values()) / len(words) <= 0.65
