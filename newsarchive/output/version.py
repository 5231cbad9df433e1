"""The version of everything that shapes the site besides its content: code, words, settings, packages."""

from collections.abc import Iterable
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2", "PyYAML", "pymdown-extensions", "babel")
"""Installed packages whose version can change a page."""


def site_version(root: Path) -> str:
    """Hash over our code and strings, `mkdocs.yml`, `overrides/` and the versions of `PACKAGES`."""
    result = blake2b(digest_size=16)
    for name in PACKAGES:
        result.update(f"{name}={version(name)}\n".encode())
    package = Path(__file__).parent.parent
    for base, paths in (
        (package, [*package.rglob("*.py"), *package.rglob("*.yml")]),
        (root, [root / "mkdocs.yml", *(p for p in (root / "overrides").rglob("*") if p.is_file())]),
    ):
        for path, data in _read(base, paths):
            result.update(f"{path} {len(data)}\n".encode() + data)
    return result.hexdigest()


def _read(base: Path, paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    return sorted((path.relative_to(base).as_posix(), path.read_bytes()) for path in paths)
