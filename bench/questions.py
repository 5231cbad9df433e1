"""Asks readers' questions of a finished site, in Chromium, and counts those that it answers."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from playwright.sync_api import Error

from bench.browser import launched_chromium, running
from bench.host import Host
from bench.material import Entry, Material
from bench.peers.tool import Asking
from bench.results import Answered
from bench.search import NoAnswerError

FIRST = 5
"""Results that a reader looks at: a question counts as answered if one of them answers it."""
PATIENCE = 30_000
"""Milliseconds after which a reader gives up."""
KINDS = {
    "sentence": "whole sentence",
    "date": "date",
    "typo": "typing mistake",
    "phrase": "phrase or exclusion",
    "name": "name",
    "family": "word family",
}
"""Kinds of questions."""


@cache
def read_data() -> Mapping[str, Any]:
    """`articles` and `questions` of `questions.yml`, whose head says what they hold."""
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return data


def written(material: Material) -> Iterator[Entry]:
    """The articles that answer, in parts that any tool's form can be written from."""
    for slug, (facility, day, event, title, body) in read_data()["articles"].items():
        fields = {
            "title": title,
            "date": day,
            "facility": facility,
            "event_type": event,
            "summary": body.partition(". ")[0] + ".",
            "source": [
                {
                    "publisher": "Suara Contoh",
                    "title": title,
                    "url": f"https://suara-contoh.example/{slug}",
                    "published": f"{day}",
                }
            ],
        }
        front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
        yield material.parse(f"{day:%Y/%m}/{slug}", f"---\n{front}---\n\n{body}\n")


def ask_questions(site: Path, asking: Asking) -> dict[str, Answered]:
    """Asks all questions; by kind, how many were asked and answered.

    Raises NoAnswerError where there is no browser, or the page can't be asked.
    """
    counts = {kind: Answered() for kind in KINDS}
    try:
        with running(Host(site)) as url, launched_chromium() as browser:
            context = browser.new_context(locale="id-ID")
            context.set_default_timeout(PATIENCE)
            context.add_init_script(f"{{{asking.before}}}")
            for kind, questions in read_data()["questions"].items():
                for words, wanted in questions.items():
                    tab = context.new_page()
                    tab.goto(url + asking.path.format(words=quote(words)))
                    tab.wait_for_function(asking.asked, arg=words)
                    found: list[str] = tab.evaluate(asking.found)
                    counts[kind].asked += 1
                    counts[kind].answered += is_answered(found, wanted)
                    tab.close()
    except FileNotFoundError as error:
        raise NoAnswerError(f"was left out: {error}") from error
    except Error as error:
        raise NoAnswerError(f"failed: {error.message.partition(chr(10))[0]}") from error
    return counts


def is_answered(found: list[str], wanted: list[str]) -> bool:
    """Whether one of the wanted slugs is that of one of the first results, which are addresses."""
    slugs = [address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2] for address in found]
    return not set(wanted).isdisjoint(slugs[:FIRST])
