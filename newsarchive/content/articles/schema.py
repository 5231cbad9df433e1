"""The schema of the front matter, which also accepts other forms whose meaning is clear."""

import re
from typing import Annotated, Any, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from newsarchive.content.articles.written_dates import Dates, date_of, dates_of
from newsarchive.content.slug import IMAGE_FILE, MAX_SLUG, SLUG, image_name, is_slug, slug
from newsarchive.content.yaml.shape import Shape
from newsarchive.model import UNKNOWN_DATE, ArticleDate, Status

_ALIAS = rf"\d{{4}}/(?:0[1-9]|1[0-2])/{SLUG}"
_ALIAS_WITHIN = re.compile(
    rf"(?:(?:[^?#]*/)?(?:articles|berita)/|/)?({_ALIAS})(?:\.md|\.html|/index\.html|/)?(?:[?#].*)?", re.ASCII
)
_NEAR_ALIAS = re.compile(r"(?<!\d)(\d{4})/(\d\d?)/([^/?#]+?)(?:\.md|\.html)?/?(?:[?#].*)?$", re.ASCII)
_URL_CHARACTERS = re.compile(r"[^\s<>\"\\^`{|}\x00-\x20]+")
# The plain case: no user, no port, and a host that needs no decoding.
_URL_WITHIN = re.compile(r"https?://[A-Za-z0-9][^\s<>\"“”\\^`{|}()\[\]\x00-\x20]+")
_WITHOUT_SCHEME = re.compile(
    rf"(?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{{2,}}(?:/{_URL_CHARACTERS.pattern})?/?"
)
_PLAIN_URL = re.compile(rf"https?://[A-Za-z0-9.-]+(?:[/?#]{_URL_CHARACTERS.pattern})?")

T = TypeVar("T")


def _url(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not _is_url(text):
        raise PydanticCustomError("invalid-url", "", {"suggestion": _suggested_url(text)})
    return text


def _is_url(text: str) -> bool:
    if _PLAIN_URL.fullmatch(text):
        return True
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host and parts.scheme in ("http", "https") and _URL_CHARACTERS.fullmatch(text))


def _suggested_url(text: str) -> str:
    """The address within `<…>`, quotation marks or `[…](…)`, or with the scheme that it lacks; else ''."""
    if found := _URL_WITHIN.search(text):
        return found[0]
    return f"https://{text.removeprefix('//')}" if _WITHOUT_SCHEME.fullmatch(text) else ""


def _alias(value: object) -> str:
    """An identity `YYYY/MM/slug`, also from a path of the repository or an address of the site."""
    text = value.strip().replace("\\", "/") if isinstance(value, str) else ""
    match = _ALIAS_WITHIN.fullmatch(text)
    if not match:
        near = _NEAR_ALIAS.search(text)
        name = slug(near[3]) if near else ""
        suggestion = (
            f"{near[1]}/{int(near[2]):02}/{name}" if near and name and 1 <= int(near[2]) <= 12 else ""
        )
        raise PydanticCustomError("bad-alias", "", {"suggestion": suggestion})
    return match[1]


def _slug(value: object) -> str:
    if not isinstance(value, str) or not is_slug(value):
        raise PydanticCustomError("bad-story", "", {"suggestion": slug(str(value))})
    return value


def _image_file(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(IMAGE_FILE, value):
        raise PydanticCustomError("bad-image-name", "", {"suggestion": image_name(str(value))})
    return value


def _choice(*choices: str, **meant: str) -> Any:
    """One of the choices, also in capitals, with other blanks, or by another name that means the same."""
    known = {_bare(choice): choice for choice in choices} | {
        _bare(name): choice for name, choice in meant.items()
    }

    def choose(value: object) -> object:
        return known.get(_bare(value), value) if isinstance(value, str) else value

    return BeforeValidator(choose)


def _bare(text: str) -> str:
    return re.sub("[-_ ]", "", text.casefold())


def _list(value: object) -> object:
    return value if isinstance(value, list) else [value]


class _AlsoAlone:
    """Says in the JSON Schema of a list that one item may stand without it."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        array = handler(schema)
        return {"anyOf": [array["items"], array]}


_ISO = r"\d{4}(-\d{2}(-\d{2})?)?"
Text = Annotated[str, StringConstraints(min_length=1)]
Day = Annotated[
    ArticleDate,
    PlainValidator(date_of),
    WithJsonSchema({"type": "string", "pattern": f"^{_ISO}$"}),
]
DayOrRange = Annotated[
    Dates,
    PlainValidator(dates_of),
    WithJsonSchema({"type": "string", "pattern": rf"^{_ISO}(/{_ISO})?$"}),
]
Url = Annotated[str, PlainValidator(_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Alias = Annotated[str, PlainValidator(_alias), WithJsonSchema({"type": "string", "pattern": f"^{_ALIAS}$"})]
ImageFile = Annotated[
    str, PlainValidator(_image_file), WithJsonSchema({"type": "string", "pattern": f"^{IMAGE_FILE}$"})
]
Slug = Annotated[
    str,
    PlainValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG}$", "maxLength": MAX_SLUG}),
]
State = Annotated[
    Status,
    _choice(
        *get_args(Status),
        terbit="published", diterbitkan="published", publish="published", tayang="published",
        draf="draft", konsep="draft", ditarik="withdrawn",
    ),
]  # fmt: skip
SourceKind = Annotated[
    Literal["", "news", "press-release", "official", "observation", "social-media", "document"],
    _choice(
        "news", "press-release", "official", "observation", "social-media", "document",
        berita="news", siaran_pers="press-release", rilis="press-release", rilis_pers="press-release",
        keterangan_pers="press-release", resmi="official", dokumen_resmi="official", putusan="official",
        pengamatan="observation", pengamatan_sendiri="observation", liputan_sendiri="observation",
        media_sosial="social-media", medsos="social-media", dokumen="document",
    ),
]  # fmt: skip
YesNo = Annotated[
    Literal["true", "false"],
    _choice("true", "false", ya="true", yes="true", mandiri="true", tidak="false", bukan="false", no="false"),
    AfterValidator(lambda answer: answer == "true"),
    WithJsonSchema({"type": "boolean"}),
]
CorrectionKind = Annotated[
    Literal["ralat", "hak_jawab", "pembaruan"],
    _choice(
        "ralat", "hak_jawab", "pembaruan",
        koreksi="ralat", correction="ralat", perbaikan="ralat", tanggapan="hak_jawab", bantahan="hak_jawab",
        right_of_reply="hak_jawab", update="pembaruan", perkembangan="pembaruan",
    ),
]  # fmt: skip
Reason = Annotated[
    Literal["permintaan-hukum", "kekeliruan", "privasi", "ganda"],
    _choice("permintaan-hukum", "kekeliruan", "privasi", "ganda"),
]
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
    kind: SourceKind = ""
    independent: YesNo | None = None


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
    kind: CorrectionKind
    note: Text
    requested: Day | None = None
    url: Url = ""


class ReviewFields(_Strict):
    """`reviewed:`"""

    by: Text
    date: Day


class WithdrawalFields(_Strict):
    """`withdrawn:`"""

    date: Day
    reason: Reason
    note: Text = ""


class FrontMatter(_Strict):
    """The fields of an article. Every plain value arrives as text, so `2025` and `ya` stay what they are."""

    title: Text
    date: DayOrRange
    facility: OneOrMany[Text] = ()
    region: OneOrMany[Text] = ()
    event_type: OneOrMany[Text]
    summary: Text
    source: OneOrMany[SourceFields]
    people: OneOrMany[PersonFields] = ()
    image: ImageFields | None = None
    status: State = "published"
    added: Day | None = None
    reviewed: ReviewFields | None = None
    corrections: OneOrMany[CorrectionFields] = ()
    withdrawn: WithdrawalFields | None = None
    date_note: Text = ""
    aliases: OneOrMany[Alias] = ()
    story: Slug = ""


class Salvaged(FrontMatter):
    """Front matter without its faulty fields."""

    title: Text = ""
    date: DayOrRange = (UNKNOWN_DATE, None)
    event_type: OneOrMany[Text] = ()
    summary: Text = ""
    source: OneOrMany[SourceFields] = ()


PARTS: dict[str, type[BaseModel]] = {
    "source": SourceFields,
    "people": PersonFields,
    "image": ImageFields,
    "corrections": CorrectionFields,
    "reviewed": ReviewFields,
    "withdrawn": WithdrawalFields,
}
"""The fields that hold fields of their own."""
SHAPE = Shape(
    fields=frozenset(FrontMatter.model_fields),
    parts={name: frozenset(part.model_fields) for name, part in PARTS.items()},
    sentences=frozenset("title summary date_note publisher author name role alt credit note by".split()),
    names=frozenset({"facility", "region", "event_type"}),
)
"""What the YAML reader must know about the fields of front matter."""


def json_schema() -> dict[str, Any]:
    """JSON Schema of the front matter, for editors' tools."""
    return FrontMatter.model_json_schema()
