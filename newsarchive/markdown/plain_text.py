"""Take the markup out of Markdown, for what is searched and shown as text alone."""

import re
from html import unescape

# What starts a line, or is a line, and is no text.
_LINE = re.compile(
    r"""^(?:
      [ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$                   # targets of reference links
    | [ ]{0,3}(?:```|~~~).*$ | [ ]*(?:[-*_][ ]*){3,}$ | [ ]*[=-]+[ ]*$    # fences, rules, underlines
    | [ ]*\|?(?:[ ]*:?-+:?[ ]*\|)+[ ]*:?-*:?[ ]*$              # the ruled line of a table
    | (?:[ \t]*(?:\#{1,6}[ ]|>[ ]?|[-*+][ ]|\d+[.)][ ]|!{3}[ ]\w+|:[ ]|\[\^[^\]]+\]:))+
    )""",
    re.MULTILINE | re.VERBOSE,
)
_LINE_SIGN = re.compile(r"^[ \t]*[\[#>+:=`~|*_!\d-]", re.MULTILINE)
# Each match starts with one of a few characters, which lets the search skip over plain text.
_INLINE = re.compile(
    r"""[\[<\\*`|_](?:
      (?<=\[)\^[^\]\n]+\]                                      # footnote marks
    | (?<=\[)(?P<text>[^\[\]]*)\]
      (?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+["'][^"'\n]*["'])?\)|\[[^\]\n]*\])?
    | (?<=<)(?:https?://|mailto:)[^>\s]*> | (?<=<)/?[A-Za-z][^>\n]*>       # bare links, HTML
    | (?<=\\)(?P<escaped>[!-/:-@\[-`{-~])
    | (?<=[*`|])[*`|]*
    | (?<=(?<!\w)_)_* | (?<=_)_*(?!\w)
    )""",
    re.VERBOSE,
)


def plain_text(markdown: str) -> str:
    r"""The words of a Markdown text on one line, without its markup and the targets of its links.

    >>> plain_text("## Razia\n\n*Petugas* [menyita](https://a.id/b_c) ponsel.[^1]\n\n[^1]: Kata `dia`.")
    'Razia Petugas menyita ponsel. Kata dia.'
    """
    if _LINE_SIGN.search(markdown):
        markdown = _LINE.sub("", markdown)
    markdown = _INLINE.sub(_kept, markdown.replace("![", "["))
    if "&" in markdown:
        markdown = unescape(markdown)
    return " ".join(markdown.split())


def _kept(match: re.Match[str]) -> str:
    text = match["text"]
    return _INLINE.sub(_kept, text) if text else match["escaped"] or ""
