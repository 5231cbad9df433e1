"""Judge image files by their first bytes and their size, and tell which of them are published."""

import os
import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import dirname

from newsarchive import addresses
from newsarchive.content.articles.parse import Parsed, place_of
from newsarchive.content.documents import ParsedDocument
from newsarchive.markdown.links import site_path
from newsarchive.problems import WHOLE_FILE, Problem, problem

MAX_MEGABYTES = 5
"""The largest size of a published image, in bytes: larger ones burden a phone's data plan."""
ENDINGS = {"jpg": "jpg", "jpeg": "jpg", "png": "png", "webp": "webp", "gif": "gif", "avif": "avif"}
"""The format that a file name's ending stands for."""
_HEAD = 4096
_TAIL = 4096
_ENDS = {"png": b"IEND\xaeB`\x82", "gif": b";"}
"""How a complete file ends; JPEGs are exempt, since cameras append data of their own."""
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_LEAST_JPEG = 100
_AVIF = re.compile(rb"avif|avis")


def image_format(name: str) -> str:
    """The format that a file's name promises: `jpg`, `png`, `webp`, `gif` or `avif`; '' for other files."""
    return ENDINGS.get(name.rpartition(".")[2].lower(), "")


def file_problems(root: Path, paths: Iterable[str]) -> Iterator[Problem]:
    """Problems of files that are published unchanged; `paths` are relative to the root.

    All must be readable; images must be what their names say, and not too large.
    """
    for path in paths:
        try:
            with (root / path).open("rb") as file:
                head, size = file.read(_HEAD), os.fstat(file.fileno()).st_size
                file.seek(max(0, size - _TAIL))
                tail = file.read()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            yield problem(path, WHOLE_FILE, "unreadable-file", reason=reason)
            continue
        promised, found = image_format(path), sniff(head, size)
        if not promised:
            continue
        if not size:
            yield problem(path, WHOLE_FILE, "empty-image")
        elif size > MAX_MEGABYTES * 1_000_000:
            values = {"size": f"{size / 1_000_000:.1f}", "limit": str(MAX_MEGABYTES)}
            yield problem(path, WHOLE_FILE, "image-too-large", **values)
        elif not found or _ENDS.get(found, b"") not in tail:
            yield problem(path, WHOLE_FILE, "broken-image", format=promised.upper())
        elif found != promised:
            name = f"{path.rpartition('/')[2].rpartition('.')[0]}.{found}"
            yield problem(path, WHOLE_FILE, "wrong-image-ending", format=found.upper(), suggestion=name)


def sniff(head: bytes, size: int) -> str:
    """The format of a file of `size` bytes that begins with `head`; '' where it is none, or is cut off."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg" if size >= _LEAST_JPEG and _is_jpeg(head, size) else ""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        sound = head[12:16] == b"IHDR" and any(head[16:20]) and any(head[20:24])
        # The header, a chunk of pixels, and the empty chunk that ends the file.
        return "png" if sound and size >= 57 else ""
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif" if any(head[6:8]) and any(head[8:10]) and size >= 26 else ""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp" if size >= int.from_bytes(head[4:8], "little") + 8 and size >= 26 else ""
    if head[4:8] == b"ftyp":
        length = int.from_bytes(head[:4], "big")
        return "avif" if length < size and _AVIF.search(head[8:length]) else ""
    return ""


def _is_jpeg(head: bytes, size: int) -> bool:
    """Whether the segments of a JPEG, as far as `head` shows them, lead to a picture."""
    at = 2
    while at + 4 <= len(head):
        if head[at] != 0xFF:
            return False
        if head[at + 1] == 0xFF:
            # Any number of these may fill up the space before a segment.
            at += 1
            continue
        if head[at + 1] in _JPEG_FRAMES:
            return any(head[at + 5 : at + 7]) and any(head[at + 7 : at + 9])
        length = int.from_bytes(head[at + 2 : at + 4], "big")
        if length < 2:
            return False
        at += 2 + length
    return at < size


def published_images(
    images: Mapping[str, str], articles: Collection[Parsed], documents: Iterable[tuple[str, ParsedDocument]]
) -> tuple[dict[str, str], list[Problem]]:
    """The images that a published text shows or links to, and a warning for each that no text uses.

    `images` maps their paths in the site to those under the root; `documents` come with their paths.
    """
    shown: set[str] = set()
    waiting: set[str] = set()
    unclear: set[str] = set()
    for article in articles:
        if article.front is None:
            # It can't be read, so the images that it shows aren't known.
            unclear.add(dirname(article.path))
        elif article.front.status != "withdrawn":
            used = shown if article.front.status == "published" else waiting
            used.update(_targets(article.path, [link.target for link in article.links]))
            if article.front.image:
                used.add(lead_image(article.path, article.front.image.file))
    for path, document in documents:
        shown.update(_targets(path, [link.target for link in document.links]))
    unused = [
        problem(source, WHOLE_FILE, "unused-image", name=source.rpartition("/")[2])
        for path, source in images.items()
        if path not in shown and path not in waiting and dirname(source) not in unclear
    ]
    return {path: source for path, source in images.items() if path in shown}, unused


def missing_images(parsed: Iterable[Parsed], assets: Container[str]) -> Iterator[Problem]:
    """Lead images whose file doesn't lie beside the article; a withdrawn one no longer needs its image."""
    for article in parsed:
        if article.front and article.front.image and article.front.status != "withdrawn":
            file = article.front.image.file
            if lead_image(article.path, file) not in assets:
                yield problem(article.path, place_of(article, "image.0.file"), "missing-image", target=file)


def lead_image(path: str, file: str) -> str:
    """Where the image that an article's front matter names stands in the site."""
    return f"{addresses.ARTICLES}{dirname(path.removeprefix('articles/'))}/{file}"


def _targets(path: str, targets: Sequence[str]) -> Iterator[str]:
    return (found for target in targets if (found := site_path(target, path)) is not None)
