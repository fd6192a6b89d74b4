// Makes wasm small: the planner's and the app's.
//
// Rust checks every index, and what it would say if one were wrong is a fifth of the code: messages,
// places, and all that puts them into words. Here whatever says it only stops: the engine throws
// `unreachable` then, the worker is broken, and the page says so and starts another; the app shows its
// panel for crashes before. Nothing else changes: what was refused is refused.

import binaryen from "binaryen";
import { without_places } from "./places.mjs";
import { data_of, without_unread } from "./unread.mjs";

/** Functions that only tell why the program ends, by their names as wasm-bindgen writes them. */
const last_words = [
  /^core\[\w+\]::panicking::/,
  /^std\[\w+\]::panicking::(panic_handler|panic_with_hook|begin_panic)/,
  /^(core|alloc)\[\w+\]::.*::(panic_\w+|\w+_fail(ed)?(_rt)?|handle_(alloc_)?error|capacity_overflow)$/,
  /^<alloc\[\w+\]::.*::assert_failed$/,
];
/** What no message of the workers is made of. Messages of the app are. */
const unsaid = /^<.* as core(\[\w+\])?::fmt::(Debug|LowerHex)>::fmt$/;

/** What rustc compiles for: every browser since 2021 has it. */
const { BulkMemory, BulkMemoryOpt, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } = binaryen.Features;
const features = [BulkMemory, BulkMemoryOpt, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt];

/** For a profile: YILU_NAMES keeps the names of functions. */
const has_names = Boolean(process.env.YILU_NAMES);
const strip = has_names ? [] : ["strip-debug"];

function read(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features.reduce((all, one) => all | one, binaryen.Features.MVP));
  return module;
}

/** Optimises, 3 and 1 for speed or 2 and 2 for size, and leaves names out. */
function optimised(module, level, shrink) {
  binaryen.setOptimizeLevel(level);
  binaryen.setShrinkLevel(shrink);
  binaryen.setDebugInfo(has_names);
  module.optimize();
  module.runPasses([...strip, "strip-producers"]);
  return module.emitBinary();
}

/** Takes last words out; instead of them `end` makes what is done. */
function silence(module, words, end) {
  let silenced = 0;
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const own = module.getFunctionByIndex(index);
    const { name, module: origin } = binaryen.getFunctionInfo(own);
    if (origin || !words.some((word) => word.test(name))) continue;
    binaryen.Function.setBody(own, end());
    silenced += 1;
  }
  if (silenced === 0) throw new Error("no function of a panic was found: did names change, or were they removed before?");
}

/** The same module without last words, fast before small, and without names. */
export function lean(bytes) {
  const module = read(bytes);
  const data = data_of(bytes, module.emitText());
  silence(module, [...last_words, unsaid], () => module.unreachable());
  // Rust's stack lies below all else: nothing is at the first kilobyte, so no address wraps around.
  binaryen.setLowMemoryUnused(true);
  optimiseSilenced(module, 3, 1);
  binaryen.setLowMemoryUnused(false);
  const { bytes: emptied, unread } = without_unread(Buffer.from(module.emitBinary()), module.emitText(), data);
  if (unread === 0) throw new Error("no data of a panic was found: is it in one piece?");
  return emptied;
}

/** Optimises a silenced module, fast before small or small before fast as `optimised` does. */
function optimiseSilenced(module, level, shrink) {
  module.runPasses(["gufa"]);
  const [usual, always] = [binaryen.getOneCallerInlineMaxSize(), binaryen.getAlwaysInlineMaxSize()];
  // A large function that is put into its only caller makes that slower and no smaller.
  binaryen.setOneCallerInlineMaxSize(40);
  // What is done in place of last words goes where they would be said: then nothing names the place.
  binaryen.setAlwaysInlineMaxSize(3);
  binaryen.setOptimizeLevel(level);
  binaryen.setShrinkLevel(shrink);
  binaryen.setDebugInfo(has_names);
  module.optimize();
  binaryen.setOneCallerInlineMaxSize(usual);
  binaryen.setAlwaysInlineMaxSize(always);
  // What is made of the same source for several types lies side by side, and packs better so.
  module.runPasses(["reorder-functions-by-name", ...strip, "strip-producers"]);
}

/** The same module, small before fast. */
export function small(bytes) {
  return optimised(read(bytes), 2, 2);
}

/** The app's first module, small before fast: in place of last words it calls `crash` of `imports`. */
export function smallApp(bytes, imports) {
  const module = read(bytes);
  module.addFunctionImport("crash", imports, "crash", binaryen.none, binaryen.none);
  silence(module, last_words, () => module.block(null, [module.call("crash", [], binaryen.none), module.unreachable()]));
  for (const name of exports(module).filter((name) => unused.test(name))) module.removeExport(name);
  optimiseSilenced(module, 2, 2);
  // The parts name places too; they give them to what is silenced here.
  const { bytes: emptied, places } = without_places(module.emitBinary(), module.emitText());
  if (places === 0) throw new Error("no place of a panic was found: did their form change?");
  return Buffer.from(emptied);
}

/** Streams of bytes for servers' functions, which leptos has and we do not use. */
const unused = /intounderlying/;

function exports(module) {
  const all = Array.from({ length: module.getNumExports() }, (_, index) => module.getExportByIndex(index));
  return all.map((own) => binaryen.getExportInfo(own).name);
}
