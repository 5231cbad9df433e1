"""Sources as pages show them, and how many of them are independent."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from newsarchive.model import Source
from newsarchive.pages.view import Views

_MOMENT = re.compile(r"/(\d{4})(\d\d)(\d\d)\d{6}[a-z_]*/", re.ASCII)
_INDEPENDENT: Mapping[str, bool] = {
    "news": True,
    "observation": True,
    "press-release": False,
    "official": False,
}
"""Which kinds of source are independent, where nothing else is said of one; the other kinds leave it open."""


class SourceView(Struct, frozen=True):
    """A source. Fields that are not known are empty; dates are in words."""

    publisher: str
    title: str
    url: str
    archived: str
    archived_on: str
    """The day of the archived copy as `YYYY-MM-DD`, or when the source was read."""
    published: str
    retrieved: str
    author: str
    kind: str
    independence: str
    """Whether it is independent, in words; empty where nobody has told."""


def is_independent(source: Source) -> bool | None:
    """Whether a source gathered what it says by itself; None where nobody has told."""
    return _INDEPENDENT.get(source.kind) if source.independent is None else source.independent


def source_view(views: Views, source: Source) -> SourceView:
    """A source in the words of the site."""
    independent = is_independent(source)
    judged = "" if independent is None else "independent" if independent else "dependent"
    return SourceView(
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        archived=source.archived,
        archived_on=_archived_on(source),
        published=views.date(source.published) if source.published else "",
        retrieved=views.date(source.retrieved) if source.retrieved else "",
        author=source.author,
        kind=views.strings["source_kinds"].get(source.kind, ""),
        independence=views.strings["independence"][judged] if judged else "",
    )


def _archived_on(source: Source) -> str:
    """Web archives put the moment of a copy into its address; empty where no day is known."""
    if match := _MOMENT.search(source.archived):
        return "-".join(match.groups())
    return source.retrieved.iso if source.archived and source.retrieved else ""


def source_tally(views: Views, counted: str, sources: Sequence[Source]) -> str:
    """How many there are and how many of them are independent: `2 sumber, 1 mandiri`.

    `counted` is the key of the counted phrase for all of them: `sources` or `reports`.
    """
    judged = [is_independent(source) for source in sources]
    independent, unknown = judged.count(True), judged.count(None)
    parts = [views.plural(counted, len(judged))]
    if unknown == len(judged):
        parts.append(views.strings["none_judged"])
    elif independent or unknown:
        counts = [("of_them_independent", independent), ("of_them_unknown", unknown)]
        shown = counts if unknown else counts[:1]
        parts += [views.strings[key].format(count=views.number(count)) for key, count in shown]
    else:
        parts.append(views.plural("none_independent", len(judged)))
    return ", ".join(parts)
