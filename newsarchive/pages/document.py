"""The hand-written pages of `docs/`, with final links."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from newsarchive.markdown.links import document_url, final_document
from newsarchive.model import Document
from newsarchive.outputs import OutputFile
from newsarchive.pages.parts import View
from newsarchive.pages.staged import lazy_page, staged
from newsarchive.pages.view import Views

HOME = "index.md"


class DocumentView(View, frozen=True, tag="document"):
    """A hand-written page: there is only its text."""


def pages(views: Views) -> Iterator[OutputFile]:
    """Every page of `docs/` except the home page."""
    for document in views.archive.documents:
        if document.path != HOME:
            # To make links final takes a rendering, which only a document that changed is worth.
            inputs = (document.path, document.title, document.description, document.body)
            made = lazy_page(document_url(document.path), inputs, partial(_text, document))
            # `nav` in mkdocs.yml names pages by their paths in `docs/`.
            yield replace(made, path=document.path)


def _text(document: Document) -> str:
    return staged("main.html", document.title, document.description, DocumentView(), final_document(document))
