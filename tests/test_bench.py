"""The benchmark measures, writes down and calculates right; how fast anything is isn't tested."""

import gzip
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest

from bench.__main__ import main
from bench.browser import running
from bench.chart import chart
from bench.goals import goals
from bench.host import Host
from bench.material import Entry, Material, Term, prepare
from bench.peers import TOOLS
from bench.peers.mkdocs import MKDOCS_SEARCH
from bench.peers.ours import OURS
from bench.peers.tool import Tool
from bench.process import run
from bench.questions import KINDS, is_answered, read_data, written
from bench.report import TIMED, report, table
from bench.results import (
    SEARCHES,
    Answered,
    Failure,
    Measured,
    Measurement,
    Results,
    Search,
    Size,
    Waiting,
    load,
    median,
    number,
    ratio,
    ratios,
    save,
)
from bench.runner import is_wanted
from bench.search import QUERIES, NoAnswerError, measure_search, weighed
from bench.sizes import measure_size
from tests.reading import read_root

BUILT = {"build": 1.0, "search": 2.0}


@pytest.fixture
def results() -> Results:
    ours = Measured(
        "this project",
        cells={"clean": [{"build": 1.0}, {"build": 5.0}, {"build": 1.5}], "edited": [{"build": 0.5}]},
        peak=2_000_000_000,
        size=Size(3_000_000, 40, 1_000_000, 90_000),
        searched={
            "asked": [
                Search([30_000] * 2, [390_000, 380_000], [700.0, 600.0], [50_000, 20_000], [200.0, ms])
                for ms in (280.0, 900.0, 250.0)
            ],
            "typed": [Search([30_000] * 2, [395_000, 300_000], [90.0, 80.0], [160_000, 70_000], [99.0, 98])],
        },
    )
    cells = {"clean": [BUILT], "edited": [{"build": 4.0, "search": 6.0}]}
    hugo = Measured("Hugo + Pagefind", whole=True, cells=cells)
    broken = Measured(
        "Broken",
        cells={"clean": [{"build": 7.0}]},
        failed={"clean": Failure("search", "stopped: it used up the machine's memory")},
    )
    tools = {"ours": ours, "hugo": hugo, "broken": broken}
    measurement = Measurement(10_000, 12, tools)
    missing = {"pelican": "pelican"}
    return Results("2026-11-21", {"cores": "2"}, {"hugo": "1"}, missing, {10_000: measurement})


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return prepare(tmp_path_factory.mktemp("material") / "root", 60, 2, [])


def test_median_and_ratio_know_nothing_of_nothing() -> None:
    assert median([]) is None
    assert median([3, 1, 2]) == 2
    assert ratio(1, 4) == 0.25
    assert ratio(None, 4) is None
    assert ratio(1, None) is None
    assert ratio(1, 0) is None


def test_ratios_are_ours_over_theirs(results: Results) -> None:
    tools = results.measurements[10_000].tools
    assert ratios(tools, "clean") == {"hugo": 0.5, "broken": None}
    assert ratios(tools, "added") == {"hugo": None, "broken": None}


def test_a_tool_that_builds_everything_takes_as_long_for_any_change(results: Results) -> None:
    hugo = results.measurements[10_000].tools["hugo"]
    assert [hugo.median(case) for case in ("unchanged", "added", "edited", "renamed")] == [10] * 4
    assert hugo.median("clean") == 3
    assert hugo.stage("clean", "search") == 2


def test_what_failed_has_no_total_but_its_stages(results: Results) -> None:
    broken = results.measurements[10_000].tools["broken"]
    assert broken.median("clean") is None
    assert broken.stage("clean", "build") == 7


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0.1234, "0.12 s"), (12.34, "12.3 s"), (1234.5, "1234 s")]
)
def test_figures_have_three_digits(value: float | None, text: str) -> None:
    assert number(value, "s") == text


def test_goals_are_met_missed_or_not_measured(results: Results) -> None:
    found = {goal.text: goal for goal in goals(results)}
    assert found["clean build, 10,000 articles, against Hugo + Pagefind"].verdict == "yes"
    edited = found["one article edited, 10,000 articles, against Hugo + Pagefind"]
    assert edited.measured == pytest.approx(0.05)
    assert found["clean build, 100,000 articles, against Hugo + Pagefind"].verdict == "not measured"
    results.measurements[10_000].tools["ours"].cells["edited"] = [{"build": 9.0}]
    missed = [goal.text for goal in goals(results) if goal.verdict == "no" and "query" not in goal.text]
    assert missed == [
        "one article edited, 10,000 articles, against Hugo + Pagefind",
        "one article edited, 10,000 articles",
    ]


def test_searches_are_judged_by_their_worst_query_and_the_median_round(results: Results) -> None:
    ours = results.measurements[10_000].tools["ours"]
    assert ours.queries("asked", "further_ms") == [200, 280]
    assert ours.worst("first") == 395_000
    assert results.measurements[10_000].tools["hugo"].worst("first") is None
    found = {goal.text: (goal.measured, goal.verdict) for goal in goals(results)}
    assert found["first query, 10,000 articles, search files loaded"] == (395, "yes")
    assert found["further query, 10,000 articles, search files loaded"] == (160, "no")
    assert found["further query, 10,000 articles, last key to results"] == (280, "yes")
    assert found["first query, 100,000 articles, search files loaded"] == (None, "not measured")


def test_tables_are_whole() -> None:
    assert list(table(("a", "b"), [("1", "2")])) == ["| a | b |", "|---|---:|", "| 1 | 2 |", ""]


def test_report_says_what_was_measured_and_what_failed(results: Results) -> None:
    text = report(results)
    assert "rounds: 3 at 10,000 articles." in text
    assert "| clean build | 1.50 (1.00–5.00) | 3.00 (3.00–3.00) | failed |" in text
    assert "| nothing changed | – | 10.0 (10.0–10.0)\\* | – |" in text
    assert "10,000 articles, Broken, clean build: search stopped: it used up the machine's memory" in text
    assert "pelican is not installed" in text
    assert "| this project | 2.00 GB | 3.00 MB | 40 | 1.00 MB | 90.0 kB |" in text
    for line, following in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        if line.startswith("|") and following.startswith("|"):
            assert line.count("|") == following.count("|")


def test_report_shows_searches_beside_those_of_tools_that_have_one(results: Results) -> None:
    tools = results.measurements[10_000].tools
    tools["mkdocs-search"] = Measured(
        "Material", searched={"asked": [Search([62_000], [699_000], [1700.0], [0], [34.0])]}
    )
    tools["mkdocs-search"].failed["typed"] = Failure("reader", "saw no results for “x” within 60 s")
    text = report(results).partition("## The search, as a reader meets it")[2].partition("\n## ")[0]
    assert "|  | this project | Material |" in text
    loaded, waited = "search files loaded", "last key to results"
    assert f"| words put in at once: first query, {loaded} | 390 kB (385) | 699 kB (699) |" in text
    assert f"| words put in at once: further query, {waited} | 280 ms (240) | 34.0 ms (34.0) |" in text
    assert f"| words typed key by key: further query, {loaded} | 160 kB (115) | failed |" in text
    assert "| the page itself | 30.0 kB (30.0) | 62.0 kB (62.0) |" in text
    for measured in tools.values():
        measured.searched = {}
    assert "## The search, as a reader meets it" not in report(results)


def test_report_shows_questions_and_waiting_and_goals_judge_them(results: Results) -> None:
    ours = results.measurements[10_000].tools["ours"]
    assert "## Questions answered" not in report(results)
    ours.questions = {kind: Answered(4, 3) for kind in KINDS}
    ours.waiting = {"search 4G": Waiting(21, 150_000, 1.5)}
    text = report(results)
    assert "| typing mistake | 3 of 4 |" in text
    assert "| search 4G | 21 | 150 kB | 1.50 s |" in text
    found = {goal.text: goal.verdict for goal in goals(results)}
    assert found["first search, 10,000 articles, 4G, requests"] == "no"
    assert found["first search, 10,000 articles, 4G, until a result stands"] == "yes"
    assert found["first article, 10,000 articles, 3G, loaded"] == "not measured"
    assert not is_wanted(OURS, ours, "questions", 0)
    assert not is_wanted(OURS, ours, "waiting", 0)


def test_every_question_has_an_article_that_answers_it(material: Material) -> None:
    slugs = {entry.key.rpartition("/")[2] for entry in written(material)}
    asked = read_data()["questions"]
    assert asked.keys() == KINDS.keys()
    assert all(slugs.issuperset(wanted) for kind in asked.values() for wanted in kind.values())
    assert is_answered([*"abcd", "/berita/2025/01/x/?h=y"], ["x"])
    assert not is_answered([*"abcde", "/berita/2025/01/x/"], ["x"])


def test_chart_is_xml_with_a_bar_for_each_stage(results: Results) -> None:
    tree = ElementTree.fromstring(chart(results))
    bars = [element for element in tree.iter() if element.get("height") == "18"]
    assert len(bars) == 4 + 3


def test_results_survive_on_disk(results: Results, tmp_path: Path) -> None:
    save(tmp_path / "results.json", results)
    assert load(tmp_path / "results.json") == results
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_only_missing_samples_are_taken() -> None:
    measured = Measured("x", cells={"clean": [BUILT]}, peak=1)
    assert not is_wanted(OURS, measured, "clean", 0)
    assert is_wanted(OURS, measured, "clean", 1)
    assert not is_wanted(OURS, measured, "memory", 0)
    assert not is_wanted(replace(OURS, cases=("clean",)), measured, "added", 0)
    assert is_wanted(OURS, measured, "asked", 0)
    measured.searched = {"asked": [Search()]}
    assert not is_wanted(OURS, measured, "asked", 0)
    assert is_wanted(OURS, measured, "asked", 1)
    assert is_wanted(OURS, measured, "typed", 0)
    measured.failed = {"clean": Failure("search", "")}
    assert is_wanted(OURS, measured, "edited", 0)
    measured.failed = {"clean": Failure("build", "")}
    assert not is_wanted(OURS, measured, "edited", 0)
    measured.failed = {"renamed": Failure("build", "")}
    assert is_wanted(OURS, measured, "edited", 0)
    assert not is_wanted(OURS, measured, "renamed", 1)


def test_a_command_that_fails_or_lasts_is_reported(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = (sys.executable, "-c")
    assert run((*command, "print('done')"), tmp_path, log, timeout=60).failed == ""
    failing = run((*command, "raise SystemExit(7)"), tmp_path, log, timeout=60)
    assert failing.failed == "ended with exit code 7"
    lasting = run((*command, "import time; time.sleep(60)"), tmp_path, log, timeout=0.3)
    assert lasting.failed == "stopped after 0 s"
    assert "done" in log.read_text("utf-8")


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is taken on Linux only")
@pytest.mark.slow
def test_memory_counts_the_children_of_a_command(tmp_path: Path) -> None:
    child = "import time; held = b'x' * 80_000_000; time.sleep(3)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    outcome = run((sys.executable, "-c", parent), tmp_path, tmp_path / "log", timeout=60, sample=True)
    assert outcome.failed == ""
    assert outcome.peak is not None
    assert outcome.peak > 80_000_000


def test_sizes_count_search_data_in_and_beside_the_site(tmp_path: Path) -> None:
    site, beside = tmp_path / "site", tmp_path / "beside"
    for path, length in ((site / "a.html", 10), (site / "search/b", 5), (beside / "c/d", 7)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * length)
    size = measure_size(site, [site / "search", beside, tmp_path / "none"])
    assert (size.bytes, size.files, size.search) == (22, 3, 12)


def test_a_host_compresses_text_once_and_counts_bodies(tmp_path: Path) -> None:
    text, binary = b"[1, 2, 3]" * 100, gzip.compress(b"words")
    (tmp_path / "cari").mkdir()
    (tmp_path / "cari/index.html").write_bytes(text)
    (tmp_path / "cari/1.json").write_bytes(text)
    (tmp_path / "cari/2.pf").write_bytes(binary)
    host = Host(tmp_path)
    with running(host) as url:
        for path in ("cari/", "cari/1.json?a=b"):
            with urlopen(url + path) as answer:
                assert gzip.decompress(answer.read()) == text
                assert answer.headers["Content-Encoding"] == "gzip"
        with urlopen(f"{url}cari/2.pf") as answer:
            assert answer.read() == binary
            assert answer.headers["Content-Encoding"] is None
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{url}cari/3.pf")
        length = len(gzip.compress(text, 6))
        # A body is counted when it is sent, which its reader may know before the host does.
        sent = [("cari/", length), ("cari/1.json", length), ("cari/2.pf", len(binary))]
        assert sorted(host.taken()) == sent
        assert host.taken() == []


def test_what_only_a_search_loads_counts_as_search() -> None:
    ours, theirs = OURS.search_page, MKDOCS_SEARCH.search_page
    assert ours
    assert theirs
    page = [("cari/", 1), ("assets/archive.js", 2), ("assets/archive.css", 4)]
    search = [("assets/search.css", 8), ("assets/words.js", 16), ("cari/indeks/a/0.pf", 32), ("new.bin", 64)]
    assert weighed([*page, *search], ours) == (7, 120)
    script = [("", 1), ("assets/javascripts/bundle.a.min.js", 2)]
    index = [("assets/javascripts/workers/search.a.min.js", 4), ("search/search_index.json", 8)]
    assert weighed([*script, *index], theirs) == (3, 12)


def test_without_a_browser_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-chromium")
    assert OURS.search_page
    with pytest.raises(NoAnswerError, match=r"^was left out: no-such-chromium not found"):
        measure_search(tmp_path, OURS.search_page, typed=False)


def test_what_is_asked_stands_in_the_smallest_archive(material: Material) -> None:
    texts = {path: path.read_text("utf-8").lower() for path in material.root.glob("articles/*/*/*.md")}
    for query in QUERIES:
        words = query.words.removeprefix("LP ").lower().split()
        years = f"articles/{query.year or ''}"
        assert any(
            years in path.as_posix() and all(re.search(rf"\b{word}\b", text) for word in words)
            for path, text in texts.items()
        ), query


def test_material_holds_what_will_change(material: Material) -> None:
    paths = list(material.root.glob("articles/*/*/*.md"))
    assert len(paths) == 60
    keys = {"/".join(path.with_suffix("").parts[-3:]) for path in paths}
    assert material.edited in keys
    assert keys >= set(material.renamed_keys)
    assert len(material.added) == 2
    assert keys.isdisjoint(key for key, _ in material.added)
    first, second = (material.edited_entry(tag) for tag in "12")
    assert first.body != second.body
    assert {entry.facility.name for entry in material.renamed_entries("Rutan Baru")} == {"Rutan Baru"}


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_every_tool_writes_its_form(tool: Tool, material: Material, tmp_path: Path) -> None:
    body = "Isi.\n\nSebelumnya: [lain](../../2024/01/lain.md).\n"
    entry = Entry(
        "2025/01/judul",
        f"---\ntitle: x\n---\n{body}",
        "Judul: “baru”",
        material.added_entry(0).day,
        Term("rutan-a", "Rutan A"),
        Term("banten", "Banten"),
        Term("razia", "Razia"),
        "Ringkasan.",
        body,
    )
    folder = material.root if tool is OURS else tmp_path
    tool.start(folder, material)
    tool.write(folder, entry)
    (written,) = folder.rglob("2025/01/judul.md")
    text = written.read_text("utf-8")
    assert "Isi." in text
    assert ("/berita/2024/01/lain/" in text) == (tool.id in ("hugo", "pelican"))
    written.unlink()


def test_renaming_a_facility_keeps_its_articles_valid(material: Material) -> None:
    vocabulary = material.root / "vocab/facilities.yml"
    before = vocabulary.read_bytes()
    OURS.rename(material.root, material, "Rutan Baru")
    archive, problems = read_root(material.root, date(2026, 11, 1))
    vocabulary.write_bytes(before)
    assert problems == []
    assert sum(material.renamed in article.facilities for article in archive.articles) == len(
        material.renamed_keys
    )


def test_the_peers_are_pinned(repo_root: Path) -> None:
    text = (repo_root / "requirements-bench.txt").read_text("utf-8")
    project = tomllib.loads((repo_root / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["optional-dependencies"]["bench"]:
        name = re.split(r"[\[>=]", requirement)[0]
        assert re.search(rf"^{name}==", text, re.M), f"{requirement}: make lock"
    assert set(re.findall(r"^\S+==\S+", (repo_root / "requirements.txt").read_text("utf-8"), re.M)) <= set(
        re.findall(r"^\S+==\S+", text, re.M)
    ), "requirements-bench.txt must hold what requirements.txt holds: make lock"


@pytest.mark.slow
def test_a_small_run_writes_page_data_and_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out/RESULTS.md"
    options = ["--articles", "50", "--rounds", "1", "--peers", "--cases", *TIMED, "memory"]
    options += ["--date", "2026-11-21"]
    options += ["--out", str(out), "--scratch", str(tmp_path / "scratch")]
    assert main(options) == 0
    data = json.loads(out.with_name("results.json").read_text("utf-8"))
    ours = data["measurements"]["50"]["tools"]["ours"]
    assert [*ours["cells"]] == TIMED
    assert ours["failed"] == {}
    text = out.read_text("utf-8")
    assert re.search(r"^\| one facility renamed \| \d", text, re.M)
    assert str(tmp_path) not in text
    assert ElementTree.fromstring(out.with_name("results.svg").read_text("utf-8")).tag.endswith("svg")
    before = out.with_name("results.json").read_bytes()
    monkeypatch.setattr("bench.__main__.versions", lambda packages: data["versions"])
    assert main([*options, "--resume"]) == 0
    assert out.with_name("results.json").read_bytes() == before
    assert not any((tmp_path / "scratch").iterdir())


@pytest.mark.browser
@pytest.mark.slow
def test_a_reader_asks_our_search_and_that_of_material(
    chromium: str, repo_root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out/RESULTS.md"
    few = "from bench import search; search.QUERIES = search.QUERIES[7:10]"
    start = f"import sys; {few}; from bench.__main__ import main; sys.exit(main(sys.argv[1:]))"
    options = ["--articles", "60", "--rounds", "1", "--peers", "mkdocs-search", "--cases", *SEARCHES]
    options += ["--out", str(out), "--scratch", str(tmp_path / "scratch")]
    # In a process of its own, as another test may have Playwright running in this one.
    subprocess.run([sys.executable, "-c", start, *options], cwd=repo_root, check=True)
    tools = load(out.with_name("results.json")).measurements[60].tools
    for tool in tools.values():
        assert tool.failed == {}
        for case in SEARCHES:
            (search,) = tool.searched[case]
            assert all(own > 10_000 for own in search.page)
            assert all(first > 50_000 for first in search.first)
            assert all(0 < ms < 60_000 for ms in (*search.first_ms, *search.further_ms))
    assert max(tools["ours"].queries("asked", "further")) > 0
    assert max(tools["mkdocs-search"].queries("typed", "further")) == 0
    assert "## The search, as a reader meets it" in out.read_text("utf-8")
