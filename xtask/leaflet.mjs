// The script of the map: what src/map/leaflet.js takes of Leaflet.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keep } from "./content.mjs";
import { bundle } from "./minify.mjs";

const OURS = new URL("../src/map/leaflet.js", import.meta.url);
const PACKAGE = new URL("../node_modules/leaflet/package.json", import.meta.url);
/** Stands in the page where the script goes. */
const PLACE = /<!-- Written by xtask\/leaflet\.mjs[^>]*-->/;

/** Writes the script into `folder`, and returns the page that names it. */
export function leaflet(folder, html) {
  const { version, license } = JSON.parse(readFileSync(PACKAGE, "utf8"));
  const code = bundle(fileURLToPath(OURS), `/* Leaflet ${version}, ${license}: licences/leaflet/LICENSE */`);
  const { file, integrity } = keep(folder, "leaflet", "js", code);
  const page = html.replace(PLACE, `<script defer src="./${file}" ${integrity}></script>`);
  if (page === html) throw new Error(`leaflet.mjs: index.html has no ${PLACE}`);
  return page;
}

/** Refuses `code`, which is not minified yet, where it names something of Leaflet that is not taken. */
export function checkTaken(code, of) {
  const taken = new Set(readFileSync(OURS, "utf8").match(/(?<=globalThis\.L = )[\s\S]*/)[0].match(/\w+/g));
  for (const [, name] of code.matchAll(/\bL\.(?:control\.)?(\w+)/g)) {
    if (!taken.has(name)) throw new Error(`${of} uses ${name} of Leaflet, which src/map/leaflet.js does not take`);
  }
}
