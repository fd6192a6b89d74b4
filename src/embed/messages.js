// Between an embedded page and its host: docs/formats/widget/v1. Neither trusts the other.

import { filterOf, idOf, languageOf, positionOf, themeOf, zoomOf } from "./options.js";

const VERSION = 1;

const ASKED = new Map([
  ["set", ({ lang, theme }) => {
    const wanted = { lang: languageOf(lang), theme: theme === null ? "device" : themeOf(theme) };
    return wanted.lang || wanted.theme ? wanted : null;
  }],
  ["focus", ({ station, center, zoom }) => {
    if (idOf(station)) return { station };
    return positionOf(center) && { center: positionOf(center), zoom: zoomOf(zoom) };
  }],
  ["setFilter", ({ filter }) => filterOf(filter) && { filter: filterOf(filter) }],
  ["planTo", ({ station, to }) => {
    if (idOf(station)) return { station };
    return positionOf(to) && { to: positionOf(to) };
  }],
]);

/** What a message asks; null for anything that is not understood. */
export function askedBy(data) {
  if (typeof data !== "object" || data === null || data.yilu !== VERSION) return null;
  const read = ASKED.get(data.type);
  const asked = read ? read(data) : null;
  return asked && { type: data.type, ...asked };
}

/**
 * Hears the host and speaks to it, where the address says who that is; else this page is deaf and
 * silent. A host that says it were another one gets nothing: the browser knows better.
 */
export function talkWith(host, onAsked) {
  if (!host || parent === window) return () => {};
  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== host) return;
    const asked = askedBy(event.data);
    if (asked) onAsked(asked);
  });
  return (message) => parent.postMessage({ yilu: VERSION, ...message }, host);
}
