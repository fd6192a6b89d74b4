// Short names between the app's first module and its script. wasm-bindgen's have a hash each, twice:
// some kilobytes that no compression finds.

/** The module and its script with short names for all that have a hash. */
export function shorten(bytes, code) {
  const short = new Map();
  const rename = (name) => {
    if (!/[0-9a-f]{16}/.test(name)) return name;
    if (!short.has(name)) short.set(name, `$${short.size.toString(36)}`);
    return short.get(name);
  };
  const module = rewrite(bytes, rename);
  // Names are words in the script, and the parts of longer ones are no words.
  return { module, code: code.replace(/\b\w{16,}\b/g, (word) => short.get(word) ?? word) };
}

/** The module with other names of its imports and exports. */
function rewrite(bytes, rename) {
  const parts = [bytes.subarray(0, 8)];
  let at = 8;
  while (at < bytes.length) {
    const begin = at;
    const kind = bytes[at];
    const [length, body] = number(bytes, at + 1);
    at = body + length;
    const section = bytes.subarray(body, at);
    if (kind === 2) parts.push(wrapped(kind, entries(section, rename, importEnd, true)));
    else if (kind === 7) parts.push(wrapped(kind, entries(section, rename, exportEnd, false)));
    else parts.push(bytes.subarray(begin, at));
  }
  return Buffer.concat(parts);
}

/** A list whose entries begin with a name, or with a module and a name. */
function entries(section, rename, endOf, hasModule) {
  let [count, at] = number(section, 0);
  const parts = [section.subarray(0, at)];
  for (; count > 0; count -= 1) {
    if (hasModule) {
      const [length, begin] = number(section, at);
      parts.push(section.subarray(at, begin + length));
      at = begin + length;
    }
    const [length, begin] = number(section, at);
    const name = Buffer.from(rename(section.subarray(begin, begin + length).toString()));
    const end = endOf(section, begin + length);
    parts.push(leb(name.length), name, section.subarray(begin + length, end));
    at = end;
  }
  return Buffer.concat(parts);
}

function exportEnd(bytes, at) {
  return number(bytes, at + 1)[1];
}

/** Where the description of an import ends: a function, table, memory, global or tag. */
function importEnd(bytes, at) {
  const limits = (from) => {
    const end = number(bytes, from + 1)[1];
    return bytes[from] & 1 ? number(bytes, end)[1] : end;
  };
  switch (bytes[at]) {
    case 0: return number(bytes, at + 1)[1];
    case 1: return limits(at + 2);
    case 2: return limits(at + 1);
    case 3: return at + 3;
    case 4: return number(bytes, at + 2)[1];
    default: throw new Error(`names.mjs: an import of kind ${bytes[at]} is not known`);
  }
}

function wrapped(kind, body) {
  return Buffer.concat([Buffer.from([kind]), leb(body.length), body]);
}

/** A number as wasm has it, and the place behind it. */
function number(bytes, at) {
  let [value, scale] = [0, 1];
  for (;;) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return [value, at];
  }
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}
