// Writes embed.html, the page for other sites' frames, after index.html is what it will be.
//
// It shares the app's files by name, so that a browser fetches them once for all frames and for the
// whole app. Its own script and sheet are one file each, named by content.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keep } from "./content.mjs";
import { script as minified, sheet as minifiedSheet } from "./minify.mjs";

const SOURCES = new URL("../src/embed/", import.meta.url);
const SHELL = new URL("../src/shell/", import.meta.url);
/** In an order in which each knows only those before it. */
const SCRIPTS = ["options.js", "messages.js", "look.js", "list.js", "start.js", "main.js"];
const SHEET = new URL("../style/embed.css", import.meta.url);
/** What the list of stations is made of. */
const MADE_OF = ["roads", "stations", "guide"];

/** Writes the script that the app's own page has while the app is on its way, and names it there. */
export function first(folder, index) {
  const code = together(["../embed/list.js", "first.js"], SHELL);
  const { file } = keep(folder, "first", "js", code);
  // Before all that takes long.
  const place = found(index, /(<script defer[^>]* src="start-check\.js"><\/script>)/);
  return index.replace(place, `<script type="module" src="./${file}"></script>\n  ${place}`);
}

/** Writes the page into `folder`, by what `index` names. */
export function embed(folder, index) {
  checkList(folder);
  const sheet = keep(folder, "embed", "css", minifiedSheet(readFileSync(SHEET, "utf8"))).file;
  const script = keep(folder, "embed", "js", together(SCRIPTS, SOURCES)).file;
  const files = [
    found(index, /<link rel="stylesheet" [^>]*>/),
    `<link rel="stylesheet" href="./${sheet}">`,
    ...trusted(index),
    `<script type="module" src="./${script}"></script>`,
    found(index, /<link id="later-style" [^>]*>/),
    found(index, /<link id="base-script" [^>]*>/),
    found(index, /<link id="planner-worker" [^>]*>/),
    found(index, /<link id="planner-questions" [^>]*>/),
    ...[...index.matchAll(/<link rel="(modulepreload|preload)"([^>]*)>/g)].map(
      ([, rel, rest]) => `<link rel="later" data-rel="${rel}"${rest}>`,
    ),
    `<link id="leaflet" rel="later" href="${found(index, /<script[^>]* src="([^"]*leaflet[^"]*)"/)}">`,
    `<link id="start" rel="later" href="${found(index, /<script type="module"[^>]* src="([^"]*start-[^"]*)"/)}">`,
  ];
  const page = readFileSync(new URL("embed.html", SOURCES), "utf8");
  const html = page.replace(/ *<!-- Written by[^>]*-->\n/, "").replace("<!--files-->", files.join("\n  "));
  writeFileSync(join(folder, "embed.html"), html);
}

/** One script of all. */
function together(names, folder) {
  const codes = names.map((name) => readFileSync(new URL(name, folder), "utf8"));
  const code = codes.join("\n").replaceAll(/^import .* from "\.\/[\w-]+\.js";\n/gm, "");
  return minified(code.replaceAll(/^export /gm, ""), "esm");
}

/** The script that lets only our own scripts pass, where the page has one. */
function trusted(index) {
  const [script] = index.match(/<script[^>]* src="[^"]*trusted-types[^"]*"[^>]*><\/script>/) ?? [];
  return script ? [script] : [];
}

/** The list must be of the same data as the map. */
function checkList(folder) {
  const data = (name) => join(folder, "data", name);
  const { made_of: madeOf } = JSON.parse(readFileSync(data("widget.json"), "utf8"));
  for (const name of MADE_OF) {
    if (madeOf[name] === digest(readFileSync(data(`${name}.yilu`)))) continue;
    throw new Error(`data/widget.json was not made of this ${name}.yilu: run \`yilu widget\` on the files`);
  }
}

/** What must be there: when a tool writes something else, the build says so. */
function found(text, what) {
  const match = text.match(what);
  if (!match) throw new Error(`embed.mjs: ${what} was not found in index.html`);
  return match[1] ?? match[0];
}

function digest(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
