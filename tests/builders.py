"""Archives made by hand for tests: in memory, and as a small root on disk."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import Any, cast

import yaml

from newsarchive import hashing
from newsarchive.config import Config
from newsarchive.content.archive import indexed
from newsarchive.markdown.rendered import EXTENSIONS
from newsarchive.model import (
    FACETS,
    Archive,
    Article,
    ArticleDate,
    Document,
    FacetName,
    GlossaryEntry,
    Source,
    Term,
    Vocabulary,
)
from newsarchive.outputs import OutputFile
from newsarchive.pages import plan
from newsarchive.pages.view import Views
from newsarchive.problems import Lang
from newsarchive.settings.templates import REQUIRED

REPOSITORY = Path(__file__).resolve().parents[1]
HOME = Document("index.md", "Arsip", "Arsip berita.", "Selamat datang. Lihat [fasilitas](/fasilitas/).")


def term(facet: FacetName, id_: str, name: str, **fields: Any) -> Term:
    """A term; themes and regions that aren't given are those of `VOCABULARY`."""
    if facet == "facility":
        fields = {"region": "banten", "parent": "kanwil-banten", "type": "lapas", **fields}
    if facet == "event_type":
        fields = {"parent": "kelembagaan", **fields}
    return Term(facet, id_, name, **fields)


def vocabulary_of(terms: Iterable[Term], glossary: Iterable[GlossaryEntry] = ()) -> Vocabulary:
    """The vocabulary of these terms, in the order given."""
    by_facet: dict[FacetName, dict[str, Term]] = {facet: {} for facet in FACETS}
    for one in terms:
        by_facet[one.facet][one.id] = one
    return Vocabulary(by_facet, tuple(glossary))


VOCABULARY = vocabulary_of(
    [
        term(
            "facility",
            "kanwil-banten",
            "Kanwil Ditjenpas Banten",
            type="kanwil",
            regions=("banten",),
            parent="",
        ),
        term("facility", "lapas-cilegon", "Lapas Kelas IIA Cilegon", class_="IIA", city="Kota Cilegon"),
        term(
            "facility",
            "rutan-serang",
            "Rutan Kelas IIB Serang",
            type="rutan",
            class_="IIB",
            city="Kota Serang",
            aliases=("Rutan Kota Serang",),
            former_names=("Rumah Penjara Serang",),
            former_ids=("rutan-kota-serang",),
            description="Rumah tahanan di pusat kota.",
            lat=-6.12,
            lon=106.15,
            source="daftar contoh",
        ),
        term("region", "banten", "Banten", code="36", capital="Serang", parent="kanwil-banten"),
        term("region", "maluku", "Maluku", code="81", capital="Ambon"),
        term("theme", "kelembagaan", "Kelembagaan", description="Urusan kantor."),
        term("theme", "pembinaan", "Pembinaan", description="Pembinaan warga binaan."),
        term("event_type", "kerja-sama", "Kerja Sama"),
        term("event_type", "kunjungan-kerja", "Kunjungan Kerja", aliases=("Kunker",)),
        term("event_type", "pembinaan-kepribadian", "Pembinaan Kepribadian", parent="pembinaan"),
    ],
    [
        GlossaryEntry("PB", "Pembebasan Bersyarat", "Bebas sebelum masa pidana habis.", tooltip=False),
        GlossaryEntry("UPT", "Unit Pelaksana Teknis", "Satuan kerja di daerah."),
        GlossaryEntry("UPT PAS", "Unit Pelaksana Teknis Pemasyarakatan", "Lapas, rutan, dan bapas."),
        GlossaryEntry("WBP", "Warga Binaan Pemasyarakatan", "Orang yang dibina."),
    ],
)


def with_facility(vocabulary: Vocabulary, id_: str, **fields: Any) -> Vocabulary:
    """The vocabulary with these fields of one facility changed."""
    terms = [term for facet in vocabulary.terms.values() for term in facet.values()]
    changed = [replace(t, **fields) if (t.facet, t.id) == ("facility", id_) else t for t in terms]
    return vocabulary_of(changed, vocabulary.glossary)


def when(text: str) -> ArticleDate:
    """The date written as `2025-10-29`, `2025-10` or `2025`."""
    return ArticleDate(*map(int, text.split("-")))


def article(key: str = "2025/10/latihan", date: str = "2025-10-29", **fields: Any) -> Article:
    """An article at Rutan Serang, with a digest that stands for all its fields as a file's would.

    `date` may be a range, such as `2025-07-09/2025-07-11`.
    """
    first, _, last = date.partition("/")
    defaults: dict[str, Any] = {
        "title": f"Judul {key}",
        "summary": f"Ringkasan {key}.",
        "body": "Isi artikel.",
        "facilities": ("rutan-serang",),
        "regions": ("banten",),
        "event_types": ("kunjungan-kerja",),
        "themes": ("kelembagaan",),
        "sources": (Source("Koran Contoh", "Berita asal", "https://koran.example/1"),),
    }
    made = Article(
        path=f"articles/{key}.md",
        digest="",
        date=when(first),
        until=when(last) if last else None,
        **{**defaults, **fields},
    )
    return replace(made, digest=hashing.of_data(repr(made)))


def archive_of(
    articles: Iterable[Article],
    vocabulary: Vocabulary = VOCABULARY,
    documents: tuple[Document, ...] = (HOME,),
) -> Archive:
    """The archive that holds these articles, in its promised order."""
    ordered = sorted(articles, key=lambda a: (tuple(-part for part in a.date), a.path))
    return indexed(tuple(ordered), vocabulary, documents, {})


def config(lang: str = "id", limit: int = 100, latest: int = 10, **others: Any) -> Config:
    """Settings of a site at a made-up address."""
    return Config(Path(), "Arsip", "https://arsip.example/", cast(Lang, lang), limit, latest, **others)


def planned(archive: Archive, settings: Config | None = None) -> dict[str, OutputFile]:
    """The plan by path; two files of one path are refused."""
    files: dict[str, OutputFile] = {}
    for file in chain.from_iterable(group.files() for group in plan(Views(archive, settings or config()))):
        assert file.path not in files, file.path
        files[file.path] = file
    return files


def text_of(file: OutputFile) -> str:
    """The text of a planned file, which must be one."""
    text = file.render()
    assert isinstance(text, str), file.path
    return text


def view(file: OutputFile) -> dict[str, Any]:
    """The data that a staged page hands to its template."""
    (line,) = (line for line in text_of(file).split("\n") if line.startswith("archive: "))
    data: dict[str, Any] = json.loads(line.removeprefix("archive: "))
    return data


def body(file: OutputFile) -> str:
    """The Markdown of a staged page."""
    return text_of(file).split("\n---\n", 1)[1].lstrip("\n")


Entries = dict[str, dict[str, Any]]

SMALL_VOCABULARY: Mapping[str, Entries] = {
    "regions": {
        "banten": {"name": "Banten", "code": "36", "capital": "Serang", "parent": "kanwil-banten"},
        "maluku": {"name": "Maluku", "code": "81", "capital": "Ambon"},
    },
    "facilities": {
        "kanwil-banten": {
            "name": "Kanwil Ditjenpas Banten",
            "type": "kanwil",
            "region": "banten",
            "source": "contoh",
        },
        "lapas-cilegon": {
            "name": "Lapas Kelas IIA Cilegon",
            "type": "lapas",
            "class": "IIA",
            "region": "banten",
            "parent": "kanwil-banten",
            "source": "contoh",
        },
        "rutan-serang": {
            "name": "Rutan Kelas IIB Serang",
            "type": "rutan",
            "class": "IIB",
            "region": "banten",
            "city": "Kota Serang",
            "parent": "kanwil-banten",
            "former_names": ["Rumah Penjara Kaujon"],
            "former_ids": ["rutan-kaujon"],
            "lat": -6.12,
            "lon": 106.15,
            "description": "Rumah tahanan di pusat kota.",
            "source": "contoh",
        },
    },
    "themes": {
        "kelembagaan": {"name": "Kelembagaan", "description": "Urusan kantor."},
        "pembinaan": {"name": "Pembinaan", "description": "Pembinaan warga binaan."},
    },
    "event_types": {
        "kunjungan-kerja": {"name": "Kunjungan Kerja", "theme": "kelembagaan"},
        "pembinaan-kepribadian": {"name": "Pembinaan Kepribadian", "theme": "pembinaan"},
    },
    "glossary": {
        "UPT": {"expansion": "Unit Pelaksana Teknis", "explanation": "Satuan kerja di daerah."},
        "WBP": {"expansion": "Warga Binaan Pemasyarakatan", "explanation": "Orang yang dibina."},
    },
}

SMALL_DOCUMENTS = {
    "index.md": "Arsip ini menghimpun berita. Lihat [fasilitas](/fasilitas/) dan [cara kerja](metode.md).",
    "tentang.md": "\n\n".join(f"## {part}\n\nTeks." for part in ("Koreksi", "Hak jawab", "Privasi", "Cipta")),
    "metode.md": "| Angka | Arti |\n|---|---|\n| 1 | satu |",
}


def write_root(
    root: Path,
    articles: Mapping[str, Mapping[str, Any]],
    *,
    vocabulary: Mapping[str, Entries] = SMALL_VOCABULARY,
    documents: Mapping[str, str] = SMALL_DOCUMENTS,
    description: str = "Halaman arsip.",
    limit: int = 3,
) -> Path:
    """A root of few terms, quick to build, with the repository's look.

    `articles` holds by key (`2025/10/slug`) the fields of the front matter, and the text under `body`.
    """
    for name, entries in vocabulary.items():
        _write(root / "vocab" / f"{name}.yml", _yaml(entries))
    for path, text in documents.items():
        _write(
            root / "docs" / path, f"---\n{_yaml({'title': path, 'description': description})}---\n\n{text}\n"
        )
    shutil.copytree(REPOSITORY / "docs/assets", root / "docs/assets")
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    for key, fields in articles.items():
        _write(root / f"articles/{key}.md", article_text(**fields))
    settings = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["nav"] = [item for item in settings["nav"] if "Tentang" not in item]
    settings["nav"].append({"Tentang": [{"Tentang arsip ini": "tentang.md"}, {"Cara kerja": "metode.md"}]})
    settings["extra"]["archive"] |= {"listing_limit": limit, "latest": 2, "contact": CONTACT}
    _write(root / "mkdocs.yml", yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    return root


CONTACT = "redaksi@arsip.example"


def plain_settings(root: Path, **settings: Any) -> None:
    """Give a root the fewest sound settings, with these changed; None leaves one out."""
    defaults = {
        "site_name": "Arsip",
        "site_url": "https://arsip.example/",
        "nav": [{"Arsip": "arsip.md"}],
        "theme": {"name": "material", "custom_dir": "overrides"},
        "plugins": [],
        "markdown_extensions": list(EXTENSIONS),
        "extra": {"archive": {"contact": CONTACT}},
    }
    data = {key: value for key, value in {**defaults, **settings}.items() if value is not None}
    _write(root / "mkdocs.yml", yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    for name in REQUIRED:
        _write(root / "overrides" / name, "{{ page.content }}")


def article_text(body: str = "Isi artikel ini.", **fields: Any) -> str:
    """An article's file: sound front matter with these fields changed, and its text."""
    defaults: dict[str, Any] = {
        "title": "Latihan pernapasan di Rutan Serang",
        "date": "2025-10-29",
        "facility": "Rutan Kelas IIB Serang",
        "event_type": "kunjungan-kerja",
        "summary": "Petugas dan warga binaan berlatih bersama.",
        "source": {"publisher": "Koran Contoh", "url": "https://koran.example/1"},
    }
    return f"---\n{_yaml({**defaults, **fields})}---\n\n{body}\n"


def every_kind() -> dict[str, dict[str, Any]]:
    """Articles that make every kind of page: long lists, redirects, stories, tombstones, vague dates."""
    articles: dict[str, dict[str, Any]] = {
        f"{year}/{month:02}/kegiatan-{number}": {
            "title": f"Kegiatan ke-{number} di Rutan Serang pada {year}-{month:02}",
            "date": f"{year}-{month:02}-{number + 1:02}",
        }
        for year, month, count in ((2024, 5, 2), (2025, 3, 4), (2025, 4, 2))
        for number in range(count)
    }
    articles["2025/03/lengkap"] = {
        "title": "Artikel dengan segala isi: Pertanggungjawabankeseluruhanpenyelenggaraan",
        "date": "2025-03-20",
        "region": "Banten",
        "event_type": ["kunjungan-kerja", "pembinaan-kepribadian"],
        "people": [{"name": "Rangga Permata", "role": "Kepala Rutan"}, {"name": "Sri"}],
        "image": {"file": "foto.png", "alt": "Halaman rutan", "credit": "Humas"},
        "corrections": [{"date": "2025-03-22", "kind": "ralat", "note": "Nama diperbaiki."}],
        "date_note": "Tanggal menurut surat.",
        "aliases": ["2025/03/alamat-lama"],
        "story": "kegiatan-maret",
        "source": [
            {
                "publisher": "Koran Contoh",
                "title": "Berita-" + "panjang" * 12,
                "url": "https://koran.example/" + "a" * 120,
                "published": "2025-03-21",
                "author": "Sari",
                "retrieved": "2025-04-01",
                "archived": "https://arsip.example/1",
                "kind": "press-release",
            }
        ],
        "body": (
            "WBP dari UPT ini berlatih.[^1] Lihat [kegiatan](kegiatan-0.md) dan [situs](https://lain.example/).\n\n"
            "## Acara\n\n- satu\n    - dua\n\n1. tiga\n\nIstilah\n:   Arti.\n\n"
            '!!! note "Catatan"\n    Isi.\n\n'
            "| Hari | Peserta | Keterangan panjang sekali |\n|---|--:|---|\n"
            "| Senin | 12 | "
            + "kata " * 30
            + "|\n\n> Kutipan.\n\n    kode "
            + "x" * 90
            + "\n\n[^1]: Catatan kaki."
        ),
    }
    articles["2025/03/kegiatan-0"]["story"] = "kegiatan-maret"
    articles["2025/06/ditarik"] = {
        "title": "Judul yang tidak boleh tampil",
        "date": "2025-06-01",
        "summary": "Ringkasan yang tidak boleh tampil.",
        "body": "Isi yang tidak boleh tampil.",
        "status": "withdrawn",
        "withdrawn": {"date": "2025-07-01", "reason": "privasi", "note": "Atas permintaan."},
        "aliases": ["2025/06/ditarik-lama"],
    }
    articles["2025/07/bulan-saja"] = {"title": "Hanya bulannya diketahui", "date": "2025-07"}
    articles["2025/08/tahun-saja"] = {
        "title": "Hanya tahunnya diketahui",
        "date": "2025",
        "date_note": "Kira-kira.",
    }
    articles["2025/09/kantor"] = {
        "title": "Rapat kantor wilayah",
        "date": "2025-09-09",
        "facility": "Kanwil Ditjenpas Banten",
    }
    return articles


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A PNG of one pixel."""
PHOTO = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100")
    + bytes(90)
    + b"\xff\xd9"
)
"""The first bytes of a JPEG of one pixel, and enough others to pass for one."""


def write_every_kind(root: Path, limit: int = 3) -> Path:
    """A small root whose site has every kind of page."""
    write_root(root, every_kind(), limit=limit)
    (root / "articles/2025/03/foto.png").write_bytes(PIXEL)
    return root


def plain_build(folder: Path, site: Path) -> None:
    """What anybody gets who builds the staged tree in `folder` without us; a warning is a failure.

    The theme's own files are taken out, which MkDocs publishes though no page names them.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    command += ["--config-file", str(folder / "mkdocs.yml"), "--site-dir", str(site)]
    subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    with as_file(files("material") / "templates") as theme:
        for path in theme.glob("assets/**/*.*"):
            (site / path.relative_to(theme)).unlink(missing_ok=True)


def properdocs_build(folder: Path, site: Path) -> None:
    """The same by ProperDocs, which goes on where MkDocs stopped."""
    command = [sys.executable, "-m", "properdocs", "build", "--quiet", "--strict"]
    command += ["--config-file", str(folder / "mkdocs.yml"), "--site-dir", str(site)]
    subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


def zensical_build(root: Path, site: str) -> None:
    """The pages of a built root by Zensical, into a folder of the root, where it insists on writing."""
    settings = {
        "INHERIT": "build/mkdocs.yml",
        "docs_dir": "build/docs",
        "site_dir": site,
        "theme": {"custom_dir": "overrides"},
    }
    (root / "zensical.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--clean",
        "--config-file",
        str(root / "zensical.yml"),
    ]
    subprocess.run(command, check=True, capture_output=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _yaml(data: object) -> str:
    """YAML in flow style with every text quoted, so that any text is fine."""
    assert isinstance(data, Mapping)
    return "".join(f"{_quoted(key)}: {_quoted(value)}\n" for key, value in data.items())


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
