import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

test("a winter trip that needs a stop is planned, and its figures fit together", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.pick("from-input", "忻州古城");
  await app.pick("to-input", "laoniuwan");
  await app.unfold();
  await page.getByTestId("car-select").selectOption("byd-dolphin-2025");
  await app.slide("charge-input", 45);
  await app.slide("temperature-input", -15);
  await app.plan();
  await expect(app.itinerary).toBeVisible();
  const stops = await app.stops.count();
  expect(stops).toBeGreaterThan(0);
  expect(await app.legs.count()).toBe(stops + 1);
  let previous = 45;
  for (let index = 0; index < stops; index += 1) {
    const stop = app.stops.nth(index);
    const [arrive, depart] = await Promise.all(
      ["data-soc-arrive", "data-soc-depart"].map(async (name) => Number(await stop.getAttribute(name))),
    );
    expect(arrive).toBeGreaterThanOrEqual(10);
    expect(arrive).toBeLessThan(previous);
    expect(depart).toBeGreaterThan(arrive);
    await expect(app.legs.nth(index)).toContainText(`${previous} % → ${arrive} %`);
    await expect(stop).toContainText("演示");
    previous = depart;
  }
  await expect(page.locator(".route-line")).toHaveCount(stops + 1);
  await expect(page.getByTestId("itinerary-total")).toContainText("km");
});

test("the page shows the figures of the command line", async ({ page }) => {
  const plan = JSON.parse(process.env.YILU_WINTER_TRIP);
  const minutes = (seconds) => Math.round(seconds / 60);
  const hours = (seconds) => `${Math.floor(minutes(seconds) / 60)} 小时 ${minutes(seconds) % 60} 分`;
  const time = (seconds) => (minutes(seconds) < 60 ? `${minutes(seconds)} 分钟` : hours(seconds));
  const percent = (share) => `${(share * 100).toFixed(0)} %`;
  const kwh = (energy) => `${(energy / 1000).toFixed(1)} kWh`;
  const app = new App(page);
  await app.open(WINTER_TRIP);
  const total = page.getByTestId("itinerary-total");
  await expect(total).toContainText(`${time(plan.total_time_s)} · ${(plan.distance_m / 1000).toFixed(0)} km`);
  const figures = app.itinerary.locator("dd");
  const last = plan.legs.at(-1).soc_end;
  const expected = [plan.driving_s, plan.charging_s, plan.waiting_s].map(time);
  await expect(figures).toHaveText([...expected, kwh(plan.energy_wh), percent(last)]);
  await expect(app.legs).toHaveCount(plan.legs.length);
  for (const [index, leg] of plan.legs.entries()) {
    const row = app.legs.nth(index);
    await expect(row).toContainText(`${percent(leg.soc_start)} → ${percent(leg.soc_end)}`);
    await expect(row).toContainText(`${time(leg.duration_s)} · ${kwh(leg.energy_wh)}`);
  }
  for (const [index, stop] of plan.stops.entries()) {
    const row = app.stops.nth(index);
    await expect(row).toContainText(`${percent(stop.soc_arrive)} → ${percent(stop.soc_depart)}`);
    await expect(row).toContainText(`${stop.power_kw.toFixed(0)} kW · ${time(stop.charge_s)}`);
  }
});

test("an unknown car of a link is told, and another one is planned with", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP.replace("byd-dolphin-2025", "no-such-car"));
  await expect(page.getByRole("status").filter({ hasText: "no-such-car" })).toBeVisible();
  await expect(page.getByTestId("car-select")).not.toHaveValue("");
});

test("places on the way are shown and can be taken away", async ({ page }) => {
  const app = new App(page);
  await app.open(`${WINTER_TRIP}&via=38.36,111.94`);
  await expect(app.itinerary).toBeVisible();
  const through = await app.figures();
  await expect(page.locator(".pin-via")).toHaveCount(1);
  await page.getByTestId("via").getByRole("button").click();
  await expect(page.getByTestId("via")).toBeHidden();
  await expect(page.locator(".pin-via")).toHaveCount(0);
  await expect(async () => expect(await app.figures()).not.toBe(through)).toPass();
  expect(page.url()).not.toContain("via=");
});

test("no plan stays beside a trip that it is not for", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await app.unfold();
  await page.getByTestId("car-select").selectOption("own");
  await expect(app.itinerary).toBeVisible();
  await page.getByTestId("own-capacity").fill("0");
  await page.getByTestId("own-capacity").blur();
  await expect(page.getByRole("alert").filter({ hasText: "数值超出范围" })).toBeVisible();
  await expect(app.itinerary).toBeHidden();
  await expect(page.locator(".route-line")).toHaveCount(0);
});

test("a link gives the same plan again, and a change of it another", async ({ page, browser, baseURL }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  const first = await app.figures();
  const context = await browser.newContext({ locale: "zh-CN" });
  const other = new App(await context.newPage());
  await other.page.goto(new URL(page.url(), baseURL).href);
  expect(await other.figures()).toBe(first);
  await context.close();
  await page.evaluate(() => {
    location.hash = location.hash.replace("soc=45", "soc=95");
  });
  await expect(async () => expect(await app.figures()).not.toBe(first)).toPass();
  await expect(page.getByTestId("charge-input")).toHaveValue("95");
});

test("a trip beyond reach says how far it is from enough", async ({ page }) => {
  const app = new App(page);
  // All of the charge is to be kept.
  await app.open(WINTER_TRIP.replace("soc=45", "soc=10"));
  const reason = page.getByTestId("no-plan-reason");
  await expect(reason).toContainText(/还差 \d+ km/);
  await expect(page.locator(".route-line")).toHaveCount(0);
});

test("a point far from every road is refused in words", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP.replace("from=38.407,112.734", "from=30.0,100.0"));
  await expect(page.getByTestId("no-plan-reason")).toContainText("起点离最近的道路");
});

test("a hostile link does no harm", async ({ page }) => {
  const app = new App(page);
  await app.open("#from=<img src=x onerror=alert(1)>&to=99,999&soc=-4&car=%00&lang=xx&station=../..");
  await app.go("trip");
  await expect(page.getByTestId("charge-input")).toHaveValue("80");
  await expect(page.getByTestId("from-input")).toHaveValue("");
});

test("my own car by four numbers is planned with and kept in the link", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  const before = await app.figures();
  await app.unfold();
  await page.getByTestId("car-select").selectOption("own");
  await page.getByTestId("own-capacity").fill("80");
  await page.getByTestId("own-capacity").blur();
  await expect(async () => expect(await app.figures()).not.toBe(before)).toPass();
  expect(page.url()).toContain("car=own&own=80,");
});
