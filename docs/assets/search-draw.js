/* What the scripts of the search write with: words with numbers and names put in, and elements. */

/** `table` as in strings/*.yml: texts with {name} in them, and pairs of `one` and `other` for counted phrases. */
export function wording(table) {
  const language = document.documentElement.lang || "id";
  const numbers = new Intl.NumberFormat(language);
  const number = (n) => numbers.format(n);
  const put = (text, values) => text.replace(/\{(\w+)\}/g, (found, name) => values[name] ?? found);
  const dates = (parts) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...parts });
  const shape = ([year, month, day]) => ({
    ...(year ? { year: "numeric" } : {}),
    ...(month ? { month: "long" } : {}),
    ...(day ? { day: "numeric" } : {}),
  });
  const utc = ([year, month, day]) => Date.UTC(year || 2000, (month || 1) - 1, day || 1);
  return {
    ...table,
    number,
    fill: (key, values) =>
      put(
        [key].flat().reduce((section, name) => section[name], table),
        values,
      ),
    count: (key, n, values = {}) => put(table[key][n === 1 ? "one" : "other"], { ...values, n: number(n) }),
    /** A day, month or year [year, month, day] in words; unknown parts are 0. */
    period: (date) => dates(shape(date)).format(utc(date)),
    /** A span of time in words; whole years and months are called as that. */
    span(from, to) {
      const years = !from[1] && to[1] === 12 && to[2] === 31;
      const months = !from[2] && to[2] === 31;
      const parts = years ? [1, 0, 0] : months ? [1, 1, 0] : [1, 1, 1];
      return dates(shape(parts)).formatRange(utc(from), utc([to[0], to[1], months || years ? 1 : to[2]]));
    },
  };
}

/** A new element with attributes (properties where the value is no text) and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "string") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** Texts of which some are found words, as nodes. */
export function marked(parts) {
  return parts.map(({ text, mark }) => (mark ? element("mark", {}, text) : text));
}
