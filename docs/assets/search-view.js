/* Draws what a search found, what it did not find, and what has to be said about it. */

import { element, marked } from "./search-draw.js";

/** The results as a list; those that stand there already are left alone, so that focus and scrolling stay. */
export function results(list, found, root, words) {
  const items = found.map((result) => drawn(list, result) ?? item(result, root, words));
  const same =
    items.length >= list.children.length && [...list.children].every((child, i) => child === items[i]);
  if (same) list.append(...items.slice(list.children.length));
  else list.replaceChildren(...items);
}

const sources = new WeakMap();

function drawn(list, result) {
  return [...list.children].find((child) => sources.get(child) === result);
}

function item(result, root, words) {
  const title = result.titleParts?.length ? marked(result.titleParts) : [result.title];
  const text = (result.excerptParts ?? []).map((part) => part.text).join("");
  const made = element("li", {}, element("h3", {}, link(result, root, title)));
  if (text) made.append(element("p", { class: "results__text" }, ...marked(result.excerptParts)));
  made.append(...facts(result));
  if (result.others) made.append(others(result, root, words));
  sources.set(made, result);
  return made;
}

function link({ url }, root, title) {
  const { pathname, hash } = new URL(url, root);
  return element("a", { href: pathname + hash, "data-search-result": "" }, ...title);
}

function facts({ date, where }) {
  const known = [date, where].filter(Boolean).join(" · ");
  return known ? [element("p", { class: "results__facts" }, known)] : [];
}

/** The other articles on the event of a result, fetched when they are asked for. */
function others(result, root, words) {
  const list = element("ul", {});
  const story = element("a", { href: new URL(`cerita/${result.story}/`, root).pathname }, words.story);
  const box = element(
    "details",
    { class: "results__others" },
    element("summary", {}, words.count("others", result.others)),
    list,
    element("p", {}, story),
  );
  box.addEventListener("toggle", async () => {
    if (!box.open || list.children.length) return;
    const found = await result.open().catch(() => null);
    if (list.children.length) return;
    if (!found) list.replaceChildren(element("li", {}, words.error));
    else
      list.replaceChildren(
        ...found.map((each) => element("li", {}, link(each, root, [each.title]), ...facts(each))),
      );
  });
  return box;
}

/** Say what is amiss; each notice has a text and perhaps an action. Read out only when it is new. */
export function notices(box, said) {
  const key = JSON.stringify(said.map(({ text, action }) => [text, action]));
  const runs = said.map(({ run }) => run);
  if (box.dataset.said !== key) {
    box.dataset.said = key;
    box.replaceChildren(
      ...said.map(({ text, action }, i) => {
        const line = element("p", { class: "notice" }, text);
        if (action)
          line.append(" ", element("button", { type: "button", onclick: () => box.runs[i]() }, action));
        return line;
      }),
    );
  }
  box.runs = runs;
}

/** The filters in use (`name`, `facet` and `remove`), each a button that removes it. */
export function activeFilters(box, filters, words) {
  const row = box.querySelector("ul");
  const inside = [...row.querySelectorAll("button")].indexOf(document.activeElement);
  const chips = filters.map(({ name, facet, remove }) => {
    const text = words.fill("remove", { facet, value: name });
    return element(
      "li",
      {},
      element("button", { type: "button", "aria-label": text, onclick: remove }, name),
    );
  });
  box.hidden = !chips.length;
  row.replaceChildren(...chips);
  /* Who removes one filter stays among the others, or goes to the results when it was the last. */
  if (inside >= 0)
    (
      chips[Math.min(inside, chips.length - 1)]?.querySelector("button") ?? document.getElementById("hasil")
    ).focus();
}

/** Pages that the words name, above the results. */
export function pageStrip(box, pages, root) {
  const key = pages.map(({ url }) => url).join(" ");
  if (box.dataset.pages === key) return;
  box.dataset.pages = key;
  box.hidden = !pages.length;
  box.querySelector("ul").replaceChildren(...pages.map((page) => termLink(page, root)));
}

/** Ways on from a search without results; `view` null draws nothing. */
export function emptyAnswer(box, view) {
  box.hidden = !view;
  box.replaceChildren(...(view ? comfort(view) : []));
}

function* comfort({ root, words, unfiltered, terms, clear }) {
  if (unfiltered) {
    yield element(
      "p",
      {},
      words.count("without_filters", unfiltered),
      " ",
      element("button", { type: "button", onclick: clear }, words.clear_all),
    );
  } else yield element("p", {}, words.advice);
  if (terms.length) {
    const unique = [...new Set(terms)];
    yield element("h3", { id: "istilah" }, words.terms);
    yield element(
      "ul",
      { class: "units", "aria-labelledby": "istilah" },
      ...unique.map((term) => termLink(term, root)),
    );
  }
}

function termLink(term, root) {
  const note = [term.kind, term.note].filter(Boolean).join(" · ");
  return element(
    "li",
    {},
    element("a", { href: new URL(term.url, root).href }, term.name),
    element("span", {}, note),
  );
}
