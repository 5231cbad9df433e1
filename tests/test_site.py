"""The finished site: plain MkDocs makes the same, every link leads somewhere, and mistakes leave it alone."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from bench.corpus import generate
from newsarchive.model import FACETS, Article
from newsarchive.output.site_files import RenderError
from newsarchive.pipeline import build
from tests.builders import REPOSITORY, article_text, plain_build, write_every_kind, write_root
from tests.conftest import AS_OF
from tests.markup import Page, pages
from tests.reading import read_root

OURS = ("build-id.txt", "cari/indeks", "cari/kata.json")
"""How the paths begin of what MkDocs has no part in: the mark of our publishing, and the search index."""


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes."""
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def assert_same(one: Path, other: Path, but: tuple[str, ...] = ()) -> None:
    """Fail with the names of what differs, not with megabytes of HTML; `but` is how exceptions begin."""
    found, wanted = tree(one), tree(other)
    found = {path: data for path, data in found.items() if not but or not path.startswith(but)}
    assert sorted(found.keys() ^ wanted.keys()) == []
    assert sorted(path for path in found if found[path] != wanted[path]) == []


def copy_of(site: Path, root: Path, *, built: bool) -> Path:
    """A root of its own with a site's content, and unless it is not yet `built` all that a build left."""
    left = shutil.ignore_patterns("site", ".site.next", "build")
    shutil.copytree(site.parent, root, ignore=None if built else left)
    return root


def command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `build_site.py`."""
    return subprocess.run(
        [sys.executable, REPOSITORY / "build_site.py", *arguments],
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


BIBTEX = re.compile(r"@misc\{\S+,(?: \w+ = (?:\{.*?\}|\w+),)* \}")
"""A citation for BibTeX, whose braces are its own."""


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[str, Page]:
    """Every page of the repository's site."""
    return pages(site)


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small root with every kind of page."""
    root = write_every_kind(tmp_path_factory.mktemp("small") / "root")
    report = build(root, root / "site", AS_OF, workers=1)
    assert report.published, report.problems
    return root / "site"


@pytest.fixture(scope="module")
def parsed_small(small_site: Path) -> dict[str, Page]:
    return pages(small_site)


# ---- The same as MkDocs makes


@pytest.mark.slow
def test_plain_mkdocs_makes_the_same_site(site: Path, tmp_path: Path) -> None:
    plain_build(site.parent / "build", tmp_path / "plain")
    assert_same(site, tmp_path / "plain", OURS)


def test_plain_mkdocs_makes_the_same_of_every_kind_of_page(small_site: Path, tmp_path: Path) -> None:
    plain_build(small_site.parent / "build", tmp_path / "plain")
    assert_same(small_site, tmp_path / "plain", OURS)


@pytest.mark.slow
def test_plain_mkdocs_makes_the_same_of_an_archive_of_hundreds(tmp_path: Path) -> None:
    root = tmp_path / "root"
    generate(root, 300)
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["extra"]["archive"]["listing_limit"] = 10
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    report = build(root, root / "site", AS_OF)
    assert report.published, report.problems
    plain_build(root / "build", tmp_path / "plain")
    assert_same(root / "site", tmp_path / "plain", OURS)
    check_links(root / "site", pages(root / "site"))


@pytest.mark.slow
def test_another_machine_makes_the_same_bytes(small_site: Path, tmp_path: Path) -> None:
    root = copy_of(small_site, tmp_path / "tempat lain" / "é", built=False)
    # Files come in another order, at another time.
    for path in sorted((p for p in root.rglob("*.md")), reverse=True):
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    out = tmp_path / "hasil"
    result = command(
        *("build", "--root", root, "--site-dir", out, "--as-of", AS_OF.isoformat(), "--workers", "1"),
        PYTHONHASHSEED="7",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        LANGUAGE="de",
    )
    assert result.returncode == 0, result.stderr
    assert_same(small_site, out)


# ---- Found from everywhere


def articles(root: Path) -> tuple[Article, ...]:
    archive, problems = read_root(root, AS_OF)
    assert problems == []
    return archive.articles


def target(page: str, address: str) -> str:
    """The file of the site that an address on one of its pages leads to."""
    path = unquote(urlsplit(address).path)
    if not path:
        return page
    file = normpath(join("/", page, "..", path)).lstrip("/")
    return join(file, "index.html").lstrip("/") if path.endswith(("/", "..", ".")) or not file else file


def test_each_article_is_found_from_home_and_from_its_terms_and_dates(
    site: Path, parsed: dict[str, Page]
) -> None:
    found = articles(site.parent)
    assert len(found) >= 5
    for article in found:
        year, month, _ = article.date
        ways = ["", f"arsip/{year}/", f"arsip/{year}/{month:02}/"]
        ways += [f"{kind.url}{id_}/" for facet, kind in FACETS.items() for id_ in article.terms(facet)]
        assert len(ways) >= 7
        for way in ways:
            page = f"{way}index.html"
            targets = {target(page, link) for link in parsed[page].links}
            assert f"{article.url}index.html" in targets, f"{article.key} from /{way}"


def test_each_term_with_articles_is_found_from_home_or_its_index(parsed: dict[str, Page]) -> None:
    for kind in FACETS.values():
        index = f"{kind.url}index.html"
        assert index in {target("index.html", link) for link in parsed["index.html"].links}
        linked = {target(index, link) for link in parsed[index].links}
        assert {page for page in parsed if re.fullmatch(rf"{kind.url}[^/]+/index\.html", page)} <= linked


def test_no_article_stands_in_the_nav(site: Path, parsed: dict[str, Page]) -> None:
    nav = yaml.safe_load((site.parent / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert "berita" not in str(nav)
    for path, page in parsed.items():
        assert not [link for link in page.nav_links if "berita/" in target(path, link)], path


def test_a_facility_without_articles_says_that_silence_proves_nothing(
    site: Path, parsed: dict[str, Page]
) -> None:
    with_articles = {id_ for article in articles(site.parent) for id_ in article.facilities}
    ids = {path.split("/")[1] for path in parsed if re.fullmatch(r"fasilitas/[^/]+/index\.html", path)}
    assert len(ids - with_articles) > 600
    for id_ in ids:
        says_so = "Itu bukan bukti bahwa tidak terjadi apa-apa" in parsed[f"fasilitas/{id_}/index.html"].text
        assert says_so == (id_ not in with_articles), id_


def test_the_page_for_missing_addresses_leads_on(parsed: dict[str, Page]) -> None:
    page = parsed["404.html"]
    wanted = {f"{kind.url}index.html" for kind in FACETS.values()} | {"arsip/index.html", "index.html"}
    assert wanted <= {target("404.html", link) for link in page.links}
    # It is shown at any address, so that nothing on it may be relative.
    for address in [*page.links, *page.loads]:
        assert address.startswith(("/", "#", "https://")), address


def test_a_withdrawn_article_leaves_its_tombstone_alone(
    small_site: Path, parsed_small: dict[str, Page]
) -> None:
    text = parsed_small["berita/2025/06/ditarik/index.html"].text
    assert "Artikel ini ditarik" in text
    assert "Atas permintaan." in text
    for path, data in tree(small_site).items():
        assert b"yang tidak boleh tampil" not in data, path


def test_redirects_lead_on_at_once_and_can_be_followed_by_hand(parsed_small: dict[str, Page]) -> None:
    for path, goal in {
        "berita/2025/03/alamat-lama/index.html": "berita/2025/03/lengkap/index.html",
        "berita/2025/06/ditarik-lama/index.html": "berita/2025/06/ditarik/index.html",
        "fasilitas/rutan-kaujon/index.html": "fasilitas/rutan-serang/index.html",
        "fasilitas/rutan-kaujon/2025/03/index.html": "fasilitas/rutan-serang/2025/03/index.html",
    }.items():
        page = parsed_small[path]
        (refresh,) = (a["content"] for tag, a in page.elements if a.get("http-equiv") == "refresh")
        assert target(path, refresh.partition("url=")[2]) == goal
        assert [target(path, link) for link in page.links] == [goal]
        assert goal in parsed_small


# ---- Links and requests


def check_links(site: Path, parsed: Mapping[str, Page]) -> None:
    """Every address within the site leads to a file, and every anchor to an element."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken = []
    for path, page in parsed.items():
        for address in {*page.links, *page.loads}:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            goal = target(path, address)
            if goal not in files:
                broken.append(f"{path}: {address}")
            elif parts.fragment and goal in parsed and unquote(parts.fragment) not in parsed[goal].ids:
                broken.append(f"{path}: {address} (no such anchor)")
    assert broken == []


def test_every_link_leads_somewhere(site: Path, parsed: dict[str, Page]) -> None:
    assert sum(len(page.links) for page in parsed.values()) > 10_000
    check_links(site, parsed)


def test_every_link_of_every_kind_of_page_leads_somewhere(
    small_site: Path, parsed_small: dict[str, Page]
) -> None:
    check_links(small_site, parsed_small)


def test_stylesheets_load_only_what_is_there(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "@import" not in text
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", text):
            if not address.startswith(("data:", "#")):
                assert not urlsplit(address).scheme, address
                assert not address.startswith("//"), address
                assert (sheet.parent / unquote(urlsplit(address).path)).is_file(), f"{sheet}: {address}"


def test_nothing_is_loaded_from_elsewhere(parsed: dict[str, Page], parsed_small: dict[str, Page]) -> None:
    for path, page in [*parsed.items(), *parsed_small.items()]:
        for address in page.loads:
            parts = urlsplit(address)
            assert not parts.scheme, f"{path}: {address}"
            assert not parts.netloc, f"{path}: {address}"
        for tag, attributes in page.elements:
            for name in ("style", "srcset", "poster", "data"):
                assert "//" not in attributes.get(name, ""), f"{path}: {tag} {name}"


def test_every_page_names_its_icon(parsed: dict[str, Page], parsed_small: dict[str, Page]) -> None:
    """So that no browser asks in vain for /favicon.ico, not even on the way through a redirect."""
    for path, page in [*parsed.items(), *parsed_small.items()]:
        (icon,) = (a["href"] for tag, a in page.elements if tag == "link" and a["rel"] == "icon")
        assert icon.endswith("assets/favicon.svg"), path


def test_pages_are_well_formed(parsed: dict[str, Page], parsed_small: dict[str, Page]) -> None:
    for path, page in [*parsed.items(), *parsed_small.items()]:
        assert len(page.ids) == len(set(page.ids)), path
        titles = [tag for tag, _ in page.elements if tag == "title"]
        assert len(titles) == 1, path
        if "refresh" not in {a.get("http-equiv") for _, a in page.elements}:
            assert [tag for tag, _ in page.elements].count("h1") == 1, path
        (html,) = (attributes for tag, attributes in page.elements if tag == "html")
        assert html["lang"] == "id", path
        for tag, attributes in page.elements:
            assert tag != "img" or attributes.get("alt"), path
        # What a template leaves behind where a word or a value is missing.
        text = BIBTEX.sub("", page.text)
        if path == "panduan/pengelola/index.html":
            # The operators' guide explains what may stand in an address.
            text = text.replace("{url}", "").replace("{title}", "")
        assert not re.search(r"\{\{|\}\}|\{%|\bNone\b|Undefined|\{[a-z]+\}|<built-in|&lt;", text), path


# ---- Mistakes and repetition


@pytest.mark.slow
def test_an_article_with_a_mistake_leaves_the_site_as_it_was(small_site: Path, tmp_path: Path) -> None:
    root = copy_of(small_site, tmp_path / "root", built=True)
    before = tree(root / "site")
    bad = root / "articles/2025/09/salah.md"
    bad.write_text(article_text(facility="Rutan Serangg", title="Judul salah"), "utf-8")
    (root / "articles/2025/09/benar.md").write_text(article_text(title="Ikut tertahan"), "utf-8")
    result = command("build", "--root", root, "--as-of", AS_OF.isoformat())
    assert result.returncode == 1
    assert "articles/2025/09/salah.md:4:13: error unknown-facility" in result.stderr
    assert "Traceback" not in result.stderr
    assert tree(root / "site") == before
    bad.unlink()
    result = command("build", "--root", root, "--as-of", AS_OF.isoformat())
    assert result.returncode == 0, result.stderr
    assert (root / "site/berita/2025/09/benar/index.html").is_file()


def test_a_second_build_renders_and_writes_nothing(small_site: Path, tmp_path: Path) -> None:
    root = copy_of(small_site, tmp_path / "root", built=True)
    before = tree(root / "site")
    report = build(root, root / "site", AS_OF)
    assert report.published
    assert (report.rendered, report.published.written, report.published.removed) == (0, 0, 0)
    assert tree(root / "site") == before


@pytest.mark.slow
def test_a_new_article_is_published_and_a_removed_one_is_gone(small_site: Path, tmp_path: Path) -> None:
    root = copy_of(small_site, tmp_path / "root", built=True)
    (root / "articles/2025/09/baru.md").write_text(article_text(date="2025-09-10", title="Baru"), "utf-8")
    (root / "articles/2024/05/kegiatan-1.md").unlink()
    report = build(root, root / "site", AS_OF, workers=1)
    assert report.published
    assert 0 < report.rendered < 45
    assert (root / "site/berita/2025/09/baru/index.html").is_file()
    assert not (root / "site/berita/2024/05/kegiatan-1").exists()
    clean = copy_of(root / "site", tmp_path / "clean", built=False)
    build(clean, clean / "site", AS_OF, workers=1)
    assert_same(root / "site", clean / "site")


def test_two_pages_for_one_address_stop_the_build(small_site: Path, tmp_path: Path) -> None:
    root = copy_of(small_site, tmp_path / "root", built=True)
    before = tree(root / "site")
    (root / "docs/tentang").mkdir()
    shutil.copyfile(root / "docs/metode.md", root / "docs/tentang/index.md")
    result = command("build", "--root", root, "--as-of", AS_OF.isoformat())
    assert result.returncode == 1, result.stderr
    assert "docs/tentang/index.md" in result.stderr
    assert "docs/tentang.md" in result.stderr
    assert tree(root / "site") == before


@pytest.mark.slow
def test_a_template_that_is_missing_is_told_as_a_mistake_of_the_templates(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root", {})
    (root / "overrides/main.html").write_text("{% extends 'hilang.html' %}", encoding="utf-8")
    with pytest.raises(RenderError, match=r"hilang\.html"):
        build(root, root / "site", AS_OF, workers=1)
