"""Keep facts about visits and contacts for a year after they were checked, and say when that year ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from newsarchive.model import ArticleDate, PracticalFact, Term, Vocabulary
from newsarchive.problems import Problem, problem

NOTICE = timedelta(days=30)
"""How long before a fact expires an editor is told."""


def with_valid_facts(vocabulary: Vocabulary, as_of: date) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary without facts that have expired on this day, and a problem for each that has or will.

    Pages depend on the facts that are left, not on the day: so a new day alone changes none.
    """
    facilities = dict(vocabulary.terms["facility"])
    problems: list[Problem] = []
    for term in vocabulary.terms["facility"].values():
        if term.practical:
            problems += _problems(term, as_of)
            valid = [replace(fact, place=(0, 0)) for fact in term.practical if as_of < _expiry(fact)]
            facilities[term.id] = replace(term, practical=tuple(valid))
    return replace(vocabulary, terms={**vocabulary.terms, "facility": facilities}), problems


def _expiry(fact: PracticalFact) -> date:
    """The first day on which the fact is no longer shown: the same day of the next year."""
    year, month, day = fact.checked
    return date(year + 1, 3, 1) if (month, day) == (2, 29) else date(year + 1, month, day)


def _problems(term: Term, as_of: date) -> Iterator[Problem]:
    for fact in term.practical:
        expiry = _expiry(fact)
        values = {"id": term.id, "what": fact.what, "checked": fact.checked.iso, "today": as_of.isoformat()}
        if fact.checked > ArticleDate(as_of.year, as_of.month, as_of.day):
            yield problem("vocab/facilities.yml", fact.place, "vocab-fact-from-future", **values)
        elif as_of >= expiry:
            yield problem("vocab/facilities.yml", fact.place, "vocab-fact-expired", **values)
        elif as_of >= expiry - NOTICE:
            values["expiry"] = expiry.isoformat()
            yield problem("vocab/facilities.yml", fact.place, "vocab-fact-expires-soon", **values)
