"""The version of everything that shapes the site besides its content: code, strings, settings, packages."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

from newsarchive import hashing

READING = ("markdown", "markdown-it-py", "msgspec", "pydantic", "python-frontmatter", "PyYAML")
"""Packages that reading an article depends on."""
INDEXING = ("msgspec",)
"""Packages that writing the search index depends on."""
RENDERING = ("babel", "Jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions", "PyYAML")
"""Packages whose version can change a page."""


@cache
def code_version(packages: tuple[str, ...]) -> str:
    """Hash over our code and strings and the versions of installed packages."""
    folder = Path(__file__).parent
    names = "".join(f"{name}={version(name)}\n" for name in packages)
    return hashing.of_files(names, folder, [*folder.rglob("*.py"), *folder.rglob("*.yml")])


def site_version(root: Path) -> str:
    """Hash over `code_version`, and the `mkdocs.yml` and `overrides/` of a root."""
    overrides = (path for path in (root / "overrides").rglob("*") if path.is_file())
    return hashing.of_files(code_version(RENDERING), root, [root / "mkdocs.yml", *overrides])
