// A base map is kept for when there is no network: on a tap, piece by piece, whole or not at all.

import { createHash } from "node:crypto";
import { expect, loose } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { BASE, VECTORS, pictures, share } from "./pages/archive.mjs";
import { accessible } from "./pages/axe.mjs";
import { Site } from "./pages/deploy.mjs";

const MOTORWAY = [0xe3, 0x9a, 0x4f];
const BLUE = [10, 120, 200];

const test = loose.extend({
  site: async ({}, use) => {
    const site = await Site.start();
    site.write("config.json", JSON.stringify({ bases: [BASE] }));
    offer(site, VECTORS);
    await use(site);
    await site.end();
  },
  baseURL: ({ site }, use) => use(site.url),
});
test.use({ serviceWorkers: "allow" });

/** Puts an archive there, and lists it. */
function offer(site, bytes) {
  site.write(BASE.url, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  site.list((list) => {
    list.bases = [{ kind: "base", path: "base.pmtiles", bytes: bytes.length, sha256 }];
  });
}

/** An archive of several pieces: what comes behind the tiles nobody reads. */
function long(bytes) {
  const copy = Buffer.concat([bytes, Buffer.alloc(900_000, 7)]);
  const last = 64;
  copy.writeBigUInt64LE(copy.readBigUInt64LE(last) + 900_000n, last);
  return copy;
}

/** Addresses of what is kept of base maps. */
function kept(page) {
  return page.evaluate(async () => {
    const keys = await (await caches.open("yilu-bases")).keys();
    return keys.map(({ url }) => url.slice(new URL("./", location.href).href.length)).sort();
  });
}

async function installed(page) {
  const app = new App(page);
  await app.open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(async () => {
    const keys = await (await caches.open("yilu-data")).keys();
    return keys.some(({ url }) => url.endsWith("data/packs.json"));
  })).toBe(true);
  await app.go("data");
  return app;
}

const keep = async (page) => {
  await page.getByTestId("base-keep").click();
  await expect(page.getByTestId("base")).toContainText("已保存，没有网络也能打开");
};

test("a base map that is kept is drawn after a start without a network, and goes on a tap", async ({ page, site, context }) => {
  await installed(page);
  await expect(page.getByTestId("offline")).toContainText("0.1 MB · 测试底图");
  await accessible(page, "[data-testid=offline]");
  await keep(page);
  await accessible(page, "[data-testid=offline]");
  await page.close();
  await site.down();
  const again = await context.newPage();
  const app = new App(again);
  await app.open();
  await expect.poll(() => share(again, MOTORWAY)).toBeGreaterThan(0.001);
  await expect(again.getByTestId("map-notes")).toContainText(BASE.approval);
  await expect(again.getByTestId("network")).toContainText("没有网络");
  await app.go("data");
  await again.getByTestId("base-remove").click();
  await expect.poll(() => kept(again)).toEqual([]);
  await expect(again.locator(".has-base")).toHaveCount(0);
  await expect(again.getByTestId("base-keep")).toBeVisible();
});

test("a base map that is not kept is missing without a network, and nothing complains", async ({ page, site, context }) => {
  await installed(page);
  await page.close();
  await site.down();
  const again = await context.newPage();
  await new App(again).open();
  await expect(again.getByTestId("network")).toContainText("没有网络");
  await expect(again.locator(".has-base")).toHaveCount(0);
  await expect(again.getByTestId("cluster").first()).toBeVisible();
  await expect(again.getByText("底图无法使用")).toHaveCount(0);
  // With the network it comes back.
  await site.up();
  await again.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect.poll(() => share(again, MOTORWAY)).toBeGreaterThan(0.001);
});

test("fetching pauses on a tap, and goes on where it was cut", async ({ page, site }) => {
  const bytes = long(VECTORS);
  offer(site, bytes);
  await installed(page);
  let count = 0;
  site.spoil = (path, given) => {
    if (path !== BASE.url) return given;
    count += 1;
    return count === 3 ? null : given;
  };
  await page.getByTestId("base-keep").click();
  await expect(page.getByTestId("base")).toContainText("等网络恢复后继续");
  await expect(page.locator("progress")).toBeVisible();
  site.asked.length = 0;
  // From here each piece takes its time.
  site.delay = (path) => (path === BASE.url ? 400 : 0);
  await page.getByTestId("base-go-on").click();
  await page.getByTestId("base-pause").click();
  await expect(page.getByTestId("base")).toContainText("已暂停");
  site.delay = () => 0;
  await page.getByTestId("base-go-on").click();
  await expect(page.getByTestId("base")).toContainText("已保存，没有网络也能打开 (1.0 MB)");
  const ranges = site.asked.filter(({ path }) => path.startsWith(`${BASE.url}?v=`)).map(({ range }) => range);
  const last = `bytes=786432-${bytes.length - 1}`;
  expect(ranges.filter((range) => range !== "bytes=0-16383" && Number(range.match(/\d+/)) % 262_144 === 0)).toEqual(["bytes=524288-786431", last]);
});

test("a newer base map replaces the kept one when it is whole and right", async ({ page, site }) => {
  await installed(page);
  await keep(page);
  const before = await kept(page);
  offer(site, pictures(BLUE));
  const { spoil } = site;
  site.spoil = (path, given) => (path === BASE.url ? flipped(given) : given);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.getByTestId("base")).toContainText("base.pmtiles: found");
  expect(await kept(page)).toEqual(before);
  site.spoil = spoil;
  await page.getByTestId("base-retry").click();
  await expect(page.getByTestId("base")).toContainText("已保存");
  await expect.poll(async () => (await kept(page)).filter((address) => before.includes(address))).toEqual([]);
  expect(await kept(page)).toHaveLength(2);
  await expect.poll(() => share(page, BLUE)).toBeGreaterThan(0.9);
});

test("a base map that the site does not list any more goes", async ({ page, site }) => {
  await installed(page);
  await keep(page);
  site.list((list) => delete list.bases);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect.poll(() => kept(page)).toEqual([]);
  await expect(page.getByTestId("base-remove")).toHaveCount(0);
});

test("a full store leaves the map as it was", async ({ page, site, context }) => {
  await installed(page);
  const session = await context.newCDPSession(page);
  const origin = new URL(site.url).origin;
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage });
  await page.getByTestId("base-keep").click();
  await expect(page.getByTestId("base")).toContainText("浏览器空间不足");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await page.getByTestId("base-retry").click();
  await expect(page.getByTestId("base")).toContainText("已保存");
});

test("a server without ranges gives a base map as a whole", async ({ page, site }) => {
  site.ranges = false;
  await installed(page);
  await expect.poll(() => share(page, MOTORWAY)).toBeGreaterThan(0.001);
  await keep(page);
});

function flipped(bytes) {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] ^= 1;
  return copy;
}
