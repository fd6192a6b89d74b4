// The widget in a page of another site, as its tests use it.

import { expect, loose, watch } from "../fixture.mjs";
import { Counted, Host, allowing } from "./host.mjs";

export { expect, loose };

export const STATION = "demo-140927-007";

/** `embed` gives a page of another site with the widget in it; `site` is Yilu, counted. */
export const test = loose.extend({
  host: async ({}, use) => {
    const host = await Host.of({});
    await use(host);
    await host.end();
  },
  site: async ({ baseURL, host }, use) => {
    const site = await Counted.of(baseURL, allowing(host.url));
    await use(site);
    await site.end();
  },
  complaints: async ({ page, host, site }, use) => {
    // They do not bubble, but pass here on their way down.
    await page.addInitScript(() => {
      window.heard = [];
      for (const type of ["ready", "select", "plan", "resize"]) {
        const note = (event) => { if (event instanceof CustomEvent) window.heard.push([type, event.detail]); };
        document.addEventListener(type, note, true);
      }
    });
    // Both origins are ours here; what leaves them fails the test.
    const complaints = watch(page, site.url, host.url);
    await use(complaints);
    expect(complaints).toEqual([]);
  },
  embed: async ({ page, host, site, complaints }, use) => {
    await use(async (body, { headers = {}, element = true, isSeen = true } = {}) => {
      const script = element ? `<script type="module" src="${site.url}/widget/widget.js"></script>` : "";
      host.pages["/"] = {
        headers,
        html: `<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
          <link rel="icon" href="data:,"><title>Host</title>${script}</head><body>${body}</body></html>`,
      };
      await page.goto(host.url);
      return isSeen ? frameOf(page) : null;
    });
  },
});

/** The frames of a page that show Yilu. The element keeps its own to itself, so they are looked for here. */
export function frames(page) {
  return page.frames().filter((frame) => frame.url().includes("/embed.html"));
}

/** The first of them, once it is there. */
export async function frameOf(page) {
  await expect.poll(() => frames(page).length, { timeout: 10_000 }).toBeGreaterThan(0);
  return frames(page)[0];
}

/** The events that the widget told so far. */
export function eventsOf(page) {
  return {
    of: (type) => page.evaluate((type) => window.heard.filter(([name]) => name === type).map(([, detail]) => detail), type),
  };
}

/** Waits until the map is there. */
export async function isReady(frame) {
  await expect(frame.locator("html[data-embed=map]")).toBeAttached({ timeout: 30_000 });
}
