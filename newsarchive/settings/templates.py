"""Judge the templates of `overrides/` without a page: they must exist and have no syntax error."""

from collections.abc import Iterator
from pathlib import Path

from newsarchive.content.strays import printable_path
from newsarchive.problems import WHOLE_FILE, Problem, problem

OVERRIDES = "overrides"
REQUIRED = (
    "404.html",
    "article.html",
    "calendar.html",
    "changes.html",
    "feeds.html",
    "glossary.html",
    "home.html",
    "index.html",
    "lack.html",
    "main.html",
    "quality.html",
    "redirect.html",
    "search.html",
    "stories.html",
    "story.html",
    "term.html",
    "tombstone.html",
)
"""The templates that pages name, and the page that hosts show for a missing address."""


def template_problems(root: Path) -> Iterator[Problem]:
    """Templates that are missing, and templates whose syntax stops a build."""
    # Takes a moment to load, which a run without changes need not spend.
    from jinja2 import Environment, TemplateSyntaxError

    engine = Environment(autoescape=False)  # noqa: S701
    for name in REQUIRED:
        if not (root / OVERRIDES / name).is_file():
            yield problem(f"{OVERRIDES}/{name}", WHOLE_FILE, "template-missing")
    for path in sorted((root / OVERRIDES).rglob("*")):
        name = path.relative_to(root).as_posix()
        if name != printable_path(name):
            yield problem(printable_path(name), WHOLE_FILE, "name-not-utf8")
            continue
        if path.suffix != ".html":
            continue
        try:
            engine.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield problem(name, (error.lineno, 1), "template-syntax", reason=error.message or "")
        except (OSError, ValueError, RecursionError) as error:
            yield problem(name, WHOLE_FILE, "template-syntax", reason=str(error)[:200])
