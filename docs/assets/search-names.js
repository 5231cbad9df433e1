/* Reads names as the archive does, by the rules that newsarchive/content/vocabulary wrote into cari/istilah.json. */

/**
 * read(text) gives {words, class}: its words in canonical form without the class, and the class (`iib`).
 * plain(words) leaves out what may stand before a unit, and puts the unit in the place of its head.
 * linking holds the words that say how a name belongs together; longForms(word) what it stands for.
 */
export function reading(rules) {
  const phrases = Object.keys(rules.same).sort((a, b) => b.length - a.length);
  const phrase = new RegExp(`\\b(?:${phrases.join("|")})\\b`, "g");
  const twice = new RegExp(rules.twice, "g");
  const classes = [new RegExp(rules.class), new RegExp(rules.bare_class)];
  const linking = new Set(rules.linking);
  const leading = new Set(rules.leading);
  const long = new Map();
  for (const [from, to] of Object.entries(rules.same))
    long.set(to, [...(long.get(to) ?? []), ...from.split(" ")]);

  const once = (words) => words.replace(/ +/g, " ").trim().replace(twice, "$1");
  const list = (words) => words.split(" ").filter(Boolean);

  function read(text) {
    let words = text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
    for (const [spelling, usual] of Object.entries(rules.spellings))
      words = words.replaceAll(spelling, usual);
    words = once(words.replace(phrase, (found) => rules.same[found]));
    const at = classes.findIndex((each) => each.test(words));
    if (at < 0) return { words: list(words), class: "" };
    const found = words.match(classes[at]);
    const [number, letter = ""] = found.slice(1);
    /* Without its word, a class stands behind the type, which stays. */
    const start = at ? found.index + found[0].indexOf(` ${number}`) : found.index;
    const rest = words.slice(0, start) + words.slice(found.index + found[0].length);
    return { words: list(once(rest)), class: (rules.roman[number] ?? number) + letter };
  }

  function plain(words) {
    const start = words.findIndex((word) => !leading.has(word));
    const rest = start < 0 ? words : words.slice(start);
    return list(once(rest.map((word) => rules.heads[word] ?? word).join(" ")));
  }

  return { read, plain, linking, longForms: (word) => long.get(word) ?? [] };
}
