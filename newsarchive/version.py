"""The version of everything that shapes the site besides its content: code, words, settings, packages."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

from newsarchive import hashing
from newsarchive.compression import compressor

READING = ("markdown", "markdown-it-py", "msgspec", "pydantic", "python-frontmatter", "PyYAML")
"""Packages that an article's reading goes through."""
INDEXING = ("cbor2", "msgspec", "pagefind")
"""Packages that a segment of the search index is made with."""
RENDERING = ("babel", "Jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions", "PyYAML")
"""Packages whose version can change a page."""


@cache
def code_version(packages: tuple[str, ...]) -> str:
    """Hash over our code and strings and the versions of installed packages."""
    folder = Path(__file__).parent
    names = "".join(f"{name}={version(name)}\n" for name in packages)
    return hashing.of_files(names, folder, [*folder.rglob("*.py"), *folder.rglob("*.yml")])


def index_version() -> str:
    """Hash over `code_version` and this machine's compressor: all that shapes the index but its content."""
    return hashing.of_data(code_version(INDEXING), compressor())


def site_version(root: Path) -> str:
    """Hash over `code_version`, and the `mkdocs.yml` and `overrides/` of a root."""
    overrides = (path for path in (root / "overrides").rglob("*") if path.is_file())
    return hashing.of_files(code_version(RENDERING), root, [root / "mkdocs.yml", *overrides])
