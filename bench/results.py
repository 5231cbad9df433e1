"""The measurements: their form on disk, medians and ratios."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

CASES = {
    "clean": "clean build",
    "unchanged": "nothing changed",
    "added": "one article added",
    "edited": "one article edited",
    "renamed": "one facility renamed",
    "check-cold": "check, cold",
    "check-warm": "check, warm",
    "memory": "clean build, for its memory",
    "asked": "search, words put in at once",
    "typed": "search, words typed key by key",
    "questions": "readers' questions",
    "waiting": "waiting on a slow line",
}
"""What is measured, in this order within each round."""
REBUILDS = ("unchanged", "added", "edited", "renamed")
"""Cases that are the same for a tool that always builds everything; only `edited` is measured."""
SEARCHES = ("asked", "typed")
"""What a reader's browser measures, on a site that is built."""
ONCE = ("memory", "questions", "waiting")
"""What is measured in the first round only."""


@dataclass
class Size:
    """A finished site, in bytes and files: all of it, its search data, and what one first search loads."""

    bytes: int = 0
    files: int = 0
    search: int = 0
    first_search: int = 0


@dataclass
class Search:
    """What each query took: as the first of a visit with an empty cache, and as a further one in a visit.

    By query: bytes of the page itself, bytes of search files, milliseconds from the last key to results.
    """

    page: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    further: list[int] = field(default_factory=list)
    further_ms: list[float] = field(default_factory=list)


@dataclass
class Answered:
    """Questions of one kind: how many were asked, and how many answered."""

    asked: int = 0
    answered: int = 0


@dataclass
class Waiting:
    """What a page took on one line: requests, bytes as they travel, headers too, and seconds."""

    requests: float
    bytes: float
    seconds: float


@dataclass
class Failure:
    """A stage, `build`, `search`, `check` or `reader`, that failed, and why."""

    stage: str
    reason: str


@dataclass
class Measured:
    """One tool at one size: by case, one sample a round, which holds seconds by stage, or what searches took.

    `failed` says, by case, what failed; a stage that failed isn't tried again, and a sample may lack it.
    """

    title: str
    whole: bool = False
    cells: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    searched: dict[str, list[Search]] = field(default_factory=dict)
    failed: dict[str, Failure] = field(default_factory=dict)
    questions: dict[str, Answered] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    peak: int | None = None
    size: Size | None = None

    def measured_as(self, case: str) -> str:
        """The case itself, or the one that is measured in its place."""
        return "edited" if self.whole and case in REBUILDS else case

    def samples(self, case: str) -> list[dict[str, float]]:
        """The samples of a case, or of the one that is measured in its place."""
        return self.cells.get(self.measured_as(case), [])

    def totals(self, case: str) -> list[float]:
        """Seconds of all stages together, a round each; none where a stage failed."""
        case = self.measured_as(case)
        return [] if case in self.failed else [sum(sample.values()) for sample in self.cells.get(case, [])]

    def median(self, case: str) -> float | None:
        """Median seconds of all stages together."""
        return median(self.totals(case))

    def stage(self, case: str, stage: str) -> float | None:
        """Median seconds of one stage alone."""
        return median([sample[stage] for sample in self.samples(case) if stage in sample])

    def queries(self, case: str, figure: str) -> list[float]:
        """A figure of `Search` for each query, the median of the rounds."""
        rounds = [getattr(search, figure) for search in self.searched.get(case, [])]
        return [statistics.median(samples) for samples in zip(*rounds, strict=True)]

    def worst(self, figure: str) -> float | None:
        """The largest figure of `Search` for any query, however it was put in."""
        return max((value for case in SEARCHES for value in self.queries(case, figure)), default=None)


@dataclass
class Measurement:
    """All tools on one archive; the facility that is renamed has so many articles."""

    articles: int
    renamed: int = 0
    tools: dict[str, Measured] = field(default_factory=dict)

    @property
    def rounds(self) -> int:
        """Samples of the case that has most of them."""
        cells = (samples for tool in self.tools.values() for samples in tool.cells.values())
        return max(map(len, cells), default=0)


@dataclass
class Results:
    """All that one run of the benchmark measured, by number of articles, and where."""

    day: str
    machine: dict[str, str]
    versions: dict[str, str]
    missing: dict[str, str] = field(default_factory=dict)
    measurements: dict[int, Measurement] = field(default_factory=dict)

    def tool(self, articles: int, tool: str) -> Measured | None:
        """What one tool did at one size, if that was measured."""
        measurement = self.measurements.get(articles)
        return measurement.tools.get(tool) if measurement else None


_ADAPTER = TypeAdapter(Results)


def load(path: Path) -> Results:
    """Reads results. Raises OSError and ValueError."""
    return _ADAPTER.validate_json(path.read_bytes())


def save(path: Path, results: Results) -> None:
    """Writes results so that a killed run leaves the last whole file."""
    part = path.with_suffix(".part")
    part.write_bytes(_ADAPTER.dump_json(results, indent=1) + b"\n")
    part.replace(path)


def median(values: Sequence[float]) -> float | None:
    """The median, or None of nothing."""
    return statistics.median(values) if values else None


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Our time divided by theirs; None if either is missing."""
    return None if ours is None or not theirs else ours / theirs


def ratios(tools: Mapping[str, Measured], case: str, own: str = "ours") -> dict[str, float | None]:
    """By peer, our median of a case over the peer's."""
    mine = tools[own].median(case) if own in tools else None
    return {peer: ratio(mine, measured.median(case)) for peer, measured in tools.items() if peer != own}


def number(value: float | None, unit: str = "") -> str:
    """A figure with about three digits, or a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{text} {unit}".strip()
