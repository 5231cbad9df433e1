"""Make web addresses in running text links, as GitHub does."""

import re

from newsarchive.markdown.scan import mask_code

# Left alone: targets and texts of links, definitions, and addresses that are links already.
_LINK = re.compile(
    r"^ {0,3}\[[^\]\n]+\]:.*|!?\[[^\[\]]*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))?|<[^<>\n]*>",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"(?<![\w/<\"'=])https?://[^\s<>|]+", re.IGNORECASE)
_HOST = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[?!.,:*_~'\"”’]|&[A-Za-z0-9]+;|;)+$")


def with_links(text: str) -> str:
    """The Markdown with `<` and `>` around each bare web address."""
    masked = _LINK.sub(lambda match: "\x00" * len(match[0]), mask_code(text))
    parts: list[str] = []
    done = 0
    for match in _ADDRESS.finditer(masked):
        address = _trimmed(match[0].partition("\x00")[0])
        if _HOST.match(address):
            end = match.start() + len(address)
            parts += (text[done : match.start()], "<", address, ">")
            done = end
    return "".join(parts) + text[done:] if parts else text


def _trimmed(address: str) -> str:
    """The address without punctuation of the sentence around it."""
    while True:
        shorter = _TRAILING.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
