/* Answers searches from the index's segments: words, filters, counts and order over all of them together. */

import { excerpt, marks } from "./search-excerpt.js";
import { nearest } from "./search-near.js";
import { start } from "./search-pagefind.js";
import { information, load, Missing, once, openSegment } from "./search-segment.js";
import { FILLER, words as readWords } from "./words.js";

const TERMS = "istilah";
/* In how many of the newest segments a better spelling is looked for. */
const NEWEST = 2;
/* A word of a name weighs at least this much, one of a description less (FIELDS in newsarchive/output/search.py). */
const NAMING = 1.9;

/**
 * Load what every search needs; `base` is the site's root with a closing slash. Rejects where that can't be had.
 *
 * search({q, filters, sort, offset, limit}) answers {total, results, facets, missing, unknown}:
 *   results: {url, kind, title, date, where, titleParts, excerptParts}, parts being {text, mark};
 *   facets:  {facet: {id: count}}, each facet counted under the filters of all others;
 *   missing: {segment, reason}, what could not be asked; unknown: {word, near}, words that occur nowhere.
 */
export async function open(base) {
  const listed = () => load(`${base}cari/indeks.json`, true, { cache: "no-cache" });
  const [table, first] = await Promise.all([load(`${base}cari/kata.json`), listed()]);
  const words = readWords(table);
  let segments = opened(first);
  for (const segment of segments) segment.table().catch(() => {});

  function opened(list) {
    const engine = once(async () => start(await load(base + list.engine, false)));
    engine().catch(() => {});
    // The newest first, which is also the order of equally good results.
    return list.segments.map((entry) => openSegment(base, entry, engine)).reverse();
  }

  /** Whether the site has been published anew since the list of segments was read; it is then read anew. */
  async function renewed() {
    const list = await listed().catch(() => null);
    const keys = segments.map((segment) => segment.key).reverse();
    if (!list || list.segments.map((entry) => entry.key).join() === keys.join()) return false;
    segments = opened(list);
    return true;
  }

  return {
    async search(request) {
      const answer = await answered(segments, words, request);
      if (answer.missing.some(({ reason }) => reason === "absent") && (await renewed())) {
        const again = await answered(segments, words, request);
        for (const gap of again.missing) if (gap.reason === "absent") gap.reason = "stale";
        return complete(again);
      }
      return complete(answer);
    },
  };

  /** The answer, unless nothing at all could be asked. */
  function complete(answer) {
    if (answer.missing.length === segments.length) throw new Missing("cari/indeks/", answer.missing[0].reason);
    return answer;
  }
}

async function answered(segments, words, { q = "", filters = {}, sort = "relevance", offset = 0, limit = 10 }) {
  const gaps = new Map();
  const guarded = async (segment, ask) => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      gaps.set(segment.name, error.reason);
      return null;
    }
  };
  const asked = query(q, words);
  const tokens = [...new Set(asked.map(({ token }) => token))];
  const found = await Promise.all(
    segments.map((segment) =>
      guarded(segment, async () => {
        const [table, ...lists] = await Promise.all([segment.table(), ...tokens.map(segment.postings)]);
        return { segment, table, lists };
      }),
    ),
  );
  const present = found.filter(Boolean);

  const last = asked.at(-1);
  if (last && /\S$/.test(q) && held(present, tokens.indexOf(last.token)) === 0) {
    // Perhaps it is still being typed.
    const beginning = `${last.word.toLowerCase()}*`;
    const at = tokens.indexOf(last.token);
    const ask = ({ segment }) => guarded(segment, () => segment.postings(beginning));
    const lists = await Promise.all(present.map(ask));
    if (lists.some((list) => list?.records.length)) {
      tokens[at] = beginning;
      present.forEach((each, n) => (each.lists[at] = lists[n] ?? each.lists[at]));
    }
  }

  const { hits, facets } = gathered(present, tokens, filters);
  hits.sort(sort === "newest" || !tokens.length ? byDate : byScore);
  const sought = { has: (token) => tokens.some((each) => fits(token, each)) };
  const shown = await Promise.all(
    hits.slice(offset, offset + limit).map(({ segment, record }) =>
      guarded(segment, async () => {
        const { text, ...result } = await segment.text(record);
        const titleParts = marks(result.title, words, sought);
        return { ...result, titleParts, excerptParts: excerpt(text, words, sought) };
      }),
    ),
  );
  const strange = asked.filter(({ token }) => tokens.includes(token) && held(present, tokens.indexOf(token)) === 0);
  return {
    total: hits.length,
    results: shown.filter(Boolean),
    facets,
    missing: [...gaps].map(([name, reason]) => ({ segment: span(name), reason })),
    unknown: strange.length ? await corrected(strange, present) : [],
  };
}

/** The words typed, each with the token that stands for it. */
function query(q, words) {
  return words
    .tokens(q)
    .map(([word, token]) => ({ word, token: token.split("-")[0] }))
    .filter(({ token }) => token !== FILLER);
}

function fits(token, sought) {
  return sought.endsWith("*") ? token.startsWith(sought.slice(0, -1)) : token === sought;
}

/** How many records hold the n-th token. */
function held(present, n) {
  return present.reduce((sum, { lists }) => sum + lists[n].records.length, 0);
}

/** Every record that holds all tokens and passes all filters, and the counts of each facet's values. */
function gathered(present, tokens, filters) {
  const total = present.reduce((sum, { table }) => sum + table.count, 0);
  const rarity = tokens.map((_, n) => information(total, held(present, n)));
  const hits = [];
  const facets = {};
  for (const { segment, table, lists } of present) {
    // Without a word, what is listed is the news; the pages of terms have lists of their own.
    if (!tokens.length && segment.name === TERMS) continue;
    const scores = scored(table, lists, rarity);
    const columns = Object.entries(table.facets).map(([name, { values, at }]) => {
      const wanted = filters[name] ?? [];
      const passes = wanted.length ? values.map((ids) => ids.some((id) => wanted.includes(id))) : null;
      return { name, values, at, passes, counts: new Uint32Array(values.length) };
    });
    const active = columns.filter(({ passes }) => passes);
    for (let record = 0; record < table.count; record += 1) {
      if (scores[record] < 0) continue;
      const failed = active.filter(({ passes, at }) => !passes[at[record]]);
      if (!failed.length) hits.push({ segment, record, score: scores[record], date: table.dates[record] });
      // What a value would add is counted as if its own facet asked for nothing.
      const counting = failed.length ? failed : columns;
      if (failed.length < 2) for (const { at, counts } of counting) counts[at[record]] += 1;
    }
    for (const { name, values, counts } of columns) {
      const sums = (facets[name] ??= {});
      values.forEach((ids, n) => {
        if (counts[n]) for (const id of ids) sums[id] = (sums[id] ?? 0) + counts[n];
      });
    }
  }
  return { hits, facets };
}

/** A score for each record of a segment that holds all tokens, -1 for the others. */
function scored({ count, mass }, lists, rarity) {
  const scores = new Float32Array(count);
  const holding = new Uint8Array(count);
  const named = mass && new Float32Array(count);
  lists.forEach(({ records, weights }, n) => {
    const says = Math.log(1 + count / records.length);
    records.forEach((record, i) => {
      scores[record] += rarity[n] * weights[i];
      holding[record] += 1;
      if (named && weights[i] >= NAMING) named[record] += says;
    });
  });
  for (let record = 0; record < count; record += 1) {
    if (holding[record] < lists.length) scores[record] = -1;
    // A page is found before the news where the words typed name it, after them where they only occur in it.
    else if (named) scores[record] *= 0.2 + 4 * Math.min(1, named[record] / (mass[record] || 1)) ** 2;
  }
  return scores;
}

const byDate = (a, b) => b.date - a.date;
const byScore = (a, b) => b.score - a.score || b.date - a.date;

/** For words that occur nowhere the nearest that do, as they are usually written. */
async function corrected(strange, present) {
  const newest = present.filter(({ segment }) => segment.name !== TERMS).slice(0, NEWEST);
  const sources = [...present.filter(({ segment }) => segment.name === TERMS), ...newest];
  const lists = await Promise.all(sources.map(({ segment }) => segment.common().catch(() => [])));
  const known = [...new Set(lists.flat().map((word) => word.toLowerCase()))];
  return strange.map(({ word }) => ({ word, near: nearest(word.toLowerCase(), known) }));
}

/** A segment's name as people say it: 2019–2023, Januari–Maret 2026. */
function span(name) {
  if (name === TERMS) return name;
  const [year, first, last] = name.split("-");
  if (!last) return [year, first].filter(Boolean).join("–");
  const language = document.documentElement.lang || "id";
  const month = (number) => new Date(2000, number - 1).toLocaleString(language, { month: "long" });
  return `${first === last ? month(first) : `${month(first)}–${month(last)}`} ${year}`;
}
