"""How well the archive is kept: `/data/mutu/`, and a list for each thing that its articles lack."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from newsarchive import hashing
from newsarchive.addresses import QUALITY, UNREPORTED
from newsarchive.model import Article, ArticleDate
from newsarchive.outputs import OutputFile, OutputGroup
from newsarchive.pages import index, listing
from newsarchive.pages.index import IndexView
from newsarchive.pages.listing import Period
from newsarchive.pages.parts import Counted, Group, Link, Month, View
from newsarchive.pages.sources import is_independent
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views, published
from newsarchive.problems import OF_FORM, WARNINGS, catalogue


class Coverage(Struct, frozen=True):
    """A region with its number of articles, and how many of its facilities they tell of."""

    name: str
    url: str
    count: str
    facilities: str


class QualityView(View, frozen=True, tag="quality"):
    """What is known of the archive's quality, each number with the list that it counts."""

    tally: str
    lacks: list[Counted]
    warnings: list[Counted]
    unreported: Counted
    expired: list[Counted]
    """Facilities of which facts have expired, with the number of these."""
    regions: list[Coverage]


class LackView(View, frozen=True, tag="lack"):
    """The articles that lack one thing, of all time or of a period."""

    crumbs: list[Link]
    intro: str
    tally: str
    periods: list[Counted]
    month: Month | None
    """Where the periods are days of a month: how to draw it."""
    groups: list[Group]


class Lack(NamedTuple):
    """Something that an article can lack, and the articles that do."""

    id: str
    name: str
    articles: tuple[Article, ...]

    @property
    def url(self) -> str:
        """Its list."""
        return f"{QUALITY}{self.id}/"


def groups(views: Views) -> Iterator[OutputGroup]:
    """The overview, and a list for each lack and each warning: all of them always, since addresses stay.

    Of a long list each year is a group: an edit plans that of its year anew, and none of the others.
    """
    lacks, warnings = _lacks(views), _warnings(views)
    yield OutputGroup("quality", "", partial(_overview, views, lacks, warnings))
    for lack in (*lacks, *warnings):
        whole = Period(ArticleDate(0), lack.articles)
        is_cut = listing.is_cut(views, whole)
        years = whole.parts if is_cut else ()
        counts = [(year.when.year, len(year.articles)) for year in years]
        shown = lack.articles[: views.config.latest] if is_cut else lack.articles
        key = hashing.of_data(lack.name, counts, views.fingerprint(shown))
        yield OutputGroup(f"quality/{lack.id}", key, partial(_pages, views, lack, [whole]))
        for year in years:
            key = hashing.of_data(lack.name, views.fingerprint(year.articles))
            yield OutputGroup(f"quality/{lack.id}/{year.when.year}", key, partial(_within, views, lack, year))


def _lacks(views: Views) -> list[Lack]:
    """What every article should have, and which published ones don't."""
    readable = [article for article in views.archive.articles if article.status == "published"]
    missing = {
        "tanpa-alamat": [a for a in readable if not any(source.url for source in a.sources)],
        "tanpa-hari": [a for a in readable if not a.date.day],
        "tanpa-sumber-mandiri": [a for a in readable if not any(map(is_independent, a.sources))],
        "tanpa-pembaca-kedua": [a for a in readable if not a.reviewed],
    }
    words = views.strings["quality"]["lacks"]
    return [Lack(id_, words[id_], tuple(articles)) for id_, articles in missing.items()]


def _warnings(views: Views) -> list[Lack]:
    """What `check` warns of in published articles, by the code of the warning."""
    by_path = {article.path: article for article in views.archive.articles}
    texts: Mapping[str, Mapping[str, str]] = catalogue(views.config.lang)
    found = []
    for code in sorted(WARNINGS - OF_FORM):
        if not code.startswith(("search-", "settings-", "vocab-")) and "draft" not in code:
            paths = views.archive.warnings.get(code, ())
            told = (by_path[path] for path in dict.fromkeys(paths) if path in by_path)
            # Of the message what holds for every article.
            name = re.sub(r"\{\w+\}", "…", texts[code]["message"]).rstrip(".")
            found.append(Lack(code, name, tuple(article for article in told if not article.withdrawn)))
    return found


def _overview(views: Views, lacks: Sequence[Lack], warnings: Sequence[Lack]) -> Iterator[OutputFile]:
    words = views.strings["quality"]
    facilities = views.archive.vocabulary.terms["facility"]
    unreported = [term for term in facilities.values() if not views.count(term)]
    view = QualityView(
        tally=views.plural("articles", published(views.archive.articles)),
        lacks=[_counted(views, lack) for lack in lacks],
        warnings=[_counted(views, lack) for lack in warnings if lack.articles],
        unreported=Counted(words["unreported"], UNREPORTED, views.number(len(unreported))),
        expired=_expired(views),
        regions=_coverage(views),
    )
    yield page(QUALITY, "quality.html", words["title"], words["description"], view, words["intro"])
    listed = IndexView(
        tally=views.plural("units_count", len(unreported)),
        short=len(unreported) < index.SHORT,
        groups=index.term_groups(views, "facility", unreported, short=False),
    )
    yield page(
        UNREPORTED, "index.html", words["unreported"], words["description"], listed, words["unreported_intro"]
    )


def _counted(views: Views, lack: Lack) -> Counted:
    return Counted(lack.name, lack.url, views.number(len(lack.articles)))


def _expired(views: Views) -> list[Counted]:
    facilities = views.archive.vocabulary.terms["facility"]
    return [
        Counted(facilities[id_].name, facilities[id_].url, views.number(count))
        for id_, count in sorted(views.archive.expired.items())
    ]


def _coverage(views: Views) -> list[Coverage]:
    """Every region, those with the most articles first."""
    terms = views.archive.vocabulary.terms
    reported: dict[str, list[bool]] = {}
    for facility in terms["facility"].values():
        reported.setdefault(facility.region, []).append(views.count(facility) > 0)
    ordered = sorted(terms["region"].values(), key=lambda term: (-views.count(term), term.name))
    return [
        Coverage(
            name=region.name,
            url=region.url,
            count=views.number(views.count(region)),
            facilities=views.strings["quality"]["of"].format(
                count=views.number(sum(reported.get(region.id, []))),
                total=views.number(len(reported.get(region.id, []))),
            ),
        )
        for region in ordered
    ]


def _within(views: Views, lack: Lack, year: Period) -> Iterator[OutputFile]:
    return _pages(views, lack, listing.periods(views, year))


def _pages(views: Views, lack: Lack, periods: Iterable[Period]) -> Iterator[OutputFile]:
    words = views.strings["quality"]
    for period in periods:
        name = listing.period_name(views, period.when)
        cut = listing.is_cut(views, period)
        shown = period.coarse if cut else period.articles
        if cut and not name:
            shown = period.articles[: views.config.latest]
        above = listing.links_above(views.config.lang, Link(lack.name, lack.url), period.when)
        view = LackView(
            crumbs=[Link(words["title"], QUALITY), *above],
            intro="" if name else words["list_intro"],
            tally=views.plural("articles", period.total),
            periods=listing.parts(views, lack.url, period, linked=True) if cut else [],
            month=listing.month(views, period.when) if cut and period.when.month else None,
            groups=[Group("", views.entries(shown))] if shown else [],
        )
        title = f"{lack.name}, {name}" if name else lack.name
        yield page(f"{lack.url}{period.folder}", "lack.html", title, words["description"], view)
