/* Which known words are nearest to one that nobody wrote. */

const MOST = 5;

/** Up to five of the known words (commonest first) that differ from `word` in a letter or two, nearest first. */
export function nearest(word, known) {
  const reach = word.length < 4 ? 1 : 2;
  const found = [];
  for (const each of known) {
    if (Math.abs(each.length - word.length) > reach) continue;
    const far = distance(word, each, reach);
    if (far <= reach) found.push([far, each]);
  }
  // Sorting keeps the order of equals.
  return found
    .sort((a, b) => a[0] - b[0])
    .slice(0, MOST)
    .map(([, each]) => each);
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
