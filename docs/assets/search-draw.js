/* What the scripts of the search write with: words with numbers and names put in, and elements. */

/** `table` as in strings/*.yml: texts with {name} in them, and pairs of `one` and `other` for counted phrases. */
export function wording(table) {
  const number = new Intl.NumberFormat(document.documentElement.lang).format;
  const put = (text, values) => text.replace(/\{(\w+)\}/g, (found, name) => values[name] ?? found);
  return {
    ...table,
    number,
    fill: (key, values) =>
      put(
        [key].flat().reduce((section, name) => section[name], table),
        values,
      ),
    count: (key, n, values = {}) => put(table[key][n === 1 ? "one" : "other"], { ...values, n: number(n) }),
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
