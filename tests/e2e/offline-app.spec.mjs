// Keeping the app itself: what is told of it, what heals, and which versions stay.

import { expect } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { installed, kept, keys, lookAgain, release, test } from "./pages/installed.mjs";
import { edition } from "./pages/station-file.mjs";

test.use({ serviceWorkers: "allow" });

test("an app that could not be kept at first is kept later, without opening it again", async ({ page, site }) => {
  const part = /planner-questions[^/]*\.wasm$/;
  let broken = 0;
  site.spoil = (path, bytes) => {
    if (!part.test(path)) return bytes;
    broken += 1;
    return null;
  };
  await page.goto(site.url);
  await expect.poll(() => broken).toBeGreaterThan(0);
  const count = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  await expect.poll(count).toBe(0);

  site.spoil = (_, bytes) => bytes;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.evaluate(() => navigator.serviceWorker.ready);
});

test("what the browser threw away of the app comes back, and until then is not told as kept", async ({ page, site, context }) => {
  const app = await installed(page);
  await app.go("data");
  const keeping = page.getByTestId("keeping");
  await expect(keeping).toContainText("已保存，没有网络也能打开");
  const whole = (await keys(page, "yilu-app-")).length;
  await page.evaluate(async () => {
    for (const name of await caches.keys()) if (name.startsWith("yilu-app-")) await caches.delete(name);
  });
  site.spoil = (path, bytes) => (/planner-questions/.test(path) ? null : bytes);
  await lookAgain(page);
  await expect(keeping).toContainText("应用还没有：没有网络时打不开本页");
  site.spoil = (_, bytes) => bytes;
  await lookAgain(page);
  await expect(keeping).toContainText("已保存，没有网络也能打开");
  expect((await keys(page, "yilu-app-")).length).toBe(whole);
  await page.close();
  await site.down();
  const again = await context.newPage();
  await new App(again).open();
});

test("a broken release in between does not take away the version that another tab runs", async ({ page, site, context }) => {
  site.release("one");
  await installed(page);
  const update = (page) =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => null));
  const other = await context.newPage();
  await new App(other).open();
  site.release("two");
  // Its page is another one, so that has to be fetched.
  site.spoil = (path, bytes) => (path === "index.html" ? Buffer.from(bytes).fill(32, 0, 9) : bytes);
  await update(other);
  await expect.poll(() => other.evaluate(async () => (await navigator.serviceWorker.getRegistration()).installing)).toBe(null);
  site.spoil = (_, bytes) => bytes;
  site.release("three");
  // Asked while the browser is still busy with the broken one, it only answers once more for that.
  const isOffered = async () => { await update(other); return other.getByTestId("renew").isVisible(); };
  await expect.poll(isOffered).toBe(true);
  await other.getByTestId("renew").click();
  await expect(other.locator('meta[name="release"][content="three"]')).toHaveCount(1);
  const stores = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("yilu-app-"));
    const pages = names.map(async (name) => (await (await caches.open(name)).match("./"))?.text());
    return (await Promise.all(pages)).map((text) => /name="release" content="(\w+)"/.exec(text ?? "")?.[1]);
  });
  expect(stores.sort()).toEqual(["one", "three"]);
  expect(await release(page)).toBe("one");
});

test("a service worker that does not answer holds nothing up for long", async ({ page, site }) => {
  site.write("sw.js", site.read("sw.js").toString().replace('event.data === "keep"', "false"));
  await installed(page);
  // In the middle of waiting for an answer.
  await page.waitForTimeout(1000);
  site.data("vehicles.yilu", edition(site.read("data/vehicles.yilu")));
  await lookAgain(page);
  await expect(page.getByTestId("renewal")).toContainText("有新数据", { timeout: 25_000 });
});

test("a browser that never answers is asked again to keep the app", async ({ page, site }) => {
  // As it was found after a worker was killed while it was registered.
  await page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype;
    let times = 0;
    ServiceWorkerContainer.prototype.register = function (...all) {
      times += 1;
      return times === 1 ? new Promise(() => {}) : Reflect.apply(register, this, all);
    };
    const { setTimeout } = window;
    window.setTimeout = (act, wait, ...all) => setTimeout(act, wait >= 20_000 ? wait / 100 : wait, ...all);
  });
  await installed(page);
});

test("a version that waits and does not answer at first is offered all the same", async ({ page, site }) => {
  site.release("one");
  // As it is when the device kills it while it is asked.
  await page.addInitScript(() => {
    const { postMessage } = ServiceWorker.prototype;
    window.unheard = 0;
    ServiceWorker.prototype.postMessage = function (...all) {
      if (all[0] === "keep" && this.state === "installed" && window.unheard < 2) window.unheard += 1;
      else Reflect.apply(postMessage, this, all);
    };
    const { setTimeout } = window;
    window.setTimeout = (act, wait, ...all) => setTimeout(act, wait >= 20_000 ? wait / 100 : wait, ...all);
  });
  await installed(page);
  site.release("two");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect(page.getByTestId("renew")).toBeVisible();
  expect(await page.evaluate(() => window.unheard)).toBe(2);
});

test("a planner that starts anew is of the version that its tab runs", async ({ page, site, context }) => {
  await page.addInitScript(() => {
    const construct = (target, words) => {
      const worker = Reflect.construct(target, words);
      window.planner ??= worker;
      return worker;
    };
    window.Worker = new Proxy(Worker, { construct });
  });
  site.release("one");
  const app = await installed(page);
  site.spoilPlanner();
  site.release("two");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const other = await context.newPage();
  await new App(other).open();
  await other.getByTestId("renew").click();
  await expect(other.locator('meta[name="release"][content="two"]')).toHaveCount(1);
  await page.evaluate(() => window.planner.dispatchEvent(new ErrorEvent("error", { message: "stopped" })));
  await page.evaluate((trip) => { location.hash = trip; }, WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  expect(await release(page)).toBe("one");
});

test("a region that was shown stays kept, and one that is not kept is not shown without a network", async ({ page, site, context }) => {
  const south = "south-stations.yilu";
  site.write(`data/${south}`, site.read("data/stations.yilu"));
  site.list((list) => {
    const other = structuredClone(list.packs[0]);
    const file = other.files.find(({ path }) => path === "stations.yilu");
    file.path = south;
    list.packs.push(Object.assign(other, { id: "south", title: { zh: "南边", en: "The south" } }));
    list.packs.push(Object.assign(structuredClone(other), { id: "north", title: { zh: "北边", en: "The north" } }));
    const last = list.packs.at(-1).files.find(({ path }) => path === south);
    last.path = "north-stations.yilu";
  });
  site.write("data/north-stations.yilu", site.read("data/stations.yilu"));
  const app = await installed(page);
  await app.go("data");
  const first = (await keys(page, "yilu-data")).filter((key) => key.startsWith("data/stations.yilu"));
  await page.getByTestId("pack-south").getByTestId("pack-show").click();
  await expect(page.getByTestId("pack-south")).toContainText("正在使用");
  await kept(page);
  await expect.poll(async () => (await keys(page, "yilu-data")).some((key) => key.startsWith(`data/${south}`))).toBe(true);
  await lookAgain(page);
  await expect(page.getByTestId("keeping")).toContainText("已保存，没有网络也能打开");
  expect(await keys(page, "yilu-data")).toEqual(expect.arrayContaining(first));
  await page.close();
  await site.down();
  const again = await context.newPage();
  const cut = new App(again);
  await cut.open();
  await cut.go("data");
  const north = again.getByTestId("pack-north");
  await expect(north.getByTestId("pack-show")).toBeDisabled();
  await expect(north).toContainText("没有保存，联网后可用");
  const back = again.locator('[data-testid^="pack-"]', { hasText: "忻州" }).getByTestId("pack-show");
  await expect(back).toBeEnabled();
  await back.click();
  await expect(again.getByTestId("station-mark").or(again.getByTestId("cluster")).first()).toBeVisible();
});

test("a trip from where the driver is outlives another version", async ({ page, site, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.407, longitude: 112.734 });
  site.release("one");
  const app = await installed(page, "#from=me&to=39.635,111.435&view=find");
  await page.getByTestId("around-me").click();
  await app.go("trip");
  await page.getByTestId("plan-button").click();
  await expect(app.itinerary).toBeVisible();
  site.release("two");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByTestId("renew").click();
  await expect(page.locator('meta[name="release"][content="two"]')).toHaveCount(1);
  await expect(app.itinerary).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("a plan that was chosen among others outlives another version, until its trip changes", async ({ page, site }) => {
  site.release("one");
  const app = await installed(page, WINTER_TRIP);
  const total = page.getByTestId("itinerary-total").locator("strong");
  const safest = page.getByTestId("other-plan").filter({ hasText: "余量最大" });
  await expect(safest).toBeVisible();
  const fastest = await total.innerText();
  await safest.click();
  await expect(total).not.toHaveText(fastest);
  const chosen = await app.itinerary.textContent();
  site.release("two");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByTestId("renew").click();
  await expect(page.locator('meta[name="release"][content="two"]')).toHaveCount(1);
  await expect(safest).toHaveAttribute("aria-pressed", "true");
  expect(await app.itinerary.textContent()).toBe(chosen);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.evaluate(() => { location.hash = location.hash.replace("soc=45", "soc=46"); });
  await expect(page.getByTestId("other-plan").first()).toHaveAttribute("aria-pressed", "true");
});

test("a login page in the place of the site is no network", async ({ page, site }) => {
  const app = await installed(page);
  site.spoil = () => Buffer.from("<!doctype html><title>Log in</title>");
  await lookAgain(page);
  await expect(page.getByTestId("network")).toContainText("网络已断开");
  await app.go("data");
  await expect(page.getByTestId("keeping")).toContainText("已保存");
});

test("data that is thrown away under an open page is told, and comes back", async ({ page }) => {
  await installed(page);
  await page.evaluate(() => caches.delete("yilu-data"));
  await lookAgain(page);
  await expect(page.getByText("浏览器清掉了存下的数据")).toBeVisible();
  await kept(page);
});

test("a pause outlives the page", async ({ page, site }) => {
  site.list((list) => {
    const other = structuredClone(list.packs[0]);
    for (const file of other.files.filter(({ path }) => path === "stations.yilu")) file.path = "far-stations.yilu";
    list.packs.push(Object.assign(other, { id: "far", title: { zh: "远处", en: "Far away" } }));
  });
  site.write("data/far-stations.yilu", site.read("data/stations.yilu"));
  const app = await installed(page);
  site.delay = (path) => (path.includes("far-") ? 4000 : 0);
  await app.go("data");
  await page.getByTestId("pack-far").getByTestId("pack-keep").click();
  await page.getByTestId("keeping-pause").click();
  await page.reload();
  site.delay = () => 0;
  await app.go("data");
  await expect(page.getByTestId("keeping")).toContainText("已暂停");
  await page.getByTestId("keeping-go-on").click();
  await expect(page.getByTestId("keeping")).toContainText("已保存");
});
