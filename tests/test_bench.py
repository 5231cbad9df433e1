"""The benchmark measures, writes down and calculates right; how fast anything is isn't tested."""

import json
import re
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.__main__ import main
from bench.chart import chart
from bench.goals import goals
from bench.material import Entry, Material, Term, prepare
from bench.peers import TOOLS
from bench.peers.ours import OURS
from bench.peers.tool import Tool
from bench.process import run
from bench.report import report, table
from bench.results import (
    CASES,
    Failure,
    Measured,
    Measurement,
    Results,
    Size,
    load,
    median,
    number,
    ratio,
    ratios,
    save,
)
from bench.runner import is_wanted
from bench.sizes import measure_size
from newsarchive.content.archive import load_archive

BUILT = {"build": 1.0, "search": 2.0}


@pytest.fixture
def results() -> Results:
    ours = Measured(
        "this project",
        cells={"clean": [{"build": 1.0}, {"build": 5.0}, {"build": 1.5}], "edited": [{"build": 0.5}]},
        peak=2_000_000_000,
        size=Size(3_000_000, 40, 1_000_000, 90_000),
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
    return Results("2026-11-21", 3, {"cores": "2"}, {"hugo": "1"}, missing, {10_000: measurement})


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
    missed = [goal.text for goal in goals(results) if goal.verdict == "no"]
    assert missed == [
        "one article edited, 10,000 articles, against Hugo + Pagefind",
        "one article edited, 10,000 articles",
    ]


def test_tables_are_whole() -> None:
    assert list(table(("a", "b"), [("1", "2")])) == ["| a | b |", "|---|---:|", "| 1 | 2 |", ""]


def test_report_says_what_was_measured_and_what_failed(results: Results) -> None:
    text = report(results)
    assert "| clean build | 1.50 (1.00–5.00) | 3.00 (3.00–3.00) | failed |" in text
    assert "| nothing changed | – | 10.0 (10.0–10.0)\\* | – |" in text
    assert "10,000 articles, Broken, clean build: search stopped: it used up the machine's memory" in text
    assert "pelican is not installed" in text
    assert "| this project | 2.00 GB | 3.00 MB | 40 | 1.00 MB | 90.0 kB |" in text
    for line, following in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        if line.startswith("|") and following.startswith("|"):
            assert line.count("|") == following.count("|")


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
    archive, problems = load_archive(material.root, date(2026, 11, 1))
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
def test_a_small_run_writes_page_data_and_chart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out/RESULTS.md"
    options = ["--articles", "50", "--rounds", "1", "--peers", "--date", "2026-11-21"]
    options += ["--out", str(out), "--scratch", str(tmp_path / "scratch")]
    assert main(options) == 0
    data = json.loads(out.with_name("results.json").read_text("utf-8"))
    ours = data["measurements"]["50"]["tools"]["ours"]
    assert [*ours["cells"]] == [case for case in CASES if case != "memory"]
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
