"""Remove the markup from Markdown, for search and for plain excerpts."""

import re
from html import unescape

from newsarchive.markdown.scan import code_ranges

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
    | (?<=\[)(?P<text>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]
      (?:\(\s*(?:<[^<>\n]*>|(?!["'])[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)?
        (?:\s*(?:"[^"\n]*"|'[^'\n]*'))?\s*\)|\[[^\]\n]*\])?
    | (?<=<)(?:mailto:)?(?P<address>https?://[^>\s]*|[^<>@\s]+@[^<>@\s]+)>
    | (?<=<)/?[A-Za-z][^>\n]*>                                # HTML
    | (?<=\\)(?P<escaped>[!-/:-@\[-`{-~])
    | (?<=[*`])(?!(?<=\s\*)\s)[*`]* | (?<=\|)(?P<bar>)       # a star between blanks is one
    | (?<=(?<!\w)_)_* | (?<=_)_*(?!\w)
    )""",
    re.VERBOSE,
)
_CODE = re.compile("\x02(\\d+)\x03")
_FENCED = re.compile(r"(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<code>.*?)(?P=fence)[ ]*", re.DOTALL)


def plain_text(markdown: str) -> str:
    r"""The words of a Markdown text on one line, without its markup and the targets of its links.

    >>> plain_text("## Razia\n\n*Petugas* [menyita](https://a.id/b_c) ponsel.[^1]\n\n[^1]: Kata `dia`.")
    'Razia Petugas menyita ponsel. Kata dia.'
    """
    code: list[str] = []
    if "`" in markdown or "~~~" in markdown:
        markdown = _without_code(markdown, code)
    if _LINE_SIGN.search(markdown):
        markdown = _LINE.sub("", markdown)
    markdown = _INLINE.sub(_kept, markdown.replace("![", "["))
    if "&" in markdown:
        markdown = unescape(markdown)
    if code:
        markdown = _CODE.sub(lambda match: code[int(match[1])], markdown)
    return " ".join(markdown.split())


def _kept(match: re.Match[str]) -> str:
    if text := match["text"]:
        return _INLINE.sub(_kept, text)
    return match["escaped"] or match["address"] or ("" if match["bar"] is None else " ")


def _without_code(markdown: str, code: list[str]) -> str:
    """The Markdown with each piece of code replaced by its number; the code is appended to `code`."""
    parts: list[str] = []
    done = 0
    for start, end in code_ranges(markdown):
        piece = markdown[start:end]
        fenced = _FENCED.fullmatch(piece)
        parts += (markdown[done:start], f"\x02{len(code)}\x03")
        code.append(fenced["code"] if fenced else piece.strip("`"))
        done = end
    return "".join(parts) + markdown[done:]
