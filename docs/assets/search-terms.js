/* Facilities, regions, themes, event types and glossary entries by any of their names, from cari/istilah.json. */

import { reading } from "./search-names.js";

let loading = null;

/** The list of terms, fetched once; a failed attempt is made anew at the next call. */
export function loadTerms(root) {
  loading ??= fetch(new URL("cari/istilah.json", root))
    .then((answer) => {
      if (!answer.ok) throw new Error(`istilah.json: ${answer.status}`);
      return answer.json();
    })
    .then(terms)
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

const FACET_ORDER = ["region", "facility", "theme", "event_type", "glossary"];
const NAMED_ORDER = ["facility", "region", "event_type", "theme", "glossary"];
const LEAST_SIMILAR = 0.5;
const CLOSE = 0.2;
/* A word with fewer letters than this is like too many for a mistake in it to be looked through. */
const SHORTEST = 4;
/* How well a name fits what is typed, best first; a class that isn't the unit's counts half a step. */
const [SAME, BEGUN, IN_ONE, ANYWHERE, NEVER] = [0, 1, 2, 3, Infinity];

/** The terms of `cari/istilah.json`, to be asked by name. */
export function terms(data) {
  const { read, plain, linking, longForms } = reading(data.rules);
  const all = [];
  const known = {};
  const named = (names) => names.filter(Boolean).map(read);
  for (const [facet, rows] of Object.entries(data.terms)) {
    known[facet] = new Map();
    for (const [id, name, place = "", others = [], former = []] of rows) {
      const { folder, name: kind } = data.facets[facet];
      const names = named([name, ...others]);
      const term = { facet, id, name, kind, note: place, url: `${folder}/${id}/`, names, formerly: former };
      known[facet].set(id, term);
      for (const old of former) known[facet].set(old, term);
      all.push(term);
    }
  }
  for (const [id, name, expansion = ""] of data.glossary) {
    const names = named([name, expansion]);
    all.push({ facet: "glossary", id, name, kind: "", note: expansion, url: `glosarium/#${id}`, names });
  }
  const regions = new Map((data.terms.region ?? []).map(([, name, , others = []]) => [name, others]));
  for (const term of all) {
    const province = term.note.split(", ").at(-1);
    const around = [term.note, ...(regions.get(province) ?? [])].flatMap((text) => read(text).words);
    const own = term.names.flatMap((name) => (name.class ? [...name.words, "kelas"] : name.words));
    /* What an entry answers to beside one name: its other names, their long forms, its town and its province. */
    term.words = term.names.map((name) => name.words);
    term.beside = [...new Set([...own, ...own.flatMap(longForms), ...around])];
  }
  const everyWord = [...new Set(all.flatMap((term) => term.beside))];
  const order = new Intl.Collator("id").compare;
  const better = (a, b) => a.rank - b.rank || byFacet(a.term, b.term) || order(a.term.name, b.term.name);

  /** How well the term fits; `match(word, words)` tells whether a word typed stands for one of the words. */
  function fit(term, asked, match) {
    const apart = asked.class && !term.names.some((name) => name.class.startsWith(asked.class));
    if (apart && !asked.words.length) return NEVER;
    const missed = asked.words.filter((word) => !match(word, term.beside));
    if (missed.length && !term.words.some((words) => missed.every((word) => match(word, words))))
      return NEVER;
    let best = NEVER;
    for (const words of term.words) best = Math.min(best, fitName(words, asked, match));
    /* The fewer of the words typed are passed over or misspelt, the better. */
    const amiss = match === begins ? 0 : asked.words.filter((word) => !begins(word, term.beside)).length;
    return best + (apart ? 0.5 : 0) + amiss * ANYWHERE;
  }

  function fitName(words, asked, match) {
    const name = words.join(" ");
    if (name === asked.text) return SAME;
    if (name.startsWith(asked.text)) return BEGUN;
    /* All words typed stand in the name, or all words of the name are typed. */
    const inside = asked.words.every((word) => match(word, words));
    return inside || (name && words.every((word) => asked.words.includes(word))) ? IN_ONE : ANYWHERE;
  }

  function fitting(words, name, match) {
    const asked = { words, text: words.join(" "), class: name.class };
    const found = all.map((term) => ({ term, rank: fit(term, asked, match) }));
    return found
      .filter(({ rank }) => rank < NEVER)
      .sort(better)
      .map(({ term }) => term);
  }

  return {
    words: data.words,

    /** Address and kind of the calendar's page of a month, or of a year where `month` is 0. */
    calendar(year, month) {
      const { folder, name: kind } = data.calendar;
      return { url: `${folder}/${year}/${month ? `${String(month).padStart(2, "0")}/` : ""}`, kind };
    },

    /** The term of a facet with this ID, former ID or exact name; undefined if there is none. */
    term(facet, value) {
      const asked = read(value);
      const same = ({ words, class: own }) =>
        words.join("") === asked.words.join("") && (!asked.class || own === asked.class);
      return known[facet]?.get(value) ?? all.find((term) => term.facet === facet && term.names.some(same));
    },

    /**
     * Up to `limit` terms that have a word for the beginning of each word typed, best first. Failing that, words
     * that link others needn't fit; failing that too, one letter of each longer word may be wrong.
     */
    find(text, limit) {
      const name = read(text);
      if (!name.words.length && !name.class) return [];
      let found = fitting(name.words, name, begins);
      const words = plain(name.words);
      const bare = words.filter((word) => !linking.has(word));
      if (!found.length && bare.length) {
        const passing = (match) => (word, others) => linking.has(word) || match(word, others);
        found = fitting(words, name, passing(begins));
        if (!found.length) found = fitting(words, name, passing(misspelt(bare, everyWord)));
      }
      return found.slice(0, limit);
    },

    /**
     * Up to `limit` terms that a text names among other words, those of the facets that are narrowest first. What is
     * but a part of a longer name that it names is none: in *lapas cipinang* nobody asks for the word *lapas*.
     */
    named(text, limit) {
      const said = new Set(read(text).words);
      const found = [];
      for (const term of all) {
        const words = term.words
          .filter((name) => name.length && name.every((word) => said.has(word)))
          .sort((a, b) => b.length - a.length)[0];
        if (words && (words.length > 1 || words[0].length > 2)) found.push({ term, words });
      }
      const first = ({ facet }) => NAMED_ORDER.indexOf(facet);
      found.sort(
        (a, b) =>
          b.words.length - a.words.length || first(a.term) - first(b.term) || order(a.term.name, b.term.name),
      );
      const chosen = [];
      for (const each of found) {
        const covered = chosen.some(({ words }) => each.words.every((word) => words.includes(word)));
        const twin = chosen.some(({ words }) => words.join() === each.words.join());
        if (!covered || (twin && each.term.facet === "facility")) chosen.push(each);
      }
      return chosen
        .sort((a, b) => first(a.term) - first(b.term))
        .slice(0, limit)
        .map(({ term }) => term);
    },

    /** Up to `limit` terms (of one facet, if named) whose names are spelt most like the text, best first. */
    nearest(text, limit, facet = "") {
      const wanted = read(text).words.filter((word) => word.length > 2);
      if (!wanted.length) return [];
      const found = [];
      for (const term of all) {
        if (facet && term.facet !== facet) continue;
        const score = Math.max(...term.words.map((words) => likeness(wanted, words)));
        if (score >= LEAST_SIMILAR) found.push({ term, score });
      }
      found.sort(
        (a, b) =>
          b.score - a.score || byFacet(a.term, b.term) || a.term.name.localeCompare(b.term.name, "id"),
      );
      /* Beside a good match a poor one only distracts. */
      return found
        .filter(({ score }) => score > found[0].score - CLOSE)
        .slice(0, limit)
        .map(({ term }) => term);
    },
  };
}

function byFacet(a, b) {
  return FACET_ORDER.indexOf(a.facet) - FACET_ORDER.indexOf(b.facet);
}

/** Whether a word typed begins one of the words, or several written together ("lhokseumawe"). */
function begins(typed, words) {
  return words.some(
    (word, i) =>
      word.startsWith(typed) || (typed.startsWith(word) && words.slice(i).join("").startsWith(typed)),
  );
}

/** A function that tells whether a word typed is or begins one of the words, or is one of them but for a letter. */
function misspelt(typed, known) {
  const near = new Map(
    typed.map((word) => [
      word,
      new Set(word.length < SHORTEST ? [] : known.filter((each) => isNear(word, each))),
    ]),
  );
  return (word, words) => begins(word, words) || words.some((each) => near.get(word).has(each));
}

/** Whether two words differ in one letter at most: left out, put in, changed, or swapped with its neighbour. */
function isNear(a, b) {
  if (a.length < b.length) return isNear(b, a);
  if (a.length > b.length + 1) return false;
  let i = 0;
  while (i < b.length && a[i] === b[i]) i += 1;
  if (a.length > b.length) return a.slice(i + 1) === b.slice(i);
  const swapped = a[i] === b[i + 1] && a[i + 1] === b[i];
  return a.slice(i + 1) === b.slice(i + 1) || (swapped && a.slice(i + 2) === b.slice(i + 2));
}

/** How much the words typed are like words of a name, from 0 to 1, on the average of them. */
function likeness(wanted, words) {
  let sum = 0;
  for (const word of wanted) sum += Math.max(0, ...words.map((other) => similarity(word, other)));
  return sum / wanted.length;
}

/** Shared pairs of letters of two words (Dice), from 0 to 1. */
export function similarity(a, b) {
  if (a === b) return 1;
  const left = pairs(a);
  const right = pairs(b);
  let shared = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at >= 0) {
      shared += 1;
      right.splice(at, 1);
    }
  }
  return (2 * shared) / (a.length + b.length + 2);
}

function pairs(word) {
  const padded = ` ${word} `;
  return Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2));
}
