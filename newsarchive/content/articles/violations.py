"""Validate front matter, and turn violations of the schema into problems for editors."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from newsarchive.content.articles.schema import PARTS, FrontMatter, Salvaged, State
from newsarchive.content.fields import nearest_field
from newsarchive.content.nearest import nearest
from newsarchive.content.slug import image_name
from newsarchive.content.yaml.errors import QUOTES, curly_quotes, follows_block_sign, quoted
from newsarchive.content.yaml.frontmatter import Block
from newsarchive.content.yaml.nodes import Location
from newsarchive.problems import Problem, problem

_STATUS: TypeAdapter[str] = TypeAdapter(State)
_BARE = re.compile(r"[\w][\w ./-]*")
# What a field consists of where somebody wrote one text for it; `{}` is that text.
_FORMS = {
    "source": "{{publisher: {}}}",
    "people": '{{name: {}, role: "…"}}',
    "image": '{{file: {}, alt: "…", credit: "…"}}',
    "corrections": "{{date: 2026-01-05, kind: ralat, note: {}}}",
    "reviewed": "{{by: {}, date: 2026-01-05}}",
    "withdrawn": "{{date: 2026-01-05, reason: permintaan-hukum, note: {}}}",
}
_SOURCE_URL = '{{publisher: "…", url: {}}}'


def validate(path: str, block: Block) -> tuple[FrontMatter, list[Problem]]:
    """The valid fields, and the problems of all others."""
    try:
        return FrontMatter.model_validate(block.data), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=True)
    problems = [_problem(path, block, details) for details in errors if not _is_faulty(block, details)]
    present = meant_fields(block, problems)
    problems = [p for p in problems if p.code != "missing-field" or dict(p.values)["field"] not in present]
    if is_draft(block.data):
        # A draft may wait for its facts; what is there must be right all the same.
        problems = [replace(p, code="unfinished-draft") if p.code == "missing-field" else p for p in problems]
    faulty = {details["loc"][0] for details in errors}
    sound = {key: value for key, value in block.data.items() if key not in faulty}
    return Salvaged.model_validate(sound), problems


def meant_fields(block: Block, problems: Iterable[Problem]) -> set[str]:
    """Fields that aren't missing: they are there under another name, or in a text without its indent."""
    meant = {dict(found.values).get("nearest", "") for found in problems if found.code == "unknown-field"}
    blocks = (found.line for found in problems if found.code == "yaml-block-not-indented")
    return meant | {block.lines[line - 2].partition(":")[0].strip(" -") for line in blocks}


def is_draft(data: Mapping[str, Any]) -> bool:
    """Whether front matter says that the article is a draft, however it says so."""
    try:
        return "status" in data and _STATUS.validate_python(data["status"]) == "draft"
    except ValidationError:
        return False


def _is_faulty(block: Block, details: ErrorDetails) -> bool:
    """Whether a field is missing only because of a problem that was reported already."""
    if details["type"] != "missing":
        return False
    names = {step for step in details["loc"] if isinstance(step, str)}
    return not names.isdisjoint(block.faulty)


def _problem(path: str, block: Block, details: ErrorDetails) -> Problem:
    location: Location = details["loc"]
    field = ".".join(str(step) for step in location if isinstance(step, str))
    here = block.place(location)
    key = block.place(location, key=True)
    given = details["input"]
    value = _short(given)
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return problem(path, key, "missing-field", field=field)
        case "extra_forbidden":
            return _unknown_field(path, block, location)
        case "model_type":
            return problem(path, here, "not-mapping", field=field, form=_form(block, location, given))
        case "literal_error":
            choices = list(filter(None, re.findall(r"'([^']*)'", context["expected"])))
            values = {"field": field, "value": value, "nearest": "".join(nearest(value.lower(), choices, 1))}
            return problem(path, here, "invalid-choice", **values, choices=", ".join(choices))
        case "string_type" | "string_too_short":
            return problem(path, here, "not-text", field=field)
        case code:
            if isinstance(given, str) and (curly := curly_quotes(path, str(location[-1]), given, here)):
                inner = given.strip(QUOTES)
                if code != "invalid-date" or context.get("suggestion") == inner:
                    return curly
            return problem(path, here, code, field=field, value=value, **context)


def _unknown_field(path: str, block: Block, location: Location) -> Problem:
    place = block.place(location, key=True)
    name = str(location[-1])
    if follows_block_sign(block.lines, place[0] - 1):
        return problem(path, place, "yaml-block-not-indented")
    if curly := curly_quotes(path, "", f"{name}”", place):
        return replace(curly, values=())
    known = _fields_at(location[:-1])
    meant = nearest_field(name, known)
    if not meant and len(location) == 1:
        within = ((part, nearest_field(name, list(model.model_fields))) for part, model in PARTS.items())
        meant = next((f"{part}: {{{field}: …}}" for part, field in within if field), "")
    field = ".".join(str(step) for step in location if isinstance(step, str))
    meant = ".".join((*field.split(".")[:-1], meant)) if meant else ""
    values = {"field": field, "nearest": meant}
    return problem(path, place, "unknown-field", **values, known=", ".join(known))


def _form(block: Block, location: Location, given: Any) -> str:
    """The whole form of a field of which only one text is given, with that text in its place."""
    name = str(location[0])
    text = given if isinstance(given, str) else "…"
    form = _SOURCE_URL if name == "source" and text.startswith(("http://", "https://")) else _FORMS[name]
    if name == "image":
        text = image_name(text) or text
    whole = form.format(text if _BARE.fullmatch(text) else quoted(text))
    return f"- {whole}" if isinstance(block.data.get(name), list) else f"{name}: {whole}"


def _fields_at(location: Location) -> list[str]:
    model = PARTS.get(str(location[0]), FrontMatter) if location else FrontMatter
    return list(model.model_fields)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else "…"
    return text if len(text) <= 80 else text[:79] + "…"
