import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { LiveFiles, all } from "./pages/live-files.mjs";

const STATION = "demo-140927-007";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function check(page) {
  const all = new AxeBuilder({ page }).withTags(rules).disableRules(["target-size"]);
  // Where the map is moved to decides which marks lie partly below its buttons, so the size of
  // marks is not asked for; search finds every station too.
  const sizes = new AxeBuilder({ page }).withRules(["target-size"]).exclude(".leaflet-marks-pane");
  const { violations } = await all.analyze();
  violations.push(...(await sizes.analyze()).violations);
  for (const mark of await page.locator(".leaflet-marks-pane button").all()) {
    const { width, height } = await mark.boundingBox();
    expect(Math.min(width, height), "a mark is large enough for a finger").toBeGreaterThanOrEqual(44);
  }
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(found).toEqual([]);
}

test("the first screen is accessible", async ({ page }) => {
  await new App(page).open();
  await check(page);
});

test("live states, an offer and a watched station are accessible, in the dark too", async ({ page }) => {
  const live = new LiveFiles(page);
  live.states = { [STATION]: all("c"), "demo-140927-006": all("f") };
  live.usual = { [STATION]: "1112222344668899bdfhkc52" };
  await live.announce();
  const app = new App(page);
  await app.open(`#station=${STATION}`);
  await expect(page.getByTestId("others")).toBeVisible();
  await expect(page.getByTestId("busy")).toBeVisible();
  await check(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await check(page);
  await page.goto("about:blank");
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await live.change({ [await app.stops.first().getAttribute("data-station")]: all("x") });
  await expect(page.getByTestId("offer")).toBeVisible();
  await check(page);
});

test("a plan is accessible, in the dark too", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await check(page);
});

test("reporting a problem is accessible, in the dark too", async ({ page }) => {
  await page.route("**/config.json", (route) => route.fulfill({ json: { bases: [], report: "api/report" } }));
  const app = new App(page);
  await app.open(`#station=${STATION}&lang=zh`);
  await page.getByTestId("report").getByText("报告问题").click();
  await page.getByTestId("report-blocked").click();
  await page.getByText("改用文字或二维码").click();
  await expect(page.getByTestId("report-code")).toBeVisible();
  await check(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await check(page);
});
