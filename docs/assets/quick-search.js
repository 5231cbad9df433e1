/* Suggestions below the search field of the masthead: pages by any of their names at once, then articles. */

import { element, marked, wording } from "./search-draw.js";
import { calendarPages, namedPages } from "./search-pages.js";
import { readings } from "./search-readings.js";
import { loadTerms } from "./search-terms.js";

const ROOT = new URL("../", import.meta.url).href;
const PAGES = 6;
const ARTICLES = 5;
/* Milliseconds without a key after which articles are asked for. */
const REST = 120;
const SHORTEST = 2;
const NO_ANSWER = { q: "", results: [], corrected: [], left: [], dates: [], failed: false };

let opening = null;

/** Make the field of `form` a combobox with suggestions; rejects where what they need can't be had. */
export async function suggest(form) {
  engine().catch(() => {});
  const [terms] = await Promise.all([loadTerms(ROOT), styled()]);
  combobox(form, terms);
}

function engine() {
  opening ??= import("./search-engine.js")
    .then((module) => module.open(ROOT))
    .catch((error) => {
      opening = null;
      throw error;
    });
  return opening;
}

/** Nothing is shown before it has its look. */
function styled() {
  const href = new URL("./quick-search.css", import.meta.url).href;
  const sheet = element("link", { rel: "stylesheet", href });
  document.head.append(sheet);
  return new Promise((resolve) => (sheet.onload = sheet.onerror = resolve));
}

/** A field, and a list of links of which the arrow keys choose one. */
function combobox(form, terms) {
  const field = form.elements.q;
  const words = wording(terms.words);
  const hasKeys = matchMedia("(hover: hover) and (pointer: fine)").matches;
  const list = element("div", { id: "quick-list", role: "listbox", "aria-label": words.label });
  const note = element("p", { class: "quick__note" });
  const status = element("p", { class: "away", role: "status" });
  const box = element("div", { class: "quick", hidden: true }, list, note, status);
  form.append(box);
  const roles = { role: "combobox", controls: list.id, expanded: "false", autocomplete: "list" };
  for (const [name, value] of Object.entries(roles))
    field.setAttribute(name === "role" ? name : `aria-${name}`, value);

  let chosen = -1;
  let turn = 0;
  let timer = 0;
  let answer = NO_ANSWER;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const typed = () => field.value.trim();

  function choose(index) {
    const all = options();
    all[chosen]?.removeAttribute("aria-selected");
    chosen = index;
    const option = all[chosen];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    } else field.removeAttribute("aria-activedescendant");
  }

  function option(url, title, about = "") {
    const name = element("span", {}, ...title);
    const rest = about ? [element("small", {}, about)] : [];
    return element("a", { role: "option", tabIndex: -1, href: new URL(url, ROOT).href }, name, ...rest);
  }

  function group(name, items) {
    if (!items.length) return [];
    const title = element("p", { "aria-hidden": "true" }, name);
    return [element("div", { role: "group", "aria-label": name }, title, ...items)];
  }

  function pages(q, answered) {
    let found = terms.find(q, PAGES);
    if (!found.length) found = namedPages(q, answer, terms, PAGES);
    if (answered) found = [...found, ...calendarPages(answer, terms, words)];
    if (answered && !found.length && !answer.results.length) found = terms.nearest(q, 3);
    return found.map(({ url, name, kind, note }) =>
      option(url, [name], [kind, note].filter(Boolean).join(" · ")),
    );
  }

  function articles() {
    return answer.results.map(({ url, title, titleParts, date, where }) =>
      option(
        url,
        titleParts?.length ? marked(titleParts) : [title],
        [date, where].filter(Boolean).join(" · "),
      ),
    );
  }

  function draw() {
    const q = typed();
    if (!q) {
      hide();
      return;
    }
    const kept = options()[chosen]?.href;
    const answered = answer.q === q;
    const [places, found] = [pages(q, answered), articles()];
    const all = option(`cari/?q=${encodeURIComponent(q)}`, [words.fill("all", { q })]);
    all.classList.add("quick__all");
    list.replaceChildren(...group(words.terms, places), ...group(words.articles, found), all);
    options().forEach((node, i) => (node.id = `quick-${i}`));
    box.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(kept ? options().findIndex((node) => node.href === kept) : -1);
    const count = places.length + found.length;
    const said = remark(answered, count);
    note.textContent = said || (hasKeys ? words.keys : "");
    note.hidden = !note.textContent;
    status.textContent = said || (answered ? words.count("count", count) : "");
  }

  /** What has to be said about the suggestions, if anything. */
  function remark(answered, count) {
    if (!answered) return "";
    if (answer.failed) return words.no_articles;
    if (!count) return words.empty;
    const said = answer.results.length ? readings(answer, words) : [];
    return said.map(({ text }) => text).join(" ");
  }

  function hide() {
    turn += 1;
    clearTimeout(timer);
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  async function seek() {
    const q = typed();
    const mine = ++turn;
    try {
      const request = { q, filters: {}, sort: "relevance", offset: 0, limit: ARTICLES };
      const found = await (await engine()).search(request, () => mine !== turn);
      if (mine === turn) answer = { ...NO_ANSWER, ...found, q };
    } catch (error) {
      console.error(error);
      if (mine === turn) answer = { ...NO_ANSWER, q, failed: true };
    }
    if (mine === turn) draw();
  }

  function type() {
    chosen = -1;
    turn += 1;
    clearTimeout(timer);
    if (typed().length < SHORTEST) answer = NO_ANSWER;
    else timer = setTimeout(seek, REST);
    draw();
  }

  field.addEventListener("input", type);
  field.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (box.hidden || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") choose(chosen >= last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("close", hide);
  field.addEventListener("focus", type);
  if (document.activeElement === field) type();
}
