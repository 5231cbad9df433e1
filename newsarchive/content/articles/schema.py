"""The schema of the front matter, and what its violations mean to an editor."""

import re
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError

from newsarchive.content.dates import suggested_date
from newsarchive.content.slug import IMAGE_FILE, MAX_SLUG, SLUG, image_name
from newsarchive.content.yaml.frontmatter import Block, Location
from newsarchive.model import UNKNOWN_DATE, ArticleDate, Status
from newsarchive.problems import Problem, problem

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
_ALIAS = re.compile(rf"\d{{4}}/(?:0[1-9]|1[0-2])/{SLUG}")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_URL_CHARACTERS = re.compile(r"[^\s<>\"\\^`{|}\x00-\x20]+")
# Nothing to take apart here: no user, no port, and a host that needs no decoding.
_PLAIN_URL = re.compile(rf"https?://[A-Za-z0-9.-]+(?:[/?#]{_URL_CHARACTERS.pattern})?")

T = TypeVar("T")


def _date(value: object) -> ArticleDate:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("invalid-date", "", {"suggestion": suggested_date(str(value))})
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        raise PydanticCustomError("impossible-date", "", {"suggestion": suggested_date(match[0])}) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PydanticCustomError("impossible-date", "", {"suggestion": ""})
    return ArticleDate(year, month, day)


def _url(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if _PLAIN_URL.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or not _URL_CHARACTERS.fullmatch(text):
        raise PydanticCustomError("invalid-url", "")
    return text


def _alias(value: object) -> str:
    if not isinstance(value, str) or not _ALIAS.fullmatch(value):
        raise PydanticCustomError("bad-alias", "")
    return value


def _image_file(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(IMAGE_FILE, value):
        raise PydanticCustomError("bad-image-name", "", {"suggestion": image_name(str(value))})
    return value


def _list(value: object) -> object:
    return value if isinstance(value, list) else [value]


class _AlsoAlone:
    """Says in the JSON Schema of a list that one item may stand without it."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        array = handler(schema)
        return {"anyOf": [array["items"], array]}


Text = Annotated[str, StringConstraints(min_length=1)]
Day = Annotated[
    ArticleDate,
    PlainValidator(_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
Url = Annotated[str, PlainValidator(_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Alias = Annotated[
    str, PlainValidator(_alias), WithJsonSchema({"type": "string", "pattern": f"^{_ALIAS.pattern}$"})
]
ImageFile = Annotated[
    str, PlainValidator(_image_file), WithJsonSchema({"type": "string", "pattern": f"^{IMAGE_FILE}$"})
]
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$", max_length=MAX_SLUG)]
OneOrMany = Annotated[tuple[T, ...], BeforeValidator(_list), _AlsoAlone()]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceFields(_Strict):
    """`source:`"""

    publisher: Text
    title: Text = ""
    url: Url = ""
    published: Day | None = None
    author: Text = ""
    retrieved: Day | None = None
    archived: Url = ""
    kind: Literal["", "news", "press-release", "official", "social-media", "document"] = ""


class PersonFields(_Strict):
    """`people:`"""

    name: Text
    role: Text = ""


class ImageFields(_Strict):
    """`image:`"""

    file: ImageFile
    alt: Text
    credit: Text = ""


class CorrectionFields(_Strict):
    """`corrections:`"""

    date: Day
    kind: Literal["ralat", "hak_jawab", "pembaruan"]
    note: Text


class WithdrawalFields(_Strict):
    """`withdrawn:`"""

    date: Day
    reason: Literal["permintaan-hukum", "kekeliruan", "privasi", "ganda"]
    note: Text = ""


class FrontMatter(_Strict):
    """The fields of an article. Every plain value arrives as text, so `2025` and `ya` stay what they are."""

    title: Text
    date: Day
    facility: OneOrMany[Text] = ()
    region: OneOrMany[Text] = ()
    event_type: OneOrMany[Text]
    summary: Text
    source: OneOrMany[SourceFields]
    people: OneOrMany[PersonFields] = ()
    image: ImageFields | None = None
    status: Status = "published"
    corrections: OneOrMany[CorrectionFields] = ()
    withdrawn: WithdrawalFields | None = None
    date_note: Text = ""
    aliases: OneOrMany[Alias] = ()
    story: Slug = ""


class _Salvaged(FrontMatter):
    """What is left of front matter after its faulty fields were taken out."""

    title: Text = ""
    date: Day = UNKNOWN_DATE
    event_type: OneOrMany[Text] = ()
    summary: Text = ""
    source: OneOrMany[SourceFields] = ()


def validate(path: str, block: Block) -> tuple[FrontMatter, list[Problem]]:
    """The fields with all that is wrong with them; where something is, without the faulty fields."""
    try:
        return FrontMatter.model_validate(block.data), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=True)
    problems = [_problem(path, block, details) for details in errors]
    if block.data.get("status") == "draft":
        # A draft may wait for its facts; what is there must be right all the same.
        problems = [replace(p, code="unfinished-draft") if p.code == "missing-field" else p for p in problems]
    faulty = {details["loc"][0] for details in errors}
    sound = {key: value for key, value in block.data.items() if key not in faulty}
    return _Salvaged.model_validate(sound), problems


def _problem(path: str, block: Block, details: ErrorDetails) -> Problem:
    location: Location = details["loc"]
    field = ".".join(str(step) for step in location if isinstance(step, str))
    here = block.place(location)
    key = block.place(location, key=True)
    value = _short(details["input"])
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return problem(path, key, "missing-field", field=field)
        case "extra_forbidden":
            known = _fields_at(location[:-1])
            nearest = get_close_matches(str(location[-1]).lower().replace("-", "_"), known, n=1)
            values = {"field": field, "nearest": "".join(nearest), "known": ", ".join(known)}
            return problem(path, key, "unknown-field", **values)
        case "model_type":
            return problem(path, here, "not-mapping", field=field, example=_fields_at(location)[0])
        case "literal_error":
            choices = ", ".join(filter(None, re.findall(r"'([^']*)'", context["expected"])))
            return problem(path, here, "invalid-choice", field=field, value=value, choices=choices)
        case "string_type" | "string_too_short":
            return problem(path, here, "not-text", field=field)
        case "string_pattern_mismatch" | "string_too_long":
            return problem(path, here, "bad-story", field=field, value=value)
        case code:
            return problem(path, here, code, field=field, value=value, **context)


def json_schema() -> dict[str, Any]:
    """JSON Schema of the front matter, for editors' tools."""
    return FrontMatter.model_json_schema()


_PARTS: dict[str, type[BaseModel]] = {
    "source": SourceFields,
    "people": PersonFields,
    "image": ImageFields,
    "corrections": CorrectionFields,
    "withdrawn": WithdrawalFields,
}


def _fields_at(location: Location) -> list[str]:
    model = _PARTS.get(str(location[0]), FrontMatter) if location else FrontMatter
    return list(model.model_fields)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else "…"
    return text if len(text) <= 80 else text[:79] + "…"
