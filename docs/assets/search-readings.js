/* How a search was read where it wasn't taken as it stands, in words. */

/** A list of {text, word}; `word` is the mistyped one, where the text is about one. */
export function readings({ corrected, left, dates }, words) {
  const said = corrected.map(({ word, as }) => ({ text: words.fill("corrected", { word, as }), word }));
  if (left.length) {
    const names = left.map((word) => `“${word}”`).join(", ");
    said.push({ text: words.fill("left_out", { words: names }) });
  }
  if (dates.some(({ used }) => !used)) {
    const time = dates.map((date) => dateName(date, words)).join(", ");
    said.push({ text: words.fill("no_such_time", { time }) });
  }
  return said;
}

/** A date of search-dates.js in words. */
export function dateName({ from, to, month, day }, words) {
  if (month !== undefined) return words.period([0, month, day]);
  if (!from[0]) return words.fill("until", { to: words.period(to) });
  if (to[0] === 9999) return words.fill("since", { from: words.period(from) });
  return words.span(from, to);
}
