/* What a text asks for: words, phrases, words that must not occur, and dates. */

import { readDates } from "./search-dates.js";
import { fnv } from "./search-index.js";

const QUOTED = /(-?)["“”„«»]([^"“”„«»]+)["“”„«»]/g;
const EXCLUDED = /(^|\s)[-−–](?=[\p{L}\p{N}])(\S+)/gu;

/**
 * Read a text: {words, phrases, excluded, dates, small}.
 *   words: {word, term, code}, the ones that say something; phrases: lists of {word, term, code} that must stand side
 *   by side (term null: any word there); excluded: {term, code}; dates as search-dates.js gives them; small: the
 *   function words, which count for nothing beside others.
 */
export function readQuery(text, words) {
  const phrases = [];
  const excluded = [];
  let plain = text.replace(QUOTED, (_, minus, inner) => {
    const phrase = adjacent(inner, words);
    if (phrase.length)
      (minus ? excluded : phrases).push(...(minus ? phrase.filter(({ term }) => term) : [phrase]));
    return " ";
  });
  plain = plain.replace(EXCLUDED, (_, before, word) => {
    excluded.push(...terms(word, words));
    return before;
  });
  const { spans, rest } = readDates(plain.trim());
  const all = terms(rest, words);
  const telling = withoutClass(all.filter(({ word }) => !words.isSmall(word)));
  const alone = !telling.length && !phrases.length && !spans.length;
  const small = alone ? [] : all.filter(({ word }) => words.isSmall(word)).map(({ word }) => word);
  return { words: alone ? all : telling, phrases, excluded, dates: spans, small, rest };
}

/** Two characters for a word, by which the index tells its forms: one of its base, one of the word itself. */
export function formCode(word, words) {
  const folded = words.key(word);
  const digit = (text) => words.digits[fnv(text) & (words.digits.length - 1)];
  return digit(words.base(folded)) + digit(folded);
}

/** The words of a text with the term that each is found by, every term once. */
export function terms(text, words) {
  const found = new Map();
  for (const [word, token] of words.tokens(text)) {
    const term = token.split("-")[0];
    if (term !== words.continuation && !found.has(term))
      found.set(term, { word, term, code: formCode(word, words) });
  }
  return [...found.values()];
}

/* The words of a phrase in their order; one that belongs to the unit before it has a term only if it has its own. */
function adjacent(text, words) {
  return words.tokens(text).map(([word, token]) => {
    const own = token.split("-").filter((term) => term !== words.continuation);
    return { word, term: own[0] ?? null, code: formCode(word, words) };
  });
}

/* Units are written with and without *Kelas* before their class, and mean the same. */
function withoutClass(all) {
  return all.filter(({ term }, n) => term !== "kelas" || !/^[123][ab]?$/.test(all[n + 1]?.term ?? ""));
}
