/* Facilities, regions, themes, event types and glossary entries by any of their names, from cari/istilah.json. */

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
const ROMAN = { 1: "i", 2: "ii", 3: "iii" };
const LEAST_SIMILAR = 0.5;
const CLOSE = 0.2;

function terms(data) {
  const { fold, alternatives } = folding(data.same);
  const all = [];
  const known = {};
  for (const [facet, rows] of Object.entries(data.terms)) {
    known[facet] = new Map();
    for (const [id, name, place = "", others = [], former = []] of rows) {
      const { folder, name: kind } = data.facets[facet];
      const names = [name, ...others].map(fold);
      const term = { facet, id, name, kind, note: place, url: `${folder}/${id}/`, names, formerly: former };
      known[facet].set(id, term);
      for (const old of former) known[facet].set(old, term);
      all.push(term);
    }
  }
  for (const [id, name, expansion = ""] of data.glossary) {
    const names = [name, expansion].filter(Boolean).map(fold);
    all.push({ facet: "glossary", id, name, kind: "", note: expansion, url: `glosarium/#${id}`, names });
  }
  /* What an entry answers to: the words of its names, and behind them the long forms of these and its place. */
  for (const term of all) {
    term.words = term.names.map((name) => name.split(" "));
    term.behind = [...term.names.flatMap((name) => alternatives(name)), ...fold(term.note).split(" ")];
  }

  return {
    words: data.words,

    /** The term of a facet with this ID, former ID or exact name; undefined if there is none. */
    term(facet, value) {
      return (
        known[facet]?.get(value) ??
        all.find((term) => term.facet === facet && term.names.includes(fold(value)))
      );
    },

    /** Up to `limit` terms that have a word for the beginning of each word typed, best first. */
    find(text, limit) {
      const typed = fold(text);
      if (!typed) return [];
      const wanted = typed.split(" ");
      const found = [];
      for (const term of all) {
        const rank = Math.min(
          ...term.words.map((words, i) => rankOf(wanted, words, term.behind, typed, term.names[i])),
        );
        if (rank < Infinity) found.push({ term, rank });
      }
      found.sort(
        (a, b) => a.rank - b.rank || byFacet(a.term, b.term) || a.term.name.localeCompare(b.term.name, "id"),
      );
      return found.slice(0, limit).map(({ term }) => term);
    },

    /** Up to `limit` terms (of one facet, if named) whose names are spelt most like the text, best first. */
    nearest(text, limit, facet = "") {
      const wanted = fold(text)
        .split(" ")
        .filter((word) => word.length > 2);
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

/** 0 for the name itself, 1 for its beginning, 2 for words of the name, 3 for words that stand behind it. */
function rankOf(wanted, words, behind, typed, name) {
  if (typed === name || typed === withoutClass(name)) return 0;
  let rank = name.startsWith(typed) ? 1 : 2;
  for (const word of wanted) {
    if (begins(words, word)) continue;
    if (!behind.some((other) => other.startsWith(word))) return Infinity;
    rank = 3;
  }
  return rank;
}

/** Whether a word typed begins one of the words, or several written together ("lhokseumawe"). */
function begins(words, typed) {
  return words.some(
    (word, i) =>
      word.startsWith(typed) || (typed.length > word.length && words.slice(i).join("").startsWith(typed)),
  );
}

function withoutClass(name) {
  return name.replace(/ kelas \S+/, "");
}

/** Folds spellings of the field together, as the archive's own names are (newsarchive/content/vocabulary/names.py). */
function folding(same) {
  const longest = Object.keys(same).sort((a, b) => b.length - a.length);
  const phrase = new RegExp(`\\b(?:${longest.join("|")})\\b`, "g");
  const long = {};
  for (const [from, to] of Object.entries(same)) (long[to] ??= []).push(...from.split(" "));

  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim()
      .replace(phrase, (found) => same[found])
      .replace(/\b(iii|ii|i|[123]) ?([ab])\b/g, (_, number, letter) => (ROMAN[number] ?? number) + letter)
      .replace(/\bkelas ([123])\b/g, (_, number) => `kelas ${ROMAN[number]}`)
      .replace(/ +/g, " ")
      .trim();
  }

  return { fold, alternatives: (name) => name.split(" ").flatMap((word) => long[word] ?? []) };
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
