"""Find files of `docs/` that claim an address of a generated page or of another file."""

from collections.abc import Iterable, Iterator
from posixpath import dirname

from newsarchive import addresses
from newsarchive.markdown.links import document_url
from newsarchive.problems import WHOLE_FILE, Problem, problem

_HTML = (".html", ".htm", ".xhtml")


def claim_problems(paths: Iterable[str]) -> Iterator[Problem]:
    """A problem for each file whose address is taken; `paths` are relative to the root.

    Folds case: the file systems of Windows and macOS would let one file overwrite the other.
    """
    owners: dict[str, str] = {}
    targets: dict[str, str] = {}
    for path in sorted(paths):
        name = path.removeprefix("docs/")
        is_page = name.endswith(".md")
        address = document_url(name) if is_page else name
        if path.lower().endswith(_HTML):
            yield problem(path, WHOLE_FILE, "html-document")
        elif addresses.is_reserved(address):
            yield problem(path, WHOLE_FILE, "reserved-path", address=f"/{address}")
        else:
            targets[path] = (f"{address}index.html" if is_page else address).casefold()
    for path, target in targets.items():
        owner = owners.setdefault(target, path)
        if owner != path:
            yield problem(path, WHOLE_FILE, "url-collision", other=owner)
    for path, target in targets.items():
        # `docs/x` would be a file where `docs/x.md` needs a folder.
        folder = dirname(target)
        while folder:
            if folder in owners:
                yield problem(owners[folder], WHOLE_FILE, "url-collision", other=path)
            folder = dirname(folder)
