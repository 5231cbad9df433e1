/* Taking results along: the link to them, and all of them as a table for a spreadsheet. */

import { element } from "./search-draw.js";

/* What a spreadsheet would take for a formula (OWASP: CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const BOM = "\ufeff";

/** Put the two buttons into `box`; `view` gives words, address(), filters() in words, and fetchAll(progress). */
export function take(box, { words, filters, address, query, fetchAll }) {
  const said = element("span", { role: "status" });
  const copy = element("button", { type: "button", onclick: copyLink }, words.copy_link);
  const save = element("button", { type: "button", onclick: saveTable }, words.save_csv);
  box.append(copy, save, said);

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(address());
      said.textContent = words.copied;
    } catch {
      said.textContent = words.not_copied;
    }
  }

  async function saveTable() {
    save.disabled = true;
    try {
      const results = await fetchAll((n, total) => {
        said.textContent = words.fill("fetching", { n: words.number(n), total: words.number(total) });
      });
      const file = new Blob([BOM, table(results, { words, filters, address, query })], {
        type: "text/csv;charset=utf-8",
      });
      const link = element("a", { href: URL.createObjectURL(file), download: words.file_name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      said.textContent = "";
    } catch (error) {
      console.error(error);
      said.textContent = words.failed;
    } finally {
      save.disabled = false;
    }
  }
}

/** The results as CSV: first what was asked, then a line of names, then a line for each. */
export function table(results, { words, filters, address, query }) {
  const root = new URL("../", import.meta.url);
  const head = [[words.csv.query, query()], ...filters(), [words.csv.address, address()], []];
  const names = [words.csv.date, words.csv.title, words.csv.where, words.csv.address];
  const rows = results.map(({ date, title, where, url }) => [date, title, where, new URL(url, root).href]);
  return [...head, names, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A value as a cell that no spreadsheet runs. */
function cell(value) {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
