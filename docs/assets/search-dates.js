/* Dates in what a reader types: days, months, years and spans, with or without the words around them. */

const MONTHS = {
  januari: 1,
  jan: 1,
  februari: 2,
  pebruari: 2,
  feb: 2,
  peb: 2,
  maret: 3,
  mar: 3,
  april: 4,
  apr: 4,
  mei: 5,
  juni: 6,
  jun: 6,
  juli: 7,
  jul: 7,
  agustus: 8,
  agt: 8,
  agu: 8,
  ags: 8,
  agst: 8,
  september: 9,
  sept: 9,
  sep: 9,
  oktober: 10,
  okt: 10,
  oct: 10,
  november: 11,
  nopember: 11,
  nov: 11,
  nop: 11,
  desember: 12,
  des: 12,
  dec: 12,
};
/* Names that stand for a month even alone; the short ones are words of their own. */
const ALONE =
  "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember";
const NAME = `(?:${Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join("|")})`;
const YEAR = "(?:19|20)\\d\\d";
const LEAD = "(?:(?:pada|tanggal|tgl|bulan|tahun|thn|th)\\.? +)*";
const SINGLE = [
  `(?<d1>\\d{1,2}) +(?<m1>${NAME})\\.?,? +(?:tahun +)?(?<y1>${YEAR})`,
  `(?<y2>${YEAR})-(?<m2>\\d{1,2})-(?<d2>\\d{1,2})`,
  `(?<d3>\\d{1,2}) ?[/.-] ?(?<m3>\\d{1,2}) ?[/.-] ?(?<y3>${YEAR}|\\d\\d)`,
  `(?<m4>${NAME})\\.?,? +(?:tahun +)?(?<y4>${YEAR})`,
  `(?<m5>\\d{1,2})/(?<y5>${YEAR})`,
  `(?<d6>\\d{1,2}) +(?<m6>${NAME})`,
  `(?<y7>${YEAR})`,
  `(?<m8>${ALONE})`,
  "(?<near>hari ini|kemarin|(?:minggu|bulan|tahun) (?:ini|lalu|kemarin))",
].join("|");
const DATE = new RegExp(`^${LEAD}(?:${SINGLE})(?![\\p{L}\\p{N}])`, "iu");
const DAYS = new RegExp(
  `^${LEAD}(?<first>\\d{1,2}) ?(?:-|–|s\\.?/?d\\.?|sampai|hingga) ?(?=\\d{1,2} +${NAME})`,
  "iu",
);
const BETWEEN = /^ *(?:-|–|—|s\.?\/?d\.?|sampai(?: dengan)?|hingga|ke|dan) */iu;
const OPENING = /^(?:sejak|mulai|dari|setelah|sesudah) +/iu;
const CLOSING = /^(?:sampai|hingga|sebelum|s\.?\/?d\.?) +/iu;
const PAIR = /^antara +/iu;
/* Of a law: its number and year are its name. */
const LAW = /(?:nomor|no\.?|uu|pp|perpres|permen\p{L}*|undang-undang)[\s\p{P}]*\d+[\s\p{P}]*(?:tahun +)?$/iu;
const END = [9999, 12, 31];

/**
 * The dates in a text: `spans`, each {text, from, to} with days as [year, month, day] (0 for an unknown part), or
 * {text, month, day} for a day or month of any year; and `rest`, the text without them.
 */
export function readDates(text, today = new Date()) {
  const spans = [];
  let rest = "";
  let at = 0;
  while (at < text.length) {
    const starts = at === 0 || /[\s(,;]/.test(text[at - 1]);
    const found = starts && !LAW.test(text.slice(0, at)) ? read(text.slice(at), today) : null;
    if (found) {
      spans.push({ ...found.span, text: text.slice(at, at + found.length).trim() });
      rest += " ";
      at += found.length;
    } else {
      rest += text[at];
      at += 1;
    }
  }
  return { spans, rest: rest.replace(/\s+/g, " ").trim() };
}

function read(text, today) {
  const opening = text.match(OPENING) ?? text.match(PAIR);
  const closing = opening ? null : text.match(CLOSING);
  const lead = (opening ?? closing)?.[0] ?? "";
  const days = text.slice(lead.length).match(DAYS);
  const first = one(text.slice(lead.length + (days ? days[0].length : 0)), today);
  if (!first) return null;
  let length = lead.length + (days ? days[0].length : 0) + first.length;
  const { span } = first;
  if (days && span.month === undefined)
    return valid({ ...span, from: [span.from[0], span.from[1], Number(days.groups.first)] }, length);
  const between = text.slice(length).match(BETWEEN);
  const second = between && one(text.slice(length + between[0].length), today);
  if (second && second.span.month === undefined) {
    length += between[0].length + second.length;
    return valid({ from: span.from ?? sameYear(span, second.span.from), to: second.span.to }, length);
  }
  if (span.month !== undefined) return { span, length };
  if (closing)
    return { span: { from: [0, 0, 0], to: /^sebelum/i.test(lead) ? before(span.from) : span.to }, length };
  if (opening && !PAIR.test(text)) {
    return { span: { from: /^(?:setelah|sesudah)/i.test(lead) ? span.to : span.from, to: END }, length };
  }
  return { span, length };
}

/* The day or month before a later date that says its year: *oktober* of *oktober-november 2025*. */
function sameYear({ month, day }, later) {
  const from = [later[0], month, day];
  return compare(from, later) <= 0 ? from : [later[0] - 1, month, day];
}

function valid(span, length) {
  return compare(span.from, span.to) <= 0 ? { span, length } : null;
}

function compare(a, b) {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/* The last moment before a day, month or year. */
function before([year, month, day]) {
  if (day) return [year, month, day - 1];
  return month > 1 ? [year, month - 1, 31] : [year - 1, 12, 31];
}

/* One date at the beginning of a text. */
function one(text, today) {
  const match = text.match(DATE);
  if (!match) return null;
  const parts = Object.entries(match.groups).filter(([, value]) => value !== undefined);
  const get = (letter) => parts.find(([name]) => name[0] === letter && /\d/.test(name))?.[1];
  const length = match[0].length;
  if (match.groups.near) return { span: relative(match.groups.near.toLowerCase(), today), length };
  const [d, m, y] = ["d", "m", "y"].map(get);
  const month = m === undefined ? 0 : (MONTHS[m.toLowerCase()] ?? Number(m));
  const day = Number(d ?? 0);
  const year = y === undefined ? 0 : Number(y.length === 2 ? `20${y}` : y);
  if ((m !== undefined && (month < 1 || month > 12)) || day > 31 || (d !== undefined && day < 1)) return null;
  if (year && month && day > new Date(year, month, 0).getDate()) return null;
  if (!year) return { span: { month, day }, length };
  return { span: period(year, month, day), length };
}

function period(year, month = 0, day = 0) {
  return { from: [year, month, day], to: [year, month || 12, day || 31] };
}

function relative(words, today) {
  const past = /lalu|kemarin/.test(words) && words !== "kemarin" ? 1 : 0;
  const day = new Date(today);
  if (words === "hari ini" || words === "kemarin") {
    if (words === "kemarin") day.setDate(day.getDate() - 1);
    return period(day.getFullYear(), day.getMonth() + 1, day.getDate());
  }
  if (words.startsWith("tahun")) return period(day.getFullYear() - past);
  if (words.startsWith("bulan")) {
    day.setDate(1);
    day.setMonth(day.getMonth() - past);
    return period(day.getFullYear(), day.getMonth() + 1);
  }
  const monday = new Date(day);
  monday.setDate(day.getDate() - ((day.getDay() + 6) % 7) - 7 * past);
  const sunday = new Date(monday);
  sunday.setDate(monday.getDate() + 6);
  const parts = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return { from: parts(monday), to: parts(sunday) };
}

/**
 * Whether a range of dates lies in one of the spans; its ends are [year, month, day], unknown parts 0, and the same for
 * a single date. A coarser date lies in what it overlaps.
 */
export function within(date, end, spans) {
  const latest = [end[0], end[1] || 12, end[2] || 31];
  const overlaps = (from, to) => compare(latest, from) >= 0 && compare(date, to) <= 0;
  return spans.some((span) => {
    if (span.month === undefined) return overlaps(span.from, span.to);
    if (!date[1]) return false;
    for (let year = date[0]; year <= end[0]; year += 1) {
      if (overlaps([year, span.month, span.day], [year, span.month, span.day || 31])) return true;
    }
    return false;
  });
}
