"""Writes an archive of invented Indonesian articles, of any size and always the same for the same seed.

    python -m bench.corpus DIR --articles N [--seed S]

Words, names, facilities and years are drawn as they come in real news: a few often, most of them rarely,
and new ones without end. Articles follow one another in one stream, so a smaller archive is the beginning
of a larger one.
"""

import argparse
import json
import re
import shutil
import textwrap
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bench.wording import Zipf, noun_forms, verb_forms

REPOSITORY = Path(__file__).resolve().parents[1]
FIRST_YEAR, LAST_DAY = 2016, date(2026, 10, 31)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
TAIL = 150_000
"""How many different names and places there are; most of them turn up once or never."""
Terms = Mapping[str, Mapping[str, Any]]
"""Vocabulary entries by ID, as their file holds them."""
_ARTICLE_LINK = re.compile(r"\[([^\]]+)\]\(/berita/[^)]*\)")
"""A hand-written page's link to an article of the repository, which a generated archive lacks."""
_SLOT = re.compile(r"\{(\w+)\}")
_BARE = re.compile(r"[A-Za-z](?:[^:#]|:(?! )|(?<! )#)*")
"""Text that means itself to YAML."""


@dataclass(frozen=True)
class Event:
    """One event type and how its articles are worded."""

    id: str
    titles: Sequence[str]
    things: Sequence[str]
    lines: Sequence[str]


@dataclass(frozen=True)
class Written:
    """The parts of an earlier article that later ones need to link to it."""

    key: str
    title: str
    day: date


class Writer:
    """Writes articles one after the other, each from the state of one random stream."""

    def __init__(self, seed: int, facilities: Terms, regions: Terms) -> None:
        words = _read(Path(__file__).parent / "words.yml")
        self.rng = rng = Random(seed)
        self.words, self.facilities, self.regions = words, facilities, regions
        self.syllables: list[str] = words["syllables"].split()
        self.facility = Zipf(rng, rng.sample(sorted(facilities), len(facilities)))
        self.events = {office: self._events(office) for office in (False, True)}
        verbs, nouns, adjectives = (words[kind].split() for kind in ("verbs", "nouns", "adjectives"))
        forms = verb_forms(verbs) | noun_forms(nouns, adjectives)
        forms |= {"role": words["roles"], "unit": words["units"], "waktu": words["waktu"]}
        self.draws: dict[str, Callable[[], str]] = {slot: Zipf(rng, form) for slot, form in forms.items()}
        self.draws |= {"nama": self._name, "tempat": self._place, "lembaga": self._body}
        self.draws["angka"] = lambda: str(int(3 * 400 ** rng.random()))
        self.draws["jam"] = lambda: f"{rng.randint(7, 16)}.{rng.choice(('00', '30'))}"
        self.given, self.family = Zipf(rng, words["given"].split()), Zipf(rng, words["family"].split())
        years = range(FIRST_YEAR, LAST_DAY.year + 1)
        self.years, self.year_weights = years, list(accumulate(1.35 ** (year - FIRST_YEAR) for year in years))
        self.heads: dict[str, str] = {}
        self.latest: dict[str, Written] = {}
        self.story = ""
        self.keys: set[str] = set()
        self.titles: set[str] = set()
        self.fixed: dict[str, str] = {}

    def _events(self, office: bool) -> Zipf:
        """Event types that fit units with inmates, or those that fit offices, by weight."""
        fitting = [
            Event(id_, event["titles"], event["things"], event["lines"])
            for id_, event in self.words["events"].items()
            if event.get("office") or not office
            for _ in range(event["weight"])
        ]
        return Zipf(self.rng, fitting, flatten=10**9)

    def _coined(self) -> str:
        """A word from an endless stock: a rank is drawn, and its digits give the syllables."""
        rank = int(10 * (TAIL / 10) ** self.rng.random())
        rank, onset = divmod(rank, len(self.words["onsets"]))
        rank, ending = divmod(rank, len(self.words["endings"]))
        middle = ""
        while rank:
            rank, digit = divmod(rank, len(self.syllables))
            middle += self.syllables[digit]
        return str(self.words["onsets"][onset]) + middle + str(self.words["endings"][ending])

    def _name(self) -> str:
        """A person's name: common given names, family names with a long tail."""
        given = self.given()
        return f"{given} {self._coined() if self.rng.random() < 0.6 else self.family()}"

    def _place(self) -> str:
        """A village, street or quarter."""
        return f"{self.rng.choice(('Desa', 'Kelurahan', 'Kampung', 'Kecamatan'))} {self._coined()}"

    def _body(self) -> str:
        """An office or organisation of the place, or one with a name of its own."""
        body = self.rng.choice(self.words["bodies"])
        return f"{body} {self._coined() if self.rng.random() < 0.4 else self.fixed['kota']}"

    def say(self, frame: str) -> str:
        """The frame with its slots filled; a slot with a capital begins a sentence."""

        def fill(match: re.Match[str]) -> str:
            slot = match[1]
            if slot in self.fixed:
                return self.fixed[slot]
            if slot in self.draws:
                return self.draws[slot]()
            return self.draws[slot.lower()]().capitalize()

        return _SLOT.sub(fill, frame)

    def article(self) -> tuple[str, str]:
        """Path and text of the next article."""
        rng = self.rng
        facility_id = self.facility()
        facility = self.facilities[facility_id]
        region = self.regions[facility["region"]]
        inmates = self.words["inmates"].get(facility["type"])
        event: Event = self.events[inmates is None]()
        day = self._day()
        weekday = DAYS[day.weekday()]
        known = rng.random() >= 0.02
        self.fixed = {
            "fac": facility["name"],
            "kota": facility.get("city") or region["capital"],
            "prov": region["name"],
            "penghuni": inmates or "pegawai",
            "tanggal": f"{weekday} ({day.day}/{day.month}/{day.year})" if known else f"tahun {day.year}",
        }
        if facility_id not in self.heads or rng.random() < 0.02:
            self.heads[facility_id] = self._name()
        head = self.heads[facility_id]
        self.fixed["kepala"] = f"Kepala {facility['name']}, {head},"
        self.fixed["hal"] = self.say(rng.choice(event.things))
        self.fixed["judul"] = self.say(rng.choice(event.titles))
        title = self._title(facility["name"])
        key = self._key(title, day)
        people = [(head, f"Kepala {facility['name']}")]
        people += [(self._name(), self.draws["role"]()) for _ in range(rng.randrange(3))]
        body = list(self._body_text(event, facility_id, day, [name for name, _ in people]))
        summary = self.say("{Pe} {n} di {fac} {di} {angka} {penghuni}. Acara {hal} berlangsung {a}.")
        sources = 1 + (rng.random() < 0.25) + (rng.random() < 0.08)
        withdrawn = rng.random() < 0.002
        lines = [
            f"title: {_scalar(title)}",
            f"date: {day if known else f'{day:%Y-%m}'}",
            f"facility: {facility_id if rng.random() < 0.5 else _scalar(facility['name'])}",
            *([f"region: {facility['region']}"] if rng.random() < 0.3 else []),
            f"event_type: {event.id}",
            *_folded("summary", summary),
            *self._sources(sources, title, day),
            "people:",
            *(line for name, role in people for line in (f"  - name: {name}", f"    role: {_scalar(role)}")),
            *self._afterlife(key, day, withdrawn),
        ]
        if not withdrawn and known:
            self.latest[facility_id] = Written(key, title, day)
        return f"articles/{key}.md", "\n".join(["---", *lines, "---", "", "\n\n".join(body), ""])

    def _day(self) -> date:
        """A day; recent years hold more of them."""
        year = self.years[bisect(self.year_weights, self.rng.random() * self.year_weights[-1])]
        last = min(date(year, 12, 31), LAST_DAY)
        return date(year, 1, 1) + timedelta(days=self.rng.randrange(last.timetuple().tm_yday))

    def _title(self, name: str) -> str:
        """A headline that no earlier article has."""
        title = f"{name} {self.fixed['judul']}"
        for detail in (" bersama {lembaga}", " di {tempat}", " bagi {angka} {penghuni}"):
            if title in self.titles or self.rng.random() < 0.4:
                title += self.say(detail)
        while title in self.titles:
            title += self.say(" {n}")
        self.titles.add(title)
        return title

    def _key(self, title: str, day: date) -> str:
        """The identity `YYYY/MM/slug`, free as yet."""
        slug = re.sub("[^a-z0-9]+", "-", title.lower())[:80].strip("-")
        key, number = f"{day:%Y/%m}/{slug}", 1
        while key in self.keys:
            number += 1
            # No longer than the 80 characters that a file's name may have.
            key = f"{day:%Y/%m}/{slug[:76].strip('-')}-{number}"
        self.keys.add(key)
        return key

    def _body_text(self, event: Event, facility_id: str, day: date, names: Sequence[str]) -> Iterator[str]:
        """Paragraphs of about 300 words: a lead, sentences, and what news articles carry besides."""
        rng, say, words = self.rng, self.say, self.words
        yield say(rng.choice(words["leads"]))
        frames = [*event.lines, *rng.sample(words["sentences"], rng.randint(16, 22))]
        rng.shuffle(frames)
        length = rng.randint(2, 4)
        for start in range(0, len(frames), length):
            if start and rng.random() < 0.07:
                yield f"## {rng.choice(words['headings'])}"
            yield " ".join([say(frame) for frame in frames[start : start + length]])
        for name in names:
            yield f"“{say(rng.choice(words['quotes']))}” kata {name}."
        if rng.random() < 0.1:
            yield "\n".join(say("- {n} {tempat}: {angka} {unit}") for _ in range(rng.randint(3, 5)))
        if rng.random() < 0.05:
            yield say("> {Pe} {n} {di} dengan {a}, demikian {lembaga}.")
        earlier = self.latest.get(facility_id)
        if earlier and earlier.day < day and rng.random() < 0.3:
            yield f"Sebelumnya diberitakan [{earlier.title}](../../{earlier.key}.md)."

    def _sources(self, number: int, title: str, day: date) -> Iterator[str]:
        """A source as a mapping, several as a list."""
        yield "source:"
        for _ in range(number):
            lines = list(self._source(title, day))
            first, others = ("  - ", "    ") if number > 1 else ("  ", "  ")
            yield from (f"{others if n else first}{line}" for n, line in enumerate(lines))

    def _source(self, title: str, day: date) -> Iterator[str]:
        """One source of invented publishers, under a domain that is reserved for examples."""
        publisher = self.rng.choice(self.words["publishers"])
        published = min(day + timedelta(days=self.rng.randrange(3)), LAST_DAY)
        host = publisher.lower().replace(" ", "-")
        yield f"publisher: {publisher}"
        yield f"title: {_quoted(title)}"
        yield f"url: https://{host}.example/{published:%Y/%m}/{self.rng.randrange(10**9)}"
        yield f"published: {published}"
        yield f"kind: {'news' if published.day % 3 else 'press-release'}"
        if self.rng.random() < 0.4:
            yield f"author: {self._name()}"

    def _afterlife(self, key: str, day: date, withdrawn: bool) -> Iterator[str]:
        """Fields of the few articles that are corrected, renamed, followed up or withdrawn."""
        rng = self.rng
        later = min(day + timedelta(days=rng.randint(1, 60)), LAST_DAY)
        if rng.random() < 0.03:
            note = self.say(rng.choice(self.words["corrections"]))
            kind = rng.choice(("ralat", "pembaruan"))
            yield f"corrections: [{{date: {later}, kind: {kind}, note: {_quoted(note)}}}]"
        former = f"{key}-lama"
        if rng.random() < 0.005 and former not in self.keys:
            self.keys.add(former)
            yield f"aliases: [{former}]"
        # The article after one that begins a story always belongs to it, since one alone is none.
        drawn, begins = rng.random(), not self.story
        if not begins or drawn < 0.005:
            self.story = self.story or f"peristiwa-{key[:7].replace('/', '-')}-{len(self.keys)}"
            yield f"story: {self.story}"
            self.story = self.story if begins or drawn < 0.5 else ""
        if withdrawn:
            yield "status: withdrawn"
            yield f"withdrawn: {{date: {later}, reason: permintaan-hukum}}"


def _scalar(text: str) -> str:
    """Text as people write it in YAML: quoted only if it would mean something else."""
    return text if _BARE.fullmatch(text) else _quoted(text)


def _folded(field: str, text: str) -> Iterator[str]:
    """A field in one line or, if it is too long for that, folded below its name."""
    if len(text) < 80 and _BARE.fullmatch(text):
        yield f"{field}: {text}"
        return
    yield f"{field}: >-"
    yield from textwrap.wrap(text, 100, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def _quoted(text: str) -> str:
    """Text as a YAML string; JSON's form is one."""
    return json.dumps(text, ensure_ascii=False)


def _read(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping."""
    data: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return data


def generate(root: Path, articles: int, seed: int = 1, vocab: Path = REPOSITORY / "vocab") -> list[str]:
    """Writes a complete root of so many articles into a folder that holds no articles yet.

    Returns the articles' paths below the root, in the order of the stream. Raises FileExistsError if it does.
    """
    (root / "articles").mkdir(parents=True)
    shutil.copytree(vocab, root / "vocab")
    for folder in ("docs", "overrides"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    for page in (root / "docs").rglob("*.md"):
        text = page.read_text("utf-8")
        page.write_text(_ARTICLE_LINK.sub(r"\1", text), "utf-8", newline="\n")
    facilities, regions = (_read(vocab / name) for name in ("facilities.yml", "regions.yml"))
    active = {id_: term for id_, term in facilities.items() if not term.get("closed")}
    writer = Writer(seed, active, regions)
    folders: set[Path] = set()
    paths: list[str] = []
    for _ in range(articles):
        path, text = writer.article()
        file = root / path
        if file.parent not in folders:
            file.parent.mkdir(parents=True)
            folders.add(file.parent)
        file.write_bytes(text.encode())
        paths.append(path)
    return paths


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description="Write an archive.")
    parser.add_argument("dir", type=Path)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        generate(options.dir, options.articles, options.seed)
    except FileExistsError as error:
        parser.error(f"{error.filename} exists already")
    print(f"{options.articles} articles in {options.dir}")


if __name__ == "__main__":
    main()
