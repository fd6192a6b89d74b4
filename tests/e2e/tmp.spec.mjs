import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { expect, loose } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { BASE, share } from "./pages/archive.mjs";
import { Site } from "./pages/deploy.mjs";
const test = loose.extend({
  site: async ({}, use) => {
    const site = await Site.start();
    const bytes = readFileSync("/tmp/geo2/big.pmtiles");
    site.write("config.json", JSON.stringify({ bases: [BASE] }));
    site.write(BASE.url, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    site.list((list) => { list.bases = [{ kind: "base", path: "base.pmtiles", bytes: bytes.length, sha256 }]; });
    await use(site);
    await site.end();
  },
  baseURL: ({ site }, use) => use(site.url),
});
test.use({ serviceWorkers: "allow" });
async function settled(page) {
  return page.evaluate(async () => {
    const begin = performance.now();
    const tiles = () => [...document.querySelectorAll(".leaflet-tile-pane canvas")];
    for (;;) {
      await new Promise((r) => setTimeout(r, 20));
      const all = tiles();
      if (all.length && all.every((t) => t.classList.contains("leaflet-tile-loaded"))) break;
    }
    return { ms: Math.round(performance.now() - begin), at: Math.round(performance.now()), tiles: tiles().length };
  });
}
test("measure", async ({ page, site, context }) => {
  test.setTimeout(200_000);
  const name = test.info().project.name;
  const cdp = await context.newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript(() => {
    window.long = [];
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((e) => [Math.round(e.startTime), Math.round(e.duration)]))).observe({ type: "longtask", buffered: true });
  });
  const app = new App(page);
  await app.open();
  const ready = await page.evaluate(() => performance.getEntriesByName("yilu:map-ready")[0].startTime);
  console.log("4x: map ready", Math.round(ready), "base", await settled(page));
  console.log("long tasks", JSON.stringify(await page.evaluate(() => window.long)));
  console.log("ranges", site.asked.filter(({ path }) => path.startsWith(BASE.url)).length);
  for (const at of ["first", "z+1", "z+2", "z+3", "z+4"]) {
    await page.evaluate(() => { window.long.length = 0; });
    if (at !== "first") { await page.locator(".leaflet-control-zoom-in").click(); await page.waitForTimeout(600); }
    console.log(at, await settled(page), JSON.stringify(await page.evaluate(() => window.long.map(([, d]) => d))));
    await page.screenshot({ path: `/tmp/pm-big-${name}-${at}.png` });
  }
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await app.go("data");
  const begin = Date.now();
  await page.getByTestId("base-keep").click();
  await expect(page.getByTestId("base")).toContainText("已保存", { timeout: 60000 });
  console.log("kept in", Date.now() - begin);
  await page.screenshot({ path: `/tmp/pm-data-${name}.png` });
  await page.getByTestId("base").scrollIntoViewIfNeeded();
  await page.screenshot({ path: `/tmp/pm-data2-${name}.png` });
  console.log(JSON.stringify(await page.evaluate(async () => {
    const store = await caches.open("yilu-bases");
    const keys = await store.keys();
    const piece = keys.find(({ url }) => url.includes("from=262144"));
    const time = async (what) => { const b = performance.now(); for (let i = 0; i < 20; i += 1) await what(); return (performance.now() - b) / 20; };
    const one = await time(async () => (await (await store.match(piece)).arrayBuffer()).byteLength);
    const all = new Response(new Uint8Array(8_000_000));
    await store.put("whole", all);
    const blob = await time(async () => (await (await store.match("whole")).blob()).slice(100000, 120000).arrayBuffer());
    const kept = await (await store.match("whole")).blob();
    const slice = await time(async () => kept.slice(100000, 120000).arrayBuffer());
    await store.delete("whole");
    return { piece: one, blobAndSlice: blob, slice };
  })));
  await page.close();
  await site.down();
  const again = await context.newPage();
  await new App(again).open();
  const ready2 = await again.evaluate(() => performance.getEntriesByName("yilu:map-ready")[0].startTime);
  console.log("kept: map ready", Math.round(ready2), "base", await settled(again));
  await again.emulateMedia({ colorScheme: "dark" });
  await again.waitForTimeout(1500);
  await again.screenshot({ path: `/tmp/pm-big-dark-${name}.png` });
});
