"""Measure the tools in turn, round by round, and save every sample at once."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.material import Material, prepare
from bench.peers.tool import Command, Tool, version_of
from bench.process import Outcome, run
from bench.questions import ask_questions, written
from bench.results import CASES, ONCE, SEARCHES, Failure, Measured, Measurement, Results
from bench.search import NoAnswerError, measure_search
from bench.sizes import measure_size
from bench.waiting import measure_waiting

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, where to work (a folder that is emptied), and how many seconds a command may take."""

    tools: Sequence[Tool]
    cases: Sequence[str]
    rounds: int
    scratch: Path
    timeout: float


class Bench:
    """One archive, laid out for each tool in its own folder, and what is measured on it."""

    def __init__(self, plan: Plan, articles: int, measurement: Measurement, say: Say) -> None:
        self.plan, self.measurement, self.say = plan, measurement, say
        self.folder = plan.scratch / str(articles)
        self.built: set[str] = set()
        self.aside: dict[Path, Path] = {}
        for tool in plan.tools:
            measurement.tools.setdefault(tool.id, Measured(tool.title, tool.whole))
        say(f"{articles:,} articles: writing the archive for {', '.join(tool.id for tool in plan.tools)}")
        self.material = self._lay_out(articles)
        measurement.renamed = len(self.material.renamed_keys)

    def _lay_out(self, articles: int) -> Material:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        root = self.folder / "ours"
        peers = [tool for tool in self.plan.tools if tool.id != "ours"]
        material = prepare(
            root,
            articles,
            self.plan.rounds,
            [partial(tool.write, self.folder / tool.id) for tool in peers],
        )
        for tool in self.plan.tools:
            tool.start(self.folder / tool.id, material)
            if "questions" in self.plan.cases:
                for entry in written(material):
                    tool.write(self.folder / tool.id, entry)
        return material

    def measure(self, tool: Tool, case: str, number: int) -> bool:
        """Takes one sample of a case in round `number`; whether there was one to take."""
        measured = self.measurement.tools[tool.id]
        if not is_wanted(tool, measured, case, number):
            return False
        if case in ("questions", "waiting"):
            self._read(tool, measured, case, number)
            return True
        if case in SEARCHES:
            self._search(tool, measured, case, number)
            return True
        sample: dict[str, float] = {}
        peaks: list[int | None] = []
        if self._make_ready(tool, measured, case, number):
            for stage in ("check",) if case.startswith("check") else ("build", "search"):
                outcome = self._take(tool, measured, case, stage)
                if outcome:
                    sample[stage] = outcome.seconds
                    peaks.append(outcome.peak)
                elif stage == "build":
                    break
        self._tidy()
        if case == "memory":
            measured.peak = None if case in measured.failed else max(filter(None, peaks), default=None)
        elif sample:
            measured.cells.setdefault(case, []).append(sample)
        if case == "clean" and "build" in sample:
            folder = self.folder / tool.id
            measured.size = measure_size(folder / tool.site, [folder / path for path in tool.searches])
        stages = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in sample.items())
        peak = f", {measured.peak / 10**9:.2f} GB" if case == "memory" and measured.peak else ""
        self.say(f"round {number + 1}, {CASES[case]}, {tool.id}: {stages or 'nothing measured'}{peak}")
        return True

    def _search(self, tool: Tool, measured: Measured, case: str, number: int) -> None:
        """Takes one sample of the finished site's search."""
        said = "nothing measured"
        if tool.search_page and self._make_ready(tool, measured, case, number):
            site = self.folder / tool.id / tool.site
            try:
                search = measure_search(site, tool.search_page, typed=case == "typed")
            except NoAnswerError as error:
                measured.failed[case] = Failure("reader", str(error))
                said = f"reader {error}"
            else:
                measured.searched.setdefault(case, []).append(search)
                said = f"{max(search.first) / 1000:.0f} kB, then {max(search.further) / 1000:.0f} kB at most"
        self.say(f"round {number + 1}, {CASES[case]}, {tool.id}: {said}")

    def _read(self, tool: Tool, measured: Measured, case: str, number: int) -> None:
        """Asks the finished site questions, or opens it on slow lines."""
        said = "nothing measured"
        if self._make_ready(tool, measured, case, number):
            site = self.folder / tool.id / tool.site
            try:
                if case == "questions" and tool.asking:
                    measured.questions = ask_questions(site, tool.asking)
                    answers = measured.questions.values()
                    said = f"{sum(a.answered for a in answers)} of {sum(a.asked for a in answers)} answered"
                elif case == "waiting":
                    measured.waiting = measure_waiting(site, "a[data-search-result]")
                    waits = measured.waiting.items()
                    said = ", ".join(f"{page} {each.seconds:.1f} s" for page, each in waits)
            except NoAnswerError as error:
                measured.failed[case] = Failure("reader", str(error))
                said = f"reader {error}"
        self.say(f"round {number + 1}, {CASES[case]}, {tool.id}: {said}")

    def _make_ready(self, tool: Tool, measured: Measured, case: str, number: int) -> bool:
        """Brings the folder into the state that the case begins with; False where that failed."""
        folder = self.folder / tool.id
        if case in ("clean", "memory"):
            for path in (path for made in tool.made for path in folder.glob(made)):
                shutil.rmtree(path, ignore_errors=True)
        elif tool.id not in self.built:
            # An earlier run measured the clean build, or a failed build left an unknown state.
            outcome = self._run(tool, tool.build(folder))
            if outcome.failed:
                measured.failed[case] = Failure("build", outcome.failed)
                return False
            self.built.add(tool.id)
        if case == "questions" and not self._index(tool, measured):
            return False
        if case == "check-cold" and (folder / tool.cache).is_dir():
            self.aside[folder / tool.cache] = (folder / tool.cache).rename(self.folder / "aside")
        self._change(tool, case, number)
        return True

    def _index(self, tool: Tool, measured: Measured) -> bool:
        """Has Pagefind index a site that has no search of its own; False where that failed."""
        return tool.search(self.folder / tool.id) is None or bool(
            self._take(tool, measured, "questions", "search")
        )

    def _tidy(self) -> None:
        for cache, aside in self.aside.items():
            shutil.rmtree(cache, ignore_errors=True)
            aside.rename(cache)
        self.aside.clear()

    def _take(self, tool: Tool, measured: Measured, case: str, stage: str) -> Outcome | None:
        """Runs one stage; None where there is none, or it failed."""
        folder = self.folder / tool.id
        command: Command | None
        if stage == "check":
            assert tool.check
            command = tool.check(folder)
        else:
            command = tool.build(folder) if stage == "build" else tool.search(folder)
            if command and stage == "build" and case in ("clean", "memory"):
                command = (*command, *tool.clean_options)
        if command is None:
            return None
        if stage == "search":
            # A search that failed once would fail again, after a long wait.
            earlier = next((f for f in measured.failed.values() if f.stage == "search"), None)
            if not version_of("pagefind"):
                earlier = Failure("search", "was left out: Pagefind is not installed")
            if earlier:
                measured.failed[case] = earlier
                return None
        outcome = self._run(tool, command, sample=case == "memory")
        if outcome.failed:
            measured.failed[case] = Failure(stage, outcome.failed)
        if stage == "build":
            (self.built.discard if outcome.failed else self.built.add)(tool.id)
        return None if outcome.failed else outcome

    def _run(self, tool: Tool, command: Command, sample: bool = False) -> Outcome:
        if hasattr(os, "sync"):
            # Pending writes of the previous tool must not count.
            os.sync()
        _warm(self.folder / tool.id)
        log = self.folder / f"{tool.id}.log"
        outcome = run(command, self.folder / tool.id, log, timeout=self.plan.timeout, sample=sample)
        if outcome.failed:
            self.say(f"{tool.id}: {outcome.failed}; see {log}")
        return outcome

    def _change(self, tool: Tool, case: str, number: int) -> None:
        folder, material, tag = self.folder / tool.id, self.material, str(number + 1)
        if case == "added":
            tool.write(folder, material.added_entry(number))
        elif case == "edited":
            tool.write(folder, material.edited_entry(tag))
        elif case == "renamed":
            tool.rename(folder, material, material.renamed_to(tag))


def _warm(folder: Path) -> None:
    """Read every file once, since a tool that needed much memory has emptied the disk cache."""
    for parent, _, names in os.walk(folder):
        for name in names:
            Path(parent, name).read_bytes()


def measure_archive(
    plan: Plan, articles: int, results: Results, say: Say, write_down: Callable[[], None]
) -> None:
    """All rounds at one size; calls `write_down` after every sample."""
    measurement = results.measurements.setdefault(articles, Measurement(articles))
    if is_measured(plan, measurement):
        say(f"{articles:,} articles: measured already")
        return
    bench = Bench(plan, articles, measurement, say)
    for number in range(plan.rounds):
        # Each round begins with another tool, so that none always follows the same one.
        first = number % len(plan.tools)
        for case in plan.cases:
            for tool in (*plan.tools[first:], *plan.tools[:first]):
                if bench.measure(tool, case, number):
                    write_down()


def is_wanted(tool: Tool, measured: Measured, case: str, number: int) -> bool:
    """Whether the sample of a case in round `number`, counted from 0, is still to be taken."""
    if case not in tool.cases:
        return False
    if any(failure.stage != "search" for id_, failure in measured.failed.items() if id_ in (case, "clean")):
        return False
    if case in ONCE:
        taken = {
            "memory": measured.peak is not None,
            "questions": bool(measured.questions),
            "waiting": bool(measured.waiting),
        }
        return number == 0 and not taken[case] and case not in measured.failed
    return len(measured.searched.get(case, []) or measured.cells.get(case, [])) <= number


def is_measured(plan: Plan, measurement: Measurement) -> bool:
    """Whether an earlier run left nothing to do."""
    return all(tool.id in measurement.tools for tool in plan.tools) and not any(
        is_wanted(tool, measurement.tools[tool.id], case, number)
        for tool in plan.tools
        for case in plan.cases
        for number in range(plan.rounds)
    )
