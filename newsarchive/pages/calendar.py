"""The calendar archive: all articles by year, month and, where a month is long, day."""

from collections.abc import Iterator

from newsarchive.model import ArticleDate, OutputFile
from newsarchive.pages import listing
from newsarchive.pages.listing import Period
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views, published

FOLDER = "arsip/"
LEVELS = 2
"""Years and months always have pages: `/arsip/YYYY/MM/` is a promised address."""


def pages(views: Views) -> Iterator[OutputFile]:
    """`/arsip/` and a page for each period with articles."""
    whole = Period(ArticleDate(0), views.archive.articles)
    by_level: dict[int, list[tuple[Period, bool]]] = {0: [], 1: [], 2: [], 3: []}
    for period in listing.periods(views, whole, LEVELS):
        level = sum(1 for part in period.when if part)
        by_level[level].append((period, listing.is_cut(views, period, LEVELS - level)))
    for siblings in by_level.values():
        for i, (period, cut) in enumerate(siblings):
            later = siblings[i - 1][0] if i else None
            earlier = siblings[i + 1][0] if i + 1 < len(siblings) else None
            yield _page(views, period, cut, earlier, later)


def _page(
    views: Views, period: Period, cut: bool, earlier: Period | None, later: Period | None
) -> OutputFile:
    name = listing.period_name(views, period.when)
    title = views.strings["calendar_of"].format(period=name) if name else views.strings["calendar"]
    total = published(period.articles)
    year, month, day = period.when
    parents = [ArticleDate(0)] * bool(year) + [ArticleDate(year)] * bool(month)
    parents += [ArticleDate(year, month)] * bool(day)
    view = {
        "kind": "calendar",
        "period": {"name": name},
        "parent": _link(views, Period(parents[-1], ())) if parents else None,
        "periods": listing.part_links(views, FOLDER, period, linked=True) if cut else [],
        "previous": _link(views, earlier) if earlier else None,
        "next": _link(views, later) if later else None,
        "total": total,
        "groups": listing.groups(views, FOLDER, period, cut),
    }
    description = views.strings["calendar_description"].format(
        articles=views.plural("articles", total), period=name or views.strings["all_time"]
    )
    return page(f"{FOLDER}{period.folder}", "calendar.html", title, description, view)


def _link(views: Views, period: Period) -> dict[str, str]:
    name = listing.period_name(views, period.when) or str(views.strings["calendar"])
    return {"name": name, "url": f"{FOLDER}{period.folder}"}
