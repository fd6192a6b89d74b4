// Makes the planner's wasm small, and names its files by their content: a page of the version before may
// start its planner anew, and must not get that of another version. The page says the names in links that
// browsers pass over.

import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lean } from "./lean.mjs";
import { script as minified } from "./minify.mjs";

/** The programs that trunk builds, each of three files. */
const PROGRAMS = ["planner-worker", "planner-questions"];

/** Replaces trunk's files in `folder`, and returns the page that names them. */
export function planner(folder, html) {
  const links = PROGRAMS.map((program) => `<link id="${program}" rel="later" href="./${named(folder, program)}">\n`);
  const page = html.replace("</head>", () => `${links.join("")}</head>`);
  if (page === html) throw new Error("planner.mjs: index.html has no </head>");
  return page;
}

/** Gives a program's files one name, and returns that of the script which starts it. */
function named(folder, program) {
  const take = (name) => {
    const bytes = readFileSync(join(folder, name));
    rmSync(join(folder, name));
    return bytes;
  };
  const wasm = lean(take(`${program}_bg.wasm`));
  const [glue, loader] = [`${program}.js`, `${program}_loader.js`].map((name) => minified(take(name).toString(), "esm"));
  const name = `${program}-${digest([wasm, glue, loader])}`;
  const renamed = (code) => {
    const result = code.replaceAll(`${program}_bg.wasm`, `${name}_bg.wasm`).replaceAll(`${program}.js`, `${name}.js`);
    if (result === code) throw new Error(`planner.mjs: ${program} names its files in a new way`);
    return result;
  };
  writeFileSync(join(folder, `${name}_bg.wasm`), wasm);
  writeFileSync(join(folder, `${name}.js`), renamed(glue));
  writeFileSync(join(folder, `${name}_loader.js`), renamed(loader));
  return `${name}_loader.js`;
}

function digest(contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex").slice(0, 16);
}
