"""The one module that knows Material: how to keep it silent."""

import os


def silence_theme() -> None:
    """Keep the theme from announcing MkDocs' successor on the screen; call before MkDocs is loaded."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
