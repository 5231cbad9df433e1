"""The hand-written pages of `docs/`, with final links."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from msgspec import Struct

from newsarchive.markdown.links import document_url, final_document
from newsarchive.model import Document
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import View
from newsarchive.pages.report import report_url
from newsarchive.pages.staged import lazy_page, staged
from newsarchive.pages.view import Views

HOME = "index.md"


ABOUT = "tentang.md"
"""The page that says who makes the archive, and so where mistakes are reported."""


class ContactView(Struct, frozen=True):
    """Where mistakes are reported, and in words how long an answer takes, if that is known."""

    url: str
    answer: str


class DocumentView(View, frozen=True, tag="document"):
    """A hand-written page: beside its text only what the settings say of it."""

    contact: ContactView | None


def pages(views: Views) -> Iterator[OutputFile]:
    """Every page of `docs/` except the home page."""
    for document in views.archive.documents:
        if document.path != HOME:
            # To make links final takes a rendering, which only a document that changed is worth.
            contact = _contact(views, document) if document.path == ABOUT else None
            inputs = (document.path, document.title, document.description, document.body, contact)
            made = lazy_page(document_url(document.path), inputs, partial(_text, document, contact))
            # `nav` in mkdocs.yml names pages by their paths in `docs/`.
            yield replace(made, path=document.path)


def _contact(views: Views, document: Document) -> ContactView | None:
    url = report_url(views, document.title, document_url(document.path))
    days = views.config.answer_days
    return ContactView(url, views.plural("answer_days", days) if days else "") if url else None


def _text(document: Document, contact: ContactView | None) -> str:
    view = DocumentView(contact=contact)
    return staged("main.html", document.title, document.description, view, final_document(document))
