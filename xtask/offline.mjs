// Writes the service worker: what the app is made of, each file with its digest.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const source = new URL("../src/platform/service_worker.js", import.meta.url);
/** Not the app: data has a list of its own, the configuration is the site's, the rest is for others. */
const others = /^(data|widget|screens|licences)\/|^(config\.json|embed.*|robots\.txt|sw.*\.js)$|\.br$/;

/** Writes `sw.js` for what is in `folder`; the last thing to be done to the files. */
export function offline(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((path) => !others.test(path))
    .sort();
  const files = paths.map((path) => {
    const digest = sha256(readFileSync(join(folder, path)));
    // The page's address is the folder's.
    return [path === "index.html" ? "" : path, digest];
  });
  const version = sha256(JSON.stringify(files)).slice(0, 16);
  const empty = 'const APP = { version: "", files: [] };';
  const code = readFileSync(source, "utf8");
  if (!code.includes(empty)) throw new Error(`${source}: expected ${empty}`);
  const app = JSON.stringify({ version, files });
  writeFileSync(join(folder, "sw.js"), code.replace(empty, () => `const APP = ${app};`));
}

/** Compares the list of packs with the files beside it: a page that finds others loads nothing. */
export function checkPacks(folder) {
  const list = join(folder, "data", "packs.json");
  const { packs, bases = [] } = JSON.parse(readFileSync(list, "utf8"));
  for (const { path, bytes, sha256: digest } of [...packs.flatMap((pack) => pack.files), ...bases]) {
    const content = readFileSync(join(folder, "data", path));
    if (content.length === bytes && sha256(content) === digest) continue;
    throw new Error(`${list}: data/${path} has another content: run yilu packs`);
  }
}

function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}
