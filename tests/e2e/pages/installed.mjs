// An app on a site of its own that is kept, and what is kept of it.

import { expect, loose } from "../fixture.mjs";
import { App } from "./app.mjs";
import { Site } from "./deploy.mjs";

export const test = loose.extend({
  site: async ({}, use) => {
    const site = await Site.start();
    await use(site);
    await site.end();
  },
  baseURL: ({ site }, use) => use(site.url),
});
/** Opens the page and waits until app and data are kept. */
export async function installed(page, fragment = "") {
  const app = new App(page);
  await app.open(fragment);
  await kept(page);
  return app;
}

/** Waits until all of the app and the data is kept. */
export async function kept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => keys(page, "yilu-data")).toContain("data/packs.json");
}

/** Addresses in the stores whose name begins so. */
export function keys(page, prefix) {
  return page.evaluate(async (prefix) => {
    const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
    const here = new URL("./", location.href).href;
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => url.slice(here.length));
  }, prefix);
}

export const release = (page) =>
  page.evaluate(() => document.querySelector('meta[name="release"]')?.content);

/** Somebody looks at the page again: then it looks for what is new. */
export const lookAgain = (page) => page.evaluate(() => window.dispatchEvent(new Event("online")));
