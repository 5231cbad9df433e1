"""What an editor says of an event that several articles report on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """An event, known for ever by its ID, and called after its first article where it has no name."""

    id: str
    name: str = ""
    description: str = ""
    """Plain text; no Markdown, no HTML."""
    former_ids: tuple[str, ...] = ()
    """IDs that articles, and addresses, may still name it by."""


def heirs(stories: Iterable[Story]) -> dict[str, str]:
    """The IDs of stories by their former ones."""
    return {former: story.id for story in stories for former in story.former_ids}
