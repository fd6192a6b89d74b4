// Takes out of a module the data that only last words read.
//
// Once the functions that would say why a program ends only stop (lean.mjs), nothing reads what they
// would have said: places, messages, and the tables of Unicode that say how a letter is shown. That is
// a quarter of the data and packs badly. Linker and optimiser keep data as it is; but the linker
// writes each constant as a piece of its own (crates/worker/build.rs), so it is known where each ends.

import { numbers } from "./places.mjs";

/** How far before a table a number may lie that reads it by an index above 0. */
const before = 16;

/** The pieces of data of a module, and all addresses that its code and its data name; `text` is the same module as text. */
export function data_of(bytes, text) {
  const { pieces, first, memory } = data(bytes);
  return { pieces, named: new Set([...numbers(text), ...words(memory, first, first, first + memory.length)]) };
}

/**
 * The module without pieces that `data_of` found named once, and that nothing names any more: no number
 * of the code, which may lie within a piece or a little before, and no other piece that is left. What
 * is left is one piece. And how many were left out.
 */
export function without_unread(bytes, text, { pieces, named }) {
  const { first, memory, begin, end, count } = data(bytes);
  const sorted = pieces.toSorted((a, b) => a.address - b.address);
  const starts = new Set(sorted.map(({ address }) => address));
  const read = new Set();
  const name = (address) => {
    const behind = sorted.findIndex((piece) => piece.address > address);
    const next = behind < 0 ? sorted.length : behind;
    const own = sorted[next - 1];
    if (own && address <= own.address + own.length) read.add(own);
    if (starts.has(address)) return;
    for (let at = next; at < sorted.length && sorted[at].address <= address + before; at += 1) read.add(sorted[at]);
  };
  numbers(text).forEach(name);
  for (const { address } of sorted) if (!named.has(address)) name(address);
  // A set is gone through with what is added meanwhile.
  for (const { address, length } of read) words(memory, first, address, address + length).forEach(name);
  const unread = sorted.filter((piece) => !read.has(piece));
  for (const { address, length } of unread) memory.fill(0, Math.max(address - first, 0), Math.max(address - first + length, 0));
  const content = [1, 0, 0x41, ...leb(first, true), 0x0b, ...leb(memory.length), ...memory];
  const section = Uint8Array.from([11, ...leb(content.length), ...content]);
  const ahead = count
    ? [bytes.subarray(0, count.begin), Uint8Array.of(12, 1, 1), bytes.subarray(count.end, begin)]
    : [bytes.subarray(0, begin)];
  return { bytes: Buffer.concat([...ahead, section, bytes.subarray(end)]), unread: unread.length };
}

/** The words of memory, which begins at `first`, from one address to another. */
function words(memory, first, from, to) {
  const view = new DataView(memory.buffer);
  const all = [];
  for (let at = Math.max((from + 3) & ~3, first); at + 4 <= Math.min(to, first + memory.length); at += 4) {
    all.push(view.getUint32(at - first, true));
  }
  return all;
}

/** A number as modules have it, seven bits a byte. */
function leb(number, is_signed = false) {
  const bytes = [];
  for (;;) {
    const byte = number & 0x7f;
    number >>>= 7;
    if (number === 0 && !(is_signed && byte & 0x40)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/**
 * Where the pieces of data are, the memory that they make, from the address `first` on, and where their
 * section is and, where there is one, that which counts them.
 */
function data(module) {
  let [at, count] = [8, null];
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = module[at++];
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return value >>> 0;
  };
  while (at < module.length) {
    const begin = at;
    const section = module[at++];
    const length = number();
    const end = at + length;
    if (section === 12) count = { begin, end };
    if (section !== 11) {
      at = end;
      continue;
    }
    const pieces = [];
    for (let left = number(); left > 0; left -= 1) {
      if (number() !== 0 || module[at++] !== 0x41) throw new Error("data that is not at one address");
      const address = number();
      at += 1;
      const length = number();
      pieces.push({ address, length, content: module.subarray(at, at + length) });
      at += length;
    }
    const first = Math.min(...pieces.map(({ address }) => address));
    const last = Math.max(...pieces.map(({ address, length }) => address + length));
    const memory = new Uint8Array(last - first);
    for (const { address, content } of pieces) memory.set(content, address - first);
    return { pieces, first, memory, begin, end, count };
  }
  throw new Error("no data");
}
