/* One segment of the search index: its files, fetched when first needed, and what they say of a word. */

/* Of a word still being typed, at most so many chunks of words are looked through. */
const WIDEST = 3;

/** A file of the search could not be had; `reason` is "network", "absent" or "stale". */
export class Missing extends Error {
  constructor(url, reason) {
    super(`${reason}: ${url}`);
    this.reason = reason;
  }
}

/** Fetch a file, as `json` or as bytes; throws Missing. */
export async function load(url, json = true, options = {}) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Missing(url, "network");
  }
  if (!response.ok)
    throw new Missing(url, response.status === 404 || response.status === 410 ? "absent" : "network");
  try {
    return json ? await response.json() : new Uint8Array(await response.arrayBuffer());
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

/**
 * The segment `entry` of the start file, under `base`; `layout` is the start file's as well, and `engine` gives
 * Pagefind as search-pagefind.js starts it.
 */
export function openSegment(base, entry, layout, engine) {
  const folder = `${base}cari/indeks/${entry.name}/${entry.key}/`;
  const getTable = once(async () => facts(await load(`${folder}tabel.json`)));
  const getIndex = once(async () => (await engine())((await getTable()).count));
  const getChunk = once(async (number) =>
    (await getIndex()).add(await load(`${folder}kata/${number}.pf`, false)),
  );
  const getTexts = once((path) => load(`${base}cari/indeks/teks/${path}.json`));
  const getReady = once(ready);
  const getPostings = once(postings);
  const getCommon = once(() => load(`${folder}lazim.json`));

  /** A token as the index has it: a word for each shard, or where a `*` stands for any rest its beginning. */
  function wordsOf(token, count) {
    if (token.endsWith("*")) return [token.slice(0, -1)];
    const shards = Math.ceil(count / layout.shard);
    return Array.from({ length: shards }, (_, shard) => token + layout.end + String.fromCharCode(97 + shard));
  }

  /** Load the chunks that a token's words are in. */
  async function ready(token) {
    const { count, from } = await getTable();
    const chunks = new Set();
    for (const word of wordsOf(token, count)) {
      const first = place(from, word);
      const last = token.endsWith("*") ? Math.min(place(from, `${word}\uffff`), first + WIDEST - 1) : first;
      for (let chunk = first; chunk <= last; chunk += 1) chunks.add(chunk);
    }
    await Promise.all([...chunks].map(getChunk));
  }

  /** The records that hold a token, and how much it counts in each. */
  async function postings(token) {
    await getReady(token);
    const { count } = await getTable();
    const found = { records: [], weights: [] };
    const index = await getIndex();
    for (const word of wordsOf(token, count)) {
      const results = index.find(word);
      // What Pagefind takes for rare is so among one shard's records only: its share of the score is taken out.
      const rarity = information(count, results.length);
      for (const [record, score] of results) {
        found.records.push(record);
        found.weights.push(score / rarity);
      }
    }
    return found;
  }

  return {
    name: entry.name,
    key: entry.key,
    /** Whether it holds the pages of terms, which an article never touches. */
    holdsTerms: entry.name === layout.terms,
    naming: layout.naming,
    table: () => getTable(),
    /** Load what `postings` of these tokens needs. */
    ready: (tokens) => Promise.all(tokens.map(getReady)),
    /** The records that hold any of the tokens. */
    async postings(tokens) {
      const lists = await Promise.all(tokens.map(getPostings));
      return lists.length === 1 ? lists[0] : united(lists);
    },
    async text(record) {
      const { count, texts } = await getTable();
      // Texts lie in blocks from the oldest record on, which is the last.
      const place = count - 1 - record;
      const group = await getTexts(
        `${texts[Math.floor(place / layout.block)]}/${Math.floor((place % layout.block) / layout.texts)}`,
      );
      return group[place % layout.texts];
    },
    common: () => getCommon(),
  };
}

/** Several lists of records as one, each record with the most that it counts in any. */
function united(lists) {
  const most = new Map();
  for (const { records, weights } of lists) {
    records.forEach((record, n) => most.set(record, Math.max(weights[n], most.get(record) ?? 0)));
  }
  return { records: [...most.keys()], weights: [...most.values()] };
}

/** How much it says that a word stands in `holding` of `count` records (as BM25 has it). */
export function information(count, holding) {
  return Math.log(1 + (count - holding + 0.5) / (holding + 0.5));
}

/** The number of the chunk that would hold a word: the last that begins with it or before it. */
function place(from, word) {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (from[middle] <= word) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The table of a segment with its dates put together again, and its facets each on its own. */
function facts(table) {
  let last = 0;
  const dates = table.date.map((step) => (last -= step));
  const years = [...new Set(dates.map((date) => Math.floor(date / 10000)))].filter(Boolean);
  const yearAt = new Map(years.map((year, n) => [year, n]));
  const facets = {
    facility: { values: table.place.values.map((pair) => pair[0]), at: table.place.at },
    region: { values: table.place.values.map((pair) => pair[1]), at: table.place.at },
    event_type: { values: table.topic.values.map((pair) => pair[0]), at: table.topic.at },
    theme: { values: table.topic.values.map((pair) => pair[1]), at: table.topic.at },
    source: table.source,
    year: {
      values: [...years.map((year) => [String(year)]), []],
      at: dates.map((date) => yearAt.get(Math.floor(date / 10000)) ?? years.length),
    },
  };
  return {
    count: table.count,
    from: table.from,
    texts: table.texts,
    nameInformation: table.name_information,
    dates,
    facets,
  };
}
