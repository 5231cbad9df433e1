"""What an entry of each vocabulary may hold, and the problem that each breach of it is."""

import re
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from newsarchive.content.articles.schema import Url
from newsarchive.content.dates import suggested_date
from newsarchive.content.nearest import nearest
from newsarchive.content.yaml.vocabulary_file import VocabFile
from newsarchive.model import ArticleDate
from newsarchive.problems import Problem

Text = Annotated[str, StringConstraints(min_length=1)]
Kind = TypeVar("Kind", bound=BaseModel)
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


def _day(value: object) -> ArticleDate:
    text = str(value)
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        suggestion = suggested_date(text)
        whole = suggestion if _DAY.fullmatch(suggestion) else ""
        raise PydanticCustomError("bad-day", "", {"suggestion": whole}) from None
    return ArticleDate(day.year, day.month, day.day)


def _secure(url: str) -> str:
    if not url.startswith("https://"):
        raise PydanticCustomError("invalid-url", "", {"suggestion": url.replace("http://", "https://", 1)})
    return url


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Day = Annotated[ArticleDate, PlainValidator(_day)]
SecureUrl = Annotated[Url, AfterValidator(_secure)]


class Entry(BaseModel):
    """What entries of every facet may hold."""

    model_config = ConfigDict(extra="forbid")

    name: Text
    aliases: list[Text] = []
    former_names: list[Text] = []
    former_ids: list[Text] = []
    description: Text = ""
    source: Text = ""


class RegionEntry(Entry):
    """A province."""

    code: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    capital: Text = ""
    parent: Text = ""


class FactEntry(BaseModel):
    """What visitors of a facility need to know, and when it was last checked."""

    model_config = ConfigDict(extra="forbid")

    what: Literal["capacity", "complaint", "contact", "head", "visiting"]
    text: Text
    source: Text
    checked: Day


class FacilityEntry(Entry):
    """A unit of corrections or a regional office."""

    type: Literal["bapas", "kanwil", "lapas", "lpka", "rumah-sakit", "rupbasan", "rutan"]
    subtype: Literal["", "khusus", "narkotika", "pemuda", "perempuan", "terbuka"] = ""
    class_: Annotated[Literal["", "I", "II", "IIA", "IIB", "III"], Field(alias="class")] = ""
    region: Text
    city: Text = ""
    parent: Text = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    closed: Text = ""
    address: Text = ""
    website: SecureUrl = ""
    same_as: list[SecureUrl] = []
    practical: list[FactEntry] = []
    source: Text


class ThemeEntry(Entry):
    """A group of event types."""


class EventTypeEntry(Entry):
    """A kind of event; `theme` is the ID of its group."""

    theme: Text


class StoryEntry(BaseModel):
    """What is said of a story beside its articles."""

    model_config = ConfigDict(extra="forbid")

    name: Text = ""
    description: Text = ""
    former_ids: list[Text] = []


class GlossaryTermEntry(BaseModel):
    """An abbreviation's expansion and explanation."""

    model_config = ConfigDict(extra="forbid")

    expansion: Text
    explanation: Text
    tooltip: bool = True
    source: Text = ""


def validate(file: VocabFile, schema: type[Kind]) -> tuple[dict[str, Kind], list[Problem]]:
    """The entries of a file that keep to their schema, and a problem for every breach in the others."""
    entries: dict[str, Kind] = {}
    problems: list[Problem] = []
    for id_, data in file.entries.items():
        try:
            entries[id_] = schema.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                if detail["type"] != "missing" or detail["loc"][0] not in file.faulty:
                    problems.append(_breach(file, schema, id_, detail))
    return entries, problems


def _breach(file: VocabFile, schema: type[BaseModel], id_: str, detail: Any) -> Problem:
    keys = tuple(key for key in detail["loc"] if isinstance(key, int) or not key.startswith("float"))
    key = ".".join(part for part in keys if isinstance(part, str))
    values = {"id": id_, "key": key}
    value = _shown(detail["input"])
    match detail["type"]:
        case "model_type" | "list_type" if keys and keys[0] == "practical":
            code = "vocab-bad-fact"
        case "missing" if keys[0] == "practical":
            code, values = "vocab-incomplete-fact", {"id": id_, "key": str(keys[-1])}
        case "model_type":
            code, values = "vocab-entry-not-mapping", {"id": id_}
        case "missing":
            code = "vocab-missing-key"
        case "extra_forbidden":
            fields = (FactEntry if len(keys) > 1 else schema).model_fields
            allowed = [known.alias or name for name, known in fields.items()]
            code = "vocab-unknown-key"
            like = "".join(nearest(str(keys[-1]), allowed, 1)) or "-"
            values |= {"nearest": like, "allowed": ", ".join(sorted(allowed))}
        case "list_type":
            code, values = "vocab-not-list", values | {"value": value}
        case "string_type":
            code = "vocab-not-text"
        case "string_too_short":
            code = "vocab-empty-value"
        case "string_pattern_mismatch" if key == "code":
            code, values = "vocab-bad-code", values | {"value": value}
        case "literal_error":
            allowed_text = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").removeprefix(", ")
            code, values = "vocab-unknown-choice", values | {"value": value, "allowed": allowed_text}
        case "bad-day" | "invalid-url":
            code = "vocab-bad-day" if detail["type"] == "bad-day" else "vocab-bad-url"
            values |= {"value": value, **detail["ctx"]}
        case "bool_parsing" | "bool_type":
            code, values = "vocab-not-yes-no", values | {"value": value}
        case "float_parsing" | "float_type" | "finite_number" | "greater_than_equal" | "less_than_equal":
            limit = "90" if key == "lat" else "180"
            code, values = "vocab-bad-number", values | {"value": value, "limit": limit}
        case _:
            code, values = "vocab-bad-value", values | {"value": value}
    return file.problem((id_, *keys), code, **values)


def _shown(value: object) -> str:
    """A value short enough for a message; nested ones may be of any size, so only their kind is named."""
    if not isinstance(value, str):
        return {"dict": "{…}", "list": "[…]"}.get(type(value).__name__, "-")
    return value if len(value) <= 60 else value[:59] + "…"
