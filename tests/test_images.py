"""Only images that readers see are published, and each is what its name says."""

from datetime import date
from pathlib import Path

import pytest

from newsarchive.content.images import MAX_MEGABYTES, sniff
from tests.builders import PHOTO, PIXEL, write_root
from tests.reading import read_root

AS_OF = date(2026, 11, 1)
MONTH = "articles/2025/10"
WITHDRAWN = {"status": "withdrawn", "withdrawn": {"date": "2025-11-01", "reason": "privasi"}}
LEAD = {"image": {"file": "foto.png", "alt": "Foto"}}


def judged(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The images that are published, and name and code of every problem."""
    archive, problems = read_root(root, AS_OF)
    images = [path for path in archive.assets if path.startswith("berita/")]
    return images, [(Path(found.path).name, found.code) for found in problems]


def with_image(root: Path, data: bytes = PIXEL, name: str = "foto.png") -> Path:
    (root / MONTH).mkdir(parents=True, exist_ok=True)
    (root / MONTH / name).write_bytes(data)
    return root


@pytest.mark.parametrize(
    ("fields", "body", "published"),
    [
        (LEAD, "Isi.", True),
        ({}, "![Foto](foto.png)", True),
        ({}, "![Foto][f]\n\n[f]: foto.png", True),
        ({}, "Lihat [fotonya](/berita/2025/10/foto.png).", True),
        (LEAD | {"status": "draft"}, "![Foto](foto.png)", False),
    ],
)
def test_what_readers_see_is_published(
    tmp_path: Path, fields: dict[str, object], body: str, published: bool
) -> None:
    root = write_root(tmp_path, {"2025/10/a": {**fields, "body": body}})
    images, problems = judged(with_image(root))
    assert images == (["berita/2025/10/foto.png"] if published else [])
    assert ("foto.png", "unused-image") not in problems


def test_an_image_may_lie_beside_another_article(tmp_path: Path) -> None:
    root = write_root(
        tmp_path, {"2024/01/a": {"date": "2024-01-05", "body": "![Foto](../../2025/10/foto.png)"}}
    )
    assert judged(with_image(root)) == (["berita/2025/10/foto.png"], [])


def test_code_shows_no_image(tmp_path: Path) -> None:
    root = write_root(tmp_path, {"2025/10/a": {"body": "Tulis `![Foto](foto.png)` begitu."}})
    assert judged(with_image(root)) == ([], [("foto.png", "unused-image")])


def test_the_image_of_a_withdrawn_article_goes_with_it(tmp_path: Path) -> None:
    root = write_root(tmp_path, {"2025/10/a": {**LEAD, **WITHDRAWN, "body": "![Foto](foto.png)"}})
    assert judged(with_image(root)) == ([], [("foto.png", "unused-image")])
    (root / MONTH / "foto.png").unlink()
    assert judged(root) == ([], [])


def test_an_article_that_cannot_be_read_makes_no_image_unused(tmp_path: Path) -> None:
    root = with_image(write_root(tmp_path, {}))
    (root / MONTH / "a.md").write_text("---\ntitle: [\n---\n\nIsi.\n", encoding="utf-8")
    assert ("foto.png", "unused-image") not in judged(root)[1]


GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0/\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0mif1avifmiaf" + bytes(300)
SOUND = {"a.jpg": PHOTO, "a.jpeg": PHOTO, "a.png": PIXEL, "a.gif": GIF, "a.webp": WEBP, "a.avif": AVIF}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_image_of_each_format_passes(tmp_path: Path, name: str) -> None:
    root = write_root(tmp_path, {"2025/10/a": {"body": f"![Foto]({name})"}})
    assert judged(with_image(root, SOUND[name], name)) == ([f"berita/2025/10/{name}"], [])


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("damage", ["empty", "cut", "cut late", "text", "page", "zeros"])
def test_a_damaged_image_is_told(tmp_path: Path, name: str, damage: str) -> None:
    data = SOUND[name]
    given = {
        "empty": b"",
        "cut": data[:12],
        # A JPEG without its end is still shown, as far as it goes, and the last of an AVIF isn't known.
        "cut late": data[:12] if name in {"a.jpg", "a.jpeg", "a.avif"} else data[:-6],
        "text": b"Foto ini hilang.\n" * 40,
        "page": b"<!doctype html><title>404</title>" * 20,
        "zeros": data[:8] + bytes(200),
    }[damage]
    root = write_root(tmp_path, {"2025/10/a": {"body": f"![Foto]({name})"}})
    code = "empty-image" if damage == "empty" else "broken-image"
    assert judged(with_image(root, given, name))[1] == [(name, code)]


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "gif", "avif"])
def test_an_ending_that_the_content_contradicts_is_told(tmp_path: Path, ending: str) -> None:
    other = "a.png" if ending != "png" else "a.gif"
    root = write_root(tmp_path, {"2025/10/a": {"body": f"![Foto](foto.{ending})"}})
    _, problems = read_root(with_image(root, SOUND[other], f"foto.{ending}"), AS_OF)
    (found,) = problems
    assert (found.code, dict(found.values)["suggestion"]) == ("wrong-image-ending", f"foto.{other[2:]}")


def test_an_image_too_large_for_a_phone_is_told(tmp_path: Path) -> None:
    limit = MAX_MEGABYTES * 1_000_000
    root = write_root(tmp_path, {"2025/10/a": {**LEAD}})
    assert judged(with_image(root, PIXEL[:-12] + bytes(limit - len(PIXEL)) + PIXEL[-12:]))[1] == []
    assert judged(with_image(root, PIXEL + bytes(limit)))[1] == [("foto.png", "image-too-large")]


def test_images_of_pages_are_judged_too(tmp_path: Path) -> None:
    root = write_root(tmp_path, {})
    (root / "docs/assets").mkdir(exist_ok=True)
    (root / "docs/assets/peta.png").write_bytes(b"")
    assert judged(root)[1] == [("peta.png", "empty-image")]


def test_a_jpeg_with_much_before_its_picture_is_sound() -> None:
    exif = b"\xff\xe1\xff\xfd" + bytes(65531)
    data = PHOTO[:2] + exif + PHOTO[2:]
    assert sniff(data[:4096], len(data)) == "jpg"
    assert sniff(data[:4096], 40_000) == ""
