"""Find published addresses that lead nowhere now, and the fix for each."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec import Struct
from rapidfuzz import fuzz

from newsarchive import addresses, hashing
from newsarchive.content.articles.parse import Parsed, place_of
from newsarchive.markdown.links import document_url
from newsarchive.model import FACETS, Archive, FacetName, Vocabulary
from newsarchive.problems import WHOLE_FILE, Place, Problem, problem

VOCABULARIES: Mapping[FacetName, str] = {
    "facility": "vocab/facilities.yml",
    "region": "vocab/regions.yml",
    "theme": "vocab/themes.yml",
    "event_type": "vocab/event_types.yml",
}
"""The file that holds the terms of a facet."""
STORIES = "vocab/stories.yml"
_ALIKE = 80
"""Two names with at least this similarity, of 100, count as names of one term."""


class OldArticle(Struct, frozen=True, array_like=True):
    """What identifies a published article if it has moved to another address."""

    title: str
    body: str
    """Hash of its text."""
    aliases: tuple[str, ...] = ()
    story: str = ""


class PublishedBefore(Struct):
    """What was published: articles by key, names of terms by ID (former IDs under the name of their term)."""

    articles: dict[str, OldArticle] = {}
    terms: dict[FacetName, dict[str, str]] = {}
    documents: list[str] = []
    """Paths relative to `docs/`."""
    moved: dict[str, str] = {}
    """Files that git knows under another name now, by paths relative to the root."""
    stories: dict[str, str] = {}
    """IDs of stories by the former ones that led to them; other stories are known by their articles."""


def remember(parsed: Parsed) -> OldArticle | None:
    """The record of a published article; None for drafts and unreadable files."""
    front = parsed.front
    if front is None or front.status == "draft":
        return None
    return OldArticle(front.title, _hash(parsed.body), front.aliases, front.story)


def published_by(archive: Archive) -> PublishedBefore:
    """What a build of this archive publishes."""
    found = PublishedBefore(documents=[document.path for document in archive.documents])
    for article in archive.articles:
        known = OldArticle(article.title, _hash(article.body), article.aliases, article.story)
        found.articles[article.key] = known
    for facet in FACETS:
        names = found.terms[facet] = {}
        for term in archive.vocabulary.terms[facet].values():
            names[term.id] = term.name
            names.update(dict.fromkeys(term.former_ids, term.name))
    for id_ in archive.by_story:
        story = archive.vocabulary.stories.get(id_)
        found.stories.update(dict.fromkeys(story.former_ids if story else (), id_))
    return found


@dataclass(slots=True)
class _Now:
    """The parts of the archive that a lost address is compared with."""

    articles: Mapping[str, Parsed]
    answered: Collection[str]
    """Keys and aliases that lead to a page."""
    by_text: dict[str, Parsed] = field(default_factory=dict)
    by_title: dict[str, Parsed] = field(default_factory=dict)

    def successor(self, key: str, old: OldArticle, moved: Mapping[str, str]) -> Parsed | None:
        """The article that a lost one most likely became."""
        if here := self.articles.get(key):
            return here
        if there := self.articles.get(key_of(moved.get(_path(key), ""))):
            return there
        if not self.by_title:
            for article in self.articles.values():
                if article.front and (known := remember(article)):
                    self.by_text.setdefault(known.body, article)
                    self.by_title.setdefault(_folded(known.title), article)
        return self.by_text.get(old.body) or self.by_title.get(_folded(old.title))


def lost_addresses(
    root: Path,
    before: PublishedBefore,
    parsed: Sequence[Parsed],
    vocabulary: Vocabulary,
    documents: Collection[str],
    as_of: date,
) -> Iterator[Problem]:
    """An error for each address of `before` that has neither page nor redirect any more.

    `parsed` are all articles in their places, drafts among them; `documents` are paths relative to `docs/`.
    Pages of periods may vanish with their articles.
    """
    yield from _lost_articles(before, parsed, as_of)
    for facet, names in before.terms.items():
        if vocabulary.terms[facet]:
            yield from _lost_terms(root, facet, names, vocabulary)
    urls = {document_url(path) for path in documents}
    for path in before.documents:
        url = document_url(path)
        if url not in urls and not addresses.is_reserved(url):
            where = before.moved.get(f"docs/{path}", "-")
            yield problem(f"docs/{path}", WHOLE_FILE, "lost-page", address=f"/{url}", moved=where)


def _lost_articles(before: PublishedBefore, parsed: Sequence[Parsed], as_of: date) -> Iterator[Problem]:
    articles = {key_of(article.path): article for article in parsed}
    answered = {
        key for key, article in articles.items() if article.front is None or article.front.status != "draft"
    }
    for key in [*answered]:
        if front := articles[key].front:
            answered.update(front.aliases)
    now = _Now(articles, answered)
    found: dict[str, tuple[Parsed, list[str]]] = {}
    for key, old in before.articles.items():
        lost = [address for address in (key, *old.aliases) if address not in answered]
        if not lost:
            continue
        successor = now.successor(key, old, before.moved)
        if successor is None or successor.front is None:
            for address in lost:
                values = {
                    "address": f"/{addresses.article(address)}",
                    "file": _path(key),
                    "date": as_of.isoformat(),
                }
                yield problem(_path(key), WHOLE_FILE, "lost-article", **values)
        elif successor.front.status == "draft":
            place = place_of(successor, "status")
            for address in lost:
                values = {"address": f"/{addresses.article(address)}", "date": as_of.isoformat()}
                yield problem(successor.path, place, "unpublished-article", **values)
        else:
            found.setdefault(successor.path, (successor, []))[1].extend(lost)
    for successor, lost in found.values():
        assert successor.front
        line = f"aliases: [{', '.join(dict.fromkeys((*successor.front.aliases, *sorted(lost))))}]"
        place = place_of(successor, "aliases")
        for address in sorted(lost):
            values = {"address": f"/{addresses.article(address)}", "line": line}
            yield problem(successor.path, place, "moved-article", **values)


def _lost_terms(
    root: Path, facet: FacetName, names: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[Problem]:
    terms = vocabulary.terms[facet]
    answered = {*terms, *(former for term in terms.values() for former in term.former_ids)}
    by_name = {_folded(name): t.id for t in terms.values() for name in (*t.aliases, *t.former_names, t.name)}
    found: dict[str, list[str]] = {}
    for id_, name in names.items():
        if id_ in answered:
            continue
        heir = by_name.get(_folded(name), "")
        new = {other: term.name for other, term in terms.items() if other not in names}
        if not heir and new:
            nearest = max(new, key=lambda other: fuzz.token_sort_ratio(new[other], name))
            heir = nearest if fuzz.token_sort_ratio(new[nearest], name) >= _ALIKE else ""
        found.setdefault(heir, []).append(id_)
    file = VOCABULARIES[facet]
    for heir, lost in found.items():
        ids = (*terms[heir].former_ids, *lost) if heir else lost
        place = line_of(root / file, heir) if heir else WHOLE_FILE
        for id_ in lost:
            values = {
                "address": f"/{addresses.term(facet, id_)}",
                "line": f"former_ids: [{', '.join(dict.fromkeys(ids))}]" if heir else "-",
                "heir": heir or "-",
                "id": id_,
            }
            yield problem(file, place, "lost-term", **values)


def line_of(path: Path, id_: str) -> Place:
    """Where the entry of an ID begins in a vocabulary file."""
    try:
        match = re.search(
            rf"^ *[\"']?{re.escape(id_)}[\"']? *:", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    except (OSError, ValueError):
        return WHOLE_FILE
    return (match.string.count("\n", 0, match.start()) + 1, 1) if match else WHOLE_FILE


def _hash(text: str) -> str:
    return hashing.of_bytes(text.encode("utf-8", "replace"), 8)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def key_of(path: str) -> str:
    """The key of the article in this file, `YYYY/MM/slug`."""
    return path.removeprefix("articles/").removesuffix(".md")


def _path(key: str) -> str:
    return f"articles/{key}.md"
