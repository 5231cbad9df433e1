/*
 * What is being searched, as the address says it:
 *   ?q=takjil&wilayah=banten,bali&tahun=2025&urut=terbaru
 * Several values of one facet are joined by commas; a repeated parameter (wilayah=banten&wilayah=bali) means the same.
 * An article needs one of the values of each facet; of `juga`, event types too, it needs all.
 */

/** Facets by name, each with its parameter, in the order in which the page shows them. */
export const PARAMETERS = {
  year: "tahun",
  region: "wilayah",
  facility: "fasilitas",
  theme: "tema",
  event_type: "peristiwa",
  also: "juga",
  source: "sumber",
};

const SORTS = { relevan: "relevance", terbaru: "newest" };
/* Added to shared links by other sites; they say nothing about the search. */
const FOREIGN = /^(utm_.*|fbclid|gclid|igsh|igshid|mc_[ce]id|ref)$/;

export function emptyState() {
  const filters = {};
  for (const facet in PARAMETERS) filters[facet] = [];
  return { q: "", filters, sort: "relevance", from: null, to: null };
}

/** The state that a query string asks for, and the parameters in it that mean nothing here. */
export function readState(query) {
  const state = emptyState();
  const unknown = [];
  const facets = Object.fromEntries(Object.entries(PARAMETERS).map(([facet, name]) => [name, facet]));
  for (const [name, value] of new URLSearchParams(query)) {
    const facet = Object.hasOwn(facets, name) ? facets[name] : "";
    if (name === "q") state.q = state.q || tidy(value);
    else if (facet) {
      const values = value
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
      state.filters[facet] = [...new Set([...state.filters[facet], ...values])];
    } else if (name === "dari" || name === "sampai") {
      const day = readDay(value);
      if (day) state[name === "dari" ? "from" : "to"] = name === "dari" ? day : lastDay(day);
      else if (value) unknown.push({ name, value });
    } else if (name === "urut") {
      if (Object.hasOwn(SORTS, value)) state.sort = SORTS[value];
      else if (value) unknown.push({ name, value });
    } else if (!FOREIGN.test(name)) unknown.push({ name, value });
  }
  return { state, unknown };
}

/** The query string of a state; empty for the empty state. */
export function writeState({ q, filters, sort, from, to }) {
  const parts = [];
  if (q) parts.push(["q", q]);
  for (const facet in PARAMETERS) {
    if (filters[facet].length) parts.push([PARAMETERS[facet], filters[facet].join(",")]);
  }
  if (from) parts.push(["dari", writeDay(from)]);
  if (to) parts.push(["sampai", writeDay(to)]);
  if (sort === "newest") parts.push(["urut", "terbaru"]);
  const written = parts.map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replace(/%20/g, "+").replace(/%2C/g, ",")}`,
  );
  return written.length ? `?${written.join("&")}` : "";
}

export function tidy(text) {
  return text.replace(/\s+/g, " ").trim().slice(0, 200);
}

/** A day, month or year as the address has it (2025, 2025-03, 2025-03-09), as [year, month, day]; null for others. */
export function readDay(text) {
  const [, year, month = "0", day = "0"] = text.match(/^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/) ?? [];
  if (!year || Number(month) > 12 || Number(day) > 31) return null;
  return [Number(year), Number(month), Number(day)];
}

/** The last day of a day, month or year. */
export function lastDay([year, month, day]) {
  return [year, month || 12, day || 31];
}

/** What `readDay` reads; a last day that ends a year or month is written as that. */
export function writeDay([year, month, day]) {
  const parts = [String(year).padStart(4, "0")];
  const wholeYear = month === 12 && day === 31;
  if (month && !wholeYear) parts.push(String(month).padStart(2, "0"));
  if (day && day !== 31 && !wholeYear) parts.push(String(day).padStart(2, "0"));
  return parts.join("-");
}
