/* Stands in for docs/assets/search-engine.js: the same interface over sixty invented pages, with failures on demand. */

const REGIONS = ["banten", "bali", "jawa-barat", "aceh"];
const FACILITIES = [
  "rutan-serang",
  "lapas-cilegon",
  "lapas-tangerang",
  "rutan-pandeglang",
  "lapas-bandung",
  "lapas-garut",
  "lapas-cirebon",
  "rutan-garut",
];
const EVENTS = ["razia", "kesehatan", "bakti-sosial"];
const SUBJECTS = ["takjil", "razia kamar", "kunjungan keluarga"];
const ALL = Array.from({ length: 60 }, (_, i) => ({
  url: `berita/2025/10/contoh-${i}/`,
  title: `Warga binaan dan ${SUBJECTS[i % 3]} nomor ${i}`,
  text: `Petugas membagikan ${SUBJECTS[i % 3]} pada hari ke-${i} kepada warga binaan yang mengikuti kegiatan di halaman tengah.`,
  date: `${(i % 28) + 1} Okt ${2024 + (i % 2)}`,
  day: (2024 + (i % 2)) * 1000 + i,
  where: "Rutan Kelas IIB Serang",
  region: [REGIONS[i % 4]],
  facility: [FACILITIES[i % 8]],
  event_type: [EVENTS[i % 3]],
  theme: ["keamanan"],
  year: [String(2024 + (i % 2))],
  source: [i % 5 ? "news" : "press-release"],
}));
function marked(text, q) {
  const at = text.toLowerCase().indexOf(q.toLowerCase());
  if (!q || at < 0) return [{ text, mark: false }];
  return [
    { text: text.slice(0, at), mark: false },
    { text: text.slice(at, at + q.length), mark: true },
    { text: text.slice(at + q.length), mark: false },
  ];
}

function fits(page, filters, without) {
  return Object.entries(filters).every(
    ([facet, values]) =>
      facet === without || !values.length || values.some((value) => page[facet].includes(value)),
  );
}

function says(page, q) {
  return `${page.title} ${page.text}`.toLowerCase().includes(q.toLowerCase());
}

function inTime(page, from, to) {
  const year = Number(page.year[0]);
  return (!from || year >= from[0]) && (!to || year <= to[0]);
}

const NOTHING = {
  total: 0,
  events: 0,
  results: [],
  facets: async () => ({}),
  missing: [],
  left: [],
  corrected: [],
  dates: [],
  nothing: false,
};

export async function open() {
  const fake = (globalThis.fake ??= {});
  if (fake.down) throw new TypeError("Failed to fetch");
  return {
    rest: (q) => (q === fake.begun ? 200 : 24),
    async all({ q, filters }) {
      return ALL.filter((page) => says(page, q) && fits(page, filters));
    },
    async search({ q, filters, from, to, sort, offset, limit }, _stale, report) {
      await new Promise((resolve) => setTimeout(resolve, fake.delay ?? 5));
      if (fake.broken) throw new Error("broken");
      if (/^\p{P}+$/u.test(q)) return { ...NOTHING, nothing: true };
      const found = ALL.filter((page) => says(page, q) && inTime(page, from, to));
      const kept = found.filter((page) => fits(page, filters));
      if (sort === "newest" || !q) kept.sort((a, b) => b.day - a.day);
      const facets = {};
      for (const facet of ["region", "facility", "event_type", "theme", "year", "source"]) {
        facets[facet] = {};
        for (const page of found) {
          if (fits(page, filters, facet))
            for (const value of page[facet]) facets[facet][value] = (facets[facet][value] ?? 0) + 1;
        }
      }
      const results = kept.slice(offset, offset + limit).map((page) => ({
        ...page,
        titleParts: marked(page.title, q),
        excerptParts: marked(page.text, q),
      }));
      if (fake.early && report) {
        report({ total: kept.length, events: kept.length, results: results.slice(0, 1) });
        await new Promise((resolve) => setTimeout(resolve, fake.early));
      }
      return {
        ...NOTHING,
        total: kept.length,
        events: kept.length,
        results,
        facets: async () => facets,
        ...fake.answer,
      };
    },
  };
}
