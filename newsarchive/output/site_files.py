"""The path of a staged page in the site, and the error of a page that can't be rendered."""


class RenderError(Exception):
    """A share of the pages couldn't be rendered; the message holds what MkDocs said."""


def site_path(staged: str) -> str:
    """Path in the site of the file made from a staged file."""
    return html_path(staged) if staged.endswith(".md") else staged


def html_path(page: str) -> str:
    """Path in the site of a staged page's HTML.

    >>> html_path("fasilitas/rutan-serang.md"), html_path("panduan/index.md"), html_path("index.md")
    ('fasilitas/rutan-serang/index.html', 'panduan/index.html', 'index.html')
    """
    stem = page.removesuffix(".md")
    return f"{stem}.html" if stem.split("/")[-1] == "index" else f"{stem}/index.html"
