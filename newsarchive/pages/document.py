"""The hand-written pages of `docs/`, with final links."""

from collections.abc import Iterator
from dataclasses import replace

from newsarchive.markdown.links import document_url, final_document
from newsarchive.model import OutputFile
from newsarchive.pages.parts import View
from newsarchive.pages.staged import page
from newsarchive.pages.view import Views

HOME = "index.md"


class DocumentView(View, frozen=True, tag="document"):
    """A hand-written page: there is only its text."""


def pages(views: Views) -> Iterator[OutputFile]:
    """Every page of `docs/` except the home page."""
    for document in views.archive.documents:
        if document.path != HOME:
            url = document_url(document.path)
            body = final_document(document)
            made = page(url, "main.html", document.title, document.description, DocumentView(), body)
            # `nav` in mkdocs.yml names pages by their paths in `docs/`.
            yield replace(made, path=document.path)
