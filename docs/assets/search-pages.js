/* Pages that answer a search beside the articles: those that it names, and the calendar of its dates. */

/** At most `limit` terms that the text names, its words put right as the answer has them. */
export function namedPages(q, answer, terms, limit) {
  const meant = answer.corrected.reduce((text, { word, as }) => text.replace(word, as), q);
  return terms.named(meant, limit);
}

/** The page of the month or year of each date that the answer went by. */
export function calendarPages(answer, terms, words) {
  return answer.dates
    .filter(({ calendar }) => calendar)
    .map(({ calendar: [year, month] }) => ({
      ...terms.calendar(year, month),
      name: words.period([year, month, 0]),
      note: "",
    }));
}
