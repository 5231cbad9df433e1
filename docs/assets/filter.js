/* Narrows the entries of a long list to those that hold all words typed. Loaded where there is such a list. */

/* Lower case, accents and punctuation folded, so that "Lhok-Seumawe" finds "lhok seumawe". */
function folded(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’.]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

export function filter(box) {
  const field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const groups = Array.from(document.querySelectorAll(".filterable"), (group) => {
    const items = Array.from(group.querySelectorAll("[data-search]"), (item) => ({
      element: item,
      text: folded(`${item.textContent} ${item.dataset.search}`),
    }));
    return { element: group, items };
  });
  const total = groups.reduce((sum, group) => sum + group.items.length, 0);
  function apply() {
    const wanted = folded(field.value).split(" ").filter(Boolean);
    let shown = 0;
    groups.forEach((group) => {
      let here = 0;
      group.items.forEach((item) => {
        const fits = wanted.every((word) => item.text.includes(word));
        item.element.hidden = !fits;
        if (fits) here += 1;
      });
      group.element.hidden = !here;
      shown += here;
    });
    document.body.classList.toggle("filtered", wanted.length > 0);
    if (!wanted.length) status.textContent = "";
    else if (!shown) status.textContent = box.dataset.none;
    else status.textContent = box.dataset.shown.replace("{n}", shown).replace("{total}", total);
  }
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  /* A browser that comes back fills in what was typed, before this is loaded or after. */
  addEventListener("pageshow", apply);
  apply();
  /* A link to an entry must find it, whatever was typed before. */
  addEventListener("hashchange", () => {
    field.value = "";
    apply();
  });
  box.hidden = false;
}
