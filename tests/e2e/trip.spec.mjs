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
