/* Answers searches from the index's segments: words, filters, counts and order over all of them together. */

import { excerpt, marks } from "./search-excerpt.js";
import { nearest } from "./search-near.js";
import { start } from "./search-pagefind.js";
import { information, load, Missing, once, openSegment } from "./search-segment.js";
import { words as readWords } from "./words.js";

/* In how many of the newest segments a better spelling is looked for. */
const NEWEST = 2;
/* Milliseconds of rest after a key, for keys that come at one stroke. */
const REST = 24;
/* The same where only the first letters of a word stand there: whoever types on would load their results in vain. */
const BEGUN = 200;
/* The same where there are more segments than these, which is too much to load for every key. */
const FEW = 8;
const MANY = 300;
/* A word shorter than this isn't completed, a longer one by at most so many words. */
const SHORTEST = 4;
const COMPLETIONS = 2;
/**
 * Load what every search needs; `base` is the site's root with a closing slash. Rejects where that can't be had.
 *
 * search({q, filters, sort, offset, limit}, stale) answers {total, results, facets, missing, unknown}:
 *   results: {url, kind, title, date, where, titleParts, excerptParts}, parts being {text, mark};
 *   facets:  {facet: {id: count}}, each facet counted under the filters of all others;
 *   missing: {segment, reason}, what could not be asked; unknown: {word, near}, words that occur nowhere.
 * It gives null where stale() says, once all is loaded, that nobody waits for the answer any more.
 * rest(q) tells for how many milliseconds without a key to wait before a text is asked for.
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
    return list.segments.map((entry) => openSegment(base, entry, list.layout, engine)).reverse();
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
    rest(q) {
      if (segments.length > FEW) return MANY;
      const word = query(q, words).at(-1)?.word ?? "";
      return /\S$/.test(q) && word.length < SHORTEST && !isKnown(word, words) ? BEGUN : REST;
    },
    async search(request, stale = () => false) {
      const answer = await answered(segments, words, request, stale);
      if (!answer) return null;
      if (answer.missing.some(({ reason }) => reason === "absent") && (await renewed())) {
        const again = await answered(segments, words, request, () => false);
        for (const gap of again.missing) if (gap.reason === "absent") gap.reason = "stale";
        return complete(again);
      }
      return complete(answer);
    },
  };

  /** The answer, unless nothing at all could be asked. */
  function complete(answer) {
    if (answer.missing.length === segments.length)
      throw new Missing("cari/indeks/", answer.missing[0].reason);
    return answer;
  }
}

async function answered(
  segments,
  words,
  { q = "", filters = {}, sort = "relevance", offset = 0, limit = 10 },
  stale,
) {
  const gaps = new Map();
  const guarded = async (segment, ask) => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      gaps.set(segment, error.reason);
      return null;
    }
  };
  const lookUp = async (groups) => {
    const found = await Promise.all(
      segments.map((segment) =>
        guarded(segment, async () => {
          await Promise.all(groups.map(segment.ready));
          if (stale()) return null;
          const [table, ...lists] = await Promise.all([segment.table(), ...groups.map(segment.postings)]);
          return { segment, table, lists };
        }),
      ),
    );
    const present = found.filter(Boolean);
    return { groups, present, ...gathered(present, groups.length, filters) };
  };
  const asked = query(q, words);
  const first = await lookUp(asked.map(({ token }) => [token]));
  if (stale()) return null;
  let reading = first;
  if (asked.length && !first.matched && /\S$/.test(q)) {
    for (const groups of await unfinished(q, asked, words, first.present)) {
      const other = await lookUp(groups);
      if (other.matched) {
        reading = other;
        break;
      }
    }
  }

  const { hits, facets, groups } = reading;
  hits.sort(sort === "newest" || !groups.length ? byDate : byScore);
  const tokens = groups.flat();
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
  const strange = reading === first ? asked.filter((_, n) => held(first.present, n) === 0) : [];
  return {
    total: hits.length,
    results: literalFirst(shown.filter(Boolean), asked),
    facets,
    missing: [...gaps].map(([segment, reason]) => ({ segment: span(segment), reason })),
    unknown: strange.length ? await corrected(strange, first.present) : [],
  };
}

/**
 * What a text may mean whose last word is still being typed: for each meaning its words, each as the tokens of which
 * any will do. A word that is known is left alone: *bekas* is no beginning of *Bekasi*.
 */
async function unfinished(q, asked, words, present) {
  const meanings = (words.unfinished?.(q) ?? []).map((tokens) => tokens.map((token) => [token]));
  const { word } = asked.at(-1);
  if (word.length < SHORTEST || isKnown(word, words)) return meanings;
  const before = asked.slice(0, -1).map(({ token }) => [token]);
  const begun = word.toLowerCase();
  const usual = (await common(present))
    .filter((each) => each.toLowerCase().startsWith(begun))
    .slice(0, COMPLETIONS);
  const ends = new Set(usual.flatMap((each) => query(each, words).map(({ token }) => token)));
  if (ends.size) meanings.push([...before, [...ends]]);
  meanings.push([...before, [`${begun}*`]]);
  return meanings;
}

function isKnown(word, words) {
  return words.known?.(word) ?? true;
}

/** The words typed, each with the token that stands for it. */
function query(q, words) {
  const typed = words.tokens(q).map(([word, token]) => ({ word, token: token.split("-")[0] }));
  const own = typed.filter(({ token }) => token !== words.continuation);
  return own.filter(({ token }, n) => own.findIndex((each) => each.token === token) === n);
}

/** Whether a token is the one sought, or begins so. */
function fits(token, sought) {
  return sought.endsWith("*") ? token.startsWith(sought.slice(0, -1)) : token === sought;
}

/** How many records hold the n-th token. */
function held(present, n) {
  return present.reduce((sum, { lists }) => sum + lists[n].records.length, 0);
}

/** Every record that holds all words and passes all filters, the counts of each facet's values, and how many match. */
function gathered(present, count, filters) {
  const total = present.reduce((sum, { table }) => sum + table.count, 0);
  const rarity = Array.from({ length: count }, (_, n) => information(total, held(present, n)));
  const hits = [];
  let matched = 0;
  const facets = {};
  for (const { segment, table, lists } of present) {
    // Without a word, what is listed is the news; the pages of terms have lists of their own.
    if (!count && segment.holdsTerms) continue;
    const scores = scored(table, lists, rarity, segment.naming);
    const columns = Object.entries(table.facets).map(([name, { values, at }]) => {
      const wanted = filters[name] ?? [];
      const passes = wanted.length ? values.map((ids) => ids.some((id) => wanted.includes(id))) : null;
      return { name, values, at, passes, counts: new Uint32Array(values.length) };
    });
    const active = columns.filter(({ passes }) => passes);
    for (let record = 0; record < table.count; record += 1) {
      if (scores[record] < 0) continue;
      matched += 1;
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
  return { hits, facets, matched };
}

/** A score for each record of a segment that holds all tokens, -1 for the others. */
function scored({ count, nameInformation }, lists, rarity, naming) {
  const scores = new Float32Array(count);
  const holding = new Uint16Array(count);
  const named = nameInformation && new Float32Array(count);
  lists.forEach(({ records, weights }, n) => {
    const says = Math.log(1 + count / records.length);
    records.forEach((record, i) => {
      scores[record] += rarity[n] * weights[i];
      holding[record] += 1;
      if (named && weights[i] >= naming) named[record] += says;
    });
  });
  for (let record = 0; record < count; record += 1) {
    if (holding[record] < lists.length) scores[record] = -1;
    // A page is found before the news where the words typed name it, after them where they only occur in it.
    else if (named)
      scores[record] *= 0.2 + 4 * Math.min(1, named[record] / (nameInformation[record] || 1)) ** 2;
  }
  return scores;
}

const byDate = (a, b) => b.date - a.date;
const byScore = (a, b) => b.score - a.score || b.date - a.date;

/** For words that occur nowhere the nearest that do, as they are usually written. */
async function corrected(strange, present) {
  const known = [...new Set((await common(present)).map((word) => word.toLowerCase()))];
  return strange.map(({ word }) => ({ word, near: nearest(word.toLowerCase(), known) }));
}

/** The usual words of the terms and the newest articles, as they are written. */
async function common(present) {
  const newest = present.filter(({ segment }) => !segment.holdsTerms).slice(0, NEWEST);
  const sources = [...present.filter(({ segment }) => segment.holdsTerms), ...newest];
  return (await Promise.all(sources.map(({ segment }) => segment.common().catch(() => [])))).flat();
}

/** Of the pages of terms that lead the results, those first whose title holds the very words typed. */
function literalFirst(results, asked) {
  const leading = results.findIndex(({ kind }) => kind === "article");
  const split = leading < 0 ? results.length : leading;
  const told = ({ title }) =>
    asked.filter(({ word }) => title.toLowerCase().includes(word.toLowerCase())).length;
  return [...results.slice(0, split).sort((a, b) => told(b) - told(a)), ...results.slice(split)];
}

/** A segment's name as people say it: 2019–2023, Januari–Maret 2026. */
function span({ name, holdsTerms }) {
  if (holdsTerms) return name;
  const [year, first, last] = name.split("-");
  if (!last) return [year, first].filter(Boolean).join("–");
  const names = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long" });
  const month = (number) => names.format(new Date(2000, number - 1));
  return `${first === last ? month(first) : `${month(first)}–${month(last)}`} ${year}`;
}
