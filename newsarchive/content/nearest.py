"""Find the known names whose spelling is most similar to an unknown one."""

from collections.abc import Iterable


def nearest(text: str, known: Iterable[str], limit: int = 3, least: float = 0.6) -> list[str]:
    """Up to `limit` of the known names, the most similar first, those equally similar in their own order.

    Similarity runs from 0 to 1 (share of the letters that two names have in the same order); names below
    `least` are left out. Capitals count: fold both sides where they shouldn't.
    """
    # Takes 20 ms to load, and only mistakes need it.
    from rapidfuzz import fuzz, process

    found = process.extract(text, list(known), scorer=fuzz.ratio, limit=limit, score_cutoff=100 * least)
    return [name for name, _, _ in found]
