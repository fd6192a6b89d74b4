// Put into the app's own script by split.mjs.
//
// `part` fetches a part of the app, or some of a file in which several are. Not compiled while it comes, so that hosts that do not know what wasm is must do.

const files = new Map();
const damaged = new Set();

function part(name, begin, end) {
  const url = new URL(name, import.meta.url).href;
  if (!files.has(url)) files.set(url, download(url));
  const module = files.get(url).then((file) => WebAssembly.compile(file.slice(begin, end)));
  // Whoever waits for it hears of a failure, so it is no news for the page. The next try must not
  // get the same from the browser's cache.
  module.catch(() => {
    files.delete(url);
    damaged.add(url);
  });
  return module;
}

async function download(url) {
  const response = await fetch(url, { cache: damaged.has(url) ? "reload" : "default" });
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return response.arrayBuffer();
}

/** Called when the app cannot go on: nothing else can be trusted then. */
function crash() {
  document.getElementById("crash")?.removeAttribute("hidden");
  console.error(new Error("the app stopped"));
}

