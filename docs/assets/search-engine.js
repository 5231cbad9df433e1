/* Answers searches: which articles hold what is asked for, in which order, and how many by facet. */

import { within } from "./search-dates.js";
import { excerpt, marks } from "./search-excerpt.js";
import { load, Missing, openIndex } from "./search-index.js";
import { readQuery, terms } from "./search-query.js";
import { completions, nearest } from "./search-spelling.js";
import { words as readWords } from "./words.js";

/* Milliseconds of rest after a key; longer where only the first letters of a word stand there. */
const REST = 60;
const BEGUN = 250;
/* Texts that are fetched at a time where all are wanted. */
const AT_A_TIME = 24;
/* A word shorter than this isn't completed, a longer one by at most so many words. */
const SHORTEST = 4;
const COMPLETIONS = 3;
/* Of corrections that occur with the other words as well as any, so many are tried. */
const TRIED = 4;
/* Lets the browser draw and hear keys between two pieces of work, so that on a slow phone none takes long. */
const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
/* Where no article holds all words: those that say at least this part of what the best one says. */
const ENOUGH = 0.6;
/* A word as it was typed comes before its family, and this before words that mean the same. */
const TYPED = 3;
const FAMILY = 2;
const SYNONYM = 1;

/**
 * Load what every search needs; `base` is the site's root with a closing slash. Rejects where that can't be had.
 *
 * search({q, filters, from, to, sort, offset, limit}, stale, report) answers
 *   {total, events, results, facets, missing, left, corrected, dates, nothing}:
 *   total: how many articles were found; events: how many events they report on, each one result;
 *   results: {url, title, date, where, titleParts, excerptParts, story, others, open}, parts being {text, mark};
 *   others: how many more articles on the event were found, which open() promises as {url, title, date, where};
 *   story: the event's ID, empty where one article alone reports on it;
 *   facets(): a promise of {facet: {id: count}}, each facet counted under the filters of all others;
 *   missing: reasons why results could not be shown; left: words that were left out;
 *   corrected: {word, as} for each mistyped word; dates: spans as search-dates.js reads them, with `used` and
 *   `calendar`, the [year, month] of the page that has articles of the span (month 0: the year's), or null;
 *   nothing: true where the text holds no word at all.
 * It gives null where stale() says that nobody waits for the answer any more. report(part) is called with
 * {total, events, results} as soon as the first results are known, and again as more come.
 * rest(q) tells for how many milliseconds without a key to wait before a text is asked for.
 */
export async function open(base) {
  const listed = () => load(`${base}cari/indeks.json`, { cache: "no-cache" });
  const [table, first] = await Promise.all([load(`${base}cari/kata.json`), listed()]);
  const words = readWords(table);
  let index = openIndex(base, first);

  /** Whether the site has been published anew since the start file was read; it is then read anew. */
  async function renewed() {
    const list = await listed().catch(() => null);
    const other = list && openIndex(base, list);
    if (!other || other.key === index.key) return false;
    index = other;
    return true;
  }

  return {
    rest(q) {
      const word = terms(q, words).at(-1)?.word ?? "";
      return /\S$/.test(q) && word.length < SHORTEST && !words.known(word) ? BEGUN : REST;
    },
    all: (request, progress) => everything(index, words, request, progress),
    async search(request, stale = () => false, report = () => {}) {
      try {
        const answer = await answered(index, words, request, stale, report);
        if (answer?.missing.includes("absent") && (await renewed())) {
          return answered(index, words, request, () => false, report);
        }
        return answer;
      } catch (error) {
        if (error instanceof Missing && error.reason === "absent" && (await renewed())) {
          return answered(index, words, request, () => false, report);
        }
        throw error;
      }
    },
  };
}

async function answered(index, words, request, stale, report) {
  const { offset = 0, limit = 10 } = request;
  const found = await hitsOf(index, words, request, stale);
  if (!found) return null;
  const { hits, sought, ...rest } = found;
  const missing = [];
  const events = byEvent(hits, index);
  const shown = events.slice(offset, offset + limit);
  const results = new Array(shown.length);
  let ready = 0;
  const show = async ({ number, story, others }, n) => {
    try {
      const { text, ...result } = await index.text(number);
      await pause();
      const titleParts = marks(result.title, words, sought);
      const excerptParts = excerpt(text, words, sought);
      const open = () => Promise.all(others.map(index.text));
      results[n] = { ...result, titleParts, excerptParts, story, others: others.length, open };
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      missing.push(error.reason);
      results[n] = null;
    }
    const before = ready;
    while (ready < results.length && results[ready] !== undefined) ready += 1;
    if (ready > before && !stale())
      report({ total: hits.length, events: events.length, results: results.slice(0, ready).filter(Boolean) });
  };
  await Promise.all(shown.map(show));
  if (stale()) return null;
  return { ...rest, total: hits.length, events: events.length, results: results.filter(Boolean), missing };
}

/** The hits with those on one event together, where the first of them stands: {number, story, others}. */
function byEvent(hits, index) {
  const known = new Map();
  const events = [];
  for (const { number } of hits) {
    const story = index.storyOf(number) ?? "";
    const event = known.get(story);
    if (story && event) event.others.push(number);
    else {
      events.push({ number, story, others: [] });
      known.set(story, events.at(-1));
    }
  }
  return events;
}

/** All results, without excerpts; progress(n) says how many are there. */
async function everything(index, words, request, progress) {
  const { hits } = await hitsOf(index, words, request, () => false);
  const results = [];
  for (let start = 0; start < hits.length; start += AT_A_TIME) {
    const part = hits.slice(start, start + AT_A_TIME);
    results.push(...(await Promise.all(part.map(({ number }) => index.text(number)))));
    progress(results.length, hits.length);
  }
  return results;
}

/** The articles that answer a request, best first, and how it was read; null once it is stale. */
async function hitsOf(index, words, request, stale) {
  const { q = "", filters = {}, from = null, to = null, sort = "relevance" } = request;
  const asked = readQuery(q, words);
  const bounds = from || to ? [{ from: from ?? [0, 0, 0], to: to ?? [9999, 12, 31] }] : [];
  const nothing = Boolean(q.trim()) && !asked.words.length && !asked.phrases.length && !asked.dates.length;
  if (nothing) return { ...NO_HITS, nothing };

  const groups = asked.words.map((word) => ({ ...word, terms: [word] }));
  const lists = new Map();
  const fetchLists = async (wanted) => {
    await Promise.all(wanted.map(async (term) => lists.set(term, await index.term(term))));
  };
  const inPhrases = asked.phrases.flat().filter(({ term }) => term);
  await fetchLists([...groups, ...inPhrases, ...asked.excluded].map(({ term }) => term));
  if (stale()) return null;
  const corrected = await mend(groups, q, { index, words, lists, fetchLists });
  if (stale()) return null;

  const dated = index.ranges && Boolean(asked.dates.length || bounds.length);
  const table = dated || needsTable(filters, groups, asked) ? await index.table() : null;
  const allowed = await passing(index, asked, lists);
  const look = (spans) =>
    gathered(index, groups, lists, { allowed, excluded: asked.excluded, spans, bounds, table });
  let found = await look(asked.dates);
  let used = true;
  if (asked.dates.length && groups.length && !found.some(holdsAll(groups))) {
    // Better what was asked for, of another time, than something else of that time; the page says so.
    const anyTime = await look([]);
    if (!found.length || anyTime.some(holdsAll(groups))) {
      used = !anyTime.length;
      found = anyTime;
    }
  }
  const { matched, left } = best(found, groups);
  const hits = table ? filter(matched, table, filters) : matched.slice();
  hits.sort(sort === "newest" || !groups.length ? byDate : byScore);
  return {
    hits,
    sought: soughtIn(groups, asked),
    left,
    corrected,
    dates: asked.dates.map((span) => ({
      ...span,
      used,
      calendar: used ? calendarOf(span, hits, index) : null,
    })),
    facets: async () => counted(matched, await index.table(), filters),
    nothing: false,
  };
}

const NO_HITS = { hits: [], sought: new Set(), left: [], corrected: [], dates: [], facets: async () => ({}) };

const byDate = (a, b) => b.number - a.number;
const byScore = (a, b) => b.score - a.score || b.number - a.number;

function needsTable(filters, groups, { phrases }) {
  return Object.values(filters).some((values) => values.length) || !(groups.length || phrases.length);
}

/* Mistyped and unfinished words ---------------------------------------------------------------------------------- */

/** Give words that occur nowhere others that do: what they may become when typed to the end, or were meant to be. */
async function mend(groups, q, context) {
  const { words, lists } = context;
  const corrected = [];
  const unknown = groups.filter(({ term }) => !lists.get(term).numbers.length);
  for (const group of unknown) {
    const typing = group === groups.at(-1) && /\S$/.test(q);
    const others = groups.filter((each) => each !== group && lists.get(each.terms[0].term)?.numbers.length);
    if (typing && (await finish(group, q, groups, context))) continue;
    const near = await alike(group, others, context);
    if (!near) continue;
    group.terms = [near];
    corrected.push({ word: group.word, as: words.key(near.word) });
  }
  return corrected;
}

/** Take a word that is still being typed for what it may become. */
async function finish(group, q, groups, { index, words, lists, fetchLists }) {
  for (const meaning of words.unfinished(q)) {
    await fetchLists(meaning);
    if (!meaning.every((term) => lists.get(term).numbers.length)) continue;
    const own = meaning.map((term) => ({ word: group.word, term, code: "" }));
    groups.splice(0, groups.length, ...own.map((each) => ({ ...each, terms: [each] })));
    return true;
  }
  const begun = words.key(group.word);
  if (begun.length < SHORTEST || words.known(group.word)) return false;
  const found = await completions(begun, index.spelled, COMPLETIONS).catch(() => []);
  const meant = found.flatMap((word) => terms(word, words));
  if (!meant.length) return false;
  await fetchLists(meant.map(({ term }) => term));
  group.terms = meant;
  return true;
}

/** The word that occurs, is nearest to a mistyped one, and occurs with most of the other words. */
async function alike(group, others, { index, words, lists, fetchLists }) {
  const near = await nearest(words.key(group.word), index.spelled).catch(() => []);
  const meant = near.slice(0, TRIED).flatMap((word) => terms(word, words).slice(0, 1));
  await fetchLists(meant.map(({ term }) => term));
  let best = null;
  let most = -1;
  for (const each of meant) {
    const own = lists.get(each.term).numbers;
    if (!own.length) continue;
    const set = new Set(own);
    const shared = others.filter(({ terms: [other] }) =>
      lists.get(other.term).numbers.some((number) => set.has(number)),
    );
    if (shared.length > most) [best, most] = [each, shared.length];
  }
  return best;
}

/* Finding -------------------------------------------------------------------------------------------------------- */

/** The articles that hold every phrase; null where none is asked for. */
async function passing(index, { phrases }, lists) {
  let allowed = null;
  for (const phrase of phrases) {
    const own = phrase.map(({ term }) => (term ? lists.get(term) : null));
    const places = await Promise.all(phrase.map(({ term }) => (term ? index.positions(term) : null)));
    const at = own.map((list) => list && new Map(list.numbers.map((number, n) => [number, n])));
    const first = own.findIndex(Boolean);
    const found = new Set();
    for (const number of first < 0 ? [] : own[first].numbers) {
      if (allowed && !allowed.has(number)) continue;
      const rows = at.map((map) => (map ? map.get(number) : null));
      if (rows.includes(undefined)) continue;
      const typed = rows.every((row, n) => row === null || hasForm(own[n].forms[row], phrase[n].code));
      if (!typed) continue;
      const sets = rows.map((row, n) => (row === null ? null : new Set(places[n][row])));
      for (const position of sets[first]) {
        if (sets.every((set, n) => !set || set.has(position + n - first))) {
          found.add(number);
          break;
        }
      }
    }
    allowed = found;
  }
  return allowed;
}

/** Whether a list of form codes has this very form. */
function hasForm(codes, code) {
  for (let n = 0; n < codes.length; n += 2) if (codes[n] === code[0] && codes[n + 1] === code[1]) return true;
  return false;
}

function tier(codes, code) {
  let found = SYNONYM;
  for (let n = 0; n < codes.length; n += 2) {
    if (codes[n] !== code[0]) continue;
    if (codes[n + 1] === code[1]) return TYPED;
    found = FAMILY;
  }
  return found;
}

/** The month, or else the year, of a span that lies in one and in which an article was found. */
function calendarOf({ from, to }, hits, index) {
  if (!from?.[0] || from[0] !== to[0]) return null;
  const [year, month] = from;
  const months = new Set();
  for (const { number } of hits) {
    const date = index.dateOf(number);
    if (date[0] === year) months.add(date[1]);
  }
  if (month && month === to[1] && months.has(month)) return [year, month];
  return months.size ? [year, 0] : null;
}

/** Every article that holds any of the words and is let through, with what it says of them: {number, mask, info, score}. */
async function gathered(index, groups, lists, { allowed, excluded, spans, bounds, table }) {
  const barred = new Set(
    excluded.flatMap(({ term, code }) => {
      const { numbers, forms } = lists.get(term);
      return numbers.filter((_, n) => tier(forms[n], code) >= FAMILY);
    }),
  );
  const passes = (number) => {
    if (barred.has(number) || (allowed && !allowed.has(number))) return false;
    if (!spans.length && !bounds.length) return true;
    const date = index.dateOf(number);
    const end = table?.ends.get(number) ?? date;
    return (!spans.length || within(date, end, spans)) && (!bounds.length || within(date, end, bounds));
  };
  if (!groups.length) {
    const numbers = allowed ? [...allowed] : (table?.numbers ?? []);
    return numbers.filter(passes).map((number) => ({ number, mask: 0, info: 0, score: 0 }));
  }
  const found = new Map();
  for (const [n, group] of groups.entries()) {
    await pause();
    const own = group.terms.map((each) => ({ ...lists.get(each.term), code: each.code }));
    const holders = own.reduce((sum, { numbers }) => sum + numbers.length, 0);
    const says = Math.log(1 + index.articles / Math.max(1, holders));
    for (const { numbers, classes, forms, code } of own) {
      numbers.forEach((number, i) => {
        const worth = says * ((code ? tier(forms[i], code) : FAMILY) + index.worth[classes[i]]);
        const entry = found.get(number);
        if (!entry) found.set(number, { number, mask: 1 << n, info: says, score: worth });
        else if (!(entry.mask & (1 << n))) {
          entry.mask |= 1 << n;
          entry.info += says;
          entry.score += worth;
        }
      });
    }
  }
  return [...found.values()].filter(({ number }) => passes(number));
}

/** Whether an article holds all words. */
function holdsAll(groups) {
  const all = (1 << groups.length) - 1;
  return ({ mask }) => mask === all;
}

/** The articles that hold all words, or else those that say most of them; and the words that the best one lacks. */
function best(found, groups) {
  const full = found.filter(holdsAll(groups));
  if (full.length || !found.length) return { matched: full, left: [] };
  const most = Math.max(...found.map(({ info }) => info));
  const matched = found.filter(({ info }) => info >= most * ENOUGH);
  const top = matched.reduce((one, other) => (byScore(one, other) <= 0 ? one : other));
  return { matched, left: groups.filter((_, n) => !(top.mask & (1 << n))).map(({ word }) => word) };
}

/* Filters and counts ---------------------------------------------------------------------------------------------- */

/** Go through the rows of the table that belong to these articles. */
function rowsOf(matched, table) {
  const ordered = matched.slice().sort((a, b) => a.number - b.number);
  let row = 0;
  return ordered.map((entry) => {
    while (table.numbers[row] < entry.number) row += 1;
    return [entry, row];
  });
}

/** The facets as columns; `passes` tells which values are let through, null where nothing is asked of the facet. */
function columnsOf(table, filters) {
  return Object.entries(table.facets).map(([name, { values, at }]) => {
    const wanted = filters[name] ?? [];
    const all = name === "also";
    const fits = (ids) =>
      all ? wanted.every((id) => ids.includes(id)) : ids.some((id) => wanted.includes(id));
    const passes = wanted.length ? values.map(fits) : null;
    return { name, all, values, at, passes, counts: new Uint32Array(values.length) };
  });
}

function filter(matched, table, filters) {
  const active = columnsOf(table, filters).filter(({ passes }) => passes);
  const passed = rowsOf(matched, table).filter(([, row]) =>
    active.every(({ passes, at }) => passes[at[row]]),
  );
  return passed.map(([entry]) => entry);
}

/**
 * How many articles have each value of each facet: what one more value would add to the results, or in a facet of
 * which all values are needed, what it would leave of them.
 */
function counted(matched, table, filters) {
  const columns = columnsOf(table, filters);
  const active = columns.filter(({ passes }) => passes);
  for (const [, row] of rowsOf(matched, table)) {
    const failed = active.filter(({ passes, at }) => !passes[at[row]]);
    if (failed.length < 2)
      for (const { all, at, counts } of failed.length ? failed : columns)
        if (!all || !failed.length) counts[at[row]] += 1;
  }
  const facets = {};
  for (const { name, values, counts } of columns) {
    const sums = (facets[name] = {});
    values.forEach((ids, n) => {
      if (counts[n]) for (const id of ids) sums[id] = (sums[id] ?? 0) + counts[n];
    });
  }
  return facets;
}

/** What is marked in results. */
function soughtIn(groups, { phrases }) {
  const all = new Set(groups.flatMap((group) => group.terms.map(({ term }) => term)));
  for (const { term } of phrases.flat()) if (term) all.add(term);
  return all;
}
