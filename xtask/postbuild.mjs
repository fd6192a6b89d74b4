// Trunk runs this after each build, on the files before they become dist/.
//
// 1. The app is taken apart, see split.mjs.
// 2. The inline start script becomes a file, because the page allows no inline script.
// 3. `integrity` goes from preloads of data: Chromium ignores it there and warns on every load.
// 4. The style sheets become two: one that the first map needs, and one for the parts that come later.
// 5. The script of the map is put together, see leaflet.mjs, and that of base maps that are archives, see base.mjs.
// 6. The planner's wasm is made small, and its files are named by content, see planner.mjs.
// 7. The list that is read while the app is on its way gets its script, and the page for other sites' frames
//    is written, see embed.mjs.
// 8. The service worker is told what the app is made of, see offline.mjs.
// 9. Everything that compresses gets a .br beside it, which the server prefers.

import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { base } from "./base.mjs";
import { keep } from "./content.mjs";
import { embed, first } from "./embed.mjs";
import { leaflet } from "./leaflet.mjs";
import { sheet } from "./minify.mjs";
import { checkPacks, offline } from "./offline.mjs";
import { planner } from "./planner.mjs";
import { split } from "./split.mjs";

/** Sheets of parts that come when they are first needed: `src/screens/later.rs` asks for them. */
const LATER = /^(card|itinerary|find|plan|drive|roads|strip|data|handover|paper|report|network|kiosk)-/;

/** What Leaflet has and we do not use. */
const UNUSED = /leaflet-(popup|tooltip|control-layers|control-scale|div-icon|vml|default-icon|image-layer)/;

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error("TRUNK_STAGING_DIR is not set: trunk runs this script");

const page = join(folder, "index.html");
let html = split(folder, readFileSync(page, "utf8"));

html = html.replace(/<script type="module"([^>]*)>([\s\S]+?)<\/script>/g, (_, attributes, code) => {
  const { file } = keep(folder, "start", "js", code);
  return `<script type="module"${attributes.replace(/ nonce="[^"]*"/, "")} src="./${file}"></script>`;
});
html = html.replace(/<link\b[^>]*\bas="fetch"[^>]*>/g, (link) => link.replace(/ integrity="[^"]*"/, ""));
html = sheets(html);
html = leaflet(folder, html);
html = base(folder, html);
html = planner(folder, html);
html = first(folder, html);
const inline = html.match(/<script(?![^>]*\bsrc=)[^>]*>/);
if (inline) throw new Error(`index.html still has an inline script: ${inline[0]}`);
// What the comments say is for us.
html = html.replaceAll(/ *<!--[\s\S]*?-->\n/g, "");
writeFileSync(page, html);
embed(folder, html);

checkPacks(folder);
offline(folder);

/** A sheet without the rules that are for nothing but those things. */
function needed(code) {
  return code.replaceAll(/([^{}]+)\{[^{}]*\}/g, (rule, selectors) => {
    return selectors.split(",").every((selector) => UNUSED.test(selector)) ? "" : rule;
  });
}

/** The sheets as two files, in their order: few requests, and they pack better. */
function sheets(page) {
  const links = [...page.matchAll(/<link rel="stylesheet" href="\.\/([\w-]+\.css)"[^>]*>\n?/g)];
  const together = (kind, isIn) => {
    const names = links.map(([, name]) => name).filter(isIn);
    const texts = names.map((name) => readFileSync(join(folder, name), "utf8"));
    const code = sheet(needed(texts.join("\n").replaceAll(/\/\*[\s\S]*?\*\/\n*/g, "")));
    const { file, integrity } = keep(folder, kind, "css", code);
    return `href="./${file}" ${integrity}>\n`;
  };
  const first = together("style", (name) => !LATER.test(name));
  const later = together("later", (name) => LATER.test(name));
  for (const [, name] of links) rmSync(join(folder, name));
  const [[place]] = links;
  const rest = links.slice(1).reduce((text, [link]) => text.replace(link, ""), page);
  // A link of a kind that browsers pass over.
  return rest.replace(place, `<link rel="stylesheet" ${first}<link id="later-style" rel="later" ${later}`);
}

const compressible = new Set([
  ".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".yilu",
]);
const smallest = 512;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.has(extname(entry.name))) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(path);
  if (bytes.length < smallest) continue;
  const compressed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(`${path}.br`, compressed);
}
