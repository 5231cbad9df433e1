"""The staged tree of one run: what goes into it, and the versions of what shapes its pages."""

import os
from dataclasses import dataclass
from pathlib import Path

from newsarchive.output.assets import Assets, with_hashes
from newsarchive.output.build_pages import missing_sources, page_manifest
from newsarchive.output.publish import Manifest, Publisher
from newsarchive.output.stage import Staged, forget, is_intact, stage, write_settings
from newsarchive.pages import plan
from newsarchive.pages.view import Views
from newsarchive.version import site_version


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree in `folder` as a run wants it."""

    folder: Path
    views: Views
    assets: Assets
    version: str
    """The root's `site_version`."""

    @property
    def look(self) -> str:
        """Version of everything outside a staged text that shapes its page."""
        return f"{self.version} {self.assets.version}"

    def stage(self) -> Staged:
        """Write what is missing, remove what is gone. Raises CollisionError and OSError."""
        return stage(self.folder, plan(self.views), self.assets.files, self.version)

    def repair(self, staged: Staged, publisher: Publisher) -> tuple[Staged, Manifest]:
        """Stage everything again if a file is damaged that will be read; also returns the pages' manifest."""
        pages = page_manifest(staged, self.look)
        needed = missing_sources(staged, pages, publisher, self.views.config.nav)
        if not is_intact(self.folder, staged, needed):
            forget(self.folder)
            staged = self.stage()
        return staged, pages


def prepare_tree(root: Path, folder: Path, views: Views) -> Tree:
    """Name the assets after their bytes, and write the settings by which MkDocs draws the tree."""
    assets = with_hashes({path: root / source for path, source in views.archive.assets.items()})
    write_settings(folder, views.config, assets, os.path.relpath(root, folder).replace(os.sep, "/"))
    return Tree(folder, views, assets, site_version(root))
