// The widget in pages of other sites: another origin, with a content policy and styles of its own.

import { Counted, Host } from "./pages/host.mjs";
import { STATION, eventsOf, expect, frameOf, frames, isReady, loose, test } from "./pages/widget.mjs";

const IDLE = "<p style='height: 3000px'>…</p>";

test("one line shows a road's stations, then the map in its place, with credit and age", async ({ page, embed }) => {
  const frame = await embed('<yilu-map corridor="great-wall" lang="zh" theme="light"></yilu-map>');
  const events = eventsOf(page);
  await isReady(frame);
  await expect(frame.getByTestId("map")).toBeVisible();
  await expect(frame.getByTestId("screen-roads")).toContainText("长城一号");
  await expect(frame.getByTestId("demo-banner")).toContainText("演示数据");
  const notes = frame.getByTestId("map-notes");
  await expect(notes).toContainText("2026-11-23");
  await expect(notes).toContainText("© OpenStreetMap contributors");
  await expect(frame.getByTestId("full")).toHaveAttribute("href", /#.*road=changcheng1-west/);
  await expect(frame.getByTestId("full")).toHaveAttribute("rel", "noopener");
  expect(await events.of("ready")).toEqual([{ shows: "map" }]);
});

test("a plain frame takes the same options", async ({ embed, site }) => {
  const frame = await embed(
    `<iframe src="${site.url}/embed.html#station=${STATION}&lang=en&theme=dark" width="100%" height="500"
      sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals"></iframe>`,
    { element: false },
  );
  await isReady(frame);
  await expect(frame.locator("html")).toHaveAttribute("lang", "en");
  await expect(frame.getByTestId("station-card")).toBeVisible();
  const colour = await frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(colour).toBe("rgb(27, 25, 21)");
});

test("methods and attributes are obeyed, events are told", async ({ page, embed }) => {
  const frame = await embed('<yilu-map lang="zh" theme="light" center="39.0,112.7" zoom="9" height="700"></yilu-map>');
  const events = eventsOf(page);
  const call = (name, ...of) => page.evaluate(([name, of]) => document.querySelector("yilu-map")[name](...of), [name, of]);
  // What is asked before anybody listens is not lost.
  await call("setFilter", { power: 120, kinds: ["dc"] });
  await isReady(frame);
  await call("focus", STATION);
  await expect(frame.getByTestId("station-card")).toBeVisible();
  await expect.poll(() => events.of("select")).toEqual([{ station: STATION, name: expect.objectContaining({ zh: expect.any(String) }) }]);
  await frame.getByTestId("station-card").getByRole("button", { name: "关闭" }).click();
  await expect.poll(async () => (await events.of("select")).at(-1)).toEqual({ station: null, name: null });
  await expect(frame.getByTestId("filters-button").or(frame.locator(".find"))).toBeAttached();
  await call("planTo", [39.635, 111.435]);
  await expect(frame.getByTestId("to-input")).toHaveValue(/老牛湾/);
  await expect(frame.getByTestId("itinerary")).toBeHidden();
  await page.evaluate(() => {
    document.querySelector("yilu-map").setAttribute("lang", "en");
    document.querySelector("yilu-map").setAttribute("theme", "dark");
  });
  await expect(frame.locator("html")).toHaveAttribute("lang", "en");
  await expect
    .poll(() => frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor))
    .toBe("rgb(27, 25, 21)");
  // The driver plans.
  const from = frame.getByTestId("from-input");
  await from.fill("忻州古城");
  await frame.getByRole("option").first().click();
  await frame.getByTestId("plan-button").click();
  await expect(frame.getByTestId("itinerary")).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await events.of("plan")).at(-1)).toEqual({
    minutes: expect.any(Number),
    kilometres: expect.any(Number),
    stops: expect.any(Number),
  });
  // A destination that the host changes is not planned by itself.
  const plans = (await events.of("plan")).length;
  await call("planTo", STATION);
  await expect(frame.getByTestId("itinerary")).toBeHidden();
  await page.waitForTimeout(500);
  expect(await events.of("plan")).toHaveLength(plans);
});

test("a strict content policy of the host is enough", async ({ embed, site }) => {
  const policy = `default-src 'none'; script-src ${site.url}; frame-src ${site.url}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  const frame = await embed("<yilu-map></yilu-map>", {
    headers: { "content-security-policy": policy, "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" },
  });
  await isReady(frame);
  await expect(frame.getByTestId("map")).toBeVisible();
});

test("the host's styles stay outside", async ({ page, embed }) => {
  const frame = await embed(
    `<style>
       * { display: none !important; color: red !important; font-size: 40px !important; }
       html, body { display: block !important; } iframe { width: 10px !important; opacity: 0 !important; }
     </style><yilu-map></yilu-map>`,
  );
  await isReady(frame);
  const { width, height } = await page.locator("yilu-map").boundingBox();
  expect(width).toBeGreaterThan(300);
  expect(height).toBe(480);
  const head = frame.locator(".embed-head h1");
  await expect(head).toBeVisible();
  expect(await head.evaluate((head) => getComputedStyle(head).color)).not.toBe("rgb(255, 0, 0)");
});

test("a page without WebAssembly keeps the list and says so", async ({ page, embed, site, complaints }) => {
  await page.addInitScript(() => { if (location.pathname.endsWith("embed.html")) delete window.WebAssembly; });
  const frame = await embed('<yilu-map corridor="huanghe1" lang="zh" height="600"></yilu-map>');
  const events = eventsOf(page);
  await expect(frame.getByTestId("embed-state")).toContainText("不能运行地图");
  const first = frame.getByTestId("list").locator("a").first();
  await expect(first).toContainText("kW");
  await expect(first).toContainText("公里处");
  await expect(first).toHaveAttribute("href", /^\.\/#station=demo-/);
  await expect(frame.getByTestId("embed-notes")).toContainText("2026-11-23");
  expect(await events.of("ready")).toEqual([{ shows: "list" }]);
  // Methods work on the list as far as they can.
  await page.evaluate((id) => document.querySelector("yilu-map").focus(id), STATION);
  await page.evaluate(() => document.querySelector("yilu-map").setFilter({ power: 250 }));
  await expect.poll(() => frame.getByTestId("list").locator("a").count()).toBeLessThan(15);
  expect(site.answers.filter(({ path }) => path.endsWith(".wasm"))).toEqual([]);
  expect(complaints).toEqual([]);
});

loose("a content policy that forbids WebAssembly gives the list", async ({ page, baseURL }) => {
  const site = await Counted.of(baseURL, (headers) => {
    const policy = headers["content-security-policy"];
    if (policy) headers["content-security-policy"] = policy.replace(" 'wasm-unsafe-eval'", "");
  });
  try {
    await page.goto(`${site.url}/embed.html#lang=en`);
    await expect(page.getByTestId("embed-state")).toContainText("cannot run here");
    await expect(page.getByTestId("list").locator("a").first()).toBeVisible();
    expect(site.answers.filter(({ path }) => path.endsWith(".wasm"))).toEqual([]);
  } finally {
    await site.end();
  }
});

loose("whom the site does not list may not embed it", async ({ page, baseURL }) => {
  const host = await Host.of({});
  const site = await Counted.of(baseURL);
  try {
    host.pages["/"] = { html: `<link rel="icon" href="data:,"><iframe src="${site.url}/embed.html"></iframe><iframe src="${site.url}/"></iframe>` };
    const refused = [];
    page.on("console", (message) => { if (/frame-ancestors/.test(message.text())) refused.push(message.text()); });
    await page.goto(host.url);
    await expect.poll(() => refused.length).toBeGreaterThanOrEqual(2);
    expect(site.answers.filter(({ path }) => path.includes("/embed-"))).toEqual([]);
  } finally {
    await site.end();
    await host.end();
  }
});

test("it loads when it is scrolled to, and first paints little", async ({ page, embed, site }) => {
  await embed(`${IDLE}<yilu-map lang="zh"></yilu-map>`, { isSeen: false });
  await page.waitForTimeout(800);
  expect(site.answers.map(({ path }) => path)).toEqual(["/widget/widget.js"]);
  await page.locator("yilu-map").scrollIntoViewIfNeeded();
  const frame = await frameOf(page);
  await isReady(frame);
  const { painted, files } = await frame.evaluate(() => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return { painted, files: entries.map(({ name, startTime, encodedBodySize }) => ({ name: new URL(name).pathname, startTime, encodedBodySize })) };
  });
  // Until the list is there nothing of the app is asked for; the list itself is counted too.
  const isApp = ({ name }) => /yilu-app|leaflet|start-/.test(name);
  const begun = Math.min(...files.filter(isApp).map(({ startTime }) => startTime));
  const first = files.filter(({ startTime }) => startTime < begun);
  const bytes = first.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  console.log(first.map(({ name, encodedBodySize }) => `${String(encodedBodySize).padStart(8)}  ${name}`).join("\n"));
  console.log(`${String(bytes).padStart(8)}  until the list is there; painted after ${Math.round(painted)} ms`);
  expect(bytes).toBeLessThanOrEqual(150_000);
  expect(first.map(({ name }) => name)).toContain("/data/widget.json");
});

test("nothing is stored, no cookie is set, no service worker registered", async ({ page, context, embed, site }) => {
  const frame = await embed(`<yilu-map station="${STATION}" lang="zh" height="700"></yilu-map>`);
  await isReady(frame);
  await expect(frame.getByTestId("station-card")).toBeVisible();
  const kept = await frame.evaluate(async () => {
    // Where the browser refuses, nothing can be kept.
    const count = async (of) => {
      try {
        return (await of()).length;
      } catch {
        return 0;
      }
    };
    return Promise.all([
      count(() => localStorage),
      count(() => sessionStorage),
      count(() => document.cookie),
      count(() => indexedDB.databases()),
      count(() => caches.keys()),
      count(() => navigator.serviceWorker.getRegistrations()),
    ]);
  });
  expect(kept).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await context.cookies()).toEqual([]);
  await expect(frame.locator(".star").first()).toBeHidden();
  await expect(frame.getByTestId("report")).toHaveCount(0);
});

test("it works where every storage throws", async ({ page, embed }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
    }
  });
  const frame = await embed('<yilu-map lang="zh"></yilu-map>');
  await isReady(frame);
  await expect(frame.getByTestId("crash")).toBeHidden();
});

test("fifty of them on one page download each file once", async ({ page, embed, site }) => {
  test.setTimeout(240_000);
  const all = Array.from({ length: 50 }, (_, number) => `<yilu-map lang="zh" height="400" center="${38.2 + number / 50},112.7"></yilu-map>`);
  await embed(all.join("\n"));
  const maps = async () => (await eventsOf(page).of("ready")).filter(({ shows }) => shows === "map").length;
  for (let number = 0; number < 50; number += 1) {
    await page.locator("yilu-map").nth(number).scrollIntoViewIfNeeded();
    await expect.poll(maps, { timeout: 20_000 }).toBeGreaterThan(number);
  }
  expect(frames(page).length).toBeLessThanOrEqual(12);
  const times = [...site.downloads()].sort((a, b) => b[1] - a[1]);
  const again = site.answers.filter(({ status }) => status === 304).length;
  console.log(times.map(([path, count]) => `${String(count).padStart(4)}  ${path}`).join("\n"));
  console.log(`${await maps()} maps, ${frames(page).length} of them kept; ${site.bytes()} bytes, ${site.answers.length} answers, ${again} of them "not modified"`);
  expect(times.filter(([path, count]) => /[-_][0-9a-f]{12,}/.test(path) && count > 1)).toEqual([]);
  // They are asked for again after a minute.
  expect(times.filter(([path, count]) => /embed\.html|widget\.json/.test(path) && count > 2)).toEqual([]);
});

test("one that gave up its frame has it again as its page asked", async ({ page, embed }) => {
  await embed(`<yilu-map id="first" lang="en"></yilu-map>${'<yilu-map lang="zh"></yilu-map>'.repeat(14)}`);
  const first = () => frames(page).find((frame) => frame.url().includes("lang=en"));
  await expect.poll(() => Boolean(first())).toBe(true);
  const before = first();
  await isReady(before);
  await page.evaluate((id) => document.querySelector("#first").focus(id), STATION);
  for (let number = 1; number < 15; number += 1) {
    await page.locator("yilu-map").nth(number).scrollIntoViewIfNeeded();
    await expect.poll(() => frames(page).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(Math.min(12, number));
  }
  expect(before.isDetached()).toBe(true);
  await page.locator("#first").scrollIntoViewIfNeeded();
  await expect.poll(() => Boolean(first()), { timeout: 20_000 }).toBe(true);
  await expect(first().getByTestId("station-card")).toBeVisible({ timeout: 20_000 });
});
