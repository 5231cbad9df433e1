"""Shared fixtures: copies of the repository's content, the built site, a web server and a browser."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from bench.browser import find_chromium, launched_chromium
from tests.browser import served
from tests.skips import pytest_make_collect_report, pytest_runtest_makereport

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from newsarchive.content.vocabulary.names import Names
    from newsarchive.content.words.load import Words
    from newsarchive.model import Vocabulary

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

# On a machine with other work to do, any example may take its time.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

REPOSITORY = Path(__file__).resolve().parents[1]
CONTENT = ("articles", "vocab", "docs", "overrides", "mkdocs.yml")
AS_OF = date(2026, 11, 21)


def copy_content(target: Path) -> Path:
    """A root of its own at `target` (made by this call) with the repository's content."""
    target.mkdir(parents=True)
    for name in CONTENT:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copyfile(source, target / name)
    return target


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the site of the whole repository waits for it to be built: that is slow."""
    for item in items:
        if "repository_site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The repository; to be read only."""
    return REPOSITORY


@pytest.fixture(scope="session")
def vocabulary() -> "Vocabulary":
    """The repository's own vocabulary."""
    from newsarchive.content.vocabulary.load import load_vocabulary

    vocabulary, problems = load_vocabulary(REPOSITORY)
    assert problems == []
    return vocabulary


@pytest.fixture(scope="session")
def names(vocabulary: "Vocabulary") -> "Names":
    """The names in that vocabulary."""
    from newsarchive.content.vocabulary.names import Names

    return Names(vocabulary)


@pytest.fixture(scope="session")
def words() -> "Words":
    """The words of the repository's own archive."""
    from tests.searching import words

    return words()


@pytest.fixture
def mini_root(tmp_path: Path) -> Path:
    """A copy of the repository's content that a test may change."""
    return copy_content(tmp_path / "root")


@pytest.fixture(scope="session")
def repository_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The built site of the repository's content, made once and shared by all test processes; read only."""
    from newsarchive.pipeline import build

    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    root = shared / "repository-content"
    with FileLock(shared / "site.lock"):
        if not (root / "site").is_dir():
            shutil.rmtree(root, ignore_errors=True)
            report = build(copy_content(root), root / "site", AS_OF, workers=1)
            assert report.published, report.problems
    return root / "site"


@pytest.fixture(scope="session")
def site(repository_site: Path) -> Path:
    """The same; modules with a site of their own give it this name."""
    return repository_site


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on loopback for as long as the session lasts, and returns its URL."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(served(folder))


@pytest.fixture(scope="session")
def site_url(site: Path, serve: Callable[[Path], str]) -> str:
    """Where the built site is served, with a closing slash."""
    return serve(site)


@contextmanager
def _skipping_without_browser() -> Iterator[None]:
    """Skip the tests where there is no browser, which tests/skips.py makes a failure in CI."""
    try:
        yield
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium, for tests that let another process start it; mark them with `browser`."""
    with _skipping_without_browser():
        return find_chromium()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Headless Chromium, driven by Playwright; mark its tests with `browser`."""
    with _skipping_without_browser(), launched_chromium() as launched:
        yield launched
