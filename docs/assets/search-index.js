/* The files of the index, each fetched when it is first needed (newsarchive/search/build_index.py writes them). */

const encoder = new TextEncoder();

/** A file of the search could not be had; `reason` is "network", "absent" or "stale". */
export class Missing extends Error {
  constructor(url, reason) {
    super(`${reason}: ${url}`);
    this.reason = reason;
  }
}

/** Fetch a file as JSON; throws Missing. */
export async function load(url, options = {}) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Missing(url, "network");
  }
  if (!response.ok) {
    throw new Missing(url, response.status === 404 || response.status === 410 ? "absent" : "network");
  }
  try {
    return await response.json();
  } catch {
    // Cut off half way, or a page in its place.
    throw new Missing(url, "network");
  }
}

/** What `make` gives, made once for each key; a failure is forgotten, so that the next call tries again. */
export function once(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) {
      const promise = make(key);
      made.set(key, promise);
      promise.catch(() => made.delete(key));
    }
    return made.get(key);
  };
}

/** The FNV-1a hash of a text in UTF-8, 32 bits, as newsarchive/search/terms.py computes it. */
export function fnv(text) {
  let value = 0x811c9dc5;
  for (const byte of encoder.encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

const NOTHING = { numbers: [], classes: "", forms: [] };

/** The index whose start file is `start`, under `base`, the site's root with a closing slash. */
export function openIndex(base, start) {
  const folder = `${base}cari/indeks/`;
  const { slots, articles, blocks, key_digits: digits } = start;
  /* The files of one folder, of which the hash of a term says which one holds it. */
  const hashed = (path, keys) => {
    const count = keys.length / digits;
    const get = once((n) => load(`${folder}${path}/${n}-${keys.slice(n * digits, (n + 1) * digits)}.json`));
    return async (term) => (await get(fnv(term) & (count - 1)))[term];
  };
  const postings = hashed("kata", start.postings);
  const positions = hashed("letak", start.positions);
  /* The events that several articles report on, by the articles' numbers. */
  const events = new Map();
  for (const [id, ...steps] of start.stories) {
    let number = 0;
    for (const step of steps) events.set((number += step), id);
  }
  const getTexts = once((path) => load(`${folder}teks/${path}.json`));
  const getSpellings = once((path) => load(`${folder}ejaan/${path}-${start.spelling[path]}.json`));
  const getTable = once(async () => facts(await load(`${folder}tabel-${start.table}.json`), dateOf, ofDay));

  /* The date of an article's number, [year, month, day], unknown parts 0; of a range the first. */
  function dateOf(number) {
    return ofDay(Math.floor(number / slots));
  }

  function ofDay(day) {
    const month = Math.floor(day / start.days);
    return [Math.floor(month / start.months), month % start.months, day % start.days];
  }

  /* The posting list of a term: its articles' numbers, ascending, and beside each its class and its forms. */
  const getTerm = once(async (term) => {
    const lists = await postings(term);
    if (!lists) return NOTHING;
    const numbers = [];
    let classes = "";
    const forms = [];
    for (const [block, first] of blocks) {
      if (!lists[block]) continue;
      const [steps, own, codes] = lists[block];
      let number = first;
      for (const step of steps) numbers.push((number += step));
      classes += own;
      for (const code of codes.split(".")) forms.push(code);
    }
    return { numbers, classes, forms };
  });

  /* Where a term stands in each article of its posting list, as lists of positions. */
  const getPositions = once(async (term) => {
    const lists = (await positions(term)) ?? {};
    const found = [];
    for (const [block] of blocks) {
      if (lists[block] === undefined) continue;
      for (const own of lists[block].split(";")) found.push(own ? own.split(".").map(Number) : []);
    }
    return found;
  });

  return {
    key: JSON.stringify([start.postings, start.table]),
    articles,
    dateOf,
    /* Whether any article's date is a range: its end stands in the table. */
    ranges: start.ranges,
    worth: start.worth,
    /* The story that an article belongs to; undefined where it alone reports on its event. */
    storyOf: (number) => events.get(number),
    term: getTerm,
    positions: getPositions,
    table: () => getTable(""),

    /** What a result shows: url, title, date, where, text. */
    async text(number) {
      const [, first, shift, keys] = blocks.findLast(([, from]) => from <= number);
      const file = Math.floor((number - first) / 2 ** shift);
      return (await getTexts(`${keys[Math.floor(file / start.text_group)]}/${file}`))[number];
    },

    /** Words that begin (`side` "awal") or end ("akhir") with these two letters, each as [word, frequency]. */
    async spelled(side, letters) {
      const path = `${side}-${fnv(letters) & (start.spelling_files - 1)}`;
      if (!start.spelling[path]) return [];
      const words = (await getSpellings(path))[letters];
      return words ? words.split(" ").map((word) => [word.slice(0, -1), Number(word.at(-1))]) : [];
    },
  };
}

/* The table with its numbers put together again, and each facet as the values that occur and which one a row has. */
function facts(table, dateOf, ofDay) {
  let last = 0;
  const numbers = table.numbers.map((step) => (last += step));
  const ends = new Map(table.ends.map(([row, day]) => [numbers[row], ofDay(day)]));
  /* A range lies in all its years. */
  const yearsOf = numbers.map((number) => {
    const [year] = dateOf(number);
    return `${year}-${ends.get(number)?.[0] ?? year}`;
  });
  const years = [...new Set(yearsOf)];
  const place = new Map(years.map((span, n) => [span, n]));
  const [places, topics] = [rows(table.place, table.digits), rows(table.topic, table.digits)];
  const part = ({ values }, at, n) => ({ values: values.map((pair) => pair[n]), at });
  const eventTypes = part(table.topic, topics, 0);
  return {
    numbers,
    ends,
    facets: {
      facility: part(table.place, places, 0),
      region: part(table.place, places, 1),
      event_type: eventTypes,
      also: eventTypes,
      theme: part(table.topic, topics, 1),
      source: { values: table.source.values, at: rows(table.source, table.digits) },
      year: {
        values: years.map((span) => {
          const [from, to] = span.split("-").map(Number);
          return Array.from({ length: to - from + 1 }, (_, n) => String(from + n));
        }),
        at: yearsOf.map((span) => place.get(span)),
      },
    },
  };
}

/* Which value each row has: numbers in digits, all of one width. */
function rows({ width, at }, digits) {
  const found = new Uint16Array(at.length / width);
  for (let row = 0; row < found.length; row += 1) {
    let number = 0;
    for (let n = 0; n < width; n += 1) number = number * digits.length + digits.indexOf(at[row * width + n]);
    found[row] = number;
  }
  return found;
}
