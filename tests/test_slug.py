"""One rule makes a part of an address from any text, for new articles and for the hints of `check` alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.content.slug import IMAGE_FILE, image_name, is_slug, slug


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Warga Binaan Panen Lele", "warga-binaan-panen-lele"),
        ("Café Régis di Rutan", "cafe-regis-di-rutan"),
        ("Ñandú", "nandu"),
        ("Bjørn Łukasz", "bjorn-lukasz"),
        ("Jum'at Berkah", "jumat-berkah"),
        ("Jum’at Berkah", "jumat-berkah"),
        ("Undang-Undang No. 22/2022", "undang-undang-no-22-2022"),
        ("“Siap!” kata Kalapas — begitulah", "siap-kata-kalapas-begitulah"),
        ("CON", "con-berita"),
        ("aux", "aux-berita"),
        ("Index", "index-berita"),
        ("監獄", ""),
        ("?!", ""),
        ("a" * 81, "a" * 80),
        (f"{'a' * 40} {'b' * 39} c", f"{'a' * 40}-{'b' * 39}"),
        (f"{'a' * 40} {'b' * 40} c", "a" * 40),
    ],
)
def test_the_nearest_slug(text: str, found: str) -> None:
    assert slug(text) == found


@given(st.text(max_size=200))
def test_what_is_proposed_is_accepted_and_proposed_again(text: str) -> None:
    found = slug(text)
    assert found == "" or is_slug(found)
    assert slug(found) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Foto Panen.JPG", "foto-panen.jpg"),
        ("IMG_2025 (1).jpeg", "img-2025-1.jpeg"),
        ("foto é.png", "foto-e.png"),
        ("foto.jfif", "foto.jpg"),
        ("???.png", "foto.png"),
        ("WhatsApp Image 2025-11-05 at 10.14.22.jpeg", "whatsapp-image-2025-11-05-at-10-14-22.jpeg"),
        ("C:\\Users\\ani\\Foto.JPG", "foto.jpg"),
        ("../foto.jpg", "foto.jpg"),
        ("foto.HEIC", ""),
        ("logo.svg", ""),
        ("foto", ""),
    ],
)
def test_the_nearest_name_of_a_picture(name: str, found: str) -> None:
    assert image_name(name) == found
    assert not found or re.fullmatch(IMAGE_FILE, found)
