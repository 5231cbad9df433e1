"""Article pages, and the tombstones of withdrawn articles."""

from collections.abc import Iterator, Sequence
from functools import partial
from posixpath import dirname

from msgspec import Struct

from newsarchive import addresses, hashing
from newsarchive.addresses import ARTICLES
from newsarchive.markdown.abbreviations import Tooltips
from newsarchive.markdown.links import final_body
from newsarchive.model import Article, Correction
from newsarchive.outputs import OutputFile, OutputGroup
from newsarchive.pages.calendar import crumbs, date_view
from newsarchive.pages.citation import Citation, citation
from newsarchive.pages.parts import DateView, Entry, Link, View
from newsarchive.pages.record import first_day, last_change
from newsarchive.pages.related import Related, TermKey, neighbour_lists
from newsarchive.pages.report import report_url
from newsarchive.pages.sources import SourceView, source_tally, source_view
from newsarchive.pages.staged import lazy_page, page, staged
from newsarchive.pages.view import Views


class ImageView(Struct, frozen=True):
    """A photo; `src` is relative to the site's root."""

    src: str
    alt: str
    credit: str


class PersonView(Struct, frozen=True):
    """A person, and their role at the time of the event (may be empty)."""

    name: str
    role: str


class CorrectionView(Struct, frozen=True):
    """A correction made after publication; `requested` says when it was asked for."""

    date: str
    kind: str
    note: str
    requested: str
    url: str


class RecordView(Struct, frozen=True):
    """When the archive published an article and last changed it, in words and in ISO 8601.

    What isn't known is empty, and `changed` where nothing did. `reviewed` is when a second reader read it.
    """

    added: str
    added_iso: str
    changed: str
    changed_iso: str
    reviewed: str
    report: str
    """Where to report a mistake; empty where the archive says of no such address."""
    source: str
    """Where its file and history can be read; empty where no repository is named."""


class Turn(Struct, frozen=True):
    """The article before or after another in their story."""

    title: str
    url: str
    date: str


class StoryPart(Struct, frozen=True):
    """The story that an article belongs to, its place there, and the articles before and after it."""

    name: str
    url: str
    position: str
    previous: Turn | None
    next: Turn | None


class WithdrawalView(Struct, frozen=True):
    """When and why an article was withdrawn."""

    date: str
    reason: str
    note: str


class ArticleView(View, frozen=True, tag="article"):
    """Everything on an article's page except its title, summary and text."""

    crumbs: list[Link]
    date: DateView
    event_types: list[Link]
    terms: list[Link]
    image: ImageView | None
    people: list[PersonView]
    basis: str
    """How many sources, and how many of them are independent."""
    sources: list[SourceView]
    corrections: list[CorrectionView]
    """Oldest first."""
    record: RecordView
    date_note: str
    citation: Citation | None
    story: StoryPart | None
    """None where no other article reports on the event."""
    related: list[Entry]


class TombstoneView(View, frozen=True, tag="tombstone"):
    """What the page of a withdrawn article still says."""

    crumbs: list[Link]
    date: DateView
    withdrawn: WithdrawalView
    terms: list[Link]


def groups(views: Views) -> Iterator[OutputGroup]:
    """A page for every published article, a tombstone for every withdrawn one.

    Articles with the same first facility and first region form a group.
    """
    archive = views.archive
    tooltips = Tooltips(archive.vocabulary.glossary)
    related = Related(views)
    by_lists: dict[tuple[TermKey, ...], list[Article]] = {}
    for article in archive.articles:
        by_lists.setdefault(neighbour_lists(article), []).append(article)
    for keys, articles in by_lists.items():
        lists = [views.term_fingerprint(*key) for key in keys]
        stories = [views.story_fingerprint(article.story) for article in articles if article.story]
        digest = hashing.of_data(views.fingerprint(articles), lists, stories)
        name = "/".join(["article", *(id_ for key in keys for id_ in key)])
        yield OutputGroup(name, digest, partial(_pages, views, articles, related, tooltips))


def _pages(
    views: Views, articles: Sequence[Article], related: Related, tooltips: Tooltips
) -> Iterator[OutputFile]:
    glossary = hashing.of_data(tooltips.key)
    for article in articles:
        chips = views.chips(article)
        if article.withdrawn:
            yield _tombstone(views, article)
            continue
        story = _story(views, article)
        others = views.entries(related.of(article))
        yield lazy_page(
            article.url,
            (article.digest, article.recorded, chips.digest, story, others, glossary),
            partial(_text, views, article, story, others, tooltips),
        )


def _text(
    views: Views, article: Article, story: StoryPart | None, related: list[Entry], tooltips: Tooltips
) -> str:
    image = article.image
    chips = views.chips(article)
    folder = dirname(article.key)
    view = ArticleView(
        crumbs=_crumbs(views, article),
        date=date_view(views, article),
        event_types=chips.event_types,
        terms=chips.terms,
        image=ImageView(f"{ARTICLES}{folder}/{image.file}", image.alt, image.credit) if image else None,
        people=[PersonView(person.name, person.role) for person in article.people],
        basis=source_tally(views, "sources", article.sources),
        sources=[source_view(views, source) for source in article.sources],
        corrections=[
            _correction(views, each) for each in sorted(article.corrections, key=lambda each: each.date)
        ],
        record=_record(views, article),
        date_note=article.date_note,
        citation=citation(views, article),
        story=story,
        related=related,
    )
    body = tooltips.mark(final_body(article))
    return staged("article.html", article.title, article.summary, view, body)


def _correction(views: Views, correction: Correction) -> CorrectionView:
    return CorrectionView(
        date=views.date(correction.date),
        kind=views.strings["correction_kinds"][correction.kind],
        note=correction.note,
        requested=views.requested(correction),
        url=correction.url,
    )


def _record(views: Views, article: Article) -> RecordView:
    repository = views.config.repository
    added, changed = first_day(article), last_change(article)
    return RecordView(
        added=views.date(added) if added else "",
        added_iso=added.iso if added else "",
        changed=views.date(changed) if changed and changed != added else "",
        changed_iso=changed.iso if changed else "",
        reviewed=views.date(article.reviewed.date) if article.reviewed else "",
        report=report_url(views, article.title, article.url),
        source=f"{repository}/blob/HEAD/{article.path}" if repository else "",
    )


def _tombstone(views: Views, article: Article) -> OutputFile:
    assert article.withdrawn is not None
    words = views.strings
    view = TombstoneView(
        crumbs=_crumbs(views, article),
        date=date_view(views, article),
        withdrawn=WithdrawalView(
            date=views.date(article.withdrawn.date),
            reason=words["withdrawal_reasons"][article.withdrawn.reason],
            note=article.withdrawn.note,
        ),
        terms=[*views.links(article, "facility"), *views.links(article, "region")],
    )
    return page(article.url, "tombstone.html", words["withdrawn_title"], words["withdrawn_description"], view)


def _crumbs(views: Views, article: Article) -> list[Link]:
    """The way to an article: by its first facility, else its first region, else its date."""
    for facet, id_ in neighbour_lists(article):
        return [views.index_link(facet), views.link(facet, id_)]
    return crumbs(views, article.date._replace(day=0))


def _story(views: Views, article: Article) -> StoryPart | None:
    articles = views.story(article.story)
    if len(articles) < 2:
        return None
    here = articles.index(article)
    values = {"number": views.number(here + 1), "count": views.number(len(articles))}
    return StoryPart(
        name=views.story_name(article.story),
        url=addresses.story(article.story),
        position=views.strings["story"]["position"].format(**values),
        previous=_turn(views, articles[here - 1]) if here else None,
        next=_turn(views, articles[here + 1]) if here + 1 < len(articles) else None,
    )


def _turn(views: Views, article: Article) -> Turn:
    return Turn(article.title, article.url, views.when(article, "short"))
