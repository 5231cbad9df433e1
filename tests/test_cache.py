"""Only new bytes are parsed, and a damaged cache costs time, never truth."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive import version
from newsarchive.content import cache
from newsarchive.content.archive import load_archive
from newsarchive.content.articles.parse import Parsed, parse
from newsarchive.content.cache import ParseCache
from newsarchive.content.documents import ParsedDocument, parse_document
from newsarchive.content.files import ContentFile, Files, read_files
from newsarchive.content.vocabulary.load import load_vocabulary, vocabulary_digest
from newsarchive.content.words.load import load_words
from newsarchive.model import Archive, Vocabulary
from newsarchive.problems import Problem
from tests.builders import article_text, every_kind, write_every_kind
from tests.conftest import AS_OF

ITEMS: list[ContentFile] = [
    (f"articles/{key}.md", article_text(**fields).encode()) for key, fields in every_kind().items()
]
BROKEN: ContentFile = ("articles/2025/03/rusak.md", b"---\ntitle: [\n---\n\xff")


def no_pool() -> Executor:
    raise AssertionError("few articles need no worker")


class Parser:
    """Counts what is parsed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        monkeypatch.setattr(cache, "parse", self._parse)

    def _parse(self, path: str, data: bytes) -> Parsed:
        self.paths.append(path)
        return parse(path, data)

    def parsed(self) -> list[str]:
        """The paths since the last call."""
        paths, self.paths = self.paths, []
        return paths


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> Parser:
    return Parser(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "build" / "parsed.sqlite"


def parse_with(file: Path, items: list[ContentFile]) -> tuple[list[Parsed], list[str]]:
    """One run over the items, with its notices."""
    one = ParseCache(file)
    return list(one.parse_all(Files(Path(), items), no_pool)), one.notices


def test_what_comes_out_is_what_parsing_says(file: Path) -> None:
    items = [*ITEMS, BROKEN]
    expected = [parse(*item) for item in items]
    for _ in range(2):
        assert parse_with(file, items) == (expected, [])


def test_only_new_bytes_are_parsed(file: Path, parser: Parser) -> None:
    everything = [path for path, _ in ITEMS]
    parse_with(file, ITEMS)
    assert parser.parsed() == everything
    parse_with(file, ITEMS)
    assert parser.parsed() == []
    edited = [(ITEMS[0][0], ITEMS[0][1] + b"\nSatu kalimat lagi.\n"), *ITEMS[1:]]
    parse_with(file, edited)
    assert parser.parsed() == [ITEMS[0][0]]
    parse_with(file, list(reversed(edited)))
    assert parser.parsed() == []


def test_a_path_is_part_of_what_is_parsed(file: Path, parser: Parser) -> None:
    parse_with(file, ITEMS)
    parser.parsed()
    moved = "articles/2025/09/dipindah.md"
    assert parse_with(file, [(moved, ITEMS[0][1])])[0] == [parse(moved, ITEMS[0][1])]
    assert parser.parsed() == [moved]


def test_what_is_gone_is_forgotten(file: Path, parser: Parser) -> None:
    parse_with(file, ITEMS)
    parse_with(file, ITEMS[:3])
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM parsed").fetchone() == (3,)
    parser.parsed()
    parse_with(file, ITEMS)
    assert parser.parsed() == [path for path, _ in ITEMS[3:]]


def test_another_version_of_the_code_or_a_package_parses_anew(
    file: Path, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse_with(file, ITEMS)
    parser.parsed()
    monkeypatch.setattr(cache, "_version", lambda: 1)
    assert parse_with(file, ITEMS)[1] == []
    assert len(parser.parsed()) == len(ITEMS)
    assert parse_with(file, ITEMS)[1] == []
    assert parser.parsed() == []


def test_the_version_follows_code_words_and_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "strings").mkdir()
    code, words = tmp_path / "version.py", tmp_path / "strings" / "id.yml"
    monkeypatch.setattr(version, "__file__", str(code))
    installed = {"markdown": "3.9"}
    monkeypatch.setattr(version, "version", installed.__getitem__)

    def now() -> str:
        version.code_version.cache_clear()
        return version.code_version(("markdown",))

    try:
        seen = []
        for change in (
            lambda: code.write_bytes(b"x = 1\n"),
            lambda: code.write_bytes(b"x = 2\n"),
            lambda: words.write_bytes(b"a: b\n"),
            lambda: installed.update(markdown="3.10"),
        ):
            change()
            seen.append(now())
            assert now() == seen[-1]
        assert len(set(seen)) == 4
    finally:
        version.code_version.cache_clear()


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size * 2 // 3)


def header_only(file: Path) -> None:
    os.truncate(file, 100)


def random_bytes(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(20_000))


def empty(file: Path) -> None:
    file.write_bytes(b"")


def folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


def text(file: Path) -> None:
    file.write_bytes(b"{}\n")


def flipped_in_a_record(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(b"Rumah") if b"Rumah" in data else data.index(b"Rutan Kelas")] ^= 1
    file.write_bytes(data)


def sql(statement: str) -> Callable[[Path], None]:
    """Damage that SQLite itself doesn't see."""

    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as database, database:
            database.execute(statement)

    return damage


DAMAGES: dict[str, Callable[[Path], None]] = {
    "truncated": truncated,
    "header-only": header_only,
    "random-bytes": random_bytes,
    "empty": empty,
    "folder": folder,
    "text": text,
    "flipped-in-a-record": flipped_in_a_record,
    "no-table": sql("DROP TABLE parsed"),
    "no-bytes": sql("UPDATE parsed SET record = NULL"),
    "other-type": sql("UPDATE parsed SET record = 7, checksum = 'x'"),
    "swapped": sql("UPDATE parsed SET record = (SELECT record FROM parsed LIMIT 1)"),
    "other-columns": sql("ALTER TABLE parsed RENAME COLUMN record TO records"),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_damage_is_told_once_and_made_good(file: Path, damage: str) -> None:
    expected = [parse(*item) for item in ITEMS]
    parse_with(file, ITEMS)
    DAMAGES[damage](file)
    parsed, notices = parse_with(file, ITEMS)
    assert parsed == expected
    assert len(notices) == 1 and notices[0].startswith("parsed.sqlite: ")
    assert parse_with(file, ITEMS) == (expected, [])


def test_any_flipped_byte_leaves_the_truth(file: Path) -> None:
    """Damage in free space or an index may go unseen; it must not come out, nor stay for ever."""
    items = ITEMS[:4]
    expected = [parse(*item) for item in items]
    parse_with(file, items)
    sound = file.read_bytes()
    chance = random.Random(2)
    edited = [(items[0][0], items[0][1] + b"\n"), *items[1:]]
    for _ in range(25):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 50))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        parsed, notices = parse_with(file, items)
        assert parsed == expected
        assert len(notices) <= 1
        # The first edit writes, and so may come upon damage that reading passed over.
        parse_with(file, edited)
        assert parse_with(file, items)[0] == expected
        assert parse_with(file, items) == (expected, [])


def test_a_cut_journal_is_no_trap(file: Path) -> None:
    parse_with(file, ITEMS)
    file.with_name(f"{file.name}-journal").write_bytes(random.Random(3).randbytes(5_000))
    expected = [parse(*item) for item in ITEMS]
    assert parse_with(file, ITEMS)[0] == expected
    assert parse_with(file, ITEMS)[0] == expected


def test_a_build_folder_that_cannot_be_written_still_checks(
    file: Path, parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    def read_only(path: Path) -> sqlite3.Connection:
        return real(f"file:{path}?mode=ro", uri=True)

    def refused(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    expected = [parse(*item) for item in ITEMS]
    parse_with(file, ITEMS[:4])
    parser.parsed()
    monkeypatch.setattr(sqlite3, "connect", read_only)
    monkeypatch.setattr(Path, "unlink", refused)
    parsed, notices = parse_with(file, ITEMS)
    assert (parsed, len(notices)) == (expected, 1)
    assert parser.parsed() == [path for path, _ in ITEMS[4:]]
    random_bytes(file)
    assert parse_with(file, ITEMS)[0] == expected
    monkeypatch.setattr(Path, "mkdir", refused)
    parsed, notices = parse_with(file.parent / "never" / file.name, ITEMS)
    assert (parsed, len(notices)) == (expected, 1)


def test_a_folder_in_the_way_of_the_build_folder_still_checks(tmp_path: Path) -> None:
    (tmp_path / "build").write_bytes(b"a file")
    parsed, notices = parse_with(tmp_path / "build" / "parsed.sqlite", ITEMS)
    assert parsed == [parse(*item) for item in ITEMS]
    assert len(notices) == 1


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def test_many_articles_are_parsed_by_the_pool_in_order(
    file: Path, threads: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SERIAL_LIMIT", 3)
    monkeypatch.setattr(cache, "ARTICLES_PER_TASK", 2)
    items = [*ITEMS, BROKEN]
    expected = [parse(*item) for item in items]
    assert list(ParseCache(file).parse_all(Files(Path(), items), lambda: threads)) == expected
    assert parse_with(file, items) == (expected, [])


def test_the_pool_begins_before_the_first_article_is_asked_for(
    file: Path, threads: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SERIAL_LIMIT", 3)
    begun: list[Executor] = []

    def pool() -> Executor:
        begun.append(threads)
        return threads

    ParseCache(file).parse_all(Files(Path(), ITEMS), pool)
    assert begun


def test_vocabulary_changes_need_no_parsing(tmp_path: Path, parser: Parser) -> None:
    root = write_every_kind(tmp_path / "root")

    def read() -> tuple[Archive, list[Problem]]:
        one, files = ParseCache(root / "build" / "parsed.sqlite"), read_files(root)
        vocabulary, _ = load_vocabulary(root)
        return load_archive(
            files, list(one.parse_all(files, no_pool)), one.documents(files.documents), vocabulary, AS_OF
        )

    first, _ = read()
    assert parser.parsed()
    facilities = root / "vocab" / "facilities.yml"
    old = facilities.read_text(encoding="utf-8")
    facilities.write_text(old.replace('"rutan-serang"', '"rutan-serang-baru"'), encoding="utf-8")
    second, _ = read()
    assert parser.parsed() == []
    assert {id_ for article in first.articles for id_ in article.facilities} == {
        "kanwil-banten",
        "rutan-serang",
    }
    assert {id_ for article in second.articles for id_ in article.facilities} == {
        "kanwil-banten",
        "rutan-serang-baru",
    }


# The vocabulary and its words

TEXT = "Dipenjara di Lapas Kelas IIA Cilegon, bui anak-anaknya."


Read = tuple[Vocabulary, bytes, list[str], list[Problem]]


def fresh(root: Path) -> Read:
    """A vocabulary, the table of its words with what these make of a text, and all problems."""
    vocabulary, problems = load_vocabulary(root)
    words, more = load_words(root, vocabulary)
    return vocabulary, words.packed, words.query(TEXT), problems + more


def kept(file: Path, root: Path, digest: str | None = None) -> Read:
    """The same by way of the cache."""
    digest = vocabulary_digest(root) if digest is None else digest
    vocabulary, words, problems = ParseCache(file).vocabulary(root, digest)
    return vocabulary, words.packed, words.query(TEXT), problems


def test_documents_are_parsed_again_only_when_one_has_changed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def parse(path: str, data: bytes) -> ParsedDocument:
        parsed.append(path)
        return parse_document(path, data)

    monkeypatch.setattr(cache, "parse_document", parse)
    text = "---\ntitle: {}\ndescription: Isi.\n---\n\n## Bagian\n\nLihat [dua](dua.md#bagian)."
    documents = [(f"docs/{name}.md", text.format(name).encode()) for name in ("satu", "dua")]
    first = ParseCache(file).documents(documents)
    assert ParseCache(file).documents(documents) == first == [parse_document(*each) for each in documents]
    assert first[0].anchors == {"bagian"}
    assert parsed == ["docs/satu.md", "docs/dua.md"]
    documents[1] = ("docs/dua.md", documents[1][1].replace(b"Bagian", b"Lain"))
    assert ParseCache(file).documents(documents)[1].anchors == {"lain"}


def test_a_vocabulary_is_read_once_for_each_state_of_its_files(
    file: Path, mini_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mini_root / "vocab" / "search.yml").write_text("families:\n  - [penjara, bui]\nsalah: 1\n", "utf-8")
    expected = fresh(mini_root)
    assert expected[-1]
    assert kept(file, mini_root) == expected
    for name in ("load_vocabulary", "load_words"):
        monkeypatch.setattr(cache, name, lambda *args: pytest.fail("read again"))
    assert kept(file, mini_root) == expected
    monkeypatch.undo()
    themes = mini_root / "vocab" / "themes.yml"
    themes.write_text(themes.read_text(encoding="utf-8") + "\nzz-baru:\n  name: Baru\n", encoding="utf-8")
    found = kept(file, mini_root)
    assert found == fresh(mini_root)
    assert found != expected


def test_without_a_digest_a_vocabulary_is_read_and_not_kept(file: Path, mini_root: Path) -> None:
    for _ in range(2):
        assert kept(file, mini_root, "") == fresh(mini_root)
    assert not file.exists()
