"""The list of stories: events that several articles report on, those with the latest news first."""

from collections.abc import Iterator
from heapq import nlargest

from msgspec import Struct

from newsarchive import addresses
from newsarchive.model import ArticleDate
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import Link, View
from newsarchive.pages.staged import page
from newsarchive.pages.story import span, tally
from newsarchive.pages.view import Views


class StoryEntry(Struct, frozen=True):
    """A story in the list."""

    name: str
    url: str
    tally: str
    """How many articles it has, from when to when."""
    where: str


class StoriesView(View, frozen=True, tag="stories"):
    """The stories with the latest news; `more` leads on where there are others."""

    tally: str
    stories: list[StoryEntry]
    more: Link | None


def pages(views: Views) -> Iterator[OutputFile]:
    """The page `/cerita/`."""
    words = views.strings["stories"]
    told = [id_ for id_ in views.archive.by_story if len(views.story(id_)) > 1]

    def latest(id_: str) -> tuple[ArticleDate, str]:
        return span(views.story(id_))[1], id_

    shown = nlargest(views.config.listing_limit, told, key=latest)
    view = StoriesView(
        tally=views.plural("events", len(told)),
        stories=[_entry(views, id_) for id_ in shown],
        more=Link(words["more"], addresses.CALENDAR) if len(shown) < len(told) else None,
    )
    yield page(addresses.STORIES, "stories.html", words["title"], words["description"], view, words["intro"])


def _entry(views: Views, id_: str) -> StoryEntry:
    articles = views.story(id_)
    where = views.entry(articles[0]).where
    return StoryEntry(views.story_name(id_), addresses.story(id_), tally(views, articles), where)
