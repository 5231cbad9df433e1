"""Where a staged page stands in the site, and the error of one that can't be made."""


class RenderError(Exception):
    """A share of the pages couldn't be rendered; the message holds what MkDocs said."""


def site_path(staged: str) -> str:
    """Where what is made of a staged file stands in the site."""
    return html_path(staged) if staged.endswith(".md") else staged


def html_path(page: str) -> str:
    """Where the HTML of a staged page stands in the site.

    >>> html_path("fasilitas/rutan-serang.md"), html_path("panduan/index.md"), html_path("index.md")
    ('fasilitas/rutan-serang/index.html', 'panduan/index.html', 'index.html')
    """
    stem = page.removesuffix(".md")
    return f"{stem}.html" if stem.split("/")[-1] == "index" else f"{stem}/index.html"
