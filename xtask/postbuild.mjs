// Trunk runs this after each build, on the files before they become dist/.
//
// 1. The app is taken apart, see split.mjs.
// 2. The inline start script becomes a file, because the page allows no inline script.
// 3. `integrity` goes from preloads of data: Chromium ignores it there and warns on every load.
// 4. The style sheets become one.
// 5. The planner's wasm is made small, see lean.mjs.
// 6. Everything that compresses gets a .br beside it, which the server prefers.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { lean } from "./lean.mjs";
import { split } from "./split.mjs";

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error("TRUNK_STAGING_DIR is not set: trunk runs this script");

const page = join(folder, "index.html");
let html = split(folder, readFileSync(page, "utf8"));

html = html.replace(/<script type="module"([^>]*)>([\s\S]+?)<\/script>/g, (_, attributes, code) => {
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const name = `start-${hash}.js`;
  writeFileSync(join(folder, name), code);
  return `<script type="module"${attributes.replace(/ nonce="[^"]*"/, "")} src="./${name}"></script>`;
});
html = html.replace(/<link\b[^>]*\bas="fetch"[^>]*>/g, (link) => link.replace(/ integrity="[^"]*"/, ""));
html = oneSheet(html);
const inline = html.match(/<script(?![^>]*\bsrc=)[^>]*>/);
if (inline) throw new Error(`index.html still has an inline script: ${inline[0]}`);
writeFileSync(page, html);

for (const name of readdirSync(folder)) {
  if (!/^planner-.*\.wasm$/.test(name)) continue;
  const path = join(folder, name);
  writeFileSync(path, lean(readFileSync(path)));
}

/** All style sheets as one, in their order and without comments: one request, and it packs better. */
function oneSheet(page) {
  const links = [...page.matchAll(/<link rel="stylesheet" href="\.\/([\w-]+\.css)"[^>]*>\n?/g)];
  const sheets = links.map(([, name]) => readFileSync(join(folder, name), "utf8"));
  const code = sheets.join("\n").replaceAll(/\/\*[\s\S]*?\*\/\n*/g, "");
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  writeFileSync(join(folder, `style-${hash}.css`), code);
  const integrity = `sha384-${createHash("sha384").update(code).digest("base64")}`;
  for (const [, name] of links) rmSync(join(folder, name));
  const [[first]] = links;
  const rest = links.slice(1).reduce((text, [link]) => text.replace(link, ""), page);
  return rest.replace(first, `<link rel="stylesheet" href="./style-${hash}.css" integrity="${integrity}">\n`);
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
