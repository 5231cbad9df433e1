/* Which part of a text a result shows, and which words in it are marked. */

const WORDS = 34;
const BEFORE = 6;

/** The text as parts `{text, mark}`, the whole of it: words are marked whose tokens `sought` has. */
export function marks(text, words, sought) {
  const plain = text.normalize("NFC");
  return parts(plain, spans(plain, words, sought));
}

/** The stretch of the text that holds most of what is sought, as parts. */
export function excerpt(whole, words, sought) {
  const text = whole.normalize("NFC");
  const all = spans(text, words, sought);
  let best = 0;
  let most = -1;
  for (let n = 0; n < all.length; n += 1) {
    if (all[n].found === null && n > 0) continue;
    const seen = new Map();
    for (const span of all.slice(n, n + WORDS - BEFORE)) {
      if (span.found !== null) seen.set(span.found, (seen.get(span.found) ?? 0) + 1);
    }
    // Another word sought is worth more than the same one again.
    const worth =
      seen.size * 10 +
      Math.min(
        [...seen.values()].reduce((sum, n) => sum + n, 0),
        9,
      );
    if (worth > most) [best, most] = [n, worth];
  }
  const first = start(text, all, best);
  const shown = all.slice(first, first + WORDS);
  if (!shown.length) return [];
  const end = first + WORDS < all.length ? shown.at(-1).end : text.length;
  const found = parts(text.slice(0, end), shown, first ? shown[0].start : 0);
  if (first) found.unshift({ text: "… ", mark: false });
  if (end < text.length) found.push({ text: " …", mark: false });
  return found;
}

/** Where to begin, so that the best stretch stands in sight: at its sentence where that is near. */
function start(text, all, best) {
  for (let n = best; n > Math.max(0, best - BEFORE * 2); n -= 1) {
    if (/[.!?”"]\s+$/.test(text.slice(all[n - 1].end, all[n].start))) return n;
  }
  return best < BEFORE * 2 ? 0 : best - BEFORE;
}

/** The words of a text: from where to where, and which of the tokens sought each stands for, if any. */
function spans(text, words, sought) {
  const found = [];
  let at = 0;
  let unit = null;
  for (const [word, token] of words.tokens(text)) {
    const start = text.indexOf(word, at);
    if (start < 0) continue;
    at = start + word.length;
    const tokens = token.split("-");
    const own = tokens.find((each) => sought.has(each)) ?? null;
    const continues = tokens[0] === words.continuation;
    found.push({ start, end: at, found: own ?? (continues ? unit : null) });
    // The words that follow belong to a unit that is sought by its name, not by its first word: *kalapas*, not *kepala*.
    if (!continues) unit = own === tokens[0] ? own : null;
  }
  return found;
}

function parts(text, spans, from = 0) {
  const made = [];
  let at = from;
  const put = (piece, mark) => {
    if (!piece) return;
    if (made.length && made.at(-1).mark === mark) made.at(-1).text += piece;
    else made.push({ text: piece, mark });
  };
  for (const { start, end, found } of spans) {
    put(text.slice(at, start), false);
    put(text.slice(start, end), found !== null);
    at = end;
  }
  put(text.slice(at), false);
  return made;
}
