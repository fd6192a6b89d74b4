// The script that draws base maps whose tiles are in an archive: protomaps-leaflet, and ours behind it. The
// app fetches it when such a base is shown, by the address in a link that browsers pass over.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keep } from "./content.mjs";
import { checkTaken } from "./leaflet.mjs";
import { script as minified } from "./minify.mjs";

const PACKAGES = new URL("../node_modules/", import.meta.url);
const LIBRARY = new URL("protomaps-leaflet/dist/protomaps-leaflet.js", PACKAGES);
const OURS = new URL("../src/map/base.js", import.meta.url);

/** Writes the script into `folder`, with the licences of what is in it, and returns the page that names it. */
export function base(folder, html) {
  const both = [LIBRARY, OURS].map((path) => readFileSync(path, "utf8")).join("\n");
  checkTaken(both, "The script of base maps");
  const code = minified(`(() => {\n${both}\n})();\n`, "iife");
  const { file, integrity } = keep(folder, "base", "js", code);
  mkdirSync(join(folder, "licences"), { recursive: true });
  writeFileSync(join(folder, "licences", "protomaps-leaflet"), licences("protomaps-leaflet").join("\n\n"));
  const link = `<link id="base-script" rel="later" href="./${file}" ${integrity}>\n`;
  const named = html.replace("</head>", () => `${link}</head>`);
  if (named === html) throw new Error("base.mjs: index.html has no </head>");
  return named;
}

/** The licences of a package and all that it needs. Some say it in their package.json alone. */
function licences(name, seen = new Set()) {
  if (seen.has(name) || name.startsWith("@types/")) return [];
  seen.add(name);
  const folder = [`protomaps-leaflet/node_modules/${name}/`, `${name}/`]
    .map((path) => new URL(path, PACKAGES))
    .find((path) => existsSync(path));
  const { version, license, dependencies = {} } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
  const text = file ? readFileSync(new URL(file, folder), "utf8").trim() : "";
  return [`${name} ${version}: ${license}\n\n${text}`, ...Object.keys(dependencies).flatMap((next) => licences(next, seen))];
}
