"""Redirects from former addresses of articles, terms and stories."""

from collections.abc import Iterator

from newsarchive import addresses, hashing
from newsarchive.model import FACETS, ArticleDate
from newsarchive.outputs import OutputFile
from newsarchive.pages import listing
from newsarchive.pages.listing import Period
from newsarchive.pages.parts import View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views


class RedirectView(View, frozen=True, tag="redirect"):
    """The new address."""

    target: str


def pages(views: Views) -> Iterator[OutputFile]:
    """A page for each alias of an article, and for each former ID of a term, with its periods, or story.

    `_redirects` says the same to hosts that obey it (Netlify, Cloudflare): their readers need no second page.
    """
    rules = []
    for article in views.archive.articles:
        for alias in article.aliases:
            former = addresses.article(alias)
            rules.append(f"/{former} /{article.url} 301")
            yield _page(views, former, article.url, views.title(article))
    for story in views.archive.vocabulary.stories.values():
        if story.id in views.archive.by_story:
            for id_ in story.former_ids:
                name = views.story_name(story.id) or views.strings["story"]["withdrawn"]
                former, now = addresses.story(id_), addresses.story(story.id)
                rules.append(f"/{former} /{now} 301")
                yield _page(views, former, now, name)
    for facet, kind in FACETS.items():
        for term in views.archive.vocabulary.terms[facet].values():
            # The rest of the address, which names a period, goes along.
            rules += [f"/{kind.url}{id_}/* /{term.url}:splat 301" for id_ in term.former_ids]
            if term.former_ids:
                whole = Period(ArticleDate(0), views.archive.articles_of(term))
                for period in listing.periods(views, whole):
                    for id_ in term.former_ids:
                        former = f"{kind.url}{id_}/{period.folder}"
                        yield _page(views, former, f"{term.url}{period.folder}", term.name)

    if rules:
        text = "\n".join([*rules, ""])
        yield OutputFile(addresses.REDIRECTS, hashing.of_data(text), lambda: text)


def _page(views: Views, url: str, target: str, title: str) -> OutputFile:
    description = views.strings["redirect_description"].format(title=title)
    return page(url, "redirect.html", title, description, RedirectView(target=target))
