"""The project's goals, with what was measured."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.results import CASES, Results, ratio

GIGABYTE, KILOBYTE = 10**9, 1000


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what is limited, the limit, and the measurement (None if there is none)."""

    text: str
    limit: float
    unit: str
    measured: float | None

    @property
    def verdict(self) -> str:
        """Whether it is met."""
        return "not measured" if self.measured is None else "yes" if self.measured <= self.limit else "no"


def goals(results: Results) -> Iterator[Goal]:
    """Every goal of the project, with what was measured."""
    for case, articles, peer, title, limit in (
        ("clean", 10_000, "hugo", "Hugo + Pagefind", 1.0),
        ("clean", 10_000, "mkdocs", "plain MkDocs + Pagefind", 0.6),
        ("clean", 100_000, "hugo", "Hugo + Pagefind", 1.0),
        ("added", 10_000, "hugo", "Hugo + Pagefind", 0.25),
        ("edited", 10_000, "hugo", "Hugo + Pagefind", 0.25),
        ("added", 100_000, "hugo", "Hugo + Pagefind", 0.08),
        ("edited", 100_000, "hugo", "Hugo + Pagefind", 0.08),
    ):
        theirs = results.tool(articles, peer)
        measured = ratio(_seconds(results, articles, case), theirs.median(case) if theirs else None)
        yield Goal(f"{CASES[case]}, {articles:,} articles, against {title}", limit, "×", measured)
    for case, limit in (("added", 3), ("edited", 3), ("unchanged", 1), ("check-cold", 4), ("check-warm", 1)):
        yield Goal(f"{CASES[case]}, 10,000 articles", limit, "s", _seconds(results, 10_000, case))
    large, small = (_seconds(results, articles, "clean") for articles in (100_000, 10_000))
    ours = results.tool(100_000, "ours")
    peak = ours.peak / GIGABYTE if ours and ours.peak else None
    yield Goal("peak memory, 100,000 articles, all processes together", 3, "GB", peak)
    growth = ratio(large and large / 10, small)
    yield Goal("clean build, cost of an article, 100,000 against 10,000", 1.15, "×", growth)
    for articles, first, further in ((10_000, 400, 150), (100_000, 900, 300)):
        for figure, title, limit in (("first", "first query", first), ("further", "further query", further)):
            loaded = _worst(results, articles, figure)
            text = f"{title}, {articles:,} articles, search files loaded"
            yield Goal(text, limit, "kB", loaded and loaded / KILOBYTE)
    waited = _worst(results, 10_000, "further_ms")
    yield Goal("further query, 10,000 articles, last key to results", 300, "ms", waited)

    for articles, page, requests, kilobytes in ((10_000, "article", 4, 16), (10_000, "search", 20, 200)):
        for line in ("4G", "3G"):
            ours = results.tool(articles, "ours")
            taken = ours.waiting.get(f"{page} {line}") if ours else None
            title = f"first {page}, {articles:,} articles, {line}"
            yield Goal(f"{title}, requests", requests, "requests", taken.requests if taken else None)
            yield Goal(f"{title}, loaded", kilobytes, "kB", taken.bytes / KILOBYTE if taken else None)
            if page == "search":
                limit = {"4G": 2, "3G": 5}[line]
                yield Goal(f"{title}, until a result stands", limit, "s", taken.seconds if taken else None)


def _seconds(results: Results, articles: int, case: str) -> float | None:
    ours = results.tool(articles, "ours")
    return ours.median(case) if ours else None


def _worst(results: Results, articles: int, figure: str) -> float | None:
    ours = results.tool(articles, "ours")
    return ours.worst(figure) if ours else None
