"""The language that the command line speaks: `--lang` anywhere, else NEWSARCHIVE_LANG, else Indonesian."""

import os
from collections.abc import Sequence

from newsarchive.config import LANGUAGES
from newsarchive.messages import messages, sentence
from newsarchive.problems import Lang

VARIABLE = "NEWSARCHIVE_LANG"

# Set once, before the first sentence; even a command line that can't be understood is answered in it.
_chosen: list[Lang] = ["id"]
# Read at once: when memory runs out, it is too late to read the message that says so.
messages("id")


def choose_language(arguments: Sequence[str]) -> None:
    """Speak the language that these arguments or the environment ask for; unknown ones are left to click."""
    asked = [os.environ.get(VARIABLE, "")]
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            asked += arguments[number + 1 : number + 2]
        elif argument.startswith("--lang="):
            asked.append(argument.removeprefix("--lang="))
    _chosen[0] = next((lang for text in reversed(asked) for lang in LANGUAGES if lang == text), "id")
    messages(_chosen[0])


def language() -> Lang:
    """The language that is spoken."""
    return _chosen[0]


def say(key: str, **values: object) -> str:
    """The sentence at a dotted key of `strings/messages.*.yml` in that language."""
    return sentence(key, _chosen[0], **values)
