"""Invisible control and direction characters, which no text may hold."""

import re

# C0 but tab and newline, C1, line and paragraph separators, direction overrides, and what YAML refuses.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def without_controls(text: str) -> str:
    """The text with invisible control characters replaced by spaces; usually the text itself."""
    return text if text.replace("\n", " ").isprintable() else CONTROL.sub(" ", text)
