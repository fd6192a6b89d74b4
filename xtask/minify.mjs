// Makes scripts and style sheets small, by esbuild. Trunk's own minifier cannot read what wasm-bindgen writes.

import { buildSync, transformSync } from "esbuild";

/** The oldest browsers that run the app's wasm: they have reference types. */
const target = ["chrome96", "firefox95", "safari15.4"];
/** The splitter names one module for each part, by the same name. */
const logOverride = { "duplicate-object-key": "silent" };

/** A script that says the same in fewer bytes; `format` is `esm` for a module. */
export function script(code, format) {
  return transformSync(code, { format, target, logOverride, minify: true, charset: "utf8" }).code;
}

/** A script of all that the module at `path` needs, and nothing else. */
export function bundle(path, banner) {
  const options = { target, minify: true, bundle: true, write: false, format: "iife", charset: "utf8" };
  return buildSync({ ...options, entryPoints: [path], banner: { js: banner } }).outputFiles[0].text;
}

/** A style sheet that says the same in fewer bytes. */
export function sheet(code) {
  return transformSync(code, { loader: "css", minify: true, charset: "utf8" }).code;
}
