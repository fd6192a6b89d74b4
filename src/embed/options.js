// What the host of an embedded page wants. It comes from outside: what cannot be understood is left out.

/** Powers that one can ask for, in kW, as the app's filter has them. */
const POWERS = [7, 30, 60, 120, 250];
const KINDS = ["dc", "ac", "swap"];
/** Words of a filter that stand alone. */
const FLAGS = ["free", "open", "always"];
const ZOOM = { least: 5, most: 16 };

/** An id: of a station, of a corridor. */
export function idOf(value) {
  return typeof value === "string" && /^[\w.-]{1,64}$/.test(value) ? value : null;
}

/** A position of two numbers in degrees. */
export function positionOf(value) {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [lat, lon] = value;
  const isWithin = (number, most) => Number.isFinite(number) && Math.abs(number) <= most;
  return isWithin(lat, 85) && isWithin(lon, 180) ? [lat, lon] : null;
}

export function zoomOf(value) {
  return Number.isFinite(value) ? Math.min(ZOOM.most, Math.max(ZOOM.least, value)) : null;
}

export function languageOf(value) {
  const short = typeof value === "string" ? value.slice(0, 2).toLowerCase() : "";
  return ["zh", "en"].includes(short) ? short : null;
}

export function themeOf(value) {
  return ["light", "dark", "contrast"].includes(value) ? value : null;
}

/** `power=60,kind=dc,free` as `{ power, kinds, flags }`; empty where nothing is understood. */
export function filterOf(value) {
  if (typeof value !== "string" || value.length > 200) return null;
  const filter = { power: 0, kinds: [], flags: [] };
  for (const word of value.split(",").map((word) => word.trim())) {
    const [name, of] = word.split("=");
    if (name === "power" && POWERS.includes(Number(of))) filter.power = Number(of);
    if (name === "kind" && KINDS.includes(of) && !filter.kinds.includes(of)) filter.kinds.push(of);
    if (FLAGS.includes(word) && !filter.flags.includes(word)) filter.flags.push(word);
  }
  return filter;
}

/** Where messages may come from and go to: an origin, as a browser writes it. */
export function originOf(value) {
  try {
    const url = new URL(value);
    return ["https:", "http:"].includes(url.protocol) && url.origin === value ? value : null;
  } catch {
    return null;
  }
}

/** A number; NaN where none is written. */
const number = (text) => (text.trim() ? Number(text) : NaN);
const numbers = (value) => positionOf(value.split(",").map(number));

const OPTIONS = new Map([
  ["lang", languageOf],
  ["theme", themeOf],
  ["corridor", idOf],
  ["station", idOf],
  ["center", numbers],
  ["zoom", (value) => zoomOf(number(value))],
  ["filter", filterOf],
  ["to", numbers],
  ["host", originOf],
]);

/** The options in the fragment of an address. */
export function optionsOf(fragment) {
  const options = {};
  for (const pair of fragment.replace(/^#/, "").split("&").slice(0, 32)) {
    const [name, ...value] = pair.split("=");
    const read = OPTIONS.get(name);
    const found = read ? read(decoded(value.join("="))) : null;
    if (found !== null) options[name] = found;
  }
  return options;
}

function decoded(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}
