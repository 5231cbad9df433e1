"""Readers' questions find what answers them: sentences, dates, phrases, and words with a mistake in them."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.node import run_in_node
from tests.searching import ask, found, keys, record, write_index

ARTICLES = [
    record(
        "kabur",
        "Dua tahanan melarikan diri lewat plafon",
        "Dua tahanan Rutan Kelas IIB Serang kabur pada malam hari. Petugas mengejar mereka ke Merak.",
        "2025-03-22",
        names=("Rutan Kelas IIB Serang", "Banten"),
    ),
    record(
        "waisak",
        "Tiga napi menerima remisi Waisak",
        "Remisi khusus hari raya diserahkan kepala lapas di aula.",
        "2024-05-23",
        names=("Lapas Kelas IIA Cilegon", "Banten"),
    ),
    record(
        "natal",
        "Remisi Natal untuk sepuluh warga binaan",
        "Remisi khusus Natal diserahkan di gereja lapas.",
        "2025-12-25",
        names=("Lapas Kelas I Cipinang",),
    ),
    record(
        "studi", "Lapas belajar dari rutan tetangga", "Rombongan melakukan studi tiru ke Malang.", "2023-02"
    ),
    record("tiru", "Tiru cara lama", "Bukan tiru studi, melainkan cara sendiri.", "2022"),
    record("razia", "Razia kamar hunian", "Petugas menggelar razia.", "2025-01-05", labels=("Razia",)),
    record(
        "geledah", "Penggeledahan kamar", "Penggeledahan dilakukan petugas.", "2025-01-06", labels=("Razia",)
    ),
    record("merazia", "Petugas merazia blok", "Mereka merazia semua kamar.", "2025-01-07", labels=("Razia",)),
    record("barang", "Pelempar ditangkap", "Barang dilempar dari luar tembok yang ambruk.", "2024-08-17"),
    record("tanpa", "Artikel bertahun saja", "Kunjungan keluarga dibuka lagi.", "2021"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("search"), ARTICLES)


FIRST = {
    "kapan napi dapat remisi waisak?": "waisak",
    "bagaimana tahanan bisa kabur dari rutan serang": "kabur",
    "siapa yang melempar barang dari luar": "barang",
    "kunjungan rutan serang maret 2025": "kabur",
    "Rutan IIB Serang": "kabur",
    "rutan kelas II B serang": "kabur",
    "lapas 2A cilegon": "waisak",
    "Lapas I Cipinang": "natal",
    "22 maret 2025": "kabur",
    "22/03/2025": "kabur",
    "2025-03-22": "kabur",
    "remisi desember 2025": "natal",
    "remisi sebelum 2025": "waisak",
    "studi tiru feb 2023": "studi",
    "2021": "tanpa",
    "tembok ambrok": "barang",
    "tahnan kabur": "kabur",
    "cilegno remisi": "waisak",
    "cipinnang": "natal",
    "wasak": "waisak",
}


@pytest.fixture(scope="module")
def first_found(site: Path) -> dict[str, list[str]]:
    """For each question the one article that is shown first."""
    return dict(zip(FIRST, (keys[:1] for keys in found(site, *FIRST)), strict=True))


@pytest.mark.parametrize("question", FIRST)
def test_the_question_finds_its_article_first(first_found: dict[str, list[str]], question: str) -> None:
    assert first_found[question] == [FIRST[question]]


def test_quotation_marks_ask_for_neighbours_as_typed(site: Path) -> None:
    phrase, other, form = found(site, '"studi tiru"', '"tiru studi"', '"petugas razia"')
    assert phrase == ["studi"]
    assert other == ["tiru"]
    assert form == [], "merazia is another word"


def test_a_minus_leaves_out(site: Path) -> None:
    (without,) = found(site, "remisi -natal")
    assert without == ["waisak"]


def test_function_words_count_alone_and_in_quotation_marks(site: Path) -> None:
    alone, quoted, none = ask(site, "bukan", '"bukan tiru"', "yang")
    assert keys(alone) == ["tiru"]
    assert keys(quoted) == ["tiru"]
    assert keys(none) == ["barang"]


def test_signs_alone_find_nothing_and_are_told(site: Path) -> None:
    for answer in ask(site, "🎉", "...", '"', "( & %"):
        assert (answer["total"], answer["nothing"]) == (0, True)


def test_the_word_as_typed_comes_before_its_family_and_this_before_synonyms(site: Path) -> None:
    typed, family = found(site, "razia", "merazia")
    assert typed == ["razia", "merazia", "geledah"]
    assert family[0] == "merazia"
    assert family[-1] == "geledah"


def test_what_not_all_words_find_the_best_of_them_does_and_the_rest_is_told(site: Path) -> None:
    (answer,) = ask(site, "tahanan plafon zebra")
    assert keys(answer)[0] == "kabur"
    assert answer["left"] == ["zebra"]


def test_a_correction_is_told_and_finds_something(site: Path) -> None:
    (answer,) = ask(site, "remisi waisek")
    assert answer["corrected"] == [{"word": "waisek", "as": "waisak"}]
    assert keys(answer) == ["waisak"]
    (hopeless,) = ask(site, "xqzvw")
    assert (hopeless["total"], hopeless["corrected"]) == (0, [])


def test_where_nothing_is_of_that_time_other_times_are_shown_and_told(site: Path) -> None:
    (answer,) = ask(site, "remisi waisak 2019")
    assert keys(answer) == ["waisak"]
    assert [span["used"] for span in answer["dates"]] == [False]


def test_from_and_to_narrow_to_a_span_of_time(site: Path) -> None:
    (answer,) = ask(site, {"q": "remisi", "from": [2025, 0, 0], "to": [2025, 12, 31]})
    assert keys(answer) == ["natal"]


def test_results_come_in_portions_and_newest_first_if_asked(site: Path) -> None:
    whole, first, second = ask(
        site,
        {"q": "remisi razia petugas", "sort": "newest"},
        {"q": "remisi razia petugas", "sort": "newest", "limit": 2},
        {"q": "remisi razia petugas", "sort": "newest", "limit": 2, "offset": 2},
    )
    assert keys(first) + keys(second) == keys(whole)[:4]
    dates = [result["date"] for result in whole["results"]]
    assert dates == sorted(dates, reverse=True)


# Beside plain counting

SUBJECTS = "ponsel takjil pelatihan keluarga sabu gempa sayur".split()
FACETS = {
    "facility": ("lapas-a", "lapas-b", "rutan-c"),
    "region": ("banten", "bali"),
    "event_type": ("razia", "remisi"),
    "theme": ("keamanan",),
    "source": ("news", "official"),
}


def test_results_and_counts_equal_those_of_a_plain_count(tmp_path: Path) -> None:
    rng = Random(7)
    records = []
    for number in range(150):
        said = set(rng.choices(SUBJECTS, k=rng.randint(1, 4)))
        facets = {
            name: tuple(sorted(rng.sample(ids, rng.randint(0, len(ids))))) for name, ids in FACETS.items()
        }
        when = f"{rng.randint(2022, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        records.append(record(f"a{number}", f"Kabar {number}", " ".join(sorted(said)), when, facets=facets))
    requests: list[dict[str, Any]] = []
    for _ in range(40):
        filters = {
            name: rng.sample(ids, rng.randint(1, len(ids)))
            for name, ids in FACETS.items()
            if rng.random() < 0.3
        }
        if rng.random() < 0.3:
            filters["year"] = ["2023", "2025"][: rng.randint(1, 2)]
        if rng.random() < 0.3:
            filters["also"] = rng.sample(FACETS["event_type"], rng.randint(1, 2))
        requests.append({"q": " ".join(rng.sample(SUBJECTS, rng.randint(0, 1))), "filters": filters})

    def values(each: Any, facet: str) -> Any:
        named = {**each.facets, "year": (str(each.date.year),), "also": each.facets["event_type"]}
        return named[facet]

    def passes(each: Any, filters: dict[str, list[str]]) -> bool:
        also = set(filters.get("also", ())) <= set(values(each, "also"))
        others = {name: wanted for name, wanted in filters.items() if name != "also"}
        return also and all(set(values(each, name)) & set(wanted) for name, wanted in others.items())

    for request, answer in zip(requests, ask(write_index(tmp_path, records), *requests), strict=True):
        q, filters = request["q"], request["filters"]
        matched = [each for each in records if not q or q in each.body.split()]
        assert {f"berita/{key}/" for key in keys(answer)} == {r.url for r in matched if passes(r, filters)}
        for facet, counts in answer["facets"].items():
            # Of one facet more values add results; of `also` each more leaves fewer.
            others = {name: wanted for name, wanted in filters.items() if name != facet or facet == "also"}
            expected: dict[str, int] = {}
            for each in matched:
                if passes(each, others):
                    for value in values(each, facet):
                        expected[value] = expected.get(value, 0) + 1
            assert counts == expected, (request, facet)


def test_any_word_with_one_mistake_is_offered_the_right_one(tmp_path: Path) -> None:
    rng = Random(3)
    letters = "abdegiklmnoprstu"
    known = sorted({"".join(rng.choices(letters, k=rng.randint(5, 10))) for _ in range(300)})
    site = write_index(tmp_path, [record(f"a{n}", word, "isi") for n, word in enumerate(known)])
    mistakes = []
    for word in known:
        at = rng.randrange(len(word) - 1)
        letter = rng.choice(letters)
        mistakes.append(
            rng.choice(
                (
                    word[:at] + word[at + 1 :],
                    word[:at] + letter + word[at:],
                    word[:at] + letter + word[at + 1 :],
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                )
            )
        )
    missed = [
        (word, typed)
        for word, typed, got in zip(known, mistakes, found(site, *mistakes), strict=True)
        if f"a{known.index(word)}" not in got and typed not in known
    ]
    # A word may have two neighbours that are as near; one of them is then the answer.
    assert len(missed) <= 3, missed


# Dates

Span = tuple[tuple[int, ...], tuple[int, ...]]
DATES: dict[str, tuple[list[Span], str]] = {
    "remisi 22 desember 2025": ([((2025, 12, 22), (2025, 12, 22))], "remisi"),
    "30/12/2019 razia": ([((2019, 12, 30), (2019, 12, 30))], "razia"),
    "agustus 2025": ([((2025, 8, 0), (2025, 8, 31))], ""),
    "Agst 2025": ([((2025, 8, 0), (2025, 8, 31))], ""),
    "pebruari 2024 kabur": ([((2024, 2, 0), (2024, 2, 31))], "kabur"),
    "2024": ([((2024, 0, 0), (2024, 12, 31))], ""),
    "2020-2022 kabur": ([((2020, 0, 0), (2022, 12, 31))], "kabur"),
    "2020 sampai 2022": ([((2020, 0, 0), (2022, 12, 31))], ""),
    "antara maret 2024 dan juni 2024": ([((2024, 3, 0), (2024, 6, 31))], ""),
    "7-9 juli 2025": ([((2025, 7, 7), (2025, 7, 9))], ""),
    "antara maret dan juli 2025": ([((2025, 3, 0), (2025, 7, 31))], ""),
    "razia oktober-november 2025": ([((2025, 10, 0), (2025, 11, 31))], "razia"),
    "30 juli s.d. 2 agustus 2025": ([((2025, 7, 30), (2025, 8, 2))], ""),
    "desember - januari 2025": ([((2024, 12, 0), (2025, 1, 31))], ""),
    "sejak 2023 razia": ([((2023, 0, 0), (9999, 12, 31))], "razia"),
    "setelah maret 2024": ([((2024, 3, 31), (9999, 12, 31))], ""),
    "sebelum 2020": ([((0, 0, 0), (2019, 12, 31))], ""),
    "tahun lalu": ([((2025, 0, 0), (2025, 12, 31))], ""),
    "bulan ini": ([((2026, 11, 0), (2026, 11, 31))], ""),
    "kemarin": ([((2026, 11, 24), (2026, 11, 24))], ""),
    "UU 22 tahun 2022": ([], "UU 22 tahun 2022"),
    "undang-undang nomor 12 tahun 1995": ([], "undang-undang nomor 12 tahun 1995"),
    "blok 2024a": ([], "blok 2024a"),
    "31 februari 2025": ([((2025, 2, 0), (2025, 2, 31))], "31"),
    "pasal 10 ayat 2": ([], "pasal 10 ayat 2"),
}


@pytest.fixture(scope="module")
def dates_read() -> dict[str, Any]:
    """What is read out of each text on 25 November 2026."""
    script = (
        'const { readDates } = await import("./search-dates.js");'
        "return input.map((text) => readDates(text, new Date(2026, 10, 25)))"
    )
    return dict(zip(DATES, run_in_node(script, list(DATES)), strict=True))


@pytest.mark.parametrize("text", DATES)
def test_dates_are_read_out_of_a_question(dates_read: dict[str, Any], text: str) -> None:
    spans = [(tuple(span["from"]), tuple(span["to"])) for span in dates_read[text]["spans"]]
    assert (spans, dates_read[text]["rest"]) == DATES[text]


def test_a_month_or_day_without_a_year_is_that_of_any_year() -> None:
    script = (
        'const { readDates } = await import("./search-dates.js");'
        "return input.map((text) => readDates(text).spans.map(({ month, day }) => [month, day]))"
    )
    assert run_in_node(script, ["kabur maret", "17 agustus", "rapat sep"]) == [[[3, 0]], [[8, 17]], []]


@pytest.mark.slow
def test_articles_on_one_event_are_one_result_that_opens(tmp_path: Path) -> None:
    flood = [record(f"banjir{n}", f"Banjir hari {n}", "Air masuk.", f"2025-03-0{n}") for n in (1, 2, 3)]
    others = [record("lain", "Banjir di tempat lain", when="2025-03-02"), record("razia", "Razia")]
    stories = {"banjir1": "banjir", "banjir2": "banjir", "banjir3": "banjir"}
    site = write_index(tmp_path, [*flood, *others], stories)
    newest, one, two = ask(
        site,
        {"q": "banjir", "sort": "newest"},
        {"q": "banjir", "sort": "newest", "limit": 1},
        {"q": "banjir", "sort": "newest", "limit": 1, "offset": 1},
    )
    assert (newest["total"], newest["events"]) == (4, 2)
    assert keys(newest) == ["banjir3", "lain"]
    assert [(r["story"], r["others"]) for r in newest["results"]] == [("banjir", 2), ("", 0)]
    assert [each["title"] for each in newest["results"][0]["opened"]] == ["Banjir hari 2", "Banjir hari 1"]
    assert keys(one) + keys(two) == keys(newest)
    # Of an event, only what was found stands there.
    (found,) = ask(site, "hari 2")
    assert (found["total"], found["events"]) == (1, 1)


@pytest.mark.slow
def test_an_article_that_gets_a_story_changes_no_file_of_the_index_but_the_first(tmp_path: Path) -> None:
    articles = [record(f"a{n}", f"Kabar {n}", when=f"2025-03-0{n}") for n in (1, 2, 3)]
    site = write_index(tmp_path, articles)
    before = {path: path.read_bytes() for path in site.rglob("*.json")}
    write_index(tmp_path, articles, {"a1": "kabar", "a2": "kabar"})
    after = {path: path.read_bytes() for path in site.rglob("*.json")}
    assert before.keys() == after.keys()
    assert [path.name for path in before if before[path] != after[path]] == ["indeks.json"]
