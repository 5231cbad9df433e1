"""Write front matter in the form and the order of the editors' guide; what is written reads back the same."""

import re
from collections.abc import Mapping, Sequence

import yaml

Value = str | None | Sequence["Value"] | Mapping[str, "Value"]
"""A text, nothing yet, or a list or mapping of values."""

ORDER = (
    "title",
    "date",
    "facility",
    "region",
    "event_type",
    "summary",
    "source",
    "people",
    "image",
    "date_note",
    "status",
    "added",
    "reviewed",
    "corrections",
    "withdrawn",
    "aliases",
    "story",
)
"""The fields as the guide lists them; others follow."""
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


def front_matter(fields: Mapping[str, Value], note: str = "") -> str:
    """The block from `---` to `---`, with a line break at its end, and `note` as comments at its foot.

    A text that is a date stands bare, any other is quoted where YAML might take it for something else; runs
    of white space in it become one blank, as the reader has it. None writes the key alone, to be filled in.
    """
    rank = {key: number for number, key in enumerate(ORDER)}
    ordered = {key: fields[key] for key in sorted(fields, key=lambda key: rank.get(key, len(rank)))}
    text = yaml.dump(_plain(ordered), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**9)
    comments = "".join(f"# {line}\n" for line in note.splitlines())
    return f"---\n{text if fields else ''}{comments}---\n"


def _plain(value: Value) -> object:
    match value:
        case None:
            return None
        case str():
            text = " ".join(value.split())
            return _Bare(text) if _DATE.fullmatch(text) else text
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return [_plain(item) for item in value]


class _Bare(str):
    """A text that stands without quotation marks though YAML has a type of its own for it."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes as the guide does: lists of texts in brackets, others indented, double quotation marks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        # The emitter escapes what lies beyond the basic plane, such as emoji, in double quotation marks only.
        text = self.analysis.scalar if self.analysis else ""
        return '"' if style == "'" and max(text, default="") <= "\uffff" else style


def _list(dumper: _Dumper, data: list[object]) -> yaml.Node:
    texts = all(isinstance(item, str) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=texts)


def _nothing(dumper: _Dumper, data: None) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "")


def _bare(dumper: _Dumper, data: _Bare) -> yaml.Node:
    # Of the type that it would be read as, so that the emitter sees no need for quotation marks.
    tag = dumper.resolve(yaml.ScalarNode, str(data), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(data))


_Dumper.add_representer(list, _list)
_Dumper.add_representer(type(None), _nothing)
_Dumper.add_representer(_Bare, _bare)
