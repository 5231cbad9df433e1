"""What the staged pages say, by rules that no single example shows; golden cases show the rest."""

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.markdown.abbreviations import Tooltips
from newsarchive.markdown.escape import plain
from newsarchive.markdown.normalise import normalise
from newsarchive.markdown.rendered import EXTENSIONS
from newsarchive.model import (
    Archive,
    Article,
    Correction,
    Document,
    GlossaryEntry,
    Image,
    Person,
    Source,
    Withdrawal,
)
from newsarchive.pages import related
from newsarchive.pages.staged import scalar
from tests.builders import (
    VOCABULARY,
    archive_of,
    article,
    body,
    config,
    planned,
    term,
    text_of,
    view,
    vocabulary_of,
    when,
)
from tests.markup import Page

SECRET = "rahasia"


def example() -> Archive:
    """A handful of articles from which every kind of page comes."""
    full = article(
        "2025/10/lengkap",
        "2025-10-29",
        title="Warga binaan: “berlatih” & <bernapas>",
        summary="Ringkasan *apa adanya*.",
        body="Para WBP di UPT ini [berlatih](../09/rapat.md). WBP senang.\n\n## WBP\n\nTeks.",
        event_types=("kunjungan-kerja", "pembinaan-kepribadian"),
        themes=("kelembagaan", "pembinaan"),
        people=(Person("Rangga Permata", "Kepala Rutan"), Person("Sri")),
        image=Image("foto.jpg", "Halaman rutan", "Humas"),
        sources=(
            Source(
                "Koran Contoh",
                "Berita asal",
                "https://koran.example/1",
                when("2025-10-30"),
                "Sari",
                when("2025-11-01"),
                "https://arsip.example/1",
                "press-release",
            ),
            Source("Siaran radio"),
        ),
        corrections=(Correction(when("2025-11-02"), "ralat", "Nama diperbaiki."),),
        date_note="Tanggal menurut surat.",
        aliases=("2024/10/nama-lama",),
        story="latihan",
    )
    gone = Withdrawal(when("2025-12-01"), "privasi", "Atas permintaan keluarga.")
    articles = [
        full,
        article("2025/10/lanjutan", "2025-10", title="Latihan berlanjut", story="latihan"),
        article("2025/09/rapat", "2025-09-03", title="Rapat", facilities=("kanwil-banten",)),
        article(
            "2025/09/ditarik",
            "2025-09-01",
            title=SECRET,
            summary=SECRET,
            body=SECRET,
            status="withdrawn",
            withdrawn=gone,
        ),
        article("2024/03/takjil", "2024-03-22", title="Takjil"),
        article("2024/03/tahun", "2024", title="Hanya tahunnya", facilities=()),
    ]
    documents = (
        Document(
            "index.md",
            "Arsip",
            "Arsip berita.",
            "Lihat [fasilitas](/fasilitas/) dan [panduan](panduan/index.md).",
        ),
        Document("panduan/index.md", "Panduan", "Untuk editor.", "Kembali ke [beranda](../index.md)."),
    )
    return archive_of(articles, documents=documents)


def test_a_withdrawn_article_shows_nothing_of_itself_anywhere() -> None:
    archive = example()
    for file in planned(archive).values():
        assert SECRET not in file.render(), file.path
    assert any(a.title == SECRET for a in archive.articles)


def test_a_withdrawn_article_is_in_no_sitemap_and_not_on_the_front_page() -> None:
    files = planned(example())
    sitemap = "".join(text_of(file) for path, file in files.items() if path.endswith(".xml"))
    assert "berita/2025/10/lengkap/" in sitemap
    assert "ditarik" not in sitemap
    assert "ditarik" not in files["index.md"].render()


def test_every_term_has_a_page_and_a_line_in_its_index() -> None:
    files = planned(example())
    for folder in ("fasilitas", "wilayah", "tema", "peristiwa"):
        groups = view(files[f"{folder}.md"])["groups"]
        entries = [entry for group in groups for entry in group["entries"]]
        indexed = [entry["url"] for entry in entries]
        covered = sum(1 for entry in entries if entry["count"])
        assert view(files[f"{folder}.md"])["tally"].startswith(f"{covered} dari {len(set(indexed))} ")
        assert len(set(indexed)) == len(indexed)
        for url in indexed:
            assert f"{url[:-1]}.md" in files
    assert len([path for path in files if re.fullmatch(r"\w+/[a-z-]+\.md", path)]) >= 10


def test_a_term_without_articles_says_that_silence_proves_nothing() -> None:
    files = planned(example())
    assert "bukan bukti" in view(files["fasilitas/lapas-cilegon.md"])["note"]
    assert "bukan bukti" in view(files["wilayah/maluku.md"])["note"]
    assert view(files["fasilitas/rutan-serang.md"])["note"] == ""


def test_an_index_is_searched_by_every_name_of_a_term() -> None:
    groups = view(planned(example())["fasilitas.md"])["groups"]
    (entry,) = (e for g in groups for e in g["entries"] if e["url"] == "fasilitas/rutan-serang/")
    for name in ("rutan kelas iib serang", "rutan kota serang", "rumah penjara serang", "kota serang"):
        assert name in entry["search"]


def related_to(key: str, *others: Article) -> list[str]:
    """The slugs of the related articles of one."""
    return [
        url.split("/")[-2] for _, url, *_ in view(planned(archive_of(others))[f"berita/{key}.md"])["related"]
    ]


def test_of_a_longer_story_those_beyond_the_next_come_first_and_no_other_is_related() -> None:
    chapters = [article(f"2025/05/bab{n}", f"2025-05-{n + 1:02}", story="bab") for n in range(6)]
    near = article("2025/05/lain", "2025-05-01")
    assert related_to("2025/05/bab0", *chapters, near) == ["bab2", "lain"]
    assert related_to("2025/05/bab3", *chapters, near) == ["bab1", "bab5", "lain"]


def test_related_are_those_with_the_same_people_events_and_words_before_those_near_in_time() -> None:
    here = article(
        "2025/05/sini",
        "2025-05-20",
        title="Kebakaran dapur",
        event_types=("kerja-sama",),
        people=(Person("Budi Santoso"),),
    )
    others = [article(f"2025/05/a{day}", f"2025-05-{day}", title=f"Upacara {day}") for day in range(21, 25)]
    alike = [
        article("2025/05/kata", "2025-05-15", title="Sebab kebakaran dapur diselidiki"),
        article("2025/05/orang", "2025-05-16", people=(Person("BUDI SANTOSO"),)),
        article("2025/05/jenis", "2025-05-17", event_types=("kerja-sama", "kunjungan-kerja")),
    ]
    assert set(related_to(here.key, here, *others, *alike)[:3]) == {"kata", "orang", "jenis"}
    assert related_to(here.key, here, *others, *alike)[3] == "a21"


def test_somebody_named_long_ago_in_the_same_province_is_remembered() -> None:
    here = article("2025/05/sini", "2025-05-20", people=(Person("Budi Santoso"),))
    crowd = [article(f"2025/05/a{day}", f"2025-05-{day:02}") for day in range(1, 20)]
    old = article(
        "2019/01/lama",
        "2019-01-02",
        facilities=("lapas-cilegon",),
        event_types=("kunjungan-kerja", "kerja-sama"),
        people=(Person("Budi Santoso"),),
    )
    assert "lama" in related_to(here.key, here, *crowd, old)


def test_of_another_story_only_the_nearest_is_related() -> None:
    chapters = [article(f"2025/05/bab{n}", f"2025-05-{n + 1:02}", story="bab") for n in range(3)]
    near = [article("2025/05/lain", "2025-05-05"), article("2025/05/sini", "2025-05-06")]
    assert related_to("2025/05/sini", *chapters, *near) == ["lain", "bab2"]


def test_nothing_withdrawn_is_related() -> None:
    gone = Withdrawal(when("2025-12-01"), "privasi")
    series = [article(f"2025/05/a{day}", f"2025-05-{day:02}", story="banjir") for day in (1, 2, 3)]
    series[2] = replace(series[2], status="withdrawn", withdrawn=gone)
    series.append(article("2025/05/b", "2025-05-02", status="withdrawn", withdrawn=gone))
    assert related_to("2025/05/a1", *series) == []


def test_an_edit_changes_the_related_articles_of_few() -> None:
    many = [
        article(f"2025/0{month}/a{day}", f"2025-0{month}-{day:02}")
        for month in (1, 2, 3)
        for day in range(1, 29)
    ]
    edited = [
        replace(one, title="Judul lain", digest="x") if one.key == "2025/02/a10" else one for one in many
    ]
    before, after = planned(archive_of(many)), planned(archive_of(edited))
    new = [
        path for path in before if path.startswith("berita/") and before[path].digest != after[path].digest
    ]
    assert 1 < len(new) <= 2 * related.NEAR + 1


def test_neighbours_are_those_of_the_first_facility_the_later_one_first() -> None:
    def at(day: int, *facilities: str) -> Article:
        return article(f"2025/05/a{day}", f"2025-05-{day:02}", facilities=facilities, regions=())

    serang = [at(day, "rutan-serang") for day in (1, 2, 8, 9)]
    cilegon = [at(day, "lapas-cilegon") for day in (3, 4, 6, 7)]
    here = at(5, "rutan-serang", "lapas-cilegon")
    assert related_to("2025/05/a5", *serang, *cilegon, here) == ["a8", "a2", "a9", "a1"]


def test_a_lonely_article_has_no_related_ones() -> None:
    assert view(planned(archive_of([article()]))["berita/2025/10/latihan.md"])["related"] == []


def test_merged_terms_leave_redirects_for_every_page_they_may_have_had() -> None:
    files = planned(example(), config(limit=2, latest=2))
    targets = {
        path.removesuffix(".md"): view(file)["target"]
        for path, file in files.items()
        if path.startswith("fasilitas/rutan-kota-serang") and path.endswith(".md")
    }
    assert targets["fasilitas/rutan-kota-serang"] == "fasilitas/rutan-serang/"
    assert targets["fasilitas/rutan-kota-serang/2025/10"] == "fasilitas/rutan-serang/2025/10/"
    pages = [path for path in files if re.fullmatch(r"fasilitas/rutan-serang(/.*)?\.md", path)]
    assert len(targets) == len(pages)


def test_every_redirect_leads_to_a_page() -> None:
    files = planned(example(), config(limit=2, latest=2))
    redirects = [view(f) for p, f in files.items() if p.endswith(".md") and view(f)["kind"] == "redirect"]
    assert len(redirects) >= 3
    for redirect in redirects:
        target = files[f"{redirect['target'][:-1]}.md"]
        assert view(target)["kind"] != "redirect"


def test_an_article_called_index_keeps_its_address() -> None:
    files = planned(archive_of([article("2025/10/index")]))
    assert "berita/2025/10/index/index.md" in files


def test_a_site_without_address_has_no_sitemap() -> None:
    settings = config()
    files = planned(example(), type(settings)(settings.root, settings.site_name, ""))
    assert [path for path in files if path.endswith((".xml", ".txt"))] == []


def test_sitemaps_name_every_readable_page_once() -> None:
    files = planned(example())
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"

    def locations(path: str) -> list[str]:
        return [str(loc.text) for loc in ElementTree.fromstring(files[path].render()).iter(name)]

    parts = [url.removeprefix("https://arsip.example/") for url in locations("sitemap.xml")]
    assert sorted(parts) == sorted(path for path in files if re.fullmatch(r"sitemap-.*\.xml", path))
    urls = [url.removeprefix("https://arsip.example/") for part in parts for url in locations(part)]
    assert len(urls) == len(set(urls))
    pages = {
        path.removesuffix("index.md").removesuffix(".md").rstrip("/")
        for path in files
        if path.endswith(".md")
    }
    assert {url.rstrip("/") for url in urls} <= pages
    assert "https://arsip.example/sitemap.xml" in files["robots.txt"].render()


def test_a_sitemap_gives_the_day_of_the_last_change_and_not_that_of_the_event() -> None:
    corrections = (
        Correction(when("2026-02-03"), "ralat", "Satu."),
        Correction(when("2026-01-05"), "ralat", "Dua."),
    )
    files = planned(
        archive_of(
            [
                article("2025/10/diralat", "2025-10-29", added=when("2025-11-01"), corrections=corrections),
                article("2025/10/tetap", "2025-10-28", added=when("2025-11-01")),
                article("2025/10/lama", "2025-10"),
            ]
        )
    )
    rows = re.findall(r"berita/2025/10/(\w+)/</loc><lastmod>([^<]+)<", text_of(files["sitemap-2025.xml"]))
    assert dict(rows) == {"diralat": "2026-02-03", "tetap": "2025-11-01"}


# ---- Glossary

GLOSSARY = [
    GlossaryEntry("WBP", "Warga Binaan Pemasyarakatan", ""),
    GlossaryEntry("UPT", "Unit Pelaksana Teknis", ""),
    GlossaryEntry("UPT PAS", "Unit Pelaksana Teknis Pemasyarakatan", ""),
    GlossaryEntry("PB", "Pembebasan Bersyarat", "", tooltip=False),
    GlossaryEntry("X&Y", 'Kutip "`kode`" <b> *tebal* [x](y)', ""),
]


def marks(text: str) -> tuple[list[str], Page]:
    """The abbreviations that a reader finds explained in a text, and the page."""
    html = markdown.markdown(Tooltips(GLOSSARY).mark(normalise(text).text), extensions=list(EXTENSIONS))
    return re.findall(r"<abbr title=\"[^\"]*\">(.*?)</abbr>", html), Page(html)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Para WBP dan WBP lain.", ["WBP"]),
        ("Kata **WBP** dan *UPT*.", ["WBP", "UPT"]),
        ("UPT PAS lalu UPT, lalu UPT PAS.", ["UPT PAS", "UPT"]),
        ("(WBP)", ["WBP"]),
        ("WBP, UPT.", ["WBP", "UPT"]),
        ("WBPS, XWBP, WBP-nya, non-WBP, wbp", []),
        ("PB diberikan.", []),
        ("`WBP` dan ``a ` WBP``", []),
        ("Lihat [WBP](https://a.example/WBP) dan https://b.example/WBP dan <https://c.example/WBP>.", []),
        ("Lihat [tentang WBP][1].\n\n[1]: https://a.example/ 'WBP'", []),
        ("![WBP](foto.jpg)", []),
        ("## WBP\n\nIsi.", []),
        ("> ## WBP\n>\n> Isi.", []),
        ("WBP\n---\n\nIsi.", []),
        ("Tentang WBP\n======\n\nIsi.", []),
        ("```\nWBP\n```\n\nUPT", ["UPT"]),
        ("~~~\nWBP\n", []),
        ("    WBP\n\nUPT", ["WBP", "UPT"]),
        ('!!! note "WBP"\n    Isi.\n\nUPT', ["UPT"]),
        ("- WBP\n- UPT", ["WBP", "UPT"]),
        ("| A | B |\n|---|---|\n| WBP | x |", ["WBP"]),
        ("## WBP\n\nPara WBP.", ["WBP"]),
        ("X&Y", ["X&amp;Y"]),
        ("Para warga binaan\npemasyarakatan (WBP), lalu WBP dan UPT (Unit Pelaksana Teknis).", []),
        ("Di unit itu (WBP) dan UPT (unit).", ["WBP", "UPT"]),
        ("", []),
    ],
)
def test_abbreviations_are_explained_at_first_use_in_running_text(text: str, found: list[str]) -> None:
    assert [mark.replace("&#38;", "&amp;") for mark in marks(text)[0]] == found


def test_an_expansion_is_shown_as_it_is_whatever_it_holds() -> None:
    _, page = marks("X&Y")
    (attributes,) = (attributes for tag, attributes in page.elements if tag == "abbr")
    assert attributes == {"title": GLOSSARY[-1].expansion}
    assert page.text == "X&Y"
    assert [tag for tag, _ in page.elements] == ["p", "abbr"]


def test_marking_changes_nothing_else() -> None:
    text = "Para WBP.\n\n```\nWBP\n```\n\n> kutip UPT\n\n[^1]: WBP"
    unmarked = re.sub(r"<abbr[^>]*>(.*?)</abbr>", r"\1", Tooltips(GLOSSARY).mark(text))
    assert unmarked == text
    assert Tooltips([]).mark(text) == text


def test_only_the_glossary_words_that_an_article_uses_are_in_it() -> None:
    files = planned(archive_of([article(body="WBP dan UPT.")]))
    assert body(files["berita/2025/10/latihan.md"]).count("<abbr") == 2


# ---- The form of staged pages


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_front_matter_reads_the_same_as_it_was_written(text: str) -> None:
    line = scalar(text)
    assert "\n" not in line
    assert json.loads(line) == text
    assert yaml.load(f"a: {line}\n", yaml.CSafeLoader) == {"a": text}
    assert yaml.load(f"a: {line}\n", yaml.SafeLoader) == {"a": text}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.text("`*_{}[]()#+-.!<>&|~:=1 a\\\"'^\n"))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    html = markdown.markdown(plain(text), extensions=list(EXTENSIONS))
    page = Page(html)
    assert page.text == " ".join(text.split())
    assert page.shape.keys() <= {("p",)}


def test_digests_follow_what_a_page_shows_and_nothing_else() -> None:
    def digests(**fields: Any) -> dict[str, str]:
        rutan = term("facility", "rutan-serang", **{"name": "Rutan Serang", **fields})
        rest = [t for facet in VOCABULARY.terms.values() for t in facet.values() if t.id != "rutan-serang"]
        archive = archive_of(
            [article(), article("2025/09/lain", "2025-09-01", facilities=("lapas-cilegon",))],
            vocabulary_of([rutan, *rest], VOCABULARY.glossary),
        )
        return {path: file.digest for path, file in planned(archive).items()}

    before = digests()
    renamed = {path for path, digest in digests(name="Rutan Baru").items() if digest != before[path]}
    assert {"berita/2025/10/latihan.md", "fasilitas/rutan-serang.md", "fasilitas.md"} <= renamed
    assert not renamed & {"fasilitas/lapas-cilegon.md", "tema.md", "glosarium.md"}
    # The neighbour names the place beside its link.
    assert "berita/2025/09/lain.md" in renamed
    moved = {path for path, digest in digests(lat=1.0, lon=2.0).items() if digest != before[path]}
    assert moved == {"fasilitas/rutan-serang.md"}


@pytest.mark.parametrize(
    ("sources", "indonesian", "english"),
    [
        ([{}], "1 sumber, belum diketahui mandiri atau tidak", "1 source, not known whether independent"),
        ([{"kind": "news"}], "1 sumber, 1 mandiri", "1 source, 1 independent"),
        ([{"kind": "press-release"}], "1 sumber, bukan sumber mandiri", "1 source, not independent"),
        (
            [{"kind": "press-release"}, {"kind": "news", "independent": False}],
            "2 sumber, tidak ada yang mandiri",
            "2 sources, none of them independent",
        ),
        (
            [{"kind": "press-release"}, {"kind": "observation"}],
            "2 sumber, 1 mandiri",
            "2 sources, 1 independent",
        ),
        (
            [{"kind": "official", "independent": True}, {"kind": "social-media"}],
            "2 sumber, 1 mandiri, 1 belum diketahui",
            "2 sources, 1 independent, 1 not known",
        ),
        (
            [{"kind": "official"}, {}],
            "2 sumber, 0 mandiri, 1 belum diketahui",
            "2 sources, 0 independent, 1 not known",
        ),
    ],
)
def test_an_article_says_on_how_many_independent_sources_it_rests(
    sources: list[dict[str, Any]], indonesian: str, english: str
) -> None:
    rests = article(sources=tuple(Source(f"Media {n}", **fields) for n, fields in enumerate(sources)))
    for lang, said in (("id", indonesian), ("en", english)):
        page = planned(archive_of([rests]), config(lang))[f"berita/{rests.key}.md"]
        assert view(page)["basis"] == said
