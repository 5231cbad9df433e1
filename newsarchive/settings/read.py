"""Read a root's settings: what a build can use of them, and all that is wrong with them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from newsarchive.config import Config
from newsarchive.problems import Problem
from newsarchive.settings.judge import config_of, judge
from newsarchive.settings.names import file_problems, nav_entries, nav_problems
from newsarchive.settings.source import SETTINGS, Source, read_source
from newsarchive.settings.templates import OVERRIDES, template_problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What `mkdocs.yml` says; `config` holds defaults where it can't be used."""

    config: Config
    source: Source
    problems: tuple[Problem, ...]
    """What is wrong with it by itself."""

    @property
    def are_readable(self) -> bool:
        """Whether there is anything to judge."""
        return bool(self.source.data)

    def problems_within(
        self, root: Path, is_page: Callable[[str], bool], assets: Collection[str]
    ) -> list[Problem]:
        """Problems of pages and files that it names but the archive lacks; paths are of the staged tree."""
        if not self.source.data:
            return []
        named = [*nav_problems(self.source, is_page), *file_problems(self.source, root, assets)]
        # Without any template one problem says it all.
        lacks_all = any(found.code == "settings-no-templates" for found in named)
        return named if lacks_all else [*named, *template_problems(root)]


def read_settings(root: Path) -> Settings:
    """The settings under `root`; never raises for what is in them."""
    source = read_source(root)
    problems = source.problems if not source.data else (*source.problems, *judge(source))
    nav = tuple(
        entry
        for _, entry in nav_entries(source.data.get("nav") or [])
        if isinstance(entry, str) and entry.endswith(".md")
    )
    return Settings(config_of(source, root, nav), source, tuple(sorted(problems)))


def is_settings_problem(problem: Problem) -> bool:
    """Whether a problem is one of the settings or templates, which editors of articles can't fix."""
    return problem.path == SETTINGS or problem.path.startswith(f"{OVERRIDES}/")
