// How the frame behaves in the page around it: fingers, wheel, links, heights, trouble.

import { LiveFiles, all } from "./pages/live-files.mjs";
import { STATION, eventsOf, expect, frameOf, isReady, test } from "./pages/widget.mjs";

const ROOM = "<p style='height: 1500px'>…</p>";

/** Opens what a click opens in a new page, and gives its address. */
async function opened(context, click) {
  const [page] = await Promise.all([context.waitForEvent("page"), click()]);
  await page.waitForLoadState("domcontentloaded");
  return page;
}

test("one finger and the wheel move the page around, not the map", async ({ page, embed, isMobile }) => {
  const frame = await embed(`<yilu-map lang="zh"></yilu-map>${ROOM}`);
  await isReady(frame);
  const pane = frame.locator(".leaflet-map-pane");
  const before = await pane.getAttribute("style");
  const { x, y, width, height } = await page.locator("yilu-map").boundingBox();
  const [middle, level] = [x + width * 0.7, y + height / 2];
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  const scroll = async () => {
    if (!isMobile) {
      await page.mouse.move(middle, level);
      return page.mouse.wheel(0, 200);
    }
    await touch("touchStart", { x: middle, y: level });
    for (let way = 10; way <= 200; way += 10) await touch("touchMove", { x: middle, y: level - way });
    return touch("touchEnd");
  };
  // A browser that is busy lets the first one fall.
  await expect(async () => {
    await scroll();
    await expect.poll(() => page.evaluate(() => Math.round(scrollY)), { timeout: 1000 }).toBeGreaterThan(100);
  }).toPass({ timeout: 20_000 });
  expect(await pane.getAttribute("style")).toBe(before);
  if (isMobile) await expect(frame.locator(".leaflet-container")).not.toHaveClass(/leaflet-touch-drag/);
});

test("the link opens the whole app as the frame is", async ({ context, embed, site }) => {
  const frame = await embed(`<yilu-map lang="en" station="${STATION}" height="700"></yilu-map>`);
  await isReady(frame);
  await expect(frame.getByTestId("station-card")).toBeVisible();
  const page = await opened(context, () => frame.getByTestId("full").click());
  expect(new URL(page.url()).origin).toBe(site.url);
  expect(page.url()).toContain(`station=${STATION}`);
  await expect(page.getByTestId("station-card")).toBeVisible();
  expect(await page.evaluate(() => window.opener)).toBeNull();
});

test("a station of the list opens in the whole app, and is told", async ({ page, context, embed }) => {
  await page.addInitScript(() => { if (location.pathname.endsWith("embed.html")) delete window.WebAssembly; });
  const frame = await embed('<yilu-map lang="zh" center="38.407,112.734" filter="power=120"></yilu-map>');
  const first = frame.getByTestId("list").locator("a").first();
  await expect(first).toContainText("直线");
  const id = await first.getAttribute("data-station");
  const whole = await opened(context, () => first.click());
  expect(whole.url()).toContain(`#station=${id}`);
  expect(await eventsOf(page).of("select")).toEqual([expect.objectContaining({ station: id })]);
});

test("a frame as high as its content", async ({ page, embed }) => {
  await page.addInitScript(() => { if (location.pathname.endsWith("embed.html")) delete window.WebAssembly; });
  const frame = await embed('<yilu-map lang="zh" corridor="changcheng1-west" autoheight></yilu-map>');
  await expect(frame.getByTestId("list").locator("a")).toHaveCount(3);
  await expect.poll(async () => (await page.locator("yilu-map").boundingBox()).height).toBeLessThan(420);
  const scrolls = await frame.locator("#list").evaluate((list) => list.scrollHeight > list.clientHeight + 1);
  expect(scrolls).toBe(false);
});

test("where to look, what to show and how it looks are options too", async ({ embed }) => {
  const frame = await embed('<yilu-map lang="zh" center="38.407,112.734" zoom="14" filter="power=120,kind=dc" theme="contrast" height="800"></yilu-map>');
  await isReady(frame);
  await expect(frame.locator(".label-sight, .label-seat").filter({ hasText: "忻州古城" })).toBeAttached();
  await frame.getByTestId("tab-find").click();
  await expect(frame.getByTestId("find-status")).toContainText("被筛选隐藏");
  const colour = await frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(colour).toBe("rgb(255, 255, 255)");
});

test("the number of a base map and its credit stay in sight, whatever covers the map", async ({ page, embed }) => {
  const base = { id: "own", url: "tiles/{z}/{x}/{y}.png", crs: "wgs84", min_zoom: 5, max_zoom: 16, attribution: "测试底图", approval: "GS(2026)0000号" };
  await page.route("**/config.json", (route) => route.fulfill({ json: { bases: [base] }, headers: { "cross-origin-resource-policy": "same-origin" } }));
  await page.route("**/tiles/**", (route) => route.fulfill({ body: "", contentType: "image/png" }));
  const frame = await embed(`<yilu-map lang="zh" station="${STATION}"></yilu-map>`);
  await isReady(frame);
  await expect(frame.getByTestId("station-card")).toBeVisible();
  const notes = frame.getByTestId("map-notes");
  await expect(notes).toContainText("测试底图 · GS(2026)0000号");
  const { y, height } = await notes.boundingBox();
  const { y: top, height: tall } = await page.locator("yilu-map").boundingBox();
  expect(y + height).toBeLessThanOrEqual(top + tall + 1);
  const isOnTop = await notes.evaluate((notes) => {
    const { left, top, height } = notes.getBoundingClientRect();
    const found = document.elementFromPoint(left + 20, top + height / 2);
    // It lets taps through; nothing of the panel may be there instead.
    return !found.closest(".panel");
  });
  expect(isOnTop).toBe(true);
});

test("what is free is told before anybody touches the frame, and without a stream", async ({ page, embed, site }) => {
  const live = new LiveFiles(page);
  live.states = { [STATION]: all("f") };
  const polled = live.manifest();
  live.manifest = () => ({ ...polled, live: { ...polled.live, mode: "sse", events: "live/events" } });
  await live.announce();
  const frame = await embed(`<yilu-map lang="zh" station="${STATION}" height="700"></yilu-map>`);
  await isReady(frame);
  await expect(frame.getByTestId("station-card")).toContainText("空闲");
  await frame.waitForTimeout(500);
  expect(site.answers.filter(({ path }) => /events|planner-/.test(path))).toEqual([]);
});

test("nothing works before somebody touches the frame", async ({ embed, site }) => {
  const frame = await embed('<yilu-map lang="zh"></yilu-map>');
  await isReady(frame);
  await frame.waitForTimeout(700);
  const works = () => site.answers.some(({ path }) => path.startsWith("/planner-"));
  expect(works()).toBe(false);
  await frame.getByTestId("tab-trip").click();
  await expect.poll(works).toBe(true);
});

test("when the map does not come the list stays, and another try heals", async ({ page, embed, complaints }) => {
  let isBroken = true;
  await page.route("**/yilu-app-*_bg.wasm", (route) => (isBroken ? route.abort() : route.continue()));
  await embed('<yilu-map lang="en"></yilu-map>', { isSeen: false });
  const frame = await frameOf(page);
  await expect(frame.getByTestId("embed-state")).toContainText("could not be loaded");
  await expect(frame.getByTestId("list").locator("a").first()).toBeVisible();
  isBroken = false;
  await frame.getByRole("button", { name: "Show the map" }).click();
  await isReady(frame);
  complaints.splice(0);
});
