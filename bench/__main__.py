"""The command line of the benchmark."""

import argparse
import shutil
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bench.chart import chart
from bench.corpus import REPOSITORY
from bench.machine import load_average, machine, versions
from bench.peers import PEERS, TOOLS
from bench.peers.tool import Tool, put
from bench.report import report
from bench.results import CASES, Results, load, save
from bench.runner import Plan, measure_archive

RESULTS = REPOSITORY / "bench/RESULTS.md"


def main(arguments: list[str] | None = None) -> int:
    """Measure and write down; the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    out: Path = options.out
    wanted = [tool for tool in TOOLS if tool.id == "ours" or tool.id in options.peers]
    missing = {tool.id: tool.missing for tool in wanted if tool.missing}
    if "ours" in missing:
        parser.error(f"{missing['ours']} is not installed")
    tools = [tool for tool in wanted if tool.id not in missing]
    results = Results(str(options.date), machine(), _versions(tools), missing)
    if options.resume and out.with_name("results.json").exists():
        earlier = load(out.with_name("results.json"))
        if (earlier.machine, earlier.versions) != (results.machine, results.versions):
            parser.error("--resume: the earlier results are of another machine or other versions; begin anew")
        results.measurements = earlier.measurements
    plan = Plan(tools, options.cases, options.rounds, options.scratch, options.timeout)
    _say(f"load average before: {load_average()}; tools: {', '.join(tool.id for tool in tools)}")
    for tool, package in missing.items():
        _say(f"{tool}: left out, {package} is not installed (pip install -r requirements-bench.txt)")
    for articles in sorted(set(options.articles)):
        measure_archive(plan, articles, results, _say, lambda: _write(out, results))
        _write(out, results)
        if not options.keep:
            shutil.rmtree(plan.scratch / str(articles), ignore_errors=True)
    _say(f"written: {out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure against other site generators."
    )
    add = parser.add_argument
    add("--articles", type=int, nargs="+", default=[1000, 10_000], help="sizes of archives [1000 10000]")
    add("--rounds", type=int, default=3, help="samples of each case [3]")
    add("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="peers to measure [all]")
    add("--cases", nargs="+", choices=list(CASES), default=list(CASES), help="what to measure [all]")
    add("--out", type=Path, default=RESULTS, help="page to write; its data go beside it")
    add("--scratch", type=Path, default=REPOSITORY / ".bench", help="folder to work in, on a fast local disk")
    add("--timeout", type=float, default=3600, help="seconds that one command may take [3600]")
    add("--resume", action="store_true", help="keep what an earlier run measured, and what failed")
    add("--keep", action="store_true", help="leave the archives and sites in the scratch folder")
    add("--date", type=date.fromisoformat, default=datetime.now(UTC).date(), help="day to write down [today]")
    return parser


def _versions(tools: list[Tool]) -> dict[str, str]:
    return versions([package for tool in tools for package in tool.packages] + ["pagefind", "markdown"])


def _write(out: Path, results: Results) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    save(out.with_name("results.json"), results)
    put(out, report(results))
    put(out.with_name("results.svg"), chart(results))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
