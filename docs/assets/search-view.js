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
  const { pathname, hash } = new URL(result.url, root);
  const title = result.titleParts?.length ? marked(result.titleParts) : [result.title];
  const link = element("a", { href: pathname + hash, "data-search-result": "" }, ...title);
  const kind = words.kinds[result.kind];
  const text = (result.excerptParts ?? []).map((part) => part.text).join("");
  /* Of a place without a description the excerpt says where it is; once is enough. */
  const facts = [result.date, result.where === text ? "" : result.where].filter(Boolean).join(" · ");
  const made = element("li", {}, element("h3", {}, link));
  if (kind) made.classList.add("results__page");
  if (text) made.append(element("p", { class: "results__text" }, ...marked(result.excerptParts)));
  if (kind || facts) {
    made.append(
      element("p", { class: "results__facts" }, ...(kind ? [element("b", {}, kind), " "] : []), facts),
    );
  }
  sources.set(made, result);
  return made;
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

/** The filters in use, each a button that removes it. */
export function activeFilters(box, filters, { words, label, remove }) {
  const row = box.querySelector("ul");
  const inside = [...row.querySelectorAll("button")].indexOf(document.activeElement);
  const chips = [];
  for (const [facet, values] of Object.entries(filters)) {
    for (const value of values) {
      const name = label(facet, value);
      const text = words.fill("remove", { facet: words.facets[facet], value: name });
      const button = element(
        "button",
        { type: "button", "aria-label": text, onclick: () => remove(facet, value) },
        name,
      );
      chips.push(element("li", {}, button));
    }
  }
  box.hidden = !chips.length;
  row.replaceChildren(...chips);
  /* Who removes one filter stays among the others, or goes to the results when it was the last. */
  if (inside >= 0)
    (
      chips[Math.min(inside, chips.length - 1)]?.querySelector("button") ?? document.getElementById("hasil")
    ).focus();
}

/** Ways on from a search without results; `view` null draws nothing. */
export function emptyAnswer(box, view) {
  box.hidden = !view;
  box.replaceChildren(...(view ? comfort(view) : []));
}

function* comfort({ root, words, unknown, address, q, unfiltered, terms, ask, clear }) {
  if (unfiltered) {
    yield element(
      "p",
      {},
      words.count("without_filters", unfiltered),
      " ",
      element("button", { type: "button", onclick: clear }, words.clear_all),
    );
  }
  for (const { word } of unknown) yield element("p", {}, words.fill("unknown_word", { word }));
  const queries = rewritten(q, unknown);
  if (queries.length) {
    const links = queries.map((text) => {
      const follow = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        ask(text);
      };
      return element("li", {}, element("a", { href: address(text), onclick: follow }, text));
    });
    yield element("p", { id: "maksud" }, words.did_you_mean);
    yield element("ul", { class: "chips", "aria-labelledby": "maksud" }, ...links);
  }
  if (!unfiltered) yield element("p", {}, words.advice);
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

/** The query with each unknown word replaced by a known one: first by the nearest, then by the others in turn. */
function rewritten(q, unknown) {
  const replaceable = unknown.filter(({ near }) => near?.length);
  const most = Math.max(0, ...replaceable.map(({ near }) => near.length));
  const made = Array.from({ length: most }, (_, i) =>
    replaceable.reduce(
      (text, { word, near }) => text.replace(word, () => near[Math.min(i, near.length - 1)]),
      q,
    ),
  );
  return [...new Set(made)].filter((text) => text !== q);
}
