"""Judge what ties articles together by story: tags that stand alone, entries unused, addresses lost."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from newsarchive import addresses
from newsarchive.content.articles.parse import Parsed, place_of
from newsarchive.content.nearest import nearest
from newsarchive.content.published import STORIES, PublishedBefore, key_of, line_of
from newsarchive.model import Article, Vocabulary
from newsarchive.problems import WHOLE_FILE, Problem, problem
from newsarchive.story import heirs


def story_problems(
    root: Path, parsed: Sequence[Parsed], articles: Mapping[str, Article], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Stories that one article alone names, drafts counted too, and entries of `STORIES` that none names."""
    members = _members(parsed, vocabulary)
    at_place: dict[str, set[str]] = defaultdict(set)
    for id_, group in members.items():
        for one in group:
            for place in _places(articles.get(one.path)):
                at_place[place].add(id_)
    for id_, group in members.items():
        if len(group) == 1:
            # Only a story of the same place can be meant, and comparing with all others would take long.
            near = {other for place in _places(articles.get(group[0].path)) for other in at_place[place]}
            values = {"story": id_, "nearest": "".join(nearest(id_, sorted(near - {id_}), 1))}
            yield problem(group[0].path, place_of(group[0], "story"), "lone-story", **values)
    for id_ in vocabulary.stories.keys() - members.keys():
        yield problem(STORIES, line_of(root / STORIES, id_), "unused-story", story=id_)


def lost_stories(
    root: Path, before: PublishedBefore, parsed: Sequence[Parsed], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """An error for each story whose page was published and that no article names any more.

    `parsed` are all articles in their places, drafts among them.
    """
    former = heirs(vocabulary.stories.values())
    shown = {key_of(one.path): one for one in parsed if one.front and one.front.status != "draft"}
    members = _members([*shown.values()], vocabulary)
    story_of = {key_of(one.path): id_ for id_, group in members.items() for one in group}
    answered = members.keys() | {old for old, id_ in former.items() if id_ in members}
    lost: dict[str, list[str]] = {old: [] for old in before.stories if old not in answered}
    for key, article in before.articles.items():
        if article.story and article.story not in answered:
            lost.setdefault(article.story, []).append(key)
    by_heir: dict[str, list[str]] = defaultdict(list)
    for id_, keys in lost.items():
        likely = [story_of[key] for key in keys if key in story_of]
        likely += [heir for heir in [before.stories.get(id_, "")] if heir in members]
        by_heir[max(sorted(set(likely)), key=likely.count) if likely else ""].append(id_)
    for heir, ids in by_heir.items():
        named = vocabulary.stories.get(heir)
        line = f"former_ids: [{', '.join((*(named.former_ids if named else ()), *ids))}]"
        for id_ in ids:
            values = {
                "address": f"/{addresses.story(id_)}",
                "heir": heir if named else "-",
                "line": line if named else "-",
                "entry": f"{heir}: {{{line}}}" if heir and not named else "-",
                "id": id_,
            }
            own = next((shown[key] for key in sorted(lost[id_]) if key in shown), None)
            if own and not heir:
                yield problem(own.path, place_of(own, "story"), "lost-story", **values)
            else:
                place = line_of(root / STORIES, heir) if named else WHOLE_FILE
                yield problem(STORIES, place, "lost-story", **values)


def _members(parsed: Sequence[Parsed], vocabulary: Vocabulary) -> dict[str, list[Parsed]]:
    """The articles that name each story, by its ID or a former one."""
    former = heirs(vocabulary.stories.values())
    members: dict[str, list[Parsed]] = {}
    for one in parsed:
        if one.front and one.front.story:
            members.setdefault(former.get(one.front.story, one.front.story), []).append(one)
    return members


def _places(article: Article | None) -> tuple[str, ...]:
    return (article.facilities or article.regions) if article else ()
