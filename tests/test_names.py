"""Names fold and resolve as editors and the press write them, and never to one term where two fit."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.content.vocabulary.folding import fold, without_class
from newsarchive.content.vocabulary.names import Match, Names
from newsarchive.model import FACETS, Term, Vocabulary

ROOT = Path(__file__).parent.parent
FIELD_WORDS = (
    *("l", "p", "lp", "lpp", "rs", "rsu", "kls", "klas", "kelas", "ii", "i", "2", "b", "a", "prov", "kep"),
    *("lapas", "rutan", "perempuan", "rumah tahanan", "negara", "kantor wilayah", "pemasyarakatan", "ditjen"),
    *("pas", "padang", "sidempuan", "serang", "-", "é", "(", "ß", "Ⅱ", "٣", "ŉ"),
)


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (
            (
                "Rutan Kelas IIB Serang",
                "RUTAN KELAS II B SERANG",
                "Rutan Klas II-B Serang",
                "rutan kls 2b serang",
                "Rutan Serang Kelas II.B",
                "Rutan IIB Serang",
                "Rumah Tahanan Negara Kelas IIB Serang",
                "Rumah Tahanan Negara (Rutan) Kelas IIB Serang",
                "  Rútan   Kelas\u00a0IIB\tSerang. ",
            ),
            "rutanserang kelas iib",
        ),
        (
            ("Lapas Cilegon", "LP Cilegon", "L.P. Cilegon", "Lembaga Pemasyarakatan Cilegon"),
            "lapascilegon",
        ),
        (
            (
                "Lapas Narkotika Kelas IIA Cirebon",
                "Lapas Kelas IIA Narkotika Cirebon",
                "Lapastik Klas 2A Cirebon",
            ),
            "lapasnarkotikacirebon kelas iia",
        ),
        (
            ("LPP Bandung", "Lapas Perempuan Bandung", "Lembaga Pemasyarakatan Wanita Bandung"),
            "lapasperempuanbandung",
        ),
        (("LPKA Blitar", "Lembaga Pembinaan Khusus Anak (LPKA) Blitar"), "lpkablitar"),
        (("Bapas Kelas I Serang", "Balai Pemasyarakatan Kls. 1 Serang"), "bapasserang kelas i"),
        (("Rupbasan Cirebon", "Rumah Penyimpanan Benda Sitaan Negara Cirebon"), "rupbasancirebon"),
        (
            (
                "Kanwil Ditjenpas Banten",
                "Kanwil Ditjen PAS Banten",
                "Kanwil Pemasyarakatan Banten",
                "Kanwil Ditjen Pemasyarakatan (Ditjenpas) Provinsi Banten",
                "Kantor Wilayah (Kanwil) Direktorat Jenderal Pemasyarakatan (Ditjenpas) Banten",
                "Kantor Wilayah Direktorat Jenderal Pemasyarakatan Banten",
                "Kantor Wilayah Direktorat Jenderal Pemasyarakatan (Kanwil Ditjenpas) Banten",
            ),
            "kanwilditjenpasbanten",
        ),
        (("Palangka Raya", "Palangkaraya", "PALANGKA-RAYA"), "palangkaraya"),
        (("Padangsidimpuan", "Padang Sidempuan", "Padangsidempuan"), "padangsidimpuan"),
        (("Sumatera Utara", "Sumatra Utara"), "sumaterautara"),
        (("Bau-Bau", "Baubau"), "baubau"),
        (("", "…", "()", "Рутан"), ""),
    ],
)
def test_spellings_that_fold_alike(spellings: tuple[str, ...], folded: str) -> None:
    assert {fold(spelling) for spelling in spellings} == {folded}


def test_fold_keeps_different_names_apart() -> None:
    written = ("Lapas Kelas I Medan", "Lapas Kelas II Medan", "Rutan Kelas I Medan", "Lapas Perempuan Medan")
    assert len({fold(name) for name in written}) == len(written)
    assert without_class(fold("Lapas Kelas IIA Balige")) == fold("Lapas Balige")


@given(st.text() | st.lists(st.sampled_from(FIELD_WORDS)).map(" ".join))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_name_alias_and_id_resolves_to_its_own_term(vocabulary: Vocabulary, names: Names) -> None:
    for facet in FACETS:
        for term in vocabulary.terms[facet].values():
            for text in (term.id, term.name, *term.aliases, *term.former_names, *term.former_ids):
                for variant in (text, text.upper() if text != term.id else text, f" {text} "):
                    assert names.resolve(facet, variant) == Match(term.id), (facet, variant)


def test_spelling_variants_of_every_facility_resolve(vocabulary: Vocabulary, names: Names) -> None:
    for term in vocabulary.terms["facility"].values():
        name = term.name
        variants = {
            name.replace("Kelas IIA", "Klas II A")
            .replace("Kelas IIB", "Kls II-B")
            .replace("Kelas I ", "Kelas 1 "),
            name.replace("Rutan", "Rumah Tahanan Negara").replace("Lapas", "Lembaga Pemasyarakatan"),
            name.replace("Rutan", "Rumah Tahanan Negara (Rutan)").replace("Lapas", "LP"),
            name.replace("Kanwil Ditjenpas", "Kantor Wilayah Direktorat Jenderal Pemasyarakatan"),
            name.replace("Kanwil Ditjenpas", "Kanwil Pemasyarakatan"),
            name.replace("Bapas", "Balai Pemasyarakatan").replace("LPKA", "Lembaga Pembinaan Khusus Anak"),
            name.replace("Lapas Perempuan", "LPP").replace("Lapas Narkotika", "Lapastik"),
            name.replace(" ", "-"),
        }
        for variant in variants:
            assert names.resolve("facility", variant).id == term.id, variant


def test_names_without_class_resolve_unless_two_units_share_them(
    vocabulary: Vocabulary, names: Names
) -> None:
    tangerang = {"lapas-tangerang-kelas-i", "lapas-tangerang-kelas-iia"}
    shared = dict.fromkeys(tangerang, tangerang) | {
        "lapas-teluk-dalam": {"lapas-teluk-dalam", "lapas-banjarmasin"}
    }
    for term in vocabulary.terms["facility"].values():
        match = names.resolve("facility", term.name.replace(f"Kelas {term.class_} ", ""))
        assert set(match.candidates) == shared.get(term.id, set()), term.name
        assert match.id == ("" if term.id in shared else term.id), term.name


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Rutan Kelas IIB Pekanbaru", "rutan-pekanbaru"),
        ("Lapas Kelas IIA Tangerang", "lapas-tangerang-kelas-iia"),
        ("Rutan Kelas IIB Batang", "lapas-batang"),
        ("Lapas Lambaro", "lapas-banda-aceh"),
        ("Salambue", "lapas-padang-sidempuan"),
        ("LP Salambue", "lapas-padang-sidempuan"),
        ("Lapas Gintung", "lapas-narkotika-cirebon"),
        ("Lapas Kerobokan", "lapas-kerobokan"),
        ("Lapas Tanjung Gusta", "lapas-medan"),
        ("Rutan Tanjung Gusta", "rutan-medan"),
        ("Rutan Salemba", "rutan-jakarta-pusat"),
        ("Kanwil Ditjenpas Jabar", "kanwil-jawa-barat"),
        ("Kanwil Ditjen PAS DIY", "kanwil-di-yogyakarta"),
        ("Lapas Martapura", "lapas-martapura"),
        ("Lapas Martapura, Kalsel", "lapas-perempuan-martapura"),
        ("Rutan Kelas IIB Rantau (Kalimantan Selatan)", "rutan-rantau"),
        ("Lapas Kelas IIA Cilegon Kanwil Ditjenpas Banten", "lapas-cilegon"),
        ("Lapas Batu", "lapas-batu-high-risk-narkotika-nusakambangan"),
    ],
)
def test_names_that_the_press_uses(names: Names, text: str, id_: str) -> None:
    assert names.resolve("facility", text) == Match(id_)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Lapas Tangerang", {"lapas-tangerang-kelas-i", "lapas-tangerang-kelas-iia"}),
        ("Lapas Kelas IIB Tangerang", {"lapas-tangerang-kelas-i", "lapas-tangerang-kelas-iia"}),
        ("Martapura", {"lapas-martapura", "lapas-perempuan-martapura", "lpka-martapura"}),
        ("Salemba", {"lapas-salemba", "rutan-jakarta-pusat"}),
        ("Pondok Bambu", {"lapas-perempuan-jakarta", "rutan-pondok-bambu"}),
        ("Kerobokan", {"lapas-kerobokan", "lapas-perempuan-denpasar"}),
        ("Lapas Teluk Dalam", {"lapas-banjarmasin", "lapas-teluk-dalam"}),
        ("Teluk Dalam", {"lapas-banjarmasin", "lapas-teluk-dalam"}),
        ("Lapas Jakarta", {"lapas-narkotika-jakarta", "lapas-perempuan-jakarta"}),
    ],
)
def test_ambiguous_names_give_the_choice(names: Names, text: str, candidates: set[str]) -> None:
    match = names.resolve("facility", text)
    assert not match.id
    assert set(match.candidates) == candidates


def test_an_island_of_prisons_is_no_prison(names: Names) -> None:
    match = names.resolve("facility", "Lapas Nusakambangan")
    assert not match.id and len(match.candidates) == 12
    assert len(names.resolve("facility", "Nusakambangan").candidates) == 13


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "Lapas",
            "Kelas IIB",
            "Banten",
            "Karanganyar",
            "Mako Brimob",
            "Rutan KPK",
            "Rutan Cilegon",
        ),
        *("Rutan Serang, Jabar", "Kanwil Banten", "Kanwil Kemenkumham Banten"),
        "Kanwil Ditjenpas Papua Barat Daya",
    ],
)
def test_what_is_no_facility_resolves_to_none(names: Names, text: str) -> None:
    assert names.resolve("facility", text) == Match()


def test_a_province_decides_between_units_but_overrules_none(names: Names) -> None:
    def found(text: str, region: str) -> Match:
        return names.resolve("facility", text, region)

    assert found("Lapas Martapura", "kalimantan-selatan").id == "lapas-perempuan-martapura"
    assert found("Lapas Martapura", "sumatera-selatan").id == "lapas-martapura"
    assert found("Lapas Teluk Dalam", "kalimantan-selatan").id == "lapas-banjarmasin"
    assert found("Rutan Serang", "aceh").id == "rutan-serang"
    assert found("Kanwil Ditjenpas Kaltim", "kalimantan-utara").id == "kanwil-kalimantan-timur"
    assert len(found("Lapas Tangerang", "banten").candidates) == 2


@pytest.mark.parametrize(
    ("facet", "text", "id_"),
    [
        ("region", "Kalsel", "kalimantan-selatan"),
        ("region", "D.I. Yogyakarta", "di-yogyakarta"),
        ("region", "Jogja", "di-yogyakarta"),
        ("region", "Provinsi Jawa Barat", "jawa-barat"),
        ("region", "Kep. Babel", ""),
        ("region", "Jawa", ""),
        ("event_type", "MoU", "kerja-sama"),
        ("event_type", "kunjungan  KERJA", "kunjungan-kerja"),
        ("theme", "Keamanan & Ketertiban", ""),
        ("theme", "keamanan", "keamanan"),
    ],
)
def test_other_facets(names: Names, facet: str, text: str, id_: str) -> None:
    assert names.resolve(facet, text).id == id_  # type: ignore[arg-type]


def test_former_ids_resolve() -> None:
    merged = Term("facility", "lapas-x", "Lapas Kelas IIA X", former_ids=("rutan-x",), type="lapas")
    names = Names(Vocabulary({"facility": {merged.id: merged}}))
    assert names.resolve("facility", "rutan-x") == Match("lapas-x")
    assert names.resolve("region", "Banten") == Match()


def test_nearest_names_come_best_first(names: Names) -> None:
    assert names.nearest("facility", "Rutan Seran")[0] == "Rutan Kelas IIB Serang"
    assert names.nearest("facility", "Lapas Kls IIA Cilegn")[0] == "Lapas Kelas IIA Cilegon"
    assert names.nearest("facility", "Rutan Cilegon", limit=1) == ("Lapas Kelas IIA Cilegon",)
    assert names.nearest("event_type", "Razzia") == ("Razia",)
    assert names.nearest("region", "Bantn")[0] == "Banten"
    assert names.nearest("region", "xyzzy") == ()


def test_resolving_again_costs_next_to_nothing(names: Names) -> None:
    names.resolve("facility", "Rumah Tahanan Negara Kelas II B Serang")
    start = time.perf_counter()
    for _ in range(10_000):
        names.resolve("facility", "Rumah Tahanan Negara Kelas II B Serang")
    assert time.perf_counter() - start < 0.5
