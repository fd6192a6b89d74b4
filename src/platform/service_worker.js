// The page without a network: keeps one version of the app whole, and gives the page from it first.
//
// What it keeps:
// - `yilu-app-VERSION`: every file of a version, each compared with its digest, and a mark when all of
//   it is there. Then the version is used, and replaces the one before when the driver says so, or when
//   no page is open. What the browser throws away of it comes back with the next fetch, or with the
//   page's word.
// - `yilu-data`: files of packs by address, which names their content, the list that goes with them, and
//   the site's configuration. The page fetches and verifies these (src/keeping.rs): here they are only
//   given out.
//
// `xtask/offline.mjs` fills in the files. `public/sw-off.js` takes all this away again.
"use strict";

/** Path and SHA-256 of each file; the version is the digest of them all. */
const APP = { version: "", files: [] };

const HERE = new URL("./", self.location).href;
const APPS = "yilu-app-";
const OWN = APPS + APP.version;
/** In a version's store: all of it is there. */
const WHOLE = `${HERE}?whole`;
const DATA = "yilu-data";
/** Files that are fetched at a time. */
const AT_ONCE = 4;
/** Names that change with what they name. */
const IS_HASHED = /[-.][0-9a-f]{12,}[-._]/;

/** A file of data, told by its content. */
const IS_DATA = /^data\/[^?]+\?v=[0-9a-f]{16}$/;
/** What the page renews by itself. */
const LISTS = new Set(["data/packs.json", "config.json"]);

const paths = new Set(APP.files.map(([path]) => path));

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  // The page asks for all of the app to be kept, and hears whether it is.
  if (event.data === "keep") {
    const [port] = event.ports;
    event.waitUntil(keepWhole().then((isWhole) => port.postMessage(isWhole)));
  }
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(HERE)) return;
  const [path] = request.url.slice(HERE.length).split("#");
  if (request.mode === "navigate") {
    // The one page that there is; what else is under this address is not ours.
    if (/^(index\.html)?(\?|$)/.test(path)) event.respondWith(own(HERE, request));
  } else if (["no-store", "no-cache", "reload"].includes(request.cache)) {
    // Who asks for a fresh answer gets one.
  } else if (paths.has(path)) {
    event.respondWith(own(request.url, request));
  } else if (LISTS.has(path)) {
    event.respondWith(list(request));
  } else if (IS_DATA.test(path)) {
    event.respondWith(from(DATA, request));
  } else if (IS_HASHED.test(path)) {
    // A page of the version before asks for a part of itself.
    event.respondWith(anywhere(request));
  }
});

/** Keeps every file of this version, or fails; what arrived is there for the next try. */
async function fill() {
  const store = await caches.open(OWN);
  const others = (await caches.keys()).filter((name) => name.startsWith(APPS) && name !== OWN);
  const left = [...APP.files];
  const next = async () => {
    for (let file = left.shift(); file; file = left.shift()) await keep(store, others, ...file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  await store.put(WHOLE, new Response(""));
}

/** Fills it again where something was thrown away; false when that is not possible. */
async function keepWhole() {
  const kept = new Set((await (await caches.open(OWN)).keys()).map(({ url }) => url));
  const isWhole = kept.has(WHOLE) && APP.files.every(([path]) => kept.has(new URL(path, HERE).href));
  return isWhole || fill().then(() => true, () => false);
}

async function keep(store, others, path, digest) {
  const url = new URL(path, HERE).href;
  if (await verified(await store.match(url), digest)) return;
  for (const name of others) {
    const same = await verified(await (await caches.open(name)).match(url), digest);
    if (same) return store.put(url, same);
  }
  // The page has just fetched most of them.
  for (const cache of ["default", "reload"]) {
    const response = await fetch(url, { cache, redirect: "error" });
    const right = response.ok && (await verified(response, digest));
    if (right) return store.put(url, right);
  }
  throw new Error(`${path}: found another content than version ${APP.version} has`);
}

/** The response with a body that was compared, or nothing. */
async function verified(response, digest) {
  if (!response) return undefined;
  const bytes = await response.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== digest) return undefined;
  const { status, statusText, headers } = response;
  return new Response(bytes, { status, statusText, headers });
}

/** Versions before the last are no page's any more, and one that did not arrive whole never was. */
async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith(APPS) && name !== OWN);
  const marks = await Promise.all(others.map(async (name) => (await caches.open(name)).match(WHOLE)));
  const last = others.filter((_, at) => marks[at]).at(-1);
  await Promise.all(others.filter((name) => name !== last).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A list, or its copy where the page was killed while it replaced the list. */
async function list(request) {
  const store = await caches.open(DATA);
  return (await store.match(request)) ?? (await store.match(`${request.url}?copy`)) ?? fetch(request);
}

async function from(name, request) {
  const store = await caches.open(name);
  return (await store.match(request)) ?? fetch(request);
}

/** A file of this version. One that the browser has thrown away is fetched again, and kept. */
async function own(url, request) {
  const store = await caches.open(OWN);
  const kept = await store.match(url);
  if (kept) return kept;
  const response = await fetch(request);
  const file = APP.files.find(([path]) => new URL(path, HERE).href === url);
  const right = response.ok && file && (await verified(response.clone(), file[1]));
  if (right) await store.put(url, right).catch(() => {});
  return response;
}

async function anywhere(request) {
  return (await caches.match(request)) ?? fetch(request);
}
