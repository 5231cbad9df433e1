"""Writes the results down as a Markdown page."""

import statistics
from collections.abc import Iterable, Iterator, Sequence

from bench.goals import KILOBYTE, goals
from bench.peers.tool import ARTICLES, LISTED
from bench.process import MEMORY
from bench.questions import FIRST, KINDS
from bench.results import (
    CASES,
    ONCE,
    REBUILDS,
    SEARCHES,
    Measured,
    Measurement,
    Results,
    median,
    number,
    ratio,
    ratios,
)
from bench.search import KEY, QUERIES

TIMED = [case for case in CASES if case not in (*ONCE, *SEARCHES)]
ASKED = {
    "first": "first query, search files loaded",
    "first_ms": "first query, last key to results",
    "further": "further query, search files loaded",
    "further_ms": "further query, last key to results",
}
METHOD = f"""\
Every figure is the median of the rounds; the smallest and the largest stand in brackets. Within a round each
case is measured with one tool after the other, beginning with another one each round, so that whatever else
the machine does touches all alike. Each tool runs as a process of its own, started anew, with its files in
the system's cache, into which all are read beforehand: Pagefind, over 100,000 pages, needs so much memory
that it drives everything out. What the tool before left unwritten is written out first. Removing the site
before a clean build isn't counted, nor is turning the articles into the form of each tool.

- **Archive**: invented Indonesian articles of about 300 words, from `bench/corpus.py`. The article that is
  added is one of the newest; the one that is edited lies in the middle of the archive's years; the facility
  that is renamed is the one with the most articles.
- **Hugo**: three layouts of a few lines, taxonomies for facility, region and event type, lists cut at
  {LISTED} entries, and its own RSS feeds, which hold every article. The program is started directly, not
  through the Python script of its package.
- **MkDocs**: Material, articles outside the navigation, no lists, no feeds, the theme's search off; as a
  variant, with that search instead of Pagefind.
- **Pelican**: its `simple` theme, facilities as categories, regions and event types as tags, lists cut at
  {LISTED} entries, Atom feeds for the archive and each category, its cache on. The version is the newest
  that can be installed beside Material.
- **Pagefind** indexes the pages of the articles and no lists (`--glob "{ARTICLES}"`). It has no
  incremental indexing, so it always runs whole. Our own build brings its index along; where it doesn't yet,
  Pagefind runs over our pages like over the others'.
- Hugo and MkDocs build everything every time: what they take after one edit (marked \\*) stands for
  all changes.
- Peers do less than we do: no validation, no exports, no calendar pages, no source boxes.
- **Memory**: {MEMORY}, in a clean build of its own; for tools with Pagefind the larger of both steps.
- **First search**: what a browser loads for the first word before any result, compressed, computed from the
  files; our own search isn't laid out like theirs, and is measured in the browser.
- **The search, as a reader meets it**: headless Chromium opens the page with the search field, with nothing
  in its cache, from a server on the same machine, and asks as soon as the page has loaded. Each of the
  {len(QUERIES)} queries, of one to three words, is asked once as the first of a visit and once as the second;
  one visit is narrowed by a facet, where there are any. *Put in at once*, all letters but the last come
  together, and one query is asked; *typed key by key*, one comes every {KEY * 1000:.0f} ms, and a search that
  answers while one types does so, and loads, for half words too. Goals are held against the larger figure.
  - Bytes are those of bodies, without headers, until the page asks for no more. The server compresses text,
    scripts and JSON (gzip), and sends binary files as they are. *The page itself* is the HTML and what
    pages without a search load too: styles, icon, their script. All else that is loaded is the search's.
  - Time runs from the last key until results are in the page; ours must also say that it is done. No delay
    of a network is in it.
  - Material has no stemmer for Indonesian, and searches without one; it has no facets.
- **Questions**: `bench/questions.yml` adds invented articles, and asks each question in a page
  opened anew. It counts where an article that answers is among the first {FIRST} results. The project itself
  wrote articles and questions. Pagefind is asked through the function that its interface calls.
  Hugo and Pelican are not asked, for lack of time; their pages have Pagefind's search as MkDocs' have.
- **Waiting**: nginx serves the site over HTTP/2 with gzip, and Chromium opens it with a cold cache on lines
  of 1.6 Mbit/s and 150 ms (4G), and 400 kbit/s and 400 ms (3G); medians of three visits. Bytes
  include headers.
  Peers are not measured, for lack of time.
"""


def report(results: Results) -> str:
    """The whole page."""
    return "\n".join(_lines(results))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table and an empty line; columns after the first are set flush right."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _lines(results: Results) -> Iterator[str]:
    yield from ("# Benchmark", "")
    rounds = (f"{each.rounds} at {articles:,} articles" for articles, each in results.measurements.items())
    yield f"Measured on {results.day}; rounds: {', '.join(rounds)}. Written by `python -m bench`."
    yield from ("", "## Against the goals", "")
    rows = (
        (goal.text, f"≤ {goal.limit:g} {goal.unit}", number(goal.measured, goal.unit), goal.verdict)
        for goal in goals(results)
    )
    yield from table(("", "goal", "measured", "met"), rows)
    yield from ("## Ours against the peers", "", "Our seconds over theirs: below 1 we are faster.", "")
    for articles, measurement in sorted(results.measurements.items()):
        yield from _ratios(articles, measurement)
    yield from ("![Seconds to build, by tool](results.svg)", "", "## Seconds", "")
    for articles, measurement in sorted(results.measurements.items()):
        yield from _seconds(articles, measurement)
    yield from ("## Memory and size", "")
    for articles, measurement in sorted(results.measurements.items()):
        yield from _sizes(articles, measurement)
    yield from _searches(results)
    for articles, measurement in sorted(results.measurements.items()):
        yield from _questions(articles, measurement)
        yield from _waiting(articles, measurement)
    yield from _failures(results)
    yield from ("## Machine and versions", "")
    yield from table(("", ""), (results.machine | results.versions).items())
    yield from ("## Method", "", METHOD)


def _ratios(articles: int, measurement: Measurement) -> Iterator[str]:
    tools = measurement.tools
    peers = [peer for peer in tools if peer != "ours"]
    if "ours" not in tools or not peers:
        return
    rows = []
    for case in TIMED:
        found = ratios(tools, case)
        if any(value is not None for value in found.values()):
            rows.append((CASES[case], *(_marked(tools[peer], case, number(found[peer])) for peer in peers)))
    mine = tools["ours"].median("clean")
    alone = (number(ratio(mine, tools[peer].stage("clean", "build"))) for peer in peers)
    rows.append(("clean build, ours with search, theirs without", *alone))
    yield from (f"### {articles:,} articles", "")
    yield from table(("", *(tools[peer].title for peer in peers)), rows)


def _seconds(articles: int, measurement: Measurement) -> Iterator[str]:
    tools = measurement.tools
    yield from (f"### {articles:,} articles (the renamed facility has {measurement.renamed:,})", "")
    rows = [(CASES[case], *(_cell(tool, case) for tool in tools.values())) for case in TIMED]
    for stage, text in (("build", "clean build: pages"), ("search", "clean build: Pagefind")):
        rows.append((text, *(number(tool.stage("clean", stage)) for tool in tools.values())))
    yield from table(("", *(tool.title for tool in tools.values())), rows)


def _cell(tool: Measured, case: str) -> str:
    totals = tool.totals(case)
    if not totals:
        return "failed" if case in tool.failed else "–"
    return _marked(tool, case, f"{number(median(totals))} ({number(min(totals))}–{number(max(totals))})")


def _marked(tool: Measured, case: str, text: str) -> str:
    return f"{text}\\*" if tool.whole and case in REBUILDS and text != "–" else text


def _sizes(articles: int, measurement: Measurement) -> Iterator[str]:
    rows = []
    for tool in measurement.tools.values():
        size = tool.size
        rows.append(
            (
                tool.title,
                number(tool.peak / 10**9 if tool.peak else None, "GB"),
                number(size.bytes / 10**6 if size else None, "MB"),
                f"{size.files:,}" if size else "–",
                number(size.search / 10**6 if size and size.search else None, "MB"),
                number(size.first_search / 1000 if size and size.first_search else None, "kB"),
            )
        )
    yield from (f"### {articles:,} articles", "")
    yield from table(("", "peak memory", "site", "files", "of it search", "first search"), rows)


def _searches(results: Results) -> Iterator[str]:
    found = {
        articles: [tool for tool in measurement.tools.values() if tool.searched]
        for articles, measurement in sorted(results.measurements.items())
    }
    if not any(found.values()):
        return
    yield from ("## The search, as a reader meets it", "")
    yield from ("The largest figure of all queries; the median stands in brackets.", "")
    for articles, tools in found.items():
        if tools:
            rows = [
                (f"{CASES[case].partition(', ')[2]}: {text}", *(_query(tool, case, figure) for tool in tools))
                for case in SEARCHES
                for figure, text in ASKED.items()
            ]
            rows.append(("the page itself", *(_query(tool, "asked", "page") for tool in tools)))
            yield from (f"### {articles:,} articles", "")
            yield from table(("", *(tool.title for tool in tools)), rows)


def _query(tool: Measured, case: str, figure: str) -> str:
    values = tool.queries(case, figure)
    if not values:
        return "failed" if case in tool.failed else "–"
    scale, unit = (1, "ms") if figure.endswith("_ms") else (KILOBYTE, "kB")
    return f"{number(max(values) / scale, unit)} ({number(statistics.median(values) / scale)})"


def _questions(articles: int, measurement: Measurement) -> Iterator[str]:
    tools = [tool for tool in measurement.tools.values() if tool.questions]
    if tools:
        rows = [
            (text, *(f"{tool.questions[kind].answered} of {tool.questions[kind].asked}" for tool in tools))
            for kind, text in KINDS.items()
        ]
        yield from (f"## Questions answered, {articles:,} articles", "")
        yield from table(("", *(tool.title for tool in tools)), rows)


def _waiting(articles: int, measurement: Measurement) -> Iterator[str]:
    for tool in measurement.tools.values():
        if tool.waiting:
            rows = [
                (page, f"{each.requests:g}", number(each.bytes / KILOBYTE, "kB"), number(each.seconds, "s"))
                for page, each in tool.waiting.items()
            ]
            yield from (f"## Waiting on slow lines, {articles:,} articles, {tool.title}", "")
            yield from table(("first view", "requests", "loaded", "until it stands"), rows)


def _failures(results: Results) -> Iterator[str]:
    failed = [
        f"- {articles:,} articles, {tool.title}, {CASES[case]}: {failure.stage} {failure.reason}"
        for articles, measurement in sorted(results.measurements.items())
        for tool in measurement.tools.values()
        for case, failure in tool.failed.items()
    ]
    failed += [f"- {tool}: {package} is not installed" for tool, package in results.missing.items()]
    if failed:
        yield from ("## Not measured", "", *failed, "")
