// What connectors do now: how it is told, and what it means for a plan.

import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP_NOW } from "./pages/app.mjs";
import { LiveFiles, all } from "./pages/live-files.mjs";

const STATION = "demo-140927-007";

async function opened(page, fragment, prepare = () => {}) {
  const live = new LiveFiles(page);
  prepare(live);
  await live.announce();
  const app = new App(page);
  await app.open(fragment);
  return { app, live };
}

test("a card says how many are free and how old that is, and what is too old is only history", async ({ page }) => {
  const { app, live } = await opened(page, `#station=${STATION}`, (live) => (live.states = { [STATION]: all("f") }));
  const line = page.getByTestId("live");
  await expect(line).toHaveText(/显示空闲 (\d+)\/\1 · 刚刚/);
  const mark = page.locator(".mark.is-selected");
  await expect(mark.getByTestId("free-badge")).toHaveText(/^[1-9]\d*$/);
  await expect(mark).toHaveAttribute("aria-label", /显示空闲/);
  live.age = 200;
  await live.change({ [STATION]: all("c") });
  await expect(line).toHaveText(/显示空闲 0\/[1-9]\d* · 3 分钟前/);
  live.age = 1500;
  await live.ask();
  await expect(line).toContainText("25 分钟前，可能已变化");
  live.age = 4000;
  await live.ask();
  await expect(line).toHaveText(/状态未知 · \d\d-\d\d \d\d:\d\d 曾显示空闲 0\//);
  await expect(mark.getByTestId("free-badge")).toBeHidden();
  await page.getByTestId("language-button").click();
  await expect(line).toContainText("were reported free");
  await expect(app.card).not.toContainText("0/0");
});

test("a station that nobody tells of is not known, and no station has a number then", async ({ page }) => {
  await opened(page, `#station=${STATION}`);
  await expect(page.getByTestId("map-notes")).toContainText("实时状态");
  await expect(page.getByTestId("live")).toHaveText("无实时状态");
  await expect(page.getByTestId("free-badge")).toHaveCount(0);
});

test("a plan leaves out what is broken, and says what is known of its stops", async ({ page }) => {
  const { app, live } = await opened(page, WINTER_TRIP_NOW);
  await expect(app.itinerary).toBeVisible();
  await expect(page.getByTestId("stop-live").first()).toHaveText("无实时状态");
  const planned = await stopIds(page);
  await live.change(Object.fromEntries(planned.map((id) => [id, all("f")])));
  await expect(page.getByTestId("stop-live").first()).toContainText("显示空闲");
  await live.change({ [planned[0]]: all("x") });
  const alarm = page.getByTestId("stop-alarm");
  await expect(alarm).toContainText("现在不能充电");
  await expect(page.getByTestId("offer")).toContainText(/新方案：(多|少)用 \d/);
  expect(await stopIds(page)).toEqual(planned);
  await page.getByTestId("use-offer").click();
  await expect(alarm).toBeHidden();
  await expect(app.itinerary).toBeVisible();
  expect(await stopIds(page)).not.toContain(planned[0]);
  // Planned anew, it is left out from the first.
  await app.plan();
  await expect(page.getByTestId("certainty")).toContainText("最优");
  expect(await stopIds(page)).not.toContain(planned[0]);
});

test("how busy a station usually is has bars and words, and a plan waits where it must", async ({ page }) => {
  const { app, live } = await opened(page, WINTER_TRIP_NOW, (live) => {
    live.usual = { [STATION]: "000000000000000000k50000" };
  });
  const usual = await app.figures();
  await app.open(`#station=${STATION}`);
  await expect(page.getByTestId("busy")).toContainText("通常最忙：18 时，占用 100 %");
  await expect(page.locator(".busy-bar.is-now")).toHaveCount(1);
  // A queue at every station, at every hour.
  const stations = await page.evaluate(() => fetch("data/stations.yilu").then((file) => file.text()));
  const ids = [...stations.matchAll(/"id":"(demo-\d+-\d+)"/g)].map((match) => match[1]);
  live.usual = Object.fromEntries(ids.map((id) => [id, "k".repeat(24)]));
  await page.goto("about:blank");
  await app.open(WINTER_TRIP_NOW);
  await expect(page.getByTestId("certainty")).toContainText("最优");
  await expect.poll(() => app.figures()).not.toBe(usual);
});

test("since when a station was not seen working is told and explained, and what nobody watched is not", async ({ page }) => {
  const ids = Array.from({ length: 40 }, (_, index) => `${index + 1}`);
  const { app, live } = await opened(page, `#station=${STATION}&lang=zh`, (live) => {
    live.states = { [STATION]: all("f") };
    live.seen = { [STATION]: ids.map((id) => [id, 12, 0]) };
  });
  const used = page.getByTestId("last-used");
  await expect(used).toContainText("已 12 天没见到有车在这里充电");
  await expect(used).toContainText("也可能只是没人来");
  await used.getByText("这是怎么算的").click();
  await expect(used).toContainText("不是官方评价");
  live.seen = { [STATION]: ids.map((id) => [id, 0, id === "1" ? 5 : 0]) };
  await page.goto("about:blank");
  await app.open(`#station=${STATION}&lang=zh`);
  await expect(used).toContainText(/1\/\d+ 把枪不可用，最长已 5 天/);
  live.seen = {};
  await page.goto("about:blank");
  await app.open(`#station=${STATION}&lang=zh`);
  await expect(used).toContainText("还没有足够的观察记录");
  await app.card.getByRole("button", { name: "关闭" }).click();
  await app.go("data");
  await expect(page.getByTestId("mark")).toContainText("10 分钟内没有确认的状态不算看到");
});

test("where no car was seen charging for days, a station stands lower in the list, which says why", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.71, longitude: 112.73 });
  const file = await (await page.request.get("./data/stations.yilu")).text();
  const named = [...file.matchAll(/"id":"(demo-\d+-\d+)","name":\{"zh":"([^"]+)"/g)];
  const { app, live } = await opened(page, "#lang=zh", (live) => {
    live.states = Object.fromEntries(named.map(([, id]) => [id, all("f")]));
  });
  const names = async () => {
    await page.getByTestId("around-me").click();
    await expect(page.getByTestId("entry-way").first()).toContainText("到达");
    await expect(page.getByTestId("entry").first()).toContainText("显示空闲");
    return page.locator(".entry-name").allInnerTexts();
  };
  const [first, second] = await names();
  await expect(page.getByTestId("entry-quiet")).toHaveCount(0);
  const [, id] = named.find(([, , name]) => first.startsWith(name));
  const ids = Array.from({ length: 40 }, (_, index) => `${index + 1}`);
  live.seen = { [id]: ids.map((connector) => [connector, 12, 0]) };
  await page.goto("about:blank");
  await app.open("#lang=zh");
  await names();
  await expect(page.locator(".entry-name").first()).toHaveText(second);
  const quiet = page.getByTestId("entry").filter({ hasText: first });
  await expect(quiet.getByTestId("entry-quiet")).toHaveText("12 天没见到有车充电，排序靠后");
});

test("who waits for a station is told once one is free, and where else something is", async ({ page, context }) => {
  await context.grantPermissions(["notifications"]);
  const { live } = await opened(page, `#station=${STATION}`, (live) => (live.states = { [STATION]: all("c") }));
  const watch = page.getByTestId("watch");
  await expect(watch).toHaveText("有空位时提醒我");
  await expect(page.getByTestId("others")).toBeHidden();
  await live.change({ "demo-140927-006": all("f") });
  await expect(page.getByTestId("others")).toContainText(/直线 .*km · 显示空闲/);
  await watch.click();
  await expect(watch).toHaveText("不再提醒");
  await expect(page.locator(".notice")).toContainText("保持页面打开");
  await live.change({ [STATION]: all("f") });
  await expect(page.locator(".notice")).toContainText("显示有空位");
  await expect(watch).toBeHidden();
});

test("nothing is asked for while nobody looks, unless the driver waits to be told", async ({ page }) => {
  const { live } = await opened(page, `#station=${STATION}`, (live) => (live.states = { [STATION]: all("c") }));
  const watch = page.getByTestId("watch");
  await expect(watch).toBeVisible();
  await look(page, false);
  const before = live.asked;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForTimeout(500);
  expect(live.asked).toBe(before);
  await look(page, true);
  await expect.poll(() => live.asked).toBeGreaterThan(before);
  await watch.click();
  await look(page, false);
  await live.change({ [STATION]: all("f") });
  await expect(page.locator(".notice")).toContainText("显示有空位");
});

/** Lets the page believe that it is seen, or not. */
async function look(page, isSeen) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !isSeen);
}

async function stopIds(page) {
  return page.getByTestId("stop").evaluateAll((stops) => stops.map((stop) => stop.dataset.station));
}
