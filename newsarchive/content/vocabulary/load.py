"""Reads the controlled vocabularies of `vocab/` into terms and reports all their mistakes at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive import hashing
from newsarchive.content.nearest import nearest
from newsarchive.content.slug import is_slug, slug
from newsarchive.content.vocabulary.folding import fold, without_class
from newsarchive.content.vocabulary.name_index import nicknames_with_type
from newsarchive.content.yaml.vocabulary_file import VocabFile, read_vocab_file
from newsarchive.model import ArticleDate, FacetName, GlossaryEntry, PracticalFact, Term, Vocabulary
from newsarchive.problems import Problem
from newsarchive.story import Story

if TYPE_CHECKING:
    from newsarchive.content.vocabulary.schema import Entry

_LONGEST_ID = 100


def load_vocabulary(root: Path) -> tuple[Vocabulary, list[Problem]]:
    """Read the five vocabulary files under `root/vocab`, and that of stories if there is one.

    Entries with problems of form are left out of the vocabulary; everything else in their file stays.
    Problems are sorted by place; nothing in the files makes this raise.
    """
    # Its models take a while to set up, which a run without changes need not spend.
    from newsarchive.content.vocabulary import schema as schemas

    problems: list[Problem] = []
    terms: dict[FacetName, dict[str, Term]] = {}
    files: dict[FacetName, VocabFile] = {}
    kinds: dict[FacetName, tuple[str, type[Entry]]] = {
        "facility": ("facilities.yml", schemas.FacilityEntry),
        "region": ("regions.yml", schemas.RegionEntry),
        "theme": ("themes.yml", schemas.ThemeEntry),
        "event_type": ("event_types.yml", schemas.EventTypeEntry),
    }
    for facet, (name, kind) in kinds.items():
        files[facet], found = read_vocab_file(root, name)
        entries, breaches = schemas.validate(files[facet], kind)
        terms[facet] = {id_: _term(files[facet], facet, id_, entry) for id_, entry in entries.items()}
        problems += [*found, *breaches, *_check_ids(files[facet]), *_check_order(files[facet], str)]
        problems += _check_former_ids(files[facet], terms[facet])
        problems += _check_names(files[facet], terms[facet])
    problems += _check_references(files, terms)
    terms["facility"] = _with_regions(terms)
    glossary, found = _load_glossary(root)
    problems += found
    stories, found = _load_stories(root)
    return Vocabulary(terms, glossary, stories), sorted([*problems, *found])


def vocabulary_digest(root: Path) -> str:
    """Hash over all files of `root/vocab` and whether they lie in the root; empty where one can't be read."""
    result = hashing.new()
    folder = root / "vocab"
    try:
        for path in sorted(folder.iterdir()) if folder.exists() else ():
            if path.is_file():
                data, inside = path.read_bytes(), path.resolve().is_relative_to(root.resolve())
                result.update(f"{path.name} {inside} {len(data)}\n".encode("utf-8", "surrogateescape") + data)
            else:
                result.update(f"{path.name} is no file\n".encode("utf-8", "surrogateescape"))
    except OSError:
        return ""
    return result.hexdigest()


def _term(file: VocabFile, facet: FacetName, id_: str, entry: "Entry") -> Term:
    fields = entry.model_dump(exclude_unset=True)
    if "theme" in fields:
        fields["parent"] = fields.pop("theme")
    if "practical" in fields:
        fields["practical"] = [
            PracticalFact(**fact | {"checked": ArticleDate(*fact["checked"])}, place=place)
            for number, fact in enumerate(fields["practical"])
            for place in [file.place((id_, "practical", number))]
        ]
    lists = {key: tuple(value) for key, value in fields.items() if isinstance(value, list)}
    return Term(facet, id_, **(fields | lists))


def _with_regions(terms: Mapping[FacetName, Mapping[str, Term]]) -> dict[str, Term]:
    """The facilities, regional offices among them with the provinces that name them as their office."""
    served: dict[str, list[str]] = {}
    for region in terms["region"].values():
        served.setdefault(region.parent, []).append(region.id)
    return {
        id_: replace(term, regions=tuple(served.get(id_, ()))) if term.type == "kanwil" else term
        for id_, term in terms["facility"].items()
    }


def _load_glossary(root: Path) -> tuple[tuple[GlossaryEntry, ...], list[Problem]]:
    from newsarchive.content.vocabulary.schema import GlossaryTermEntry, validate

    file, problems = read_vocab_file(root, "glossary.yml")
    entries, breaches = validate(file, GlossaryTermEntry)
    glossary = tuple(
        GlossaryEntry(abbreviation, entry.expansion, entry.explanation, entry.tooltip)
        for abbreviation, entry in entries.items()
    )
    return glossary, [*problems, *breaches, *_check_order(file, str.casefold)]


def _load_stories(root: Path) -> tuple[dict[str, Story], list[Problem]]:
    from newsarchive.content.vocabulary.schema import StoryEntry, validate

    file, problems = read_vocab_file(root, "stories.yml", required=False)
    entries, breaches = validate(file, StoryEntry)
    stories = {
        id_: Story(id_, entry.name, entry.description, tuple(entry.former_ids))
        for id_, entry in entries.items()
    }
    problems += [*breaches, *_check_ids(file), *_check_order(file, str)]
    return stories, [*problems, *_check_former_ids(file, stories)]


def _check_ids(file: VocabFile) -> Iterable[Problem]:
    """IDs are parts of URLs and names of folders for ever."""
    for id_ in file.entries:
        if not _is_id(id_):
            yield file.problem((id_,), "vocab-bad-id", id=id_, suggestion=slug(id_, _LONGEST_ID) or "-")


def _is_id(text: str) -> bool:
    return is_slug(text, _LONGEST_ID)


def _check_order(file: VocabFile, key: Callable[[str], str]) -> Iterable[Problem]:
    """Sorted files merge without conflicts and show at a glance what they hold."""
    ids = list(file.entries)
    for before, id_ in pairwise(ids):
        if key(id_) < key(before):
            yield file.problem((id_,), "vocab-not-sorted", id=id_, before=before)


def _check_former_ids(file: VocabFile, terms: Mapping[str, Term | Story]) -> Iterable[Problem]:
    """A former ID redirects to one entry only, and never hides a living one."""
    owners = {id_: id_ for id_ in file.entries}
    for term in terms.values():
        for number, former in enumerate(term.former_ids):
            keys = (term.id, "former_ids", number)
            if not _is_id(former):
                yield file.problem(keys, "vocab-bad-id", id=former, suggestion="-")
            elif former in owners:
                yield file.problem(
                    keys, "vocab-former-id-taken", former=former, id=term.id, other=owners[former]
                )
            owners.setdefault(former, term.id)


def _check_names(file: VocabFile, terms: Mapping[str, Term]) -> Iterable[Problem]:
    """A name means one term; an alias says something that the other names don't."""
    owners: dict[str, str] = {}
    with_class: dict[str, dict[str, None]] = {}
    for term in terms.values():
        for _, name in _names_by_keys(term):
            folded = fold(name)
            owners.setdefault(folded, term.id)
            with_class.setdefault(without_class(folded), {})[term.id] = None
    for term in terms.values():
        own: dict[str, str] = {}
        for keys, name in _names_by_keys(term):
            folded = fold(name)
            base = without_class(folded)
            # A name without a class is also what all others of that name go by when theirs is left out.
            rivals = [owners[folded]] if folded != base else [owners[folded], *with_class[base]]
            other = next((id_ for id_ in rivals if id_ != term.id), "")
            if not base:
                yield file.problem(keys, "vocab-unmatchable-name", id=term.id, name=name)
            elif other:
                line, _ = file.place((other,))
                yield file.problem(
                    keys, "vocab-alias-taken", name=name, id=term.id, other=other, line=str(line)
                )
            elif keys[1] == "aliases" and (folded in own or (base in own and len(with_class[base]) == 1)):
                covered_by = own.get(folded) or own[base]
                yield file.problem(keys, "vocab-alias-redundant", name=name, id=term.id, other=covered_by)
            own |= {base: name, folded: name}
            if keys[1] == "aliases":
                own |= {fold(long): name for long in nicknames_with_type(replace(term, aliases=(name,)))}


def _names_by_keys(term: Term) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Every written name of a term with its place in the file, the surest first."""
    yield (term.id, "name"), term.name
    for number, name in enumerate(term.former_names):
        yield (term.id, "former_names", number), name
    for number, name in enumerate(term.aliases):
        yield (term.id, "aliases", number), name


def _check_references(
    files: Mapping[FacetName, VocabFile], terms: Mapping[FacetName, Mapping[str, Term]]
) -> Iterable[Problem]:
    """Regions, regional offices and themes are named by IDs that exist and agree with each other."""
    offices = {id_ for id_, data in files["facility"].entries.items() if _type(data) == "kanwil"}
    for facet in ("region", "facility"):
        for term in terms[facet].values():
            if term.parent and files["facility"].readable and term.parent not in offices:
                yield _unknown(files[facet], term.id, "parent", term.parent, offices)
    for term in terms["facility"].values():
        file = files["facility"]
        if files["region"].readable and term.region not in files["region"].entries:
            yield _unknown(file, term.id, "region", term.region, files["region"].entries)
        office = terms["region"][term.region].parent if term.region in terms["region"] else ""
        if term.type != "kanwil" and term.parent in offices and office and office != term.parent:
            values = {"id": term.id, "parent": term.parent, "region": term.region, "office": office}
            yield file.problem((term.id, "parent"), "vocab-parent-mismatch", **values)
        if (term.lat is None) != (term.lon is None):
            missing = "lat" if term.lat is None else "lon"
            yield file.problem((term.id,), "vocab-missing-key", id=term.id, key=missing)
    for term in terms["event_type"].values():
        if files["theme"].readable and term.parent not in files["theme"].entries:
            yield _unknown(files["event_type"], term.id, "theme", term.parent, files["theme"].entries)


def _type(data: object) -> object:
    return data.get("type") if isinstance(data, dict) else None


def _unknown(file: VocabFile, id_: str, key: str, value: str, known: Iterable[str]) -> Problem:
    like = ", ".join(nearest(value, known)) or "-"
    return file.problem((id_, key), f"vocab-unknown-{key}", id=id_, value=value, nearest=like)
