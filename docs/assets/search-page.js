/* The search page: keeps the address, the field, the filters and the results saying the same. */

import { wording } from "./search-draw.js";
import { facetPanel } from "./search-facets.js";
import { calendarPages, namedPages } from "./search-pages.js";
import { dateName, readings } from "./search-readings.js";
import { emptyState, PARAMETERS, readState, tidy, writeState } from "./search-state.js";
import { take } from "./search-take.js";
import { loadTerms } from "./search-terms.js";
import { activeFilters, emptyAnswer, notices, pageStrip, results } from "./search-view.js";

const ROOT = new URL("../", import.meta.url).href;
const PORTION = 8;
/* Pages of terms above the results. */
const PAGES = 3;
const TITLE = document.title;
const EMPTY = {
  results: [],
  total: 0,
  events: 0,
  missing: [],
  left: [],
  corrected: [],
  dates: [],
  nothing: false,
  counts: null,
};
const PATIENCE = 400;

const data = JSON.parse(document.getElementById("search-data").textContent);
const words = wording(data.words);
const part = (name) => document.querySelector(`[data-search-${name}]`);
const form = document.querySelector(".seek");
const field = form.elements.q;
const status = part("status");
const list = part("results");
const sortBox = part("sort");

let state = emptyState();
let said = [];
let answer = null;
let terms = null;
let opening = null;
let rest = () => 0;
let attempts = 0;
let turn = 0;
let asked = "";
let typing = false;
let timer = 0;

const panel = facetPanel(part("facets"), {
  words,
  label,
  years: data.years.toReversed(),
  seen: () => answer?.facets && count(),
  sheet: part("sheet"),
  slot: part("slot"),
  side: part("side"),
  opener: part("open"),
  closer: part("close"),
  range(from, to) {
    change({ from, to });
  },
  toggle(facet, value, on) {
    const others = state.filters[facet].filter((other) => other !== value);
    change({ filters: { ...state.filters, [facet]: on ? [...others, value] : others } });
  },
});

function label(facet, value) {
  if (facet === "year") return value;
  if (facet === "source") return data.sources[value] ?? value;
  return terms?.term(kindOf(facet), value)?.name ?? value;
}

/** Of which kind the terms are that a filter takes. */
function kindOf(facet) {
  return facet === "also" ? "event_type" : facet;
}

function isEmpty({ q, filters, from, to }) {
  return !q && !from && !to && Object.values(filters).every((values) => !values.length);
}

/* The engine and the names ------------------------------------------------------------------------ */

function engine() {
  /* A module that failed to load may be remembered as failed: another address asks for it anew. */
  opening ??= import(`./search-engine.js${attempts ? `?${attempts}` : ""}`)
    .then((module) => module.open(ROOT))
    .then((opened) => {
      ({ rest } = opened);
      return opened;
    })
    .catch((error) => {
      opening = null;
      attempts += 1;
      throw error;
    });
  return opening;
}

function names() {
  return loadTerms(ROOT).then(
    (loaded) => {
      terms = loaded;
    },
    () => {},
  );
}

/* The address ------------------------------------------------------------------------------------- */

/** Take over what the address asks for; what it asks for in vain is kept to be said. */
async function readAddress() {
  const read = readState(location.search);
  const mine = ++turn;
  asked = location.search;
  state = read.state;
  field.value = state.q;
  if (Object.values(state.filters).some((values) => values.length) && !terms) {
    say("busy", words.busy);
    await names();
    if (mine !== turn) return;
  }
  said = check(read.unknown);
  await search({ limit: history.state?.shown ?? PORTION });
  if (!location.hash) scrollTo(0, history.state?.y ?? 0);
}

/** Put right the filters of the state; returns what has to be said about them. */
function check(unknown) {
  const found = unknown.map(({ name, value }) =>
    name === "urut"
      ? { text: words.fill("bad_sort", { value }) }
      : { text: words.fill("bad_parameter", { name }) },
  );
  for (const facet of Object.keys(PARAMETERS)) {
    const good = [];
    for (const value of state.filters[facet]) {
      const term = terms?.term(kindOf(facet), value);
      const facetName = words.facets[facet];
      if (facet === "year" && !data.years.includes(value))
        found.push({ text: words.fill("bad_year", { value }) });
      else if (facet === "source" && !Object.hasOwn(data.sources, value)) {
        found.push({ text: words.fill("bad_value", { facet: facetName, value }) });
      } else if (facet === "year" || facet === "source" || !terms) good.push(value);
      else if (!term)
        found.push({
          text: words.fill("bad_value", { facet: facetName, value }),
          ...suggestion(facet, value),
        });
      else {
        good.push(term.id);
        if (term.formerly.includes(value)) {
          found.push({ text: words.fill("moved", { facet: facetName, value, name: term.name }) });
        }
      }
    }
    state.filters[facet] = [...new Set(good)];
  }
  if (
    !terms &&
    ["region", "facility", "theme", "event_type", "also"].some((facet) => state.filters[facet].length)
  ) {
    found.push({ text: words.no_names });
  }
  return found;
}

function suggestion(facet, value) {
  const [near] = terms.nearest(value, 1, kindOf(facet));
  if (!near) return {};
  const filters = {
    ...state.filters,
    [facet]: [...state.filters[facet].filter((other) => other !== value), near.id],
  };
  return { action: words.fill("nearest", { name: near.name }), run: () => change({ filters }) };
}

function remember(extra) {
  history.replaceState({ ...history.state, ...extra }, "");
}

/** Change the state as the reader asks, and the address with it; what is typed in one go is one step back. */
function change(changes, typed = false) {
  clearTimeout(timer);
  const before = isEmpty(readState(location.search).state);
  state = { ...state, ...changes };
  said = [];
  const address = location.pathname + writeState(state);
  if (address !== location.pathname + location.search) {
    if (typed && (typing || before)) history.replaceState(null, "", address);
    else {
      remember({ y: scrollY });
      history.pushState(null, "", address);
    }
    typing = typed;
    asked = location.search;
  }
  search();
}

/* Searching --------------------------------------------------------------------------------------- */

function say(name, text, count = 0) {
  status.dataset.state = name;
  status.dataset.count = count;
  list.setAttribute("aria-busy", name === "busy");
  if (status.textContent !== text) status.textContent = text;
}

async function search({ limit = PORTION } = {}) {
  const mine = ++turn;
  if (isEmpty(state)) {
    answer = null;
    draw();
    say("idle", words.idle);
    names();
    return;
  }
  say("busy", status.textContent);
  const slow = setTimeout(() => mine === turn && say("busy", words.busy), PATIENCE);
  const gone = () => mine !== turn;
  try {
    const ready = await engine();
    if (gone()) return;
    const found = await ready.search({ ...question(state), offset: 0, limit }, gone, (part) => {
      clearTimeout(slow);
      answer = { ...EMPTY, ...part, partial: true };
      draw();
      say("busy", words.busy);
    });
    if (gone() || !found) return;
    clearTimeout(slow);
    answer = { ...EMPTY, ...found };
    draw();
    say("done", summary(), answer.total);
    if (!answer.total) await comfort(ready, mine);
    /* What a slow line need not wait for: the names of places, and how many results each has. */
    await Promise.all([names(), panel.isSeen() ? count() : null]);
    if (!gone()) drawAround();
  } catch (error) {
    if (mine === turn) fail(error, opening ? words.failed : words.error);
  } finally {
    clearTimeout(slow);
  }
}

/** Have the results counted by facet: on a phone only when its filters are opened. */
async function count() {
  const mine = answer;
  mine.counts ??= await mine.facets().catch(() => null);
  if (mine === answer) drawAround();
}

function question({ q, filters, sort, from, to }) {
  return { q, filters, sort, from, to };
}

/** All results of the search as it stands, for a file. */
async function fetchAll(progress) {
  const ready = await engine();
  return ready.all(question(state), progress);
}

function fail(error, text) {
  console.error(error);
  answer = null;
  draw();
  notices(part("notices"), [...said, { text, action: words.retry, run: () => search() }]);
  say("error", text);
}

async function more() {
  const mine = turn;
  const button = part("more");
  const offset = answer.results.length;
  button.disabled = true;
  try {
    const next = await (await engine()).search({ ...question(state), offset, limit: PORTION });
    if (mine !== turn) return;
    answer.results.push(...next.results);
    answer.missing = next.missing;
    remember({ shown: answer.results.length });
    draw();
    say("done", summary(), answer.total);
    list.children[offset]?.querySelector("a").focus();
  } catch (error) {
    if (mine === turn)
      notices(part("notices"), [...said, { text: words.failed, action: words.retry, run: more }]);
    console.error(error);
  } finally {
    button.disabled = false;
  }
}

function summary() {
  const { total, events } = answer;
  const filtered = !isEmpty({ ...state, q: "" });
  if (answer.nothing) return words.fill("no_words", { q: state.q });
  if (events < total) {
    const values = { articles: words.number(total), q: state.q };
    return words.count(state.q ? "found_events" : "listed_events", events, values);
  }
  if (total) return words.count(state.q ? "found" : "listed", total, { q: state.q });
  if (!state.q) return words.none_listed;
  return words.fill(filtered ? "none_filtered" : "none", { q: state.q });
}

/** Nothing was found: ways on, drawn when they are known. */
async function comfort(ready, mine) {
  const filtered = !isEmpty({ ...state, q: "" });
  let unfiltered = 0;
  if (state.q && filtered) {
    unfiltered = (await ready.search({ q: state.q, filters: {}, sort: state.sort, offset: 0, limit: 1 }))
      .total;
  }
  if (!terms) await names();
  if (mine !== turn) return;
  emptyAnswer(part("empty"), {
    root: ROOT,
    words,
    q: state.q,
    unfiltered,
    terms:
      state.q && terms
        ? [...new Set([...terms.find(state.q, 5), ...terms.nearest(state.q, 5)])].slice(0, 5)
        : [],
    clear,
  });
}

/* Drawing ----------------------------------------------------------------------------------------- */

function draw() {
  const idle = isEmpty(state);
  const total = answer?.total ?? 0;
  notices(part("notices"), [
    ...said,
    ...(answer ? readings(answer, words).map(withVerbatim) : []),
    ...lacking(),
  ]);
  emptyAnswer(part("empty"), null);
  results(list, answer?.results ?? [], ROOT, words);
  const shown = answer?.events ?? 0;
  const left = shown - list.children.length;
  /* What stands below the results would be pushed down by each that comes. */
  const partial = Boolean(answer?.partial);
  part("more").hidden = partial || left <= 0;
  part("shown").hidden = partial || left <= 0;
  part("shown").textContent = words.fill("shown", {
    shown: words.number(list.children.length),
    n: words.number(shown),
  });
  sortBox.hidden = !state.q || (total < 2 && state.sort === "relevance");
  for (const radio of sortBox.querySelectorAll("input"))
    radio.checked = (radio.value === "terbaru") === (state.sort === "newest");
  drawAround();
  part("take").hidden = partial || !total;
  part("browse").hidden = total > 0;
  part("frame").classList.toggle("finds--idle", idle);
  document.title = state.q ? words.fill("page_title", { q: state.q, title: TITLE }) : TITLE;
}

/** What names and counts are needed for, which come after the results. */
function drawAround() {
  activeFilters(part("active"), [...dateChips(), ...filterChips()], words);
  pageStrip(part("pages"), pagesOf(), ROOT);
  panel.draw(answer?.counts ?? null, state, answer?.events ?? 0);
}

/** Pages that the words name: a facility, a region, a theme; and the calendar of a date. */
function pagesOf() {
  if (!terms || !answer || !state.q) return [];
  const named = namedPages(state.q, answer, terms, PAGES);
  return [...named, ...calendarPages(answer, terms, words)].slice(0, PAGES);
}

/** A reading with the way to results for its word as it was typed, which is what quotation marks ask for. */
function withVerbatim({ text, word }) {
  if (!word) return { text };
  const q = state.q.replace(word, () => `"${word}"`);
  return { text, action: words.fill("verbatim", { word }), run: () => ask(q) };
}

function ask(q) {
  field.value = q;
  change({ q });
}

function dateChips() {
  const inText = (answer?.dates ?? [])
    .filter(({ used }) => used)
    .map((span) => ({
      name: dateName(span, words),
      facet: words.time,
      remove: () => ask(tidy(state.q.replace(span.text, " "))),
    }));
  if (!state.from && !state.to) return inText;
  const name = dateName({ from: state.from ?? [0, 0, 0], to: state.to ?? [9999, 12, 31] }, words);
  return [...inText, { name, facet: words.time, remove: () => change({ from: null, to: null }) }];
}

function filterChips() {
  return Object.entries(state.filters).flatMap(([facet, values]) =>
    values.map((value) => ({
      name: facet === "also" ? words.fill("also", { name: label(facet, value) }) : label(facet, value),
      facet: words.facets[facet],
      remove: () => remove(facet, value),
    })),
  );
}

/** Results that are known to exist and could not be fetched. */
function lacking() {
  const reasons = answer?.missing ?? [];
  if (!reasons.length) return [];
  const reason = reasons.includes("network") ? "network" : "stale";
  if (reason === "stale")
    return [{ text: words.missing.stale, action: words.reload, run: () => location.reload() }];
  const run = () => search({ limit: Math.max(list.children.length, PORTION) });
  return [{ text: words.fill(["missing", "network"], { n: reasons.length }), action: words.retry, run }];
}

function remove(facet, value) {
  change({ filters: { ...state.filters, [facet]: state.filters[facet].filter((other) => other !== value) } });
}

function clear() {
  change({ filters: emptyState().filters, from: null, to: null });
  document.getElementById("hasil").focus();
}

/* What the reader does ----------------------------------------------------------------------------- */

field.addEventListener("input", () => {
  const q = tidy(field.value);
  clearTimeout(timer);
  if (q === state.q) {
    if (status.dataset.state === "busy") search();
    return;
  }
  const mine = ++turn;
  say("busy", status.textContent);
  /* How long to wait for the next key, the engine knows. */
  const seek = () => mine === turn && (timer = setTimeout(() => change({ q }, true), rest(q)));
  engine().then(seek, seek);
});
field.addEventListener("change", () => {
  typing = false;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ q: tidy(field.value) });
  /* Puts the phone's keyboard away, so that the results can be seen. */
  if (matchMedia("(pointer: coarse)").matches) field.blur();
});
sortBox.addEventListener("change", (event) =>
  change({ sort: event.target.value === "terbaru" ? "newest" : "relevance" }),
);
part("clear").addEventListener("click", clear);
part("more").addEventListener("click", more);
addEventListener("popstate", () => {
  /* A jump within the page (to its content, say) changes nothing. */
  if (location.search === asked) return;
  typing = false;
  clearTimeout(timer);
  readAddress();
});
addEventListener("pagehide", () => remember({ y: scrollY }));
addEventListener("online", () => {
  if (status.dataset.state === "error" || answer?.missing?.length)
    search({ limit: Math.max(list.children.length, PORTION) });
});

history.scrollRestoration = "manual";
engine().catch(() => {});
take(part("take"), {
  words,
  query: () => state.q,
  filters: () => [...dateChips(), ...filterChips()].map(({ facet, name }) => [facet, name]),
  address: () => location.href,
  fetchAll,
});
/* What was typed while the scripts were loading counts for more than the address. */
if (document.activeElement === field && tidy(field.value)) {
  state = readState(location.search).state;
  change({ q: tidy(field.value) }, true);
} else readAddress();
