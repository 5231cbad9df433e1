"""Draws the measured times as a chart of bars, in SVG."""

from collections.abc import Iterator
from html import escape

from bench.results import CASES, Measured, Results, number

WIDTH, LABEL, NUMBER, ROW = 760, 220, 140, 26
COLOURS = {"build": "#1f6f5c", "search": "#e0a33e"}
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.head{font-weight:600;font-size:14px}"
    ".note{fill:#555}.back{fill:#fff}"
)


def chart(results: Results) -> str:
    """Clean builds and builds after one edit, a panel of bars for each size."""
    parts: list[str] = []
    y = 34
    for articles, measurement in sorted(results.measurements.items()):
        for case in ("clean", "edited"):
            rows = {id_: tool for id_, tool in measurement.tools.items() if tool.samples(case)}
            if not rows:
                continue
            parts.append(_text(12, y + 14, f"{articles:,} articles, {CASES[case]} (seconds)", "head"))
            y += 24
            parts.extend(_bars(rows, case, y))
            y += ROW * len(rows) + 16
    legend = "".join(
        f'<rect x="{12 + 170 * i}" y="10" width="12" height="12" fill="{COLOURS[stage]}"/>'
        + _text(30 + 170 * i, 21, text)
        for i, (stage, text) in enumerate((("build", "build"), ("search", "Pagefind afterwards")))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" '
        f'role="img" aria-label="Seconds to build, by tool"><style>{STYLE}</style>'
        f'<rect class="back" width="{WIDTH}" height="{y}"/>{legend}{"".join(parts)}</svg>\n'
    )


def _bars(rows: dict[str, Measured], case: str, y: int) -> Iterator[str]:
    stages = {
        id_: {stage: tool.stage(case, stage) or 0.0 for stage in ("build", "search")}
        for id_, tool in rows.items()
    }
    longest = max(sum(parts.values()) for parts in stages.values()) or 1.0
    scale = (WIDTH - LABEL - NUMBER) / longest
    for id_, tool in rows.items():
        yield _text(LABEL - 8, y + 15, tool.title, "", "end")
        x = float(LABEL)
        for stage, seconds in stages[id_].items():
            width = seconds * scale
            if width:
                place = f'x="{x:.1f}" y="{y + 2}" width="{width:.1f}" height="18"'
                yield f'<rect {place} fill="{COLOURS[stage]}"/>'
            x += width
        total = sum(stages[id_].values())
        failed = ", search failed" if case in tool.failed else ""
        yield _text(x + 6, y + 15, f"{number(total)}{failed}", "note")
        y += ROW


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'
