"""Read text files alike whatever way their lines end: a checkout on Windows must give the same site."""

_TEXT = (
    ".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".svg", ".txt", ".vtt", ".webmanifest", ".xml",
    ".yaml", ".yml",
)  # fmt: skip
"""Endings of the names of files whose lines may end either way without another meaning."""


def unix_newlines(name: str, data: bytes) -> bytes:
    r"""The bytes of a file, if it is a text with each CRLF as LF; `name` tells by its ending.

    >>> unix_newlines("peta.svg", b"<svg>\r\n</svg>"), unix_newlines("foto.png", b"\x89PNG\r\n")
    (b'<svg>\n</svg>', b'\x89PNG\r\n')
    """
    return data.replace(b"\r\n", b"\n") if name.lower().endswith(_TEXT) else data
