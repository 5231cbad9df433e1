/* The quick search that opens over any page: terms by any of their names at once, then articles. */

import { element, marked, wording } from "./search-draw.js";
import { loadTerms } from "./search-terms.js";

const ROOT = new URL("../", import.meta.url).href;
const TERMS = 6;
const ARTICLES = 5;
const REST = 120;

let dialog = null;
let opening = null;

/** Open the dialog; `link` is the page's link to the search page. */
export async function open(link) {
  dialog ??= build(link.textContent);
  dialog.show();
  try {
    dialog.use(await loadTerms(ROOT));
  } catch (error) {
    console.error(error);
    dialog.lack(link.dataset.failed);
  }
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

/** The dialog as a combobox: a field, and a list of links of which the arrow keys choose one. */
function build(title) {
  const field = element("input", {
    type: "search",
    name: "q",
    role: "combobox",
    "aria-label": title,
    "aria-expanded": "false",
    "aria-controls": "quick-list",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
    enterkeyhint: "search",
    maxLength: 200,
  });
  const close = element("button", { type: "button", class: "quick__close", "aria-label": "Esc" }, "×");
  const form = element(
    "form",
    { class: "quick__form", role: "search", action: `${ROOT}cari/` },
    field,
    close,
  );
  const list = element("div", { id: "quick-list", role: "listbox", "aria-label": title });
  const note = element("p", { class: "quick__note" });
  const status = element("p", { class: "away", role: "status" });
  const box = element("dialog", { class: "quick", "aria-label": title }, form, list, note, status);
  const style = element("link", { rel: "stylesheet", href: new URL("./search.css", import.meta.url).href });
  /* Not shown before it has its look. */
  const styled = new Promise((resolve) => (style.onload = style.onerror = resolve));
  document.head.append(style);
  document.body.append(box);

  let terms = null;
  let lacking = "";
  let words = wording(
    {
      terms: "",
      articles: "",
      all: `${title} “{q}”`,
      empty: "",
      keys: "",
      no_articles: "",
      count: { one: "{n}", other: "{n}" },
    },
    "",
  );
  let chosen = -1;
  let turn = 0;
  let timer = 0;
  let articles = { q: "", found: [], failed: false };

  const options = () => [...list.querySelectorAll("[role=option]")];

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

  function option(url, title, ...rest) {
    return element("a", { role: "option", tabIndex: -1, href: url }, element("span", {}, ...title), ...rest);
  }

  function group(name, items) {
    if (!items.length || !name) return items;
    return [
      element(
        "div",
        { role: "group", "aria-label": name },
        element("p", { "aria-hidden": "true" }, name),
        ...items,
      ),
    ];
  }

  function draw() {
    const q = field.value.trim();
    const kept = options()[chosen]?.href;
    const sought = q && articles.q === q;
    let near = q && terms ? terms.find(q, TERMS) : [];
    if (terms && sought && !near.length && !articles.found.length) near = terms.nearest(q, 3);
    const places = near.map((term) => {
      const about = [term.kind, term.note].filter(Boolean).join(" · ");
      return option(new URL(term.url, ROOT).href, [term.name], element("small", {}, about));
    });
    const found = (q ? articles.found : []).map(({ url, title, titleParts, date, where }) =>
      option(
        new URL(url, ROOT).href,
        titleParts?.length ? marked(titleParts) : [title],
        element("small", {}, [date, where].filter(Boolean).join(" · ")),
      ),
    );
    const everything = q
      ? [option(`${ROOT}cari/?q=${encodeURIComponent(q)}`, [words.fill("all", { q })])]
      : [];
    everything[0]?.classList.add("quick__all");
    list.replaceChildren(...group(words.terms, places), ...group(words.articles, found), ...everything);
    options().forEach((node, i) => (node.id = `quick-${i}`));
    list.hidden = !everything.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(kept ? options().findIndex((node) => node.href === kept) : -1);
    const amiss = [lacking, q && articles.failed ? words.no_articles : ""].filter(Boolean).join(" ");
    const count = places.length + found.length;
    note.textContent = amiss || (sought && !count ? words.empty : words.keys);
    status.textContent = amiss || (sought ? words.count("count", count) : "");
  }

  async function seek() {
    const q = field.value.trim();
    const mine = ++turn;
    if (q.length < 2) return;
    try {
      const request = { q, filters: {}, sort: "relevance", offset: 0, limit: ARTICLES };
      const answer = await (await engine()).search(request, () => mine !== turn);
      if (mine !== turn) return;
      articles = { q, failed: false, found: answer.results };
    } catch (error) {
      if (mine !== turn) return;
      console.error(error);
      articles = { q, failed: true, found: [] };
    }
    draw();
  }

  field.addEventListener("input", () => {
    chosen = -1;
    turn += 1;
    clearTimeout(timer);
    timer = setTimeout(seek, REST);
    if (field.value.trim().length < 2) articles = { q: "", found: [], failed: false };
    draw();
  });
  field.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") choose(chosen >= last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const q = field.value.trim();
    location.href = `${ROOT}cari/${q ? `?q=${encodeURIComponent(q).replace(/%20/g, "+")}` : ""}`;
  });
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => event.target === box && box.close());
  /* A link within this page would leave the dialog open over its target; so would the way back to this page. */
  list.addEventListener(
    "click",
    (event) => event.target.closest("a") && !event.ctrlKey && !event.metaKey && box.close(),
  );
  /* In a search field the first Escape would only empty it. */
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      box.close();
    }
  });

  return {
    async show() {
      await styled;
      if (!box.open) box.showModal();
      field.select();
      engine().catch(() => {});
    },
    use(loaded) {
      lacking = "";
      if (terms === loaded) return;
      terms = loaded;
      words = wording(loaded.words, "");
      box.setAttribute("aria-label", words.title);
      field.setAttribute("aria-label", words.label);
      field.placeholder = words.hint;
      close.setAttribute("aria-label", words.close);
      draw();
    },
    /** Go on without the terms and the words that come with them. */
    lack(text) {
      lacking = text;
      draw();
    },
  };
}
