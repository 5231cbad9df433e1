"""The one module that knows Material: which of its stylesheets the pages use, and how to silence it."""

import os
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "material"
_STYLESHEETS = "assets/stylesheets/main.*.min.css"


def theme_stylesheet() -> str:
    """Path in the site of the theme's stylesheet, whose name holds a hash that is new with each version."""
    # Found, not imported, which would take MkDocs along.
    spec = find_spec(_PACKAGE)
    assert spec
    assert spec.origin
    templates = Path(spec.origin).parent / "templates"
    (path,) = templates.glob(_STYLESHEETS)
    return path.relative_to(templates).as_posix()


def silence_theme() -> None:
    """Keep the theme from announcing MkDocs' successor on the screen; call before MkDocs is loaded."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
