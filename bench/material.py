"""Prepares an archive to measure with, together with the changes that will be made to it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench.corpus import generate

SPARE = 200
"""Articles written beyond the number asked for, so that the newest can be added later."""
_LINK = re.compile(r"\]\(\.\./\.\./(\d{4}/\d{2}/[^)]+)\.md\)")
"""An article's link to another one, whose key is the group."""
_WITHDRAWN = "\nstatus: withdrawn\n"
"""Marks an article whose text isn't shown, so that an edit would change no page."""


@dataclass(frozen=True, slots=True)
class Term:
    """A vocabulary entry: its permanent ID and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, in parts that any generator's own form can be written from."""

    key: str
    source: str
    title: str
    day: date
    facility: Term
    region: Term
    event: Term
    summary: str
    body: str

    def body_with_urls(self) -> str:
        """The body with links to other articles as paths on the site."""
        return _LINK.sub(r"](/berita/\1/)", self.body)


Terms = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Material:
    """An archive on disk under `root`, which is itself a root of our tool, and what is going to happen to it.

    `added` are articles that it lacks, one for each round; `edited` is an article of its middle; `renamed`
    is the facility with the most articles, whose articles are `renamed_keys`.
    """

    root: Path
    facilities: Terms
    regions: Terms
    events: Terms
    home_regions: Mapping[str, str]
    added: Sequence[tuple[str, str]] = ()
    edited: str = ""
    renamed: str = ""
    renamed_keys: Sequence[str] = ()

    def parse(self, key: str, source: str) -> Entry:
        """The article that `source`, a whole file of our form, holds."""
        _, front, body = source.split("---\n", 2)
        data: dict[str, Any] = yaml.load(front, yaml.CSafeLoader)
        named = data["facility"]
        facility = self.facilities.get(named) or next(t for t in self.facilities.values() if t.name == named)
        day = data["date"]
        if not isinstance(day, date):
            day = date.fromisoformat(f"{day}-01")
        region = self.regions[self.home_regions[facility.id]]
        event = self.events[data["event_type"]]
        return Entry(
            key, source, data["title"], day, facility, region, event, data["summary"], body.strip() + "\n"
        )

    def added_entry(self, number: int) -> Entry:
        """The article that is added in round `number`, counted from 0."""
        return self.parse(*self.added[number])

    def entry(self, key: str) -> Entry:
        """The article of that key as it stands on disk."""
        return self.parse(key, (self.root / "articles" / f"{key}.md").read_text("utf-8"))

    def edited_entry(self, tag: str) -> Entry:
        """The article that is edited, with one more paragraph, which differs by `tag`."""
        entry = self.entry(self.edited)
        text = f"\nCatatan redaksi {tag}: jumlah peserta telah diperiksa ulang.\n"
        return replace(entry, source=entry.source + text, body=entry.body + text)

    def renamed_entries(self, name: str) -> Iterator[Entry]:
        """The articles of the facility that is renamed, under its new name."""
        for key in self.renamed_keys:
            entry = self.entry(key)
            yield replace(entry, facility=Term(entry.facility.id, name))

    def renamed_to(self, tag: str) -> str:
        """The facility's new name, which differs by `tag`."""
        return f"{self.facilities[self.renamed].name} {tag}"


def prepare(root: Path, articles: int, rounds: int, writers: Sequence[Callable[[Entry], None]]) -> Material:
    """Writes an archive into the new folder `root`, and each of its articles with each of the writers."""
    paths = generate(root, articles + max(SPARE, 20 * rounds))
    facilities = read_yaml(root / "vocab/facilities.yml")
    material = Material(
        root,
        facilities=_terms(facilities),
        regions=_terms(read_yaml(root / "vocab/regions.yml")),
        events=_terms(read_yaml(root / "vocab/event_types.yml")),
        home_regions={id_: data["region"] for id_, data in facilities.items()},
    )
    added = _set_aside(root, paths[articles:], rounds)
    keys: dict[str, list[str]] = defaultdict(list)
    standing: list[str] = []
    for path in paths[:articles]:
        entry = material.entry(_key(path))
        keys[entry.facility.id].append(entry.key)
        if _WITHDRAWN not in entry.source:
            standing.append(entry.key)
        for write in writers:
            write(entry)
    busiest = max(keys, key=lambda id_: len(keys[id_]))
    middle = sorted(standing)[len(standing) // 2]
    return replace(material, added=added, edited=middle, renamed=busiest, renamed_keys=keys[busiest])


def _set_aside(root: Path, paths: Sequence[str], count: int) -> list[tuple[str, str]]:
    """Takes the articles away again; returns key and text of the newest ones that link to none of them."""
    texts = {_key(path): (root / path).read_text("utf-8") for path in paths}
    for path in paths:
        (root / path).unlink()
        if not any((root / path).parent.iterdir()):
            (root / path).parent.rmdir()
    alone = [
        (key, text)
        for key, text in texts.items()
        if _WITHDRAWN not in text and not texts.keys() & set(_LINK.findall(text))
    ]
    return sorted(alone)[-count:]


def _key(path: str) -> str:
    return path.removeprefix("articles/").removesuffix(".md")


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping."""
    data: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return data


def _terms(vocabulary: Mapping[str, Any]) -> Terms:
    return {id_: Term(id_, data["name"]) for id_, data in vocabulary.items()}
