"""Both languages hold the same words, every word is used, and no page asks for one that is missing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest
import yaml
from jinja2 import Environment, nodes

from newsarchive import config as config_module
from newsarchive.config import LANGUAGES, STRINGS_FOLDER, load_strings
from newsarchive.content.articles.schema import CorrectionFields, SourceFields, WithdrawalFields
from newsarchive.content.vocabulary.schema import FacilityEntry
from newsarchive.model import Correction, Document, FactKind, PracticalFact, Source, Withdrawal
from tests.builders import (
    CONTACT,
    HOME,
    REPOSITORY,
    VOCABULARY,
    archive_of,
    article,
    config,
    planned,
    when,
    with_facility,
)

TEMPLATES = sorted((REPOSITORY / "overrides").rglob("*.html"))
CHOICES = {
    ("source_kinds",): SourceFields.model_fields["kind"].annotation,
    ("correction_kinds",): CorrectionFields.model_fields["kind"].annotation,
    ("marks",): CorrectionFields.model_fields["kind"].annotation,
    ("withdrawal_reasons",): WithdrawalFields.model_fields["reason"].annotation,
}
"""Words of `pages` that stand for what an editor chose in the front matter."""
FACT_WORDS = (("practical", "kinds"), ("practical", "unknown"), ("practical", "nothing"))
FOR_FAMILIES = with_facility(
    VOCABULARY,
    "rutan-serang",
    city="Kota Cilegon",
    address="Jalan Contoh 1",
    website="https://rutan.example/",
    same_as=("https://wikidata.example/Q1",),
    practical=(PracticalFact("head", "Sri", "Papan", when("2025-01-01")),),
)
"""The small vocabulary, with all that a page can say to families of one facility."""
Path_ = tuple[str, ...]


def leaves(words: Any, at: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every text of nested mappings with the way to it."""
    if isinstance(words, Mapping):
        for key, value in words.items():
            yield from leaves(value, (*at, str(key)))
    else:
        yield at, words


def placeholders(value: object) -> list[str]:
    """The names in braces in a text or list of texts."""
    texts = value if isinstance(value, list) else [value]
    return sorted({name for text in texts for _, name, _, _ in Formatter().parse(str(text)) if name})


@pytest.mark.parametrize("name", ["", "messages.", "problems."])
def test_both_languages_hold_the_same_keys_and_placeholders(name: str) -> None:
    indonesian, english = (
        dict(leaves(yaml.safe_load((STRINGS_FOLDER / f"{name}{lang}.yml").read_text(encoding="utf-8"))))
        for lang in LANGUAGES
    )
    assert sorted(indonesian) == sorted(english)
    for key, value in indonesian.items():
        assert placeholders(value) == placeholders(english[key]), key
        assert value not in ("", None), key
        if key[0] != "problems" and isinstance(value, list):
            assert len(value) == len(english[key]), key


@pytest.mark.parametrize("file", sorted(STRINGS_FOLDER.glob("*.yml")), ids=lambda path: path.name)
def test_no_key_is_given_twice(file: Path) -> None:
    def check(node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert sorted(set(keys)) == sorted(keys), f"{file.name}:{node.start_mark.line + 1}"
            for _, value in node.value:
                check(value)

    root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert root
    check(root)


def template_keys(path: Path) -> set[Path_]:
    """The words of `layout` that a template names, by way of its own short names for parts of them."""
    tree = Environment(extensions=["jinja2.ext.loopcontrols"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    # Every template inherits or is passed `t`, the whole section.
    short: dict[str, Path_] = {"t": ()}

    def way(node: nodes.Node) -> Path_ | None:
        if isinstance(node, nodes.Getattr):
            before = way(node.node)
            return None if before is None else (*before, node.attr)
        if isinstance(node, nodes.Name):
            return short.get(node.name, ("/", node.name))
        return None

    def inside(full: Path_ | None) -> Path_ | None:
        """The way within `layout`; None for other data."""
        root = ("/", "config", "extra", "archive", "strings", "layout")
        if full is None or full[: len(root)] == root:
            return full and full[len(root) :]
        return None if full[:1] == ("/",) else full

    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for assign in tree.find_all(nodes.Assign):
        if isinstance(assign.target, nodes.Name):
            found = inside(way(assign.node))
            if found is not None:
                short[assign.target.name] = found
                inner.add(id(assign.node))
    whole = [node for node in tree.find_all(nodes.Getattr) if id(node) not in inner]
    return {found for node in whole if (found := inside(way(node)))}


class Recorded(dict[str, Any]):
    """Strings that remember which of them were read."""

    def __init__(self, words: Mapping[str, Any], seen: set[Path_], at: Path_ = ()) -> None:
        super().__init__(words)
        self.seen, self.at = seen, at

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        self.seen.add((*self.at, key))
        return Recorded(value, self.seen, (*self.at, key)) if isinstance(value, dict) else value

    def get(self, key: str, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default


def read_by_pages(monkeypatch: pytest.MonkeyPatch, lang: str) -> set[Path_]:
    """The ways to all words, or whole sections, that are read while every kind of page is made."""
    seen: set[Path_] = set()
    monkeypatch.setattr(config_module, "load_strings", lambda lang: Recorded(load_strings(lang), seen))
    articles = [
        article(f"2025/0{month}/a{day}", f"2025-0{month}-0{day}") for month in (1, 2) for day in (1, 2, 3)
    ]
    about = Document("tentang.md", "Tentang", "Tentang arsip ini.", "Isi.")
    articles += [article("2025/01/bulan", "2025-01"), article("2025/01/tahun", "2025")]
    humas = Source("Humas", kind="press-release")
    articles += [article(f"2024/02/humas{n}", sources=(humas,) * n) for n in (1, 2)]
    told: dict[str, Any] = {"story": "banjir", "sources": (humas,), "facilities": (), "regions": ("maluku",)}
    articles += [article(f"2024/02/kabar{n}", **told) for n in (1, 2)]
    articles += [article(f"2024/02/kisah{n}", story=f"kisah{n // 2}") for n in range(6)]
    gone = Withdrawal(when("2024-02-01"), "ganda")
    articles += [
        article("2024/01/ditarik", "2024-01-01", story="hilang", status="withdrawn", withdrawn=gone),
        article(
            "2024/01/lengkap",
            "2024-01-02",
            aliases=("2024/01/lama",),
            event_types=("kunjungan-kerja", "kerja-sama"),
            sources=(Source("Koran", kind="news"), humas, Source("Radio", published=when("2024-01-02"))),
            story="acara",
            added=when("2024-01-02"),
            corrections=tuple(
                Correction(when(f"{year}-01-03"), "ralat", "Diperbaiki.", when(f"{year}-01-02"))
                for year in (2024, 2025, 2025, 2026)
            ),
        ),
    ]
    for days in (1, 14):
        settings = config(lang, limit=3, latest=2, contact=CONTACT, answer_days=days)
        for file in planned(archive_of(articles, FOR_FAMILIES, (HOME, about)), settings).values():
            file.render()
    return seen - {key[:length] for key in seen for length in range(len(key))}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_used_and_none_is_missing(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    words = dict(leaves(load_strings(lang)))
    used: set[Path_] = set()
    ways = read_by_pages(monkeypatch, lang)
    for template in TEMPLATES:
        ways |= {("layout", *way) for way in template_keys(template)}
    for way in ways:
        # A section that is named itself is handed on as a whole.
        found = {word for word in words if word[: len(way)] == way}
        assert found, f"a template names {'.'.join(way)}"
        used |= found
    chosen = {("pages", *section) for section in (*CHOICES, ("profile", "types"), *FACT_WORDS)}
    # A row of a profile, and a list of one entry, which this archive's terms happen to lack.
    rare = {("pages", "profile", "closed"), ("pages", "entries", "one"), ("pages", "units_count", "one")}
    assert sorted(word for word in words.keys() - used - rare if word[:-1] not in chosen) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_of_an_editor_has_its_word(lang: str) -> None:
    words = load_strings(lang)["pages"]
    for (key,), annotation in CHOICES.items():
        assert sorted(words[key]) == sorted(filter(None, get_args(annotation))), key
    assert sorted(words["practical"]["kinds"]) == sorted(get_args(FactKind))
    assert words["practical"]["unknown"].keys() < words["practical"]["kinds"].keys()
    types = [*get_args(FacilityEntry.model_fields["type"].annotation)]
    types += filter(None, get_args(FacilityEntry.model_fields["subtype"].annotation))
    assert sorted(words["profile"]["types"]) == sorted(types)
