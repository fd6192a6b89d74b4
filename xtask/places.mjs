// Takes out of a module where panics would say that they happened.
//
// Rust keeps for each check that may fail a place: file, line and column. Once the functions that
// would say it only stop (lean.mjs), most places are read by nothing, and are a tenth of what is
// downloaded. Linker and optimiser keep data as it is; so what no number of the code and no other
// data points at is overwritten with zeros here, which pack into nothing.

/** A place: where the name of its file is, how long that is, line and column. */
const WORDS = 4;
const is_file = /^[\w@.+/-]+\.rs$/;

/** The module without them; `text` is the same module as text. */
export function without_places(bytes, text) {
  const module = Uint8Array.from(bytes);
  const pieces = [...segments(module)];
  const word = ({ view }, at) => view.getUint32(at, true);
  const named = numbers(text);
  const places = [];
  for (const piece of pieces) {
    for (let at = -piece.address & 3; at + 4 * WORDS <= piece.length; at += 4) {
      const [file, length, line, column] = [0, 4, 8, 12].map((more) => word(piece, at + more));
      const name = string(module, pieces, file, length);
      const is_place = name && is_file.test(name) && line > 0 && line < 100_000 && column > 0 && column < 1_000;
      if (!is_place) continue;
      if (!named.has(piece.address + at)) places.push({ piece, at, file, length });
      at += 4 * (WORDS - 1);
    }
  }
  for (const { piece, at } of places) module.fill(0, piece.begin + at, piece.begin + at + 4 * WORDS);
  // Whatever is left may point at a name as well.
  for (const piece of pieces) {
    for (let at = -piece.address & 3; at + 4 <= piece.length; at += 4) named.add(word(piece, at));
  }
  for (const { file, length } of places) {
    const piece = pieces.find(({ address, length: all }) => file >= address && file + length <= address + all);
    const own = Array.from({ length }, (_, more) => file + more);
    if (own.some((address) => named.has(address))) continue;
    module.fill(0, piece.begin + file - piece.address, piece.begin + file - piece.address + length);
  }
  return { bytes: module, places: places.length };
}

/** All numbers that the code names, not those of its data: any may be an address, two in one of 64 bits. */
export function numbers(text) {
  const found = new Set();
  const code = text.replaceAll(/^ *\(data .*$/gm, "");
  for (const [, number] of code.matchAll(/(?:i32\.const |i64\.const |offset=)(-?\d+)/g)) {
    const both = BigInt.asUintN(64, BigInt(number));
    found.add(Number(both & 0xffff_ffffn));
    found.add(Number(both >> 32n));
  }
  return found;
}

/** The text at an address; none where no data is. */
function string(module, pieces, address, length) {
  const piece = pieces.find((piece) => address >= piece.address && address + length <= piece.address + piece.length);
  if (!piece || length > 200) return null;
  const begin = piece.begin + address - piece.address;
  return String.fromCharCode(...module.subarray(begin, begin + length));
}

/** The pieces of data, each with its address in memory and where it begins in the module. */
function* segments(module) {
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = module[at++];
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return shift < 32 && byte & 0x40 ? [value >>> 0, value | (-1 << shift)] : [value >>> 0, value];
  };
  while (at < module.length) {
    const section = module[at++];
    const end = number()[0] + at;
    if (section !== 11) {
      at = end;
      continue;
    }
    const count = number()[0];
    for (let index = 0; index < count; index += 1) {
      if (number()[0] !== 0 || module[at++] !== 0x41) throw new Error("data that is not at one address");
      const address = number()[1];
      at += 1;
      const length = number()[0];
      const view = new DataView(module.buffer, module.byteOffset + at, length);
      yield { address, begin: at, length, view };
      at += length;
    }
  }
}
