// Broken data: here the page is expected to complain, so the strict fixture is not used.

import { expect, loose as test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { changeStations } from "./pages/station-file.mjs";

test("a damaged station file is named, the rest keeps working, and a retry heals", async ({ page }) => {
  let isBroken = true;
  await page.route("**/data/stations.yilu*", async (route) => {
    if (!isBroken) return route.continue();
    const response = await route.fetch();
    const body = await response.body();
    return route.fulfill({ response, body: body.subarray(0, 5000), headers: {} });
  });
  const app = new App(page);
  await app.open();
  const problems = page.getByTestId("problems");
  await expect(problems).toContainText("stations.yilu");
  await expect(app.map).toBeVisible();
  await app.pick("search-input", "忻州古城");
  await expect(app.card).toContainText("忻州古城");
  isBroken = false;
  await problems.getByRole("button").click();
  await expect(problems).toBeHidden();
  await expect(page.getByTestId("cluster").first()).toBeVisible();
});

test("a station off the globe is named with its file, the others stay", async ({ page }) => {
  await changeStations(page, (json) => json.replace('"lat":', '"lat":9'));
  const app = new App(page);
  await app.open(WINTER_TRIP);
  const leftOut = page.getByTestId("left-out");
  await leftOut.locator("summary").click();
  await expect(leftOut).toContainText(/1 条记录有误.*stations\.yilu: demo-\S+: lat, lon/);
  await expect(page.getByTestId("problems")).toBeHidden();
  await expect(app.itinerary).toBeVisible();
});

test("a missing road file is named", async ({ page }) => {
  await page.route("**/data/roads.yilu*", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("./");
  await expect(page.getByTestId("problems")).toContainText("roads.yilu");
  await expect(page.getByTestId("problems")).toContainText("数据文件 roads.yilu 无法使用");
  await expect(page.getByTestId("problems").locator('.detail[lang="en"]')).toContainText("404");
});

test("a crash shows its panel, with a way to begin again", async ({ page }) => {
  const told = [];
  page.on("console", (message) => told.push(message.text()));
  // Nothing of ours expects a page without a body.
  await page.addInitScript(() => Object.defineProperty(Document.prototype, "body", { get: () => null }));
  await page.goto("./");
  await expect(page.getByTestId("crash")).toBeVisible();
  await expect(page.getByTestId("crash").getByRole("link")).toBeVisible();
  expect(told.join("\n")).toContain("the app stopped");
});
