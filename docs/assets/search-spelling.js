/* What a mistyped word was meant to be: words that occur and differ by a letter or two. */

const SHORTEST = 4;
/* From so many letters on a word may have two mistakes. */
const LONG = 7;
const MOST = 6;

/** Up to six words that occur and are nearest to `word`, best first; `spelled` is the index's. */
export async function nearest(word, spelled) {
  if (word.length < SHORTEST) return [];
  const reach = word.length >= LONG ? 2 : 1;
  const known = new Map();
  const asked = sides(word);
  for (const words of await Promise.all(
    asked.map(([side, letters]) => spelled(side, letters).catch(() => [])),
  )) {
    for (const [each, frequency] of words) known.set(each, frequency);
  }
  const found = [];
  const own = lettersOf(word);
  for (const [each, frequency] of known) {
    if (each === word || Math.abs(each.length - word.length) > reach) continue;
    /* A mistake adds a letter, takes one away, or both; most words differ in more, which is soon seen. */
    if (bits(lettersOf(each) ^ own) > 2 * reach) continue;
    const far = distance(word, each, reach);
    if (far <= reach) found.push({ word: each, far, frequency });
  }
  found.sort(
    (a, b) =>
      a.far - b.far || b.frequency - a.frequency || sharedStart(b.word, word) - sharedStart(a.word, word),
  );
  return found.slice(0, MOST).map((each) => each.word);
}

/** Up to `limit` words that occur and begin with what has been typed, the usual ones first. */
export async function completions(begun, spelled, limit) {
  const words = (await spelled("awal", begun.slice(0, 2))).filter(([word]) => word.startsWith(begun));
  return words
    .sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)
    .slice(0, limit)
    .map(([word]) => word);
}

/* The files in which a word with one mistake is found: by the letters it begins or ends with, or would if two of these
   that changed places, or one too many or wrong, are put right. */
function sides(word) {
  const asked = new Map();
  const add = (side, letters) => asked.set(side + letters, [side, letters]);
  add("awal", word.slice(0, 2));
  add("akhir", word.slice(-2));
  if (word.length < 6) {
    // A mistake in the middle of a short word may touch both ends.
    add("awal", word[0] + word[2]);
    add("akhir", word.at(-3) + word.at(-1));
  }
  return [...asked.values()];
}

/* Which letters a word has, one bit for each. */
function lettersOf(word) {
  let set = 0;
  for (let n = 0; n < word.length; n += 1) set |= 1 << (word.charCodeAt(n) & 31);
  return set;
}

function bits(set) {
  let count = 0;
  for (let rest = set; rest; rest &= rest - 1) count += 1;
  return count;
}

function sharedStart(one, other) {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n += 1;
  return n;
}

/** Letters to be put in, left out, changed or swapped with a neighbour to make one word of the other. */
function distance(a, b, most) {
  let before = [];
  let above = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, above] = [above, row];
  }
  return above[b.length];
}
