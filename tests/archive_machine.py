"""An archive that is edited at random; after every step its build must equal a clean build of a copy."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from hypothesis import assume, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from jinja2 import FileSystemLoader

from newsarchive import config, version
from newsarchive.config import ConfigError
from newsarchive.output import build_pages
from newsarchive.output.site_files import RenderError
from newsarchive.pipeline import build
from newsarchive.problems import is_error
from tests.builders import PIXEL, SMALL_VOCABULARY, article_text, write_root
from tests.conftest import AS_OF
from tests.trees import difference, tree

Sources = dict[str, bytes]
"""Every file of a root's content by its path."""

N = st.integers(0, 40)
"""Chooses one of a list, by its place."""
FACET = st.sampled_from(["facilities", "regions", "themes", "event_types"])
STATUS = st.sampled_from(["published", "draft", "withdrawn"])
MONTHS = ("2024/12", "2025/02", "2025/03")
PLACES = {"ambon": "maluku", "cilegon": "banten", "saparua": "maluku", "tanjung": "riau"}
SHADOWS = ("CNAME", "assets/mine.js", "assets/fonts/mine.txt", "berkas", "berkas/isi.css")
"""Assets of `docs/`, two of them in each other's way."""
TEMPLATES = ("main.html", "term.html", "article.html", "partials/mine.html")
BROKEN: Mapping[str, bytes | None] = {
    "articles/2025/03/rusak.md": article_text(title="Rusak", facility="Tidak ada").encode(),
    "articles/2025/03/kosong.md": b"",
    "vocab/themes.yml": b"a: [\n",
    "docs/tentang.md": None,
    "docs/rusak.md": b"---\ntitle: x\ndescription: y\n---\n\n[x](tidak-ada.md)\n",
    "mkdocs.yml": b"site_name: [\n",
    "overrides/main.html": b"{% extends 'base.html' %}{% block content %}{{ 1 + 'x' }}{% endblock %}",
    "overrides/term.html": b"{% if %}",
}
"""What a careless edit makes of a file; None where it removes one that is needed."""


@contextmanager
def quick() -> Iterator[None]:
    """Builds here render in this process, and don't list the icons of the theme, which MkDocs would drop."""

    @cache
    def packaged(folder: str) -> list[str]:
        return [name for name in list_templates(FileSystemLoader(folder)) if not name.startswith(".icons/")]

    def listed(loader: FileSystemLoader) -> list[str]:
        names: set[str] = set()
        for folder in loader.searchpath:
            own = "site-packages" not in folder
            names.update(list_templates(FileSystemLoader(folder)) if own else packaged(folder))
        return sorted(names)

    list_templates = FileSystemLoader.list_templates
    with (
        patch.object(FileSystemLoader, "list_templates", listed),
        patch.object(build_pages, "SERIAL_LIMIT", 10**6),
    ):
        yield


def write_sources(root: Path, sources: Sources, old: Sources | None = None) -> None:
    """Make the content of a root what `sources` says, where it was what `old` says."""
    old = old or {}
    for name in sorted(old.keys() - sources.keys(), reverse=True):
        (root / name).unlink()
        for folder in (root / name).parents:
            if folder == root or any(folder.iterdir()):
                break
            folder.rmdir()
    for name, data in sources.items():
        if old.get(name) != data:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)


def refusal(root: Path) -> list[str]:
    """Build; why nothing was published, or nothing where it was."""
    try:
        report = build(root, root / "site", AS_OF)
    except (ConfigError, RenderError) as error:
        return [type(error).__name__, str(error).replace(str(root), "")]
    if report.published is None:
        return [repr(problem) for problem in report.problems if is_error(problem)]
    return []


class Desk:
    """What the editors have made so far."""

    def __init__(self, folder: Path) -> None:
        write_root(folder / "base", {}, limit=4)
        self.base: Sources = tree(folder / "base")
        self.settings: dict[str, Any] = yaml.safe_load(self.base.pop("mkdocs.yml"))
        self.vocabulary: dict[str, dict[str, dict[str, Any]]] = json.loads(json.dumps(SMALL_VOCABULARY))
        self.vocabulary["stories"] = {"kisah": {}, "riwayat": {}}
        self.vocabulary["regions"]["riau"] = {"name": "Riau", "code": "14"}
        for place, region in PLACES.items():
            self.add_facility(f"lapas-{place}", f"Lapas Kelas IIB {place.title()}", region)
        self.articles: dict[str, dict[str, Any]] = {}
        self.links: set[tuple[str, str]] = set()
        self.documents = {"index.md": "Selamat datang.", "tentang.md": "Tentang.", "metode.md": "Cara."}
        self.extra: Sources = {}
        self.broken = ""
        self.steps_broken = 0
        self.count = 0

    def add_facility(self, id_: str, name: str, region: str) -> None:
        entry = {"name": name, "type": "lapas", "region": region, "source": "contoh"}
        self.vocabulary["facilities"].setdefault(id_, entry)

    def new(self) -> int:
        self.count += 1
        return self.count

    def key(self, n: int) -> str:
        """One of the articles."""
        return sorted(self.articles)[n % len(self.articles)]

    def term(self, name: str, n: int) -> str:
        """The ID of one of a vocabulary's terms."""
        return sorted(self.vocabulary[name])[n % len(self.vocabulary[name])]

    def named(self, name: str, n: int) -> str:
        """A term as an editor may name it: by ID, or by any of its names."""
        id_ = self.term(name, n)
        entry = self.vocabulary[name][id_]
        names = [id_, entry["name"], *entry.get("aliases", ()), *entry.get("former_names", ())]
        return str(names[n // 7 % len(names)])

    def sources(self) -> Sources:
        """The files that the editors have committed."""
        sources = dict(self.base)
        sources["mkdocs.yml"] = json.dumps(self.settings).encode()
        for name, entries in self.vocabulary.items():
            ordered = sorted(entries.items(), key=lambda item: item[0].casefold())
            sources[f"vocab/{name}.yml"] = "".join(f"{k}: {json.dumps(v)}\n" for k, v in ordered).encode()
        for name, text in self.documents.items():
            front = f"---\ntitle: Halaman {name[:-3]}\ndescription: Keterangan.\n---\n"
            sources[f"docs/{name}"] = f"{front}\n{text}\n".encode()
        for key, fields in self.articles.items():
            targets = sorted(to for one, to in self.links if one == key and to in self.articles)
            shown = [to for to in targets if self.articles[to].get("status", "published") == "published"]
            links = "".join(f"\n\nLihat [kabar](../../{to}.md)." for to in shown)
            sources[f"articles/{key}.md"] = article_text(**fields | {"body": fields["body"] + links}).encode()
            if "image" in fields:
                folder = key.rpartition("/")[0]
                sources[f"articles/{folder}/{fields['image']['file']}"] = PIXEL
        sources |= self.extra
        if self.broken:
            data = BROKEN[self.broken]
            sources.pop(self.broken, None)
            sources |= {self.broken: data} if data is not None else {}
        return sources


class ArchiveMachine(RuleBasedStateMachine):
    """Edits of every kind; after each the site must be a clean build's, or where it can't be, untouched."""

    folder: Path
    """Where to work; set by a subclass."""
    steps = 0
    """Edits of all histories so far."""

    def __init__(self) -> None:
        super().__init__()
        self.root, self.fresh = self.folder / "root", self.folder / "fresh"
        self.old: Sources = {}
        self.last: dict[str, bytes] = {}
        self.patches = ExitStack()
        self.desk: Desk

    @initialize(random=st.booleans())
    def begin(self, random: bool) -> None:
        assume(random)  # Hypothesis' first try is always the simplest: the same rule every time.
        shutil.rmtree(self.folder, ignore_errors=True)
        self.desk = Desk(self.folder)
        self.package = self.folder / "package"
        code = Path(version.__file__).parent
        shutil.copytree(code, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        self.patches.enter_context(quick())
        self.patches.enter_context(patch.object(version, "__file__", str(self.package / "version.py")))
        self.patches.enter_context(patch.object(config, "STRINGS_FOLDER", self.package / "strings"))
        self.forget_words()
        for n in range(8):
            self.add_article(n, n, n, "published")

    def teardown(self) -> None:
        self.patches.close()
        self.forget_words()

    def forget_words(self) -> None:
        version.code_version.cache_clear()
        config.load_strings.cache_clear()

    @invariant()
    def an_incremental_build_equals_a_clean_one(self) -> None:
        if not hasattr(self, "desk"):
            return
        type(self).steps += 1
        if self.desk.broken and not self.desk.steps_broken:
            self.desk.broken = ""
        self.desk.steps_broken -= 1
        sources = self.desk.sources()
        write_sources(self.root, sources, self.old)
        self.old = sources
        refused = refusal(self.root)
        site = tree(self.root / "site")
        if refused:
            note(f"refused: {refused}")
            assert site == self.last, difference(site, self.last)
        self.last = site
        if refused and not self.desk.broken.startswith(("overrides/", "mkdocs")):
            return
        for path in self.fresh.iterdir() if self.fresh.exists() else ():
            shutil.rmtree(path) if path.is_dir() and path.name != "build" else None
        for name in ("docs", "parsed.sqlite", "staged.json"):
            path = self.fresh / "build" / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        write_sources(self.fresh, sources)
        assert refusal(self.fresh) == refused
        if not refused:
            clean = tree(self.fresh / "site")
            assert site == clean, difference(site, clean)
            twin = tree(self.root / ".site.next/site")
            assert twin == clean, difference(twin, clean)
            staged, clean_staged = tree(self.root / "build/docs"), tree(self.fresh / "build/docs")
            assert staged == clean_staged, difference(staged, clean_staged)

    # Articles

    @rule(month=N, facility=N, event=N, status=STATUS)
    def add_article(self, month: int, facility: int, event: int, status: str) -> None:
        n = self.desk.new()
        folder = MONTHS[month % len(MONTHS)]
        key = f"{folder}/kabar-{n}"
        self.desk.articles[key] = {
            "title": f"Kabar {n} dari lapas",
            "date": f"{folder.replace('/', '-')}-{n % 28 + 1:02}",
            "summary": f"Ringkasan {n} tentang UPT.",
            "facility": self.desk.named("facilities", facility),
            "event_type": [self.desk.named("event_types", event)],
            "body": f"Isi {n}: WBP di UPT.",
        }
        self.set_status_of(key, status)

    @rule(n=N, field=st.sampled_from(["title", "summary", "body"]))
    def edit_article(self, n: int, field: str) -> None:
        self.desk.articles[self.desk.key(n)][field] += f" Lagi {self.desk.new()}."

    @rule(n=N, month=N)
    def rename_article(self, n: int, month: int) -> None:
        old = self.desk.key(n)
        new = f"{MONTHS[month % len(MONTHS)]}/pindah-{self.desk.new()}"
        fields = self.desk.articles.pop(old)
        fields["aliases"] = [*fields.get("aliases", ()), old]
        self.desk.articles[new] = fields
        self.desk.links = {(new if a == old else a, new if b == old else b) for a, b in self.desk.links}

    @precondition(lambda self: len(self.desk.articles) > 3)
    @rule(n=N)
    def delete_article(self, n: int) -> None:
        del self.desk.articles[self.desk.key(n)]

    @rule(n=N, facility=N, event=N, day=st.integers(0, 28))
    def retag_article(self, n: int, facility: int, event: int, day: int) -> None:
        fields = self.desk.articles[self.desk.key(n)]
        fields["facility"] = [self.desk.named("facilities", facility + i) for i in range(1 + facility % 2)]
        fields["event_type"] = self.desk.named("event_types", event)
        fields["date"] = fields["date"][:7] + (f"-{day:02}" if day else "")

    @rule(n=N, status=STATUS)
    def set_status(self, n: int, status: str) -> None:
        self.set_status_of(self.desk.key(n), status)

    def set_status_of(self, key: str, status: str) -> None:
        fields = self.desk.articles[key]
        fields.pop("withdrawn", None)
        fields["status"] = status
        if status == "withdrawn":
            fields["withdrawn"] = {"date": "2026-01-05", "reason": "privasi"}

    @rule(n=N, m=N)
    def link_articles(self, n: int, m: int) -> None:
        self.desk.links ^= {(self.desk.key(n), self.desk.key(m))}

    @rule(n=N, story=N)
    def tell_a_story(self, n: int, story: int) -> None:
        fields = self.desk.articles[self.desk.key(n)]
        old = fields.pop("story", "")
        others = [each for each in self.desk.articles.values() if each.get("status") == "published"]
        if not old:
            fields["story"] = self.desk.term("stories", story)
        elif not any(each.get("story") == old for each in others):
            fields["story"] = old  # Its address must not be lost.

    @rule(n=N)
    def name_story(self, n: int) -> None:
        self.desk.vocabulary["stories"][self.desk.term("stories", n)]["name"] = f"Cerita {self.desk.new()}"

    @rule(n=N)
    def rename_story(self, n: int) -> None:
        old = self.desk.term("stories", n)
        entry = self.desk.vocabulary["stories"].pop(old)
        entry["former_ids"] = [*entry.get("former_ids", ()), old]
        self.desk.vocabulary["stories"][f"cerita-{self.desk.new()}"] = entry

    @rule(n=N)
    def illustrate(self, n: int) -> None:
        fields = self.desk.articles[self.desk.key(n)]
        if not fields.pop("image", None):
            fields["image"] = {"file": f"foto-{n % 3}.png", "alt": f"Foto {n}"}

    @rule(n=N)
    def correct(self, n: int) -> None:
        correction = {"date": "2025-11-02", "kind": "ralat", "note": f"Catatan {self.desk.new()}."}
        self.desk.articles[self.desk.key(n)].setdefault("corrections", []).append(correction)

    # Vocabularies

    @rule(name=FACET, n=N)
    def rename_term(self, name: str, n: int) -> None:
        entry = self.desk.vocabulary[name][self.desk.term(name, n)]
        entry["former_names"] = [*entry.get("former_names", ()), entry["name"]]
        entry["name"] = f"{'Lapas' if name == 'facilities' else 'Nama'} Baru{self.desk.new()}"

    @rule(name=FACET, n=N)
    def alias_term(self, name: str, n: int) -> None:
        entry = self.desk.vocabulary[name][self.desk.term(name, n)]
        entry["aliases"] = [*entry.get("aliases", ()), f"Sebutan{self.desk.new()}"]

    @rule(name=FACET, n=N)
    def describe_term(self, name: str, n: int) -> None:
        self.desk.vocabulary[name][self.desk.term(name, n)]["description"] = f"Uraian {self.desk.new()}."

    @rule(name=FACET, n=N, m=N)
    def merge_terms(self, name: str, n: int, m: int) -> None:
        terms = self.desk.vocabulary[name]
        old, new = self.desk.term(name, n), self.desk.term(name, m)
        if old == new or "kanwil-banten" in (old, new):
            return
        gone, kept = terms.pop(old), terms[new]
        kept["former_ids"] = [*kept.get("former_ids", ()), old, *gone.get("former_ids", ())]
        names = [gone["name"], *gone.get("former_names", ()), *gone.get("aliases", ())]
        kept["former_names"] = [*kept.get("former_names", ()), *names]
        for other, key in (("facilities", "region"), ("event_types", "theme")):
            for entry in self.desk.vocabulary[other].values():
                if entry[key] == old:
                    entry[key] = new
        for fields in self.desk.articles.values():
            for key in ("facility", "event_type"):
                named = fields[key] if isinstance(fields[key], list) else [fields[key]]
                fields[key] = [new if one == old else one for one in named]

    @rule(n=N)
    def add_facility(self, n: int) -> None:
        place = f"tempat{self.desk.new()}"
        self.desk.add_facility(f"lapas-{place}", f"Lapas {place.title()}", self.desk.term("regions", n))

    @rule(n=N, m=N)
    def move_facility(self, n: int, m: int) -> None:
        entry = self.desk.vocabulary["facilities"][self.desk.term("facilities", n)]
        entry.pop("parent", None)
        entry["region"] = self.desk.term("regions", m)

    @rule(n=N, tooltip=st.booleans())
    def change_glossary(self, n: int, tooltip: bool) -> None:
        word = ("UPT", "WBP")[n % 2]
        names = {"expansion": f"Kepanjangan {self.desk.new()}", "explanation": f"Arti {n}."}
        self.desk.vocabulary["glossary"][word] = {**names, "tooltip": tooltip}

    # Everything else

    @rule(n=N)
    def edit_document(self, n: int) -> None:
        name = sorted(self.desk.documents)[n % len(self.desk.documents)]
        self.desk.documents[name] += f"\n\nAlinea {self.desk.new()}."

    @rule()
    def toggle_document(self) -> None:
        if not self.desk.documents.pop("catatan/satu.md", ""):
            self.desk.documents["catatan/satu.md"] = "Lihat [tentang](../tentang.md)."

    @rule(n=N)
    def toggle_asset(self, n: int) -> None:
        name = f"docs/{SHADOWS[n % len(SHADOWS)]}"
        if not self.desk.extra.pop(name, b""):
            for other in [*self.desk.extra]:
                if other.startswith(f"{name}/") or name.startswith(f"{other}/"):
                    del self.desk.extra[other]
            self.desk.extra[name] = f"isi {self.desk.new()}".encode()

    @rule()
    def change_stylesheet(self) -> None:
        self.desk.base["docs/assets/archive.css"] += f"/* {self.desk.new()} */\n".encode()

    @rule(kind=st.sampled_from(["template", "theme file", "words", "settings"]), n=N)
    def change_all_pages(self, kind: str, n: int) -> None:
        match kind:
            case "template":
                name = f"overrides/{TEMPLATES[n % len(TEMPLATES)]}"
                block = b"{% block content %}"
                self.desk.base[name] = self.desk.base.get(name, b"").replace(block, block + b"<!-- x -->")
            case "theme file":
                if not self.desk.extra.pop("overrides/assets/mine.css", b""):
                    self.desk.extra["overrides/assets/mine.css"] = b"x"
            case "words":
                path = self.package / "strings" / "id.yml"
                text = path.read_text(encoding="utf-8")
                path.write_text(text.replace("Terbaru", f"Terbaru{self.desk.new()}"), encoding="utf-8")
                self.forget_words()
            case "settings":
                self.change_settings(n)

    def change_settings(self, n: int) -> None:
        own = self.desk.settings["extra"]["archive"]
        match n % 4:
            case 0:
                self.desk.settings["site_name"] = f"Arsip {self.desk.new()}"
            case 1:
                own["listing_limit"] = 3 + n % 5
            case 2:
                own["latest"] = 1 + n % 3
            case 3:
                url = self.desk.settings["site_url"]
                self.desk.settings["site_url"] = "" if url else "https://arsip.example/"

    @precondition(lambda self: not self.desk.broken)
    @rule(name=st.sampled_from(sorted(BROKEN)), steps=st.integers(1, 3))
    def break_something(self, name: str, steps: int) -> None:
        self.desk.broken, self.desk.steps_broken = name, steps

    @rule()
    def change_nothing(self) -> None:
        for name in self.old:
            os.utime(self.root / name, (0, 0))

    @precondition(lambda self: not self.desk.broken)
    @rule(name=st.sampled_from(["build", "build/staged.json", "build/docs", ".site.next", "site"]))
    def lose(self, name: str) -> None:
        path = self.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if name == "site":
            self.last = {}
