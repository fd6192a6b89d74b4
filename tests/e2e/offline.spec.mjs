// Without a network: the app is installed, cut off, started cut off, renewed, and gets what is broken.

import { createHash } from "node:crypto";
import { expect } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { accessible } from "./pages/axe.mjs";
import { installed, kept, keys, lookAgain, release, test } from "./pages/installed.mjs";
import { edition } from "./pages/station-file.mjs";

test.use({ serviceWorkers: "allow" });

test("a browser may install it", async ({ page, context }) => {
  await installed(page);
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A context of a test is a private window.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  const { data, errors } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { icons, screenshots, shortcuts } = JSON.parse(data);
  for (const { src, sizes } of [...icons, ...screenshots, ...shortcuts.flatMap((shortcut) => shortcut.icons)]) {
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== "any") expect(size, src).toBe(sizes);
  }
});

test("it starts without a network, plans, shows roads, and says what works", async ({ page, site, context }) => {
  await installed(page);
  await page.close();
  await site.down();
  const again = await context.newPage();
  const app = new App(again);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  const line = again.getByTestId("network");
  await expect(line).toContainText("没有网络，正在使用存下的数据（2026-11-23）");
  await line.locator("summary").click();
  await expect(line).toContainText("照常可用");
  await accessible(again, ".top");
  await app.go("roads");
  await again.getByTestId("screen-roads").getByText("长城一号").first().click();
  await expect(again.getByTestId("strip")).toContainText("km");
  await app.go("data");
  await expect(again.getByTestId("offline")).toBeVisible();
  await expect(again.getByTestId("keeping")).toContainText("已保存");
  await again.getByRole("button", { name: "English" }).click();
  await expect(line).toContainText("this is what was kept (data of 2026-11-23)");
  await accessible(again, ".top");
  await site.up();
  await lookAgain(again);
  await expect(line).toHaveCount(0);
});

test("a page that was killed while it replaced the list leaves a whole one", async ({ page, site, context }) => {
  await installed(page);
  // Browsers take the old one away before the new one is there.
  const gone = await page.evaluate(async () => {
    const store = await caches.open("yilu-data");
    return Promise.all(["data/packs.json", "config.json"].map((path) => store.delete(path)));
  });
  expect(gone).toEqual([true, true]);
  await page.close();
  await site.down();
  const again = await context.newPage();
  const app = new App(again);
  await again.goto(site.url);
  await again.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
  await expect(again.getByTestId("problems")).toHaveCount(0);
  await expect(again.locator(".notice.is-shown")).toHaveCount(0);
  await app.go("trip");
  await expect(again.getByTestId("plan-button")).toBeVisible();
});

test("what was seen last is history after a start without a network", async ({ page, site, context }) => {
  const station = "demo-140927-007";
  const now = Math.floor(Date.now() / 1000);
  const live = { mode: "poll", url: "live.json", poll_s: 600, heartbeat_s: 15, stale_s: 1800, expire_s: 3600 };
  const stations = { role: "stations", path: "data/stations.yilu", bytes: 1, sha256: "00" };
  site.write("config.json", JSON.stringify({ bases: [], live: "manifest.json" }));
  site.write("manifest.json", JSON.stringify({ schema: "yilu-live/1", snap: "demo", edition: "e2e", demo: true, files: [stations], live, sources: [] }));
  site.write("live.json", JSON.stringify({ v: 1, snap: "demo", seq: 1, t: now, src: [], s: { [station]: [0, "f".repeat(200)] } }));
  await installed(page, `#station=${station}`);
  await expect(page.getByTestId("live")).toHaveText(/显示空闲 (\d+)\/\1 · /);
  await expect.poll(() => keys(page, "yilu-data")).toContain("kept/live.json");
  await page.close();
  await site.down();
  const again = await context.newPage();
  await new App(again).open(`#station=${station}`);
  await expect(again.getByTestId("live")).toHaveText(/状态未知 · \d\d-\d\d \d\d:\d\d 曾显示空闲 (\d+)\/\1/);
  await expect(again.getByTestId("free-badge")).toHaveCount(0);
  await expect(again.getByTestId("network")).toContainText("没有网络");
});

test("one who is cut off later is told since when", async ({ page, site, context }) => {
  const app = await installed(page, WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await site.down();
  await context.setOffline(true);
  await expect(page.getByTestId("network")).toContainText("网络已断开");
  await app.go("find");
  await expect(page.getByTestId("entry").first()).toBeVisible();
  await site.up();
  await context.setOffline(false);
  await expect(page.getByTestId("network")).toHaveCount(0);
});

test("another version waits until the driver wants it, and the trip stays", async ({ page, site }) => {
  site.release("one");
  const app = await installed(page, WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  site.release("two");
  await lookAgain(page);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const offer = page.getByTestId("renewal");
  await expect(offer).toContainText("有新版本");
  await accessible(page, ".top");
  await page.reload();
  expect(await release(page)).toBe("one");
  await expect(offer).toBeVisible();
  await expect(app.itinerary).toBeVisible();
  const before = await app.itinerary.textContent();
  await page.getByTestId("renew").click();
  await expect(page.locator('meta[name="release"][content="two"]')).toHaveCount(1);
  await expect(app.itinerary).toBeVisible();
  expect(await app.itinerary.textContent()).toBe(before);
  await expect(offer).toHaveCount(0);
});

test("a release that is not whole is not taken", async ({ page, site }) => {
  site.release("one");
  const app = await installed(page);
  site.release("two");
  const spoilt = (path, bytes) => (path.endsWith(".css") ? Buffer.from(bytes).fill(32, 0, 9) : bytes);
  // What did not change is not asked for again; so something must.
  const style = (await keys(page, "yilu-app-")).find((path) => path.startsWith("style-"));
  await page.evaluate(async (style) => {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(style);
  }, style);
  site.spoil = spoilt;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => null));
  await page.waitForTimeout(1000);
  await page.reload();
  expect(await release(page)).toBe("one");
  await expect(page.getByTestId("renewal")).toHaveCount(0);
  await expect(app.map).toBeVisible();
});

test("newer data is taken whole or not at all", async ({ page, site }) => {
  const app = await installed(page);
  const old = await keys(page, "yilu-data");
  const bytes = site.read("data/vehicles.yilu");
  site.data("vehicles.yilu", edition(bytes));
  for (const spoil of [
    (path, given) => (path === "data/vehicles.yilu" ? given.subarray(0, given.length - 7) : given),
    (path, given) => (path === "data/vehicles.yilu" ? flipped(given) : given),
    (path, given) => (path === "data/vehicles.yilu" ? null : given),
  ]) {
    site.spoil = spoil;
    await lookAgain(page);
    await page.waitForTimeout(700);
    expect((await keys(page, "yilu-data")).sort()).toEqual([...old].sort());
    await page.reload();
    await expect(app.map).toBeVisible();
    await expect(page.getByTestId("problems")).toHaveCount(0);
  }
  site.spoil = (_, given) => given;
  await lookAgain(page);
  await expect(page.getByTestId("renewal")).toContainText("有新数据");
  await page.getByTestId("renew").click();
  await expect.poll(async () => (await keys(page, "yilu-data")).some((key) => old.includes(key) && key.includes("vehicles"))).toBe(false);
});

test("a long file goes on where it was cut", async ({ page, site }) => {
  const app = new App(page);
  // Another region, whose roads are long: what is in them nobody looks at.
  const long = Buffer.alloc(1_500_000, 7);
  site.list((list) => {
    const [first] = list.packs;
    const second = structuredClone(first);
    second.id = "far";
    second.title = { zh: "远方", en: "Far away" };
    Object.assign(second.files[0], { path: "far.yilu", bytes: long.length, sha256: sha256(long) });
    list.packs.push(second);
  });
  site.data("far.yilu", long);
  await app.open();
  await kept(page);
  await app.go("data");
  let count = 0;
  site.spoil = (path, bytes) => {
    if (path !== "data/far.yilu") return bytes;
    count += 1;
    return count === 4 ? null : bytes;
  };
  await accessible(page, "[data-testid=offline]");
  const region = page.getByTestId("pack-far");
  await expect(region).toContainText("1.8 MB");
  await region.getByTestId("pack-keep").click();
  await expect(page.getByTestId("keeping")).toContainText("等网络恢复后继续");
  site.asked.length = 0;
  await page.getByTestId("keeping-go-on").click();
  await expect(page.getByTestId("keeping")).toContainText("已保存，没有网络也能打开 (1.9 MB)");
  const ranges = site.asked.filter(({ path }) => path.startsWith("data/far.yilu")).map(({ range }) => range);
  expect(ranges).toEqual(["bytes=786432-1048575", "bytes=1048576-1310719", "bytes=1310720-1499999"]);
  expect((await keys(page, "yilu-data")).filter((key) => key.includes("&from="))).toEqual([]);
  await region.getByTestId("pack-remove").click();
  await expect.poll(async () => (await keys(page, "yilu-data")).some((key) => key.includes("far"))).toBe(false);
});

test("a trip says which region it lacks, and shows that on a tap", async ({ page, site }) => {
  site.list((list) => {
    const other = structuredClone(list.packs[0]);
    list.packs.push(Object.assign(other, { id: "south", title: { zh: "南边", en: "The south" }, bounds: [30, 105, 36, 115] }));
  });
  const app = new App(page);
  await app.open("#from=38.407,112.734&to=34.26,108.94&view=trip");
  const line = page.getByTestId("lacking");
  await expect(line).toContainText("南边 (0.4 MB)");
  await page.getByTestId("lacking-show").click();
  // There the start is what is missing.
  await expect(line).toContainText("忻州示意路网");
});

test("a full store leaves what was there", async ({ page, site, context }) => {
  const app = await installed(page);
  const before = await keys(page, "yilu-data");
  const session = await context.newCDPSession(page);
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin: new URL(site.url).origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(site.url).origin, quotaSize: usage });
  site.data("vehicles.yilu", edition(site.read("data/vehicles.yilu")));
  await lookAgain(page);
  await app.go("data");
  await expect(page.getByTestId("keeping")).toContainText("浏览器空间不足");
  expect((await keys(page, "yilu-data")).sort()).toEqual(before.sort());
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(site.url).origin });
  await page.getByTestId("keeping-retry").click();
  await expect(page.getByTestId("keeping")).toContainText("已保存");
});

test("what the browser threw away is told, and fetched again", async ({ page }) => {
  await installed(page);
  await page.evaluate(() => caches.delete("yilu-data"));
  await page.reload();
  await expect(page.getByText("浏览器清掉了存下的数据")).toBeVisible();
  await kept(page);
});

test("the kill switch takes the app out of the browser, and is not offered as a version", async ({ page, site }) => {
  await installed(page);
  site.write("sw.js", site.read("sw-off.js"));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(["yilu-data"]);
  await expect(page.getByTestId("renewal")).toHaveCount(0);
  await page.goto("about:blank");
  await page.goto(site.url);
  await expect(page.getByTestId("map")).toBeVisible();
});

test("a version that does not start is replaced by the next", async ({ page, site }) => {
  await installed(page);
  // The app that is kept has lost its way, and what the site has is no better yet.
  site.spoil = (path, bytes) => (/start-[0-9a-f]+\.js$/.test(path) ? Buffer.from("throw 1") : bytes);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const store = await caches.open(name);
      for (const request of await store.keys()) {
        if (/start-[0-9a-f]+\.js$/.test(request.url)) {
          await store.put(request, new Response("throw new Error('broken')", { headers: { "content-type": "text/javascript" } }));
        }
      }
    }
  });
  await page.goto("about:blank");
  await page.goto(site.url);
  const before = (await keys(page, "yilu-app-")).length;
  // The device believes in a network that is none: what is kept stays.
  await site.down();
  await page.getByTestId("start-failed").getByRole("button").click();
  await page.waitForTimeout(1000);
  expect((await keys(page, "yilu-app-")).length).toBe(before);
  site.spoil = (_, bytes) => bytes;
  await site.up();
  await page.getByTestId("start-failed").getByRole("button").click();
  await expect(page.getByTestId("map")).toBeVisible();
});

function flipped(bytes) {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] ^= 1;
  return copy;
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
