/* The filters: beside the results where there is room, in a sheet of their own on a phone. */

import { element } from "./search-draw.js";
import { PARAMETERS } from "./search-state.js";

/* Values of a facet that show at first, and the number from which a list of all of them gets a field. */
const FEW = 5;
const MANY = 12;
const byName = new Intl.Collator("id").compare;

export function facetPanel(
  panel,
  { words, label, years, sheet, slot, side, opener, closer, toggle, range, seen },
) {
  const groups = Object.keys(PARAMETERS).map((facet) =>
    facet === "year" ? yearRange(words, years, range) : facetGroup(facet, words, label, toggle),
  );
  panel.append(...groups.map(({ box }) => box));

  const wide = matchMedia("(min-width: 60em)");
  opener.addEventListener("click", () => {
    slot.append(panel);
    sheet.showModal();
    seen();
  });
  closer.addEventListener("click", () => sheet.close());
  /* A tap beside the sheet closes it. */
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  sheet.addEventListener("close", () => side.append(panel));
  sheet.addEventListener("keydown", (event) => keepInside(event, sheet));
  wide.addEventListener("change", () => {
    if (sheet.open) sheet.close();
    seen();
  });

  return {
    /** Whether the filters stand in sight, beside the results or in their sheet. */
    isSeen: () => wide.matches || sheet.open,

    /** `counts` null where nothing was searched: then only the filters in use can be seen. */
    draw(counts, state, shown) {
      let any = 0;
      let used = 0;
      for (const group of groups) {
        any += group.draw(offered(group.facet, counts, state), state.filters[group.facet], state);
        used += state.filters[group.facet].length;
      }
      used += state.from || state.to ? 1 : 0;
      /* On a phone nothing is counted before the filters are opened. */
      side.hidden = !any;
      opener.hidden = counts ? !any : !shown && !used;
      if (counts && !any && sheet.open) sheet.close();
      opener.textContent = used
        ? words.fill("opened", { n: used })
        : (opener.dataset.text ?? (opener.dataset.text = opener.textContent));
      closer.textContent = words.count("see", shown);
    },
  };
}

/** The counts of a facet. A second event type is offered beside one, not beside none or a choice of them. */
function offered(facet, counts, { filters }) {
  const own = { ...counts?.[facet] };
  if (facet !== "also") return own;
  if (filters.event_type.length !== 1) return {};
  delete own[filters.event_type[0]];
  return own;
}

/** Tab goes round within the sheet. */
function keepInside(event, sheet) {
  if (event.key !== "Tab") return;
  const stops = [...sheet.querySelectorAll("a, button, input, select")].filter(
    (stop) => !stop.closest("[hidden]") && !stop.disabled,
  );
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement === from || document.activeElement === sheet) {
    event.preventDefault();
    to.focus();
  }
}

function facetGroup(facet, words, label, toggle) {
  const items = new Map();
  const list = element("ul", { class: "facet__values" });
  const narrow = element("input", {
    type: "search",
    class: "facet__narrow",
    "aria-label": words.fill("narrow", { facet: words.facets[facet] }),
    placeholder: words.fill("narrow", { facet: words.facets[facet] }),
    autocomplete: "off",
    spellcheck: false,
    hidden: true,
  });
  const all = element("button", {
    type: "button",
    class: "facet__all",
    "aria-expanded": "false",
    hidden: true,
  });
  const box = element(
    "fieldset",
    { class: "facet", hidden: true },
    element("legend", {}, words.facets[facet]),
    narrow,
    list,
    all,
  );
  let open = false;
  let rows = [];

  all.addEventListener("click", () => {
    open = !open;
    narrow.value = "";
    show();
    (open && !narrow.hidden ? narrow : all).focus();
  });
  narrow.addEventListener("input", show);

  function item(value) {
    if (!items.has(value)) {
      const input = element("input", {
        type: "checkbox",
        onchange: () => toggle(facet, value, input.checked),
      });
      const name = element("span");
      const count = element("b");
      items.set(value, {
        input,
        name,
        count,
        row: element("li", {}, element("label", {}, input, name, " ", count)),
      });
    }
    return items.get(value);
  }

  function drawn({ value, name, n, chosen }) {
    const row = item(value);
    row.input.checked = chosen;
    row.name.textContent = name;
    row.count.textContent = words.number(n);
    return row.row;
  }

  /** Lay out the rows that are to be seen; what has the focus keeps it. */
  function show() {
    const wanted = narrow.value.trim().toLowerCase();
    let seen = open ? rows : rows.filter(({ chosen }, i) => i < FEW || chosen);
    if (open && wanted) seen = seen.filter(({ name }) => name.toLowerCase().includes(wanted));
    narrow.hidden = !open || rows.length <= MANY;
    all.hidden = !open && seen.length === rows.length;
    all.textContent = open ? words.fewer_values : words.fill("all_values", { n: words.number(rows.length) });
    all.setAttribute("aria-expanded", open);
    const nodes = seen.map(drawn);
    if (nodes.length !== list.children.length || nodes.some((node, i) => node !== list.children[i])) {
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...nodes);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    }
  }

  return {
    box,
    facet,
    /** Show values with their counts; returns how many there are. */
    draw(counts, chosen) {
      const values = [...new Set([...Object.keys(counts).filter((value) => counts[value]), ...chosen])];
      rows = values.map((value) => ({
        value,
        name: label(facet, value),
        n: counts[value] ?? 0,
        chosen: chosen.includes(value),
      }));
      rows.sort(
        facet === "year" ? (a, b) => b.value - a.value : (a, b) => b.n - a.n || byName(a.name, b.name),
      );
      box.hidden = !rows.length;
      show();
      return rows.length;
    },
  };
}

/* The years as a row of bars, and a first and a last one to choose. */
function yearRange(words, years, range) {
  const bars = element("div", { class: "years" });
  const ends = years.length > 1 ? [years[0], years.at(-1)] : years;
  const choice = (name) => {
    const options = years.map((year) => element("option", { value: year }, year));
    const box = element("select", { onchange: chosen }, element("option", { value: "" }, "–"), ...options);
    return [box, element("label", {}, element("span", {}, name), box)];
  };
  const [from, fromLabel] = choice(words.from);
  const [to, toLabel] = choice(words.to);
  const box = element(
    "fieldset",
    { class: "facet", hidden: true },
    element("legend", {}, words.facets.year),
    bars,
    element(
      "p",
      { class: "years__ends", ariaHidden: "true" },
      ...ends.map((year) => element("span", {}, year)),
    ),
    element("div", { class: "years__range" }, fromLabel, toLabel),
  );
  const buttons = years.map((year) => {
    const button = element("button", { type: "button", onclick: () => pick(year) });
    button.append(element("i"), element("span", { class: "away" }));
    bars.append(button);
    return button;
  });

  function pick(year) {
    const only = from.value === year && to.value === year;
    range(only ? null : [Number(year), 0, 0], only ? null : [Number(year), 12, 31]);
  }

  function chosen() {
    let [first, last] = [Number(from.value), Number(to.value)];
    if (first && last && first > last) [first, last] = [last, first];
    range(first ? [first, 0, 0] : null, last ? [last, 12, 31] : null);
  }

  return {
    box,
    facet: "year",
    draw(counts, _, state) {
      const most = Math.max(1, ...years.map((year) => counts[year] ?? 0));
      const [first, last] = [state.from?.[0] ?? 0, state.to?.[0] ?? 9999];
      years.forEach((year, n) => {
        const count = counts[year] ?? 0;
        const [bar, text] = buttons[n].children;
        bar.style.height = `${Math.round((100 * count) / most)}%`;
        text.textContent = `${year}: ${words.number(count)}`;
        buttons[n].title = text.textContent;
        buttons[n].setAttribute(
          "aria-pressed",
          String(Boolean(state.from || state.to) && year >= first && year <= last),
        );
      });
      from.value = state.from ? String(state.from[0]) : "";
      to.value = state.to ? String(state.to[0]) : "";
      const any = years.some((year) => counts[year]);
      box.hidden = !any && !state.from && !state.to;
      return any ? years.length : 0;
    },
  };
}
