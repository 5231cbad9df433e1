"""Mark the glossary's abbreviations where an article first uses them."""

import re
from collections.abc import Iterator, Sequence

from newsarchive.markdown.escape import plain
from newsarchive.markdown.scan import mask_code
from newsarchive.model import GlossaryEntry

SPANS = (
    r"(?:(?<=!)\[|(?<=\[))[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?"  # links and images
    r"|(?<=<)[^>]*>|(?<=h)ttps?://\S+"
)
"""Inline text without abbreviations (code, links, tags, URLs), each pattern without its first character."""
BLOCKS = re.compile(r"^(?:(?:[> ]|[-+*] |\d+\. )*#|[ ]{0,3}\[[^\]\n]+\]:|!!!).*$", re.MULTILINE)
"""Lines without abbreviations: headings, reference definitions, boxes."""


class Tooltips:
    """Marks each abbreviation of the glossary where an article first uses it."""

    def __init__(self, glossary: Sequence[GlossaryEntry]) -> None:
        self._expansions = {e.abbreviation: e.expansion for e in glossary if e.tooltip and not e.says_itself}
        self.key = sorted(self._expansions.items())
        self._by_start: dict[str, list[str]] = {}
        # The longest first, so that "UPT PAS" is not taken for "UPT".
        for word in sorted(self._expansions, key=lambda word: (-len(word), word)):
            self._by_start.setdefault(_start(word), []).append(word)
        letters = re.escape("".join(sorted({word[0] for word in self._by_start})))
        # Each match starts with one of a few signs, which lets the search skip over all others.
        own = rf"|(?<=[{letters}])\w*" if letters else ""
        self._pattern = re.compile(rf"[!\[<h{letters}](?:{SPANS}{own})")

    def mark(self, body: str) -> str:
        """The Markdown with `<abbr>` around first uses; code, links and headings stay as they are."""
        marked: set[str] = set()
        parts: list[str] = []
        masked = mask_code(body)
        start = 0
        for block in BLOCKS.finditer(masked):
            parts += self._marked(body, masked, start, block.start(), marked)
            parts.append(body[block.start() : block.end()])
            start = block.end()
        return "".join([*parts, *self._marked(body, masked, start, len(body), marked)])

    def _marked(self, body: str, text: str, done: int, end: int, marked: set[str]) -> Iterator[str]:
        """Part of the body; `text` is the whole of it with its code masked."""
        for match in self._pattern.finditer(text, done, end):
            start = match.start()
            for word in self._by_start.get(match[0], ()):
                if text.startswith(word, start) and _is_word(text, start, start + len(word)):
                    if word not in marked and start >= done:
                        marked.add(word)
                        if _is_spelled_out(body, start, start + len(word), self._expansions[word]):
                            break
                        yield body[done:start]
                        yield f'<abbr title="{plain(self._expansions[word])}">{plain(word)}</abbr>'
                        done = start + len(word)
                    break
        yield body[done:end]


def _is_spelled_out(text: str, start: int, end: int, expansion: str) -> bool:
    """Whether the text gives the expansion right there: `Nama Panjang (NP)` or `NP (Nama Panjang)`."""
    words = expansion.casefold().split()
    before = text[max(0, start - len(expansion) - 2) : start].casefold().split()
    after = text[end : end + len(expansion) + 3].casefold().split()
    return before == [*words, "("] or " ".join(after) == f"({' '.join(words)})"


def _start(word: str) -> str:
    """The run of letters and digits that an abbreviation begins with."""
    match = re.match(r"\w+", word)
    return match[0] if match else word[0]


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether the text between two offsets is a whole word."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(letter.isalnum() or letter in "-_" for letter in around)
