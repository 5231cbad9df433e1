// Turns text into canonical tokens just as newsarchive/content/words does, by the same rules.

const first = (token) => token.split("-", 1)[0];

// How a text falls into words, by the rules that Python wrote (`text` in the table).
function splitter(rules) {
  const word = new RegExp(rules.word);
  const notInKey = new RegExp(rules.not_in_key, "g");
  const numberMarks = new RegExp(rules.number_marks, "g");
  const whole = (pattern) => new RegExp(`^(?:${pattern})$`);
  const thousands = whole(rules.thousands);
  const gap = whole(rules.gap);
  const gapAfterShort = whole(rules.gap_after_short);
  const hyphens = new Set(rules.hyphens);
  const hyphen = new RegExp(`[${rules.hyphens}]`);
  const prefixes = new Set(rules.prefixes);
  const clitics = new Set(rules.clitics);
  const isPrefix = (part) => prefixes.has(part.toLowerCase());
  const isClitic = (part) => clitics.has(part.toLowerCase());

  // The words of a text, at odd places, and what stands between them.
  function split(text) {
    const parts = text.normalize("NFC").split(word);
    for (let at = parts.length - 3; at > 0; at -= 2) {
      const [before, between, following] = parts.slice(at - 1, at + 2);
      if (hyphens.has(between) && (isPrefix(before) || isClitic(following))) {
        parts.splice(at - 1, 3, before + between + following);
      }
    }
    return parts;
  }

  // The word without the affixes that a hyphen joins to it.
  function withoutJoined(written) {
    const parts = written.split(hyphen);
    while (parts.length > 1 && isPrefix(parts[0])) parts.shift();
    while (parts.length > 1 && isClitic(parts.at(-1))) parts.pop();
    return parts.join("");
  }

  function key(written) {
    const own = withoutJoined(written);
    if (/^[0-9]/.test(own) && own.search(numberMarks) >= 0) {
      return own.replace(numberMarks, thousands.test(own) ? "" : "d");
    }
    return own.normalize("NFKD").replace(notInKey, "").toLowerCase();
  }

  // Whether the word with this index and the next may belong to one phrase.
  function near(index, parts) {
    const [own, between] = [parts[2 * index + 1], parts[2 * index + 2]];
    return gap.test(between) || (own.length <= rules.short && gapAfterShort.test(between));
  }

  return { split, key, near };
}

// Bases and whole words with their tokens.
function lexicon(table) {
  const bases = new Map(Object.entries(table.bases));
  let before = "";
  for (const [, shared, rest] of table.roots.matchAll(/(\d)([a-z]*)/g)) {
    before = before.slice(0, +shared) + rest;
    bases.set(before, before);
  }
  const whole = new Map(Object.entries(table.whole).map(([word, token]) => [word, token || word]));
  return [bases, whole];
}

// Each word for itself, whatever class of words it is in.
const itself = (map) => new Map([...map.keys()].map((word) => [word, word]));

function stemmer(table, bases, whole) {
  const affixes = table.affixes;
  const suffixes = Object.entries(affixes.suffixes);
  const loanVerb = new RegExp(affixes.loan);
  const vowels = new Set(affixes.vowels);

  const fits = (word, [, text, letters, , test]) => {
    const rest = word.slice(text.length);
    if (!word.startsWith(text) || !rest || !letters.includes(rest[0])) return false;
    if (test === "syllable") return [...rest].filter((letter) => vowels.has(letter)).length === 1;
    return test !== "er" || rest.slice(1, 3) === "er";
  };

  // How many letters of the word its longest known base keeps, and the token of that base.
  const strip = (word, groups, depth) => {
    if (word.length < affixes.shortest) return [0, ""];
    if (bases.has(word)) return [word.length, bases.get(word)];
    let best = [0, ""];
    if (depth === affixes.most_prefixes) return best;
    for (const prefix of affixes.prefixes) {
      const [group, text, , restored] = prefix;
      if (text[0] !== word[0] || !groups.includes(group) || !fits(word, prefix)) continue;
      const [kept, token] = strip(restored + word.slice(text.length), affixes.inner[group], depth + 1);
      if (kept - restored.length > best[0]) best = [kept - restored.length, token];
    }
    return best;
  };

  const read = (word) => {
    if (bases.has(word)) return bases.get(word);
    let best = [0, ""];
    if (word.endsWith("an")) {
      best = strip(word.slice(0, -2), affixes.around_an, 0);
      if (best[0] && !bases.has(word.slice(0, -2))) return best[1];
    }
    for (const [suffix, groups] of suffixes) {
      if (!word.endsWith(suffix)) continue;
      const found = strip(word.slice(0, word.length - suffix.length), groups, 0);
      if (found[0] > best[0]) best = found;
    }
    return best[1];
  };

  const known = (word) => {
    const cores = [word];
    for (const endings of affixes.clitics) {
      for (const core of [...cores]) {
        const end = endings.find((each) => core.endsWith(each));
        if (end && core.length - end.length >= affixes.shortest) cores.push(core.slice(0, -end.length));
      }
    }
    for (const core of cores) {
      const token = whole.get(core) || read(core);
      if (token) return token;
    }
    return "";
  };

  const guess = (word) => {
    const loan = loanVerb.test(word);
    for (const [suffix, groups] of Object.entries(affixes.guessed)) {
      if (!word.endsWith(suffix) || (suffix === "i" && loan)) continue;
      const core = word.slice(0, word.length - suffix.length);
      for (const prefix of affixes.prefixes) {
        const [group, text, , restored, test] = prefix;
        if (test || !groups.includes(group) || !fits(core, prefix)) continue;
        const rest = restored + core.slice(text.length);
        const sure =
          (text !== "me" && text !== "pe") ||
          (text === "me" && !"mn".includes(rest[0]) && (suffix === "kan" || loan));
        if (sure && rest.length >= (suffix ? affixes.shortest_guess : affixes.shortest_unsuffixed_guess))
          return rest;
      }
    }
    return "";
  };

  const tokenOf = (word) => {
    let token = known(word);
    if (token) return token;
    for (const prefix of table.bound) {
      const rest = word.slice(prefix.length);
      if (prefix.length > 1 && word.startsWith(prefix) && rest.length > affixes.shortest) {
        token = known(rest);
        if (token) return `${prefix}${first(token)}-${token}`;
      }
    }
    const core = word.endsWith("nya") && word.length >= affixes.shortest_with_nya ? word.slice(0, -3) : word;
    return guess(core) || core;
  };
  return [tokenOf, (word) => Boolean(known(word))];
}

// A phrase with the tokens in the place of its words, from their short form.
function inPlace(elements, short, continuation) {
  if (short.includes(" ")) return [elements, short.split(" ")];
  const name = first(short);
  const own = short.endsWith("-") ? (element) => `-${element}` : () => "";
  return [elements, elements.map((element, index) => (index ? continuation : name) + own(element))];
}

// The engine for a table made by Python (`Words.table()`).
export function words(table) {
  const [bases, whole] = lexicon(table);
  const [stem, isKnown] = stemmer(table, bases, whole);
  const [baseOf] = stemmer(table, itself(bases), itself(whole));
  const { split, key, near } = splitter(table.text);
  const { continuation } = table.text;
  const stopWords = new Set(table.stop);
  const cache = new Map();
  const tokenOf = (word) => {
    if (!cache.has(word)) {
      const folded = key(word);
      cache.set(word, folded ? stem(folded) : continuation);
    }
    return cache.get(word);
  };
  const heads = new Map();
  const phrases = Object.entries(table.phrases)
    .map(([elements, tokens]) => inPlace(elements.split(" "), tokens, continuation))
    .sort((one, other) => other[0].length - one[0].length);
  for (const phrase of phrases) {
    const [head] = phrase[0];
    const token = head[0] === "=" ? tokenOf(head.slice(1)) : head;
    heads.set(token, [...(heads.get(token) || []), phrase]);
  }

  const same = (element, index, found, parts) =>
    element === found[index] || (element[0] === "=" && element.slice(1) === key(parts[2 * index + 1]));
  const matches = (elements, start, found, parts) =>
    start + elements.length <= found.length &&
    elements.every((element, index) => same(element, start + index, found, parts)) &&
    elements.slice(1).every((_, index) => near(start + index, parts));
  const bound = (start, found, parts) => {
    const prefix = found[start];
    if (!table.bound.includes(prefix) || start + 1 === found.length || !near(start, parts)) return null;
    const next = found[start + 1];
    if (first(next) === continuation || (prefix.length === 1 && parts[2 * start + 2] !== "-")) return null;
    return [`${prefix}${first(next)}-${prefix}`, `${continuation}-${next}`];
  };
  const read = (text) => {
    const parts = split(text);
    return [parts, parts.filter((_, index) => index % 2).map(tokenOf)];
  };

  // `[word, token, start]` for each word: as written, its token (with `-` before further tokens that find it;
  // `continuation` for what belongs to a word before it), and its place in `text.normalize("NFC")`.
  function tokens(text) {
    const [parts, found] = read(text);
    for (let start = 0; start < found.length; start += 1) {
      const phrase = (heads.get(found[start]) || []).find(([elements]) =>
        matches(elements, start, found, parts),
      );
      const put = phrase ? phrase[1] : bound(start, found, parts);
      if (put) {
        found.splice(start, put.length, ...put);
        start += put.length - 1;
      }
    }
    let end = 0;
    return found.map((token, index) => {
      const start = end + parts[2 * index].length;
      const word = parts[2 * index + 1];
      end = start + word.length;
      return [word, token, start];
    });
  }

  // The tokens that a page must have to be found.
  const query = (text) =>
    tokens(text)
      .map(([, token]) => first(token))
      .filter((token) => token !== continuation);

  // The same, in all ways to end a phrase that is still being typed (`warga bin`); empty if it is none.
  function unfinished(text) {
    const [parts, found] = read(text);
    const last = found.length - 1;
    const typed = last < 0 ? "" : key(parts[2 * last + 1]);
    const ways = new Map();
    for (let start = Math.max(0, last - 5); start < last; start += 1) {
      for (const [elements, [token]] of heads.get(found[start]) || []) {
        const end = (elements[last - start] || "").replace("=", "");
        const begun = elements
          .slice(0, last - start)
          .every((each, index) => same(each, start + index, found, parts));
        if (end && begun && (end.startsWith(typed) || typed.startsWith(end))) {
          ways.set(first(token), [...query(parts.slice(0, 2 * start + 1).join("")), first(token)]);
        }
      }
    }
    return [...ways.values()];
  }

  // Whether a word has a known base: any other may be one that is still being typed.
  const known = (word) => isKnown(key(word));

  // What is left of a folded word without its affixes.
  const base = (folded) => first(baseOf(folded));

  // Whether a word is one that counts for nothing beside others: *di*, *yang*, *kapan*.
  const isSmall = (word) => stopWords.has(key(word));

  return { tokens, query, unfinished, known, key, base, isSmall, continuation, digits: table.digits };
}
