"""Small indexes of invented articles, and the search engine of the site asked in Node."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsarchive.content.words.load import Words, load_words
from newsarchive.model import ArticleDate
from newsarchive.output.publish import Publisher
from newsarchive.output.workers import processes
from newsarchive.search.build_index import IndexBuild, plan_index
from newsarchive.search.records import LazyRecord, Record
from tests.builders import REPOSITORY
from tests.node import run_in_node

EMPTY: Mapping[str, str] = {}
_ASK = """
const { readFile } = await import("node:fs/promises");
globalThis.document = { documentElement: { lang: "id" } };
globalThis.fetch = async (url) => {
  try {
    const text = await readFile(url, "utf8");
    return { ok: true, status: 200, json: async () => JSON.parse(text) };
  } catch {
    return { ok: false, status: 404 };
  }
};
const engine = await (await import("./search-engine.js")).open(`${input.site}/`);
const { readState } = await import("./search-state.js");
const answers = [];
for (const address of input.addresses ?? []) {
  const { state, unknown } = readState(address);
  if (unknown.length) throw new Error(address);
  answers.push((await engine.search({ ...state, limit: 1 })).total);
}
for (const request of input.requests ?? []) {
  const answer = await engine.search({ limit: 1000, ...request });
  for (const result of answer.results) result.opened = await result.open();
  answers.push({ ...answer, facets: await answer.facets() });
}
return answers;
"""


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of the repository's own archive."""
    words, problems = load_words(REPOSITORY)
    assert problems == []
    return words


def record(key: str, title: str, body: str = "", when: str = "2025-03-09", **fields: Any) -> Record:
    """An article as search sees it; its digest stands for all that is given here."""
    first, *last = (ArticleDate(*map(int, each.split("-"))) for each in when.split("/"))
    given: dict[str, Any] = {"names": (), "labels": (), "summary": "", "facets": {}, "where": "", **fields}
    digest = repr((key, title, body, when, sorted(given.items()))).encode()
    return Record(
        url=f"berita/{key}/",
        title=title,
        body=body,
        date=first,
        until=last[0] if last else None,
        date_text=when,
        digest=digest,
        **given,
    )


def lazy(records: Iterable[Record], stories: Mapping[str, str] = EMPTY) -> list[LazyRecord]:
    """The same as what an index is planned from; `stories` tells by key which event an article reports on."""
    return [
        LazyRecord(r.url, r.date, r.until, r.digest, r.facets, stories.get(r.url[7:-1], ""), lambda r=r: r)  # type: ignore[misc]
        for r in records
    ]


def write_index(folder: Path, records: Iterable[Record], stories: Mapping[str, str] = EMPTY) -> Path:
    """Bring the search files of `folder/site` to what these articles say; returns the site."""
    publisher = Publisher(folder / "site")
    publisher.begin()
    with processes(1) as pool:
        index = IndexBuild(plan_index(lazy(records, stories), words()), folder / "build", publisher, pool)
        manifest, _ = index.finish()
    publisher.finish(manifest)
    return folder / "site"


def ask(site: Path, *requests: dict[str, Any] | str) -> list[dict[str, Any]]:
    """The engine's answers; a text stands for a request with nothing but words."""
    asked = [{"q": each} if isinstance(each, str) else each for each in requests]
    answers: list[dict[str, Any]] = run_in_node(_ASK, {"site": str(site), "requests": asked})
    return answers


def keys(answer: dict[str, Any]) -> list[str]:
    """The keys of the articles that an answer shows, best first."""
    return [result["url"].removeprefix("berita/").rstrip("/") for result in answer["results"]]


def found(site: Path, *queries: str) -> Sequence[list[str]]:
    """For each query the keys of its results."""
    return [keys(answer) for answer in ask(site, *queries)]


def ask_addresses(site: Path, queries: Sequence[str]) -> list[int]:
    """How many articles the search page finds for each query string of its address."""
    answers: list[int] = run_in_node(_ASK, {"site": str(site), "addresses": queries})
    return answers
