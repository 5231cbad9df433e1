"""Sources as pages show them, and how many of them are independent."""

from collections.abc import Sequence

from msgspec import Struct

from newsarchive.model import Source
from newsarchive.pages.view import Views


class SourceView(Struct, frozen=True):
    """A source. Fields that are not known are empty; dates are in words."""

    publisher: str
    title: str
    url: str
    archived: str
    published: str
    retrieved: str
    author: str
    kind: str
    independence: str
    """Whether it is independent, in words; empty where nobody has told."""


def source_view(views: Views, source: Source) -> SourceView:
    """A source in the words of the site."""
    independent = source.is_independent
    judged = "" if independent is None else "independent" if independent else "dependent"
    return SourceView(
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        archived=source.archived,
        published=views.date(source.published) if source.published else "",
        retrieved=views.date(source.retrieved) if source.retrieved else "",
        author=source.author,
        kind=views.strings["source_kinds"].get(source.kind, ""),
        independence=views.strings["independence"][judged] if judged else "",
    )


def tally(views: Views, counted: str, sources: Sequence[Source]) -> str:
    """How many there are and how many of them are independent: `2 sumber, 1 mandiri`.

    `counted` is the key of the counted phrase for all of them: `sources` or `reports`.
    """
    judged = [source.is_independent for source in sources]
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
