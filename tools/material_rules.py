"""Take over the rules of Material's stylesheet that our pages use: `python -m tools.material_rules`.

A rule is taken where something on a page can match it: where all elements, classes, IDs and attributes that
its selector names occur there, and those behind `.md-typeset` in a text that Markdown made. It writes
docs/assets/material.css, which base.css imports; a test holds the file to the installed version.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.metadata import version
from importlib.util import find_spec
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import markdown
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from newsarchive.markdown.rendered import EXTENSIONS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs/assets/material.css"
TEXT = ".md-typeset"
"""The class of each element around a text that Markdown made."""
EVERYTHING = """\
# h1

## h2

### h3

#### h4

##### h5

###### h6

Text, *em*, **strong**, `code`[^1], [link](https://example.org), ![image](x.png),\\
<abbr title="x">abbreviation</abbr>

- one
    - two
        - three

1. one
    1. two
        1. three

> Quotation

Term
:   Meaning

!!! any "Title"
    Text

---

| a | b |
|---|--:|
| 1 | 2 |

```text
code
```

[^1]: Footnote
"""
"""A text with everything that Markdown makes of what editors may write; notes of all kinds look alike."""
HEADER = """\
/*! mkdocs-material {version}, Copyright (c) Martin Donath and contributors, MIT License */
/* The rules that our pages use, taken over by `python -m tools.material_rules`. */
"""
_JINJA = re.compile(r"\{([%#{]).*?[%#}]\}", re.DOTALL)
_NEGATION = re.compile(r":not\([^)]*\)")
_FOREIGN = re.compile(r"::?-|:host\b")
"""What one browser alone knows, and what is for documents within documents."""
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^)]*\))?")
_NAME = re.compile(r"\[[^\]]+\]|[.#]?[\w-]+")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_GIVEN = re.compile(r"(--[\w-]+):")


@dataclass
class Rule:
    """A rule of a stylesheet, and the media that it is for (`@media print`), or ""."""

    media: str
    selectors: list[str]
    declarations: list[str]

    @property
    def line(self) -> str:
        """The rule without its media, on one line."""
        return f"{', '.join(self.selectors)} {{{';'.join(self.declarations)}}}\n"


def material_rules() -> str:
    """The stylesheet with Material's rules that our pages use."""
    text = _names([markdown.markdown(EVERYTHING, extensions=list(EXTENSIONS))])
    templates = (path.read_text(encoding="utf-8") for path in (ROOT / "overrides").rglob("*.html"))
    page = text | _names(_JINJA.sub("", template) for template in templates)
    rules = [rule for rule in _rules(theme_stylesheet()) if _keep_matching(rule, page, text)]
    sheets = sorted(path for path in TARGET.parent.glob("*.css") if path != TARGET)
    ours = "".join(path.read_text(encoding="utf-8") for path in sheets)
    while any(_drop_unused_variables(rule, rules, ours) for rule in rules):
        pass
    lines = [HEADER.format(version=version("mkdocs-material"))]
    for media, together in groupby((rule for rule in rules if rule.declarations), attrgetter("media")):
        each = "".join(rule.line for rule in together)
        lines.append(f"{media} {{\n{each}}}\n" if media else each)
    return "".join(lines)


def theme_stylesheet() -> str:
    """The installed version's stylesheet, whole."""
    spec = find_spec("material")
    assert spec
    assert spec.origin
    (path,) = Path(spec.origin).parent.glob("templates/assets/stylesheets/main.*.min.css")
    return path.read_text(encoding="utf-8")


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {
            tag,
            *(f"[{name}]" for name, _ in attrs),
            *(f"[{name}={value}]" for name, value in attrs),
        }
        for name, sign in (("class", "."), ("id", "#")):
            self.found |= {f"{sign}{each}" for each in (dict(attrs).get(name) or "").split()}


def _names(html: Iterable[str]) -> set[str]:
    """What a selector can name: `element`, `.class`, `#id`, `[attribute]`, `[attribute=value]`."""
    names = _Names()
    for text in html:
        names.feed(text)
    return names.found


def _rules(sheet: str | list[Node], media: str = "") -> Iterator[Rule]:
    """The rules of a stylesheet in its order."""
    for node in tinycss2.parse_rule_list(sheet, skip_comments=True, skip_whitespace=True):
        if isinstance(node, AtRule) and node.lower_at_keyword == "media":
            assert not media
            yield from _rules(node.content or [], f"@media{tinycss2.serialize(node.prelude)}")
        elif isinstance(node, QualifiedRule):
            selectors = tinycss2.serialize(node.prelude).split(",")
            declarations = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            # What doesn't move needs no exception for readers who asked for less motion.
            still = [
                each for each in declarations if isinstance(each, Declaration) and each.name != "transition"
            ]
            yield Rule(media, selectors, [each.serialize() for each in still])


def _keep_matching(rule: Rule, page: set[str], text: set[str]) -> bool:
    """Leave a rule with the selectors that something on a page can match; False if there are none."""
    rule.selectors = [selector for selector in rule.selectors if _matches(selector, page, text)]
    return bool(rule.selectors)


def _matches(selector: str, page: set[str], text: set[str]) -> bool:
    if _FOREIGN.search(selector):
        return False
    outside, typeset, inside = _PSEUDO.sub("", _NEGATION.sub("", selector)).partition(TEXT)
    return set(_NAME.findall(outside + typeset)) <= page and set(_NAME.findall(inside)) <= text


def _drop_unused_variables(rule: Rule, rules: Iterable[Rule], ours: str) -> bool:
    """Leave out definitions that no rule asks for, or that our own sheets give; True if there were any."""
    wanted = set(_VARIABLE.findall(ours + "".join(each.line for each in rules))) - set(_GIVEN.findall(ours))
    kept = [each for each in rule.declarations if each[:2] != "--" or each.partition(":")[0] in wanted]
    rule.declarations, dropped = kept, len(rule.declarations) - len(kept)
    return dropped > 0


if __name__ == "__main__":
    TARGET.write_text(material_rules(), encoding="utf-8", newline="\n")
