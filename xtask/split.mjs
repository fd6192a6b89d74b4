// Takes the app apart: what the first map needs, and a file for each part under `#[wasm_split]`.
//
// The splitter needs what the linker knew, so trunk's own app is thrown away and made again from
// what cargo built: split, wasm-bindgen, optimised, named by content. docs/chunks.md tells more.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { small, smallApp } from "./lean.mjs";
import { checkTaken } from "./leaflet.mjs";
import { script as minified } from "./minify.mjs";
import { shorten } from "./names.mjs";

const app = "yilu-app";
/** Cargo's folder of what trunk builds; `web` is the profile that index.html names. */
const folders = { release: "web", debug: "debug" };

/** From so many bytes on a module that several parts need is worth a request of its own. */
const large = 8192;

/** Puts the app in parts into `folder` in place of trunk's, and returns the page that loads it. */
export function split(folder, html) {
  const work = mkdtempSync(join(tmpdir(), "yilu-split-"));
  try {
    run("wasm-split-cli", [built(), work, "--out-name", app]);
    const bindgen = ["--target", "web", "--no-typescript", "--keep-lld-exports"];
    run("wasm-bindgen", [...bindgen, "--out-dir", work, "--out-name", app, join(work, `${app}.wasm`)]);
    return assemble(work, folder, html);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function assemble(work, folder, html) {
  let loaders = readFileSync(join(work, "__wasm_split.js"), "utf8");
  const files = readdirSync(work);
  const keep = (name, bytes) => {
    const hashed = `${app}-${name}-${digest(bytes)}.wasm`;
    writeFileSync(join(folder, hashed), bytes);
    return hashed;
  };
  for (const file of files.filter((name) => name.startsWith("split_"))) {
    const name = keep(file.slice("split_".length, -".wasm".length), small(readFileSync(join(work, file))));
    loaders = replaced(loaders, fetched(file), `part("./${name}")`);
  }
  // What several parts need is many small modules, one file for all of them, and a few large ones.
  const little = [];
  let begin = 0;
  for (const file of files.filter((name) => name.startsWith("chunk_"))) {
    const bytes = small(readFileSync(join(work, file)));
    if (bytes.length < large) {
      little.push({ file, bytes, begin });
      begin += bytes.length;
    } else {
      loaders = replaced(loaders, fetched(file), `part("./${keep("shared", bytes)}")`);
    }
  }
  const name = keep("shared", Buffer.concat(little.map(({ bytes }) => bytes)));
  for (const { file, bytes, begin } of little) {
    loaders = replaced(loaders, fetched(file), `part("./${name}", ${begin}, ${begin + bytes.length})`);
  }
  const main = smallApp(readFileSync(join(work, `${app}_bg.wasm`)), `./${app}_bg.js`);
  const { module, code: own } = shorten(main, readFileSync(join(work, `${app}.js`), "utf8"));
  const wasm = `${app}-${digest(module)}_bg.wasm`;
  writeFileSync(join(folder, wasm), module);
  const code = glue(own, loaders, wasm);
  const script = `${app}-${digest(code)}.js`;
  writeFileSync(join(folder, script), code);
  return renamed(folder, html, code, wasm, script);
}

/** What the splitter writes to fetch a module. */
function fetched(file) {
  return `fetch(new URL("./${file}", import.meta.url))`;
}

/** One script of two that know each other: wasm-bindgen's, and the one that loads the parts. */
function glue(code, loaders, wasm) {
  const names = [...loaders.matchAll(/^export const (\w+) = /gm)].map(([, name]) => name);
  let parts = replaced(loaders, /^import \{ initSync \} from .*$/m, "").replaceAll("export const ", "const ");
  parts = parts.replaceAll(/WebAssembly\.instantiateStreaming\(src, imports\)/g, "WebAssembly.instantiate(await src, imports)");
  if (/instantiateStreaming|fetch\(/.test(parts)) throw new Error("split.mjs: the splitter loads parts in a new way");
  const loader = readFileSync(new URL("./part.mjs", import.meta.url), "utf8");
  // What the first module imports beside: see lean.mjs.
  const crashing = replaced(code, /const import0 = \{\n/, "const import0 = { crash,\n");
  const own = replaced(
    withoutStreams(crashing).replaceAll(`${app}_bg.wasm`, wasm),
    /^import \* as (\w+) from "\.\/__wasm_split\.js"$/gm,
    (_, name) => `const ${name} = { ${names.join(", ")} };`,
  );
  checkTaken(own, app);
  // The loaders first: what is named must be there.
  return minified(`${loader}${parts}${own}`, "esm");
}

/** Without the classes whose functions lean.mjs takes out. */
function withoutStreams(code) {
  return code
    .replaceAll(/^export class (IntoUnderlying\w+) \{[\s\S]*?^if \(Symbol\.dispose\) \1\..*\n/gm, "")
    .replaceAll(/^const IntoUnderlying\w+Finalization = [\s\S]*?;\n/gm, "");
}

/** Takes trunk's app away, and names ours in its place. */
function renamed(folder, html, code, wasm, script) {
  const [old] = html.match(/yilu-app-[0-9a-f]+(?=_bg\.wasm)/);
  for (const file of [`${old}_bg.wasm`, `${old}.js`]) rmSync(join(folder, file));
  const integrity = ` integrity="sha384-${createHash("sha384").update(code).digest("base64")}"`;
  const page = html.replace(/<link rel="modulepreload"[^>]*>/, (link) => replaced(link, / integrity="[^"]*"/, integrity));
  return page.replaceAll(`${old}_bg.wasm`, wasm).replaceAll(`${old}.js`, script);
}

/** Replaces what must be there: when a tool writes something else, the build says so. */
function replaced(text, what, by) {
  const result = text.replace(what, by);
  if (result === text) throw new Error(`split.mjs: ${what} was not found: did a tool change what it writes?`);
  return result;
}

/** The wasm that cargo built for trunk. */
function built() {
  const about = run("cargo", ["metadata", "--no-deps", "--offline", "--format-version", "1"]);
  const { target_directory: target } = JSON.parse(about);
  return join(target, "wasm32-unknown-unknown", folders[process.env.TRUNK_PROFILE ?? "release"], `${app}.wasm`);
}

function digest(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

function run(program, parameters) {
  return execFileSync(program, parameters, { encoding: "utf8", maxBuffer: 1 << 28 });
}
