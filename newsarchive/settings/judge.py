"""Judge the settings: only known keys with usable values pass."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import process

from newsarchive.config import LANGUAGES, Config
from newsarchive.markdown.rendered import EXTENSIONS
from newsarchive.problems import Problem, problem
from newsarchive.settings.source import SETTINGS, Source

Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(value.strip())


def _is_free_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_url(value: Any) -> bool:
    """A web address with scheme and host, and nothing behind its path."""
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"\\^`{|}]+", value):
        return False
    try:
        parts = urlsplit(value)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        port_is_sound
        and bool(re.fullmatch(r"[\w.-]*\w|\[[\da-f:]+\]", host))
        and not (parts.query or parts.fragment)
    )


def _is_contact(value: Any) -> bool:
    """A mail address, or a web address in which `{url}` and `{title}` may stand for what is reported."""
    if not isinstance(value, str):
        return False
    filled = value.replace("{url}", "x").replace("{title}", "x")
    address, _, query = filled.partition("?")
    is_web = _is_url(address) and re.fullmatch(r"[^\s<>\"\\^`{|}#]*", query) is not None
    return is_web or re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", value, re.ASCII) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the value of a key is judged; the example is what a mistake's hint shows."""

    check: Check
    example: str


def _only(*values: object) -> Check:
    return lambda value: any(
        value is known or (value == known and type(value) is type(known)) for known in values
    )


# Keys without a rule here are refused; those below a mapping stand in a table of their own.
_TOP = {
    "site_name": _Rule(_is_text, "site_name: Arsip Berita"),
    "site_url": _Rule(
        lambda value: value in (None, "") or _is_url(value), "site_url: https://arsip.example/"
    ),
    "site_description": _Rule(_is_free_text, "site_description: Arsip berita pemasyarakatan."),
    "site_author": _Rule(_is_free_text, "site_author: Redaksi"),
    "copyright": _Rule(_is_free_text, "copyright: Redaksi"),
    "nav": _Rule(lambda value: isinstance(value, list) and bool(value), "nav: [{Beranda: index.md}]"),
    "theme": _Rule(lambda value: isinstance(value, dict), "theme: {name: material, custom_dir: overrides}"),
    "extra_css": _Rule(lambda value: isinstance(value, list), "extra_css: [assets/archive.css]"),
    "extra_javascript": _Rule(
        lambda value: isinstance(value, list), "extra_javascript: [assets/tambahan.js]"
    ),
    "plugins": _Rule(lambda value: isinstance(value, (list, dict)) and not value, "plugins: []"),
    "markdown_extensions": _Rule(
        lambda value: isinstance(value, list), f"markdown_extensions: [{', '.join(EXTENSIONS)}]"
    ),
    "validation": _Rule(lambda value: isinstance(value, dict), "validation: {links: {not_found: ignore}}"),
    "extra": _Rule(lambda value: isinstance(value, dict), "extra: {archive: {lang: id}}"),
    "strict": _Rule(_only(True, False), "strict: false"),
    "use_directory_urls": _Rule(_only(True), "use_directory_urls: true"),
    "docs_dir": _Rule(_only("docs"), "docs_dir: docs"),
    "site_dir": _Rule(_only("site"), "site_dir: site"),
}
_REQUIRED = ("site_name", "nav", "theme", "plugins", "markdown_extensions")
# MkDocs would obey them, but generated pages or the checks of articles would not.
_UNSUPPORTED = frozenset(
    "INHERIT dev_addr draft_docs edit_uri edit_uri_template exclude_docs extra_templates google_analytics"
    " hooks not_in_nav remote_branch remote_name repo_name repo_url watch".split()
)
_THEME = {
    "name": _Rule(_only("material"), "name: material"),
    "custom_dir": _Rule(_only("overrides"), "custom_dir: overrides"),
    "language": _Rule(_only(*LANGUAGES), "language: id"),
    "font": _Rule(_only(False), "font: false"),
    "favicon": _Rule(_is_text, "favicon: assets/favicon.svg"),
}
_ARCHIVE = {
    "lang": _Rule(_only(*LANGUAGES), "lang: id"),
    "listing_limit": _Rule(_is_count, "listing_limit: 100"),
    "latest": _Rule(_is_count, "latest: 10"),
    "contact": _Rule(_is_contact, "contact: redaksi@arsip.example"),
    "answer_days": _Rule(_is_count, "answer_days: 14"),
    "repository": _Rule(_is_url, "repository: https://github.com/arsip/berita"),
}
_LEVELS = ("warn", "info", "ignore")
_NAV_CHECKS = {
    "omitted_files": _Rule(_only(*_LEVELS), "omitted_files: ignore"),
    "not_found": _Rule(_only(*_LEVELS), "not_found: warn"),
    "absolute_links": _Rule(_only(*_LEVELS, "relative_to_docs"), "absolute_links: ignore"),
}
_LINK_CHECKS = {
    "not_found": _NAV_CHECKS["not_found"],
    "absolute_links": _NAV_CHECKS["absolute_links"],
    "unrecognized_links": _Rule(_only(*_LEVELS), "unrecognized_links: ignore"),
    "anchors": _Rule(_only(*_LEVELS), "anchors: ignore"),
}
# Each extension's options that change no text that an article can hold.
_OPTIONS: dict[str, dict[str, _Rule]] = {
    "toc": {"permalink": _Rule(_only(False), "permalink: false")},
    "footnotes": {
        "BACKLINK_TITLE": _Rule(
            lambda value: (
                isinstance(value, str)
                and value.count("{}") == 1
                and value.count("{") == 1 == value.count("}")
            ),
            "BACKLINK_TITLE: Kembali ke catatan kaki {}",
        )
    },
}


def judge(source: Source) -> Iterator[Problem]:
    """All that is wrong with settings by themselves; `names` judges the pages and files that they name."""
    data = source.data
    yield from _section(source, (), _TOP, data)
    for key in _REQUIRED:
        if key not in data:
            yield problem(SETTINGS, (1, 1), "settings-missing-key", key=key, example=_TOP[key].example)
    if isinstance(data.get("theme"), dict):
        yield from _section(source, ("theme",), _THEME, data["theme"])
        if "name" not in data["theme"]:
            values = {"key": "theme.name", "example": _THEME["name"].example}
            yield problem(SETTINGS, source.place("theme"), "settings-missing-key", **values)
    extra = data.get("extra")
    if isinstance(extra, dict) and "archive" in extra:
        if isinstance(extra["archive"], dict):
            yield from _section(source, ("extra", "archive"), _ARCHIVE, extra["archive"])
        else:
            yield _bad_value(source, ("extra", "archive"), "archive: {lang: id}")
    own = extra.get("archive", {}) if isinstance(extra, dict) else extra or {}
    if isinstance(own, dict) and "contact" not in own:
        yield problem(SETTINGS, source.place("extra", "archive"), "settings-no-contact")
    validation = data.get("validation")
    if isinstance(validation, dict):
        for part, rules in (("nav", _NAV_CHECKS), ("links", _LINK_CHECKS)):
            if isinstance(validation.get(part), dict):
                yield from _section(source, ("validation", part), rules, validation[part])
                validation = {key: value for key, value in validation.items() if key != part}
        yield from _section(source, ("validation",), _NAV_CHECKS | _LINK_CHECKS, validation)
    if isinstance(data.get("markdown_extensions"), list):
        yield from _extensions(source, data["markdown_extensions"])


def _section(
    source: Source, path: tuple[str, ...], rules: dict[str, _Rule], data: dict[Any, Any] | Any
) -> Iterator[Problem]:
    """The keys of one mapping: unknown ones, unsupported ones, and values that can't be used."""
    for key, value in data.items():
        name = ".".join((*path, str(key)))
        place = source.place(*path, str(key))
        rule = rules.get(key) if isinstance(key, str) else None
        if rule is None and not path and key in _UNSUPPORTED:
            yield problem(SETTINGS, place, "settings-unsupported", key=name)
        elif rule is None:
            yield problem(SETTINGS, place, "settings-unknown-key", key=name, nearest=nearest(str(key), rules))
        elif not rule.check(value):
            yield _bad_value(source, (*path, key), rule.example)


def _bad_value(source: Source, path: tuple[str | int, ...], example: str) -> Problem:
    name = ".".join(str(step) for step in path if isinstance(step, str))
    return problem(SETTINGS, source.place(*path), "settings-value", key=name, example=example)


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that a mistyped one most likely means; empty where none is near."""
    found = process.extractOne(name.lower(), list(known), score_cutoff=75)
    return found[0] if found else ""


def _extensions(source: Source, listed: list[Any]) -> Iterator[Problem]:
    """The extensions must be those that articles are judged with, in that order."""
    names: list[str] = []
    for number, item in enumerate(listed):
        name, options = item, None
        if isinstance(item, dict) and len(item) == 1:
            ((name, options),) = item.items()
        path = ("markdown_extensions", number)
        if not isinstance(name, str) or name not in EXTENSIONS:
            values = {"name": str(name)[:60], "expected": ", ".join(EXTENSIONS)}
            yield problem(SETTINGS, source.place(*path), "settings-extension", **values)
            continue
        names.append(name)
        known = _OPTIONS.get(name, {})
        if options in (None, {}):
            continue
        if not isinstance(options, dict):
            yield _bad_value(source, (*path, name), name)
            continue
        for key, value in options.items():
            place = source.place(*path, name, str(key))
            rule = known.get(key)
            if rule is None:
                yield problem(SETTINGS, place, "settings-unsupported", key=f"{name}.{key}")
            elif not rule.check(value):
                yield problem(SETTINGS, place, "settings-value", key=f"{name}.{key}", example=rule.example)
    if len(names) == len(listed) and tuple(names) != EXTENSIONS:
        expected = ", ".join(EXTENSIONS)
        yield problem(
            SETTINGS, source.place("markdown_extensions"), "settings-extension-list", expected=expected
        )


def config_of(source: Source, root: Path, nav: tuple[str, ...]) -> Config:
    """The usable settings; all others have their defaults."""
    data = source.data
    extra = data.get("extra")
    own = extra.get("archive") if isinstance(extra, dict) else None
    own = own if isinstance(own, dict) else {}
    sound = {key: own[key] for key, rule in _ARCHIVE.items() if key in own and rule.check(own[key])}
    site_url = data.get("site_url") if _is_url(data.get("site_url")) else ""
    if "repository" in sound:
        sound["repository"] = str(sound["repository"]).rstrip("/")
    css, scripts = _items(data.get("extra_css")), _items(data.get("extra_javascript"))
    name = data.get("site_name") if _is_text(data.get("site_name")) else ""
    return Config(
        root,
        str(name),
        f"{str(site_url).rstrip('/')}/" if site_url else "",
        nav=nav,
        extra_css=css,
        extra_javascript=scripts,
        **sound,
    )


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else ()
