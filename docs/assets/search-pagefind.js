/* Pagefind's WebAssembly, called directly: its own script would fetch a start file, fragments and filters for each
   segment, and swallow what fails. Knows as much of Pagefind 1.5 as newsarchive/search/pagefind_index.py does. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const MARK = "pagefind_dcd".length;

/** Pagefind, started once for all segments. `packed` is its WebAssembly as Pagefind ships it. */
export async function start(packed) {
  let wasm;
  const table = () => {
    const references = wasm.__wbindgen_externrefs;
    const free = references.grow(4);
    [undefined, null, true, false].forEach((value, n) => references.set(free + n, value));
    references.set(0, undefined);
  };
  const imports = { "./pagefind_web_bg.js": { __wbindgen_init_externref_table: table } };
  wasm = (await WebAssembly.instantiate(await unpack(packed), imports)).instance.exports;
  wasm.__wbindgen_start();
  return (count) => index(wasm, count);
}

/** One segment's index of `count` records, empty at first. */
function index(wasm, count) {
  let pointer = wasm.init_pagefind(...passed(startData(count)));
  if (!pointer) throw new Error("Pagefind refuses its start data");

  function passed(bytes) {
    const at = wasm.__wbindgen_malloc(bytes.length, 1);
    new Uint8Array(wasm.memory.buffer).set(bytes, at);
    return [at, bytes.length];
  }

  return {
    /** Add a chunk of words, as Pagefind packed it. */
    async add(packed) {
      const bytes = await unpack(packed);
      pointer = wasm.load_index_chunk(pointer, ...passed(bytes));
      if (!pointer) throw new Error("Pagefind refuses an index chunk");
    },
    /** The records that hold a word beginning so: their number in the segment, and Pagefind's score. */
    find(word) {
      const text = (string) => passed(encoder.encode(string));
      const [at, length] = wasm.search(
        pointer,
        ...text(word),
        ...text(word),
        ...text("{}"),
        ...text(""),
        0,
        0,
      );
      const answer = decoder.decode(new Uint8Array(wasm.memory.buffer, at >>> 0, length));
      wasm.__wbindgen_free(at, length, 1);
      return JSON.parse(answer).results.map(({ p, s }) => [Number(p), s]);
    },
  };
}

/** Pagefind's start data (CBOR): its version and, for each page, a name and how long it is; the rest is left out. */
function startData(count) {
  const bytes = [0x86, ...text("1"), 0x99, count >> 8, count & 255];
  for (let page = 0; page < count; page += 1) bytes.push(0x82, ...text(String(page)), 1);
  return Uint8Array.from([...bytes, 0x80, 0x80, 0x80, 0x80]);

  function text(string) {
    return [0x60 + string.length, ...encoder.encode(string)];
  }
}

/** What is inside a file of Pagefind's, which some servers have unzipped already. */
async function unpack(packed) {
  const zipped = packed[0] === 0x1f && packed[1] === 0x8b;
  if (!zipped) return packed.subarray(MARK);
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  // Both fail where the file is broken; that the reading fails is enough.
  writer.write(packed).catch(() => {});
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer()).subarray(MARK);
}
