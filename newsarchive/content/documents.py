"""Read a hand-written page of `docs/`: a title, a description, and Markdown under the rules of articles."""

import re
from dataclasses import dataclass

from newsarchive.content.articles.body import anchors, read_body
from newsarchive.content.articles.parse import ArticleLink
from newsarchive.content.fields import nearest_field
from newsarchive.content.text import decode, position
from newsarchive.content.yaml import frontmatter
from newsarchive.content.yaml.shape import Shape
from newsarchive.model import Document
from newsarchive.problems import WHOLE_FILE, Problem, is_error, moved, problem

_FIELDS = ("title", "description")
_SHAPE = Shape(frozenset(_FIELDS), sentences=frozenset(_FIELDS))
_SAFE_PATH = re.compile(r"docs/(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.md")


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A page with its links and anchors; `document` is None where the file can't be used."""

    document: Document | None
    links: tuple[ArticleLink, ...]
    problems: tuple[Problem, ...]
    anchors: frozenset[str] = frozenset()


def parse_document(path: str, data: bytes) -> ParsedDocument:
    """Read a page from its bytes alone; `path` is relative to the root, such as `docs/tentang.md`."""
    problems: list[Problem] = []
    if not _SAFE_PATH.fullmatch(path):
        problems.append(problem(path, WHOLE_FILE, "bad-document-name"))
    decoded = decode(path, data)
    problems += decoded.problems
    if decoded.text is None:
        return ParsedDocument(None, (), tuple(problems))
    parsed = _parse_text(path, decoded.text)
    place = decoded.place_in_file
    links = (ArticleLink(one.target, *place((one.line, one.column)), one.image) for one in parsed.links)
    problems += (moved(found, place) for found in parsed.problems)
    document = None if any(map(is_error, problems)) else parsed.document
    return ParsedDocument(document, tuple(links), tuple(problems), parsed.anchors)


def _parse_text(path: str, text: str) -> ParsedDocument:
    parts = frontmatter.split(path, text)
    if isinstance(parts, Problem):
        return ParsedDocument(None, (), (parts,))
    front, body_start = parts
    block, problems = frontmatter.load(path, front, _SHAPE)
    if block is None:
        return ParsedDocument(None, (), tuple(problems))
    meant = {nearest_field(name, _FIELDS) for name in block.data}
    for name in _FIELDS:
        if name not in meant | block.faulty:
            problems.append(problem(path, block.place((name,), key=True), "missing-field", field=name))
    for name, value in block.data.items():
        place = block.place((name,), key=True)
        if name not in _FIELDS:
            values = {"field": name, "nearest": nearest_field(name, _FIELDS), "known": ", ".join(_FIELDS)}
            problems.append(problem(path, place, "unknown-field", **values))
        elif not isinstance(value, str):
            problems.append(problem(path, block.place((name,)), "not-text", field=name))
    body = text[body_start:]
    read = read_body(body, path)
    problems += (
        problem(path, position(text, body_start + flaw.offset), flaw.code, **flaw.values)
        for flaw in read.flaws
    )
    links = tuple(
        ArticleLink(link.target, *position(text, body_start + link.start), link.image) for link in read.links
    )
    if any(map(is_error, problems)):
        return ParsedDocument(None, links, tuple(problems))
    title, description = (" ".join(block.data[name].split()) for name in _FIELDS)
    document = Document(path.removeprefix("docs/"), title, description, read.text.strip("\n"))
    return ParsedDocument(document, links, tuple(problems), anchors(document.body))
