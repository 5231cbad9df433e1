"""The quick search knows every name that `check` knows, and finds it with a letter wrong: asked in Node."""

import json
from typing import Any

import pytest

from newsarchive.addresses import SEARCH_TERMS
from newsarchive.content.vocabulary.folding import read
from newsarchive.model import Vocabulary
from tests.builders import archive_of, planned, text_of
from tests.node import run_in_node
from tests.printed_names import AMBIGUOUS, RESOLVED, UNKNOWN

MISTAKES = {
    "rutan seang": "rutan-serang",
    "rutan serrang": "rutan-serang",
    "rutan serabg": "rutan-serang",
    "rutan sernag": "rutan-serang",
    "rutna serang": "rutan-serang",
    "lapas lohwkwaru": "",
    "lapas lowkwaru": "lapas-malang",
    "lapas tagerang": "lapas-tangerang-kelas-i",
    "lapas tanggerang": "lapas-tangerang-kelas-i",
    "kanwil bantem": "kanwil-banten",
    "sunguminasa": "lapas-narkotika-sungguminasa",
    "kalapas cilgeon": "lapas-cilegon",
}
"""Each with what must come first; empty where two letters are wrong, so that nothing must come."""


@pytest.fixture(scope="module")
def data(vocabulary: Vocabulary) -> Any:
    """What the browser gets: `cari/istilah.json`."""
    return json.loads(text_of(planned(archive_of([], vocabulary=vocabulary))[SEARCH_TERMS]))


def found(data: Any, texts: list[str], limit: int = 6) -> dict[str, list[str]]:
    """The IDs of the terms that the quick search offers for each text, best first."""
    script = """
        const { terms } = await import("./search-terms.js");
        const known = terms(input.data);
        return input.texts.map((text) => known.find(text, input.limit).map(({ id }) => id));
    """
    answers = run_in_node(script, {"data": data, "texts": texts, "limit": limit})
    return dict(zip(texts, answers, strict=True))


def test_every_printed_name_that_check_resolves_leads_the_quick_search(data: Any) -> None:
    assert len(RESOLVED) >= 40
    answers = found(data, list(RESOLVED))
    assert {text: ids[:1] for text, ids in answers.items()} == {text: [id_] for text, id_ in RESOLVED.items()}


def test_every_name_of_every_facility_leads_the_quick_search(data: Any, vocabulary: Vocabulary) -> None:
    terms = vocabulary.terms["facility"].values()
    names = {name: term.id for term in terms for name in (term.name, *term.aliases, *term.former_names)}
    names |= {f"Kanwil Ditjenpas {alias}": region.parent for region, alias in _short_forms(vocabulary)}
    answers = found(data, list(names))
    assert {name: ids[0] for name, ids in answers.items() if ids[:1] != [names[name]]} == {}


def _short_forms(vocabulary: Vocabulary) -> list[tuple[Any, str]]:
    offices = vocabulary.terms["facility"]
    regions = vocabulary.terms["region"].values()
    return [
        (each, name) for each in regions for name in each.aliases if offices[each.parent].region == each.id
    ]


def test_what_check_leaves_open_is_offered(data: Any) -> None:
    for text, ids in found(data, list(AMBIGUOUS)).items():
        assert ids and ids[0] in AMBIGUOUS[text], text
        lapas = {id_ for id_ in AMBIGUOUS[text] if id_.startswith("lapas")}
        assert lapas <= set(ids), text


def test_what_names_no_place_finds_no_facility(data: Any) -> None:
    texts = [
        text for text, first in UNKNOWN.items() if not first and len(text.split()) > 1 and "Kelas" not in text
    ]
    assert {text: ids for text, ids in found(data, texts).items() if ids} == {}


def test_one_wrong_letter_still_finds_the_facility(data: Any) -> None:
    for text, ids in found(data, list(MISTAKES)).items():
        assert ids[:1] == ([MISTAKES[text]] if MISTAKES[text] else []), text


def test_half_typed_names_are_found(data: Any) -> None:
    typed = ["lapas cil", "lapas kelas", "lapas kelas iia cil", "rutan ii", "kanwil ja", "low"]
    assert all(found(data, typed).values())


def test_names_are_read_alike_in_python_and_javascript(data: Any, vocabulary: Vocabulary) -> None:
    texts = [
        *RESOLVED,
        *AMBIGUOUS,
        *UNKNOWN,
        "",
        "…",
        "L.P. Cilegon",
        "Rútan 2 B Sérang",
        "kelas iii",
        "rutan 1 a",
    ]
    texts += [
        "Lapas II Narkotika",
        "LPP III-B Padang-Sidempuan",
        "rutan rutan (rutan) x",
        "Kelas IIBX",
        "kls 2b",
    ]
    texts += [term.name.upper() for term in vocabulary.terms["facility"].values()]
    script = """
        const { reading } = await import("./search-names.js");
        const { read } = reading(input.rules);
        return input.texts.map(read).map((name) => [name.words.join(" "), name.class]);
    """
    answers = run_in_node(script, {"rules": data["rules"], "texts": texts})
    assert [tuple(answer) for answer in answers] == [tuple(read(text)) for text in texts]
