// Where the data comes from, and how good it is.

import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { LiveFiles } from "./pages/live-files.mjs";
import { changeStations } from "./pages/station-file.mjs";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The stations that the page loads, as their file has them. */
async function stationsOf(page) {
  const response = await page.request.get("./data/stations.yilu");
  const file = await response.body();
  return JSON.parse(file.subarray(20 + file.readUInt32LE(8)).toString("utf8")).stations;
}

/** What a row of a table says, as numbers. */
async function numbers(row) {
  return (await row.locator("td").allInnerTexts()).map(Number);
}

function counted(stations) {
  const sum = (of) => stations.reduce((total, station) => total + of(station), 0);
  const plugs = (station) => (station.cabinets ?? []).flatMap((cabinet) => cabinet.evses.flat());
  const isDirect = (plug) => plug.standard === "gbt_dc" || plug.standard === "chaoji";
  return [
    stations.length,
    sum((station) => (station.cabinets ?? []).length),
    sum((station) => plugs(station).filter(isDirect).length),
    sum((station) => plugs(station).filter((plug) => !isDirect(plug)).length),
    sum((station) => (station.swap ? 1 : 0)),
  ];
}

test("the counts are those of the station file, by county and together", async ({ page }) => {
  const app = new App(page);
  await app.open("");
  await app.go("data");
  const stations = await stationsOf(page);
  await expect(page.getByTestId("counties-total")).toBeVisible();
  expect(await numbers(page.getByTestId("counties-total"))).toEqual(counted(stations));
  const counties = page.getByTestId("counties").locator("tbody tr");
  await expect(counties).toHaveCount(14);
  for (const row of await counties.all()) {
    const code = await row.getAttribute("data-county");
    expect(await numbers(row)).toEqual(counted(stations.filter((station) => station.county === code)));
  }
  await expect(page.getByTestId("demo-share")).toHaveText(`${stations.length} / ${stations.length}`);
  const rows = await page.getByTestId("users").locator("tbody tr").all();
  const users = await Promise.all(rows.map(numbers));
  expect(users.reduce((total, [all]) => total + all, 0)).toBe(stations.length);
});

test("the plan's figures are called targets, and what is counted is called demo", async ({ page }) => {
  await new App(page).open("#view=data");
  const piles = page.getByTestId("targets").locator("tbody tr").first();
  await expect(piles).toContainText("720");
  await expect(piles).toContainText(/≥ 6000 目标/);
  await expect(piles).toContainText("演示");
  await page.getByTestId("language-button").click();
  await expect(piles).toContainText(/≥ 6000 public target/);
});

test("each file says licence, day, demo or not and its sources", async ({ page }) => {
  await new App(page).open("#view=data");
  const files = page.getByTestId("data-file");
  await expect(files).toHaveCount(4);
  const stations = page.locator('[data-file="stations.yilu"]');
  await expect(stations).toContainText(/演示.*2026-11-23.*ODbL-1\.0/s);
  const roads = page.locator('[data-file="roads.yilu"]');
  await expect(roads).toContainText("© OpenStreetMap contributors");
  await roads.locator("summary").click();
  await expect(roads).toContainText("OpenFlights");
  await expect(page.locator('[data-file="vehicles.yilu"]')).toContainText("CDLA-Permissive-2.0");
  await expect(page.getByTestId("data-left-out")).toContainText("没有略过任何记录");
  await expect(page.getByTestId("version")).toHaveText(/^\d+\.\d+\.\d+$/);
  const licences = await page.getByRole("link", { name: "许可全文" }).evaluateAll((links) => links.map((link) => link.href));
  expect(licences).toHaveLength(2);
  for (const licence of licences) expect((await page.request.get(licence)).ok()).toBe(true);
  await expect(page.getByRole("link", { name: /122/ })).toHaveAttribute("href", "tel:122");
});

test("how old states may be is what this site's manifest says", async ({ page }) => {
  const live = new LiveFiles(page);
  await live.announce();
  await new App(page).open("#view=data");
  const rows = page.getByTestId("freshness").locator("tbody tr");
  await expect(rows).toHaveText([/不超过 2 分钟/, /不超过 10 分钟/, /不超过 30 分钟/, /超过 30 分钟/]);
  await expect(page.getByTestId("live-state")).toHaveText(/正在接收/);
});

test("a record that was left out is named", async ({ page }) => {
  await changeStations(page, (json) => json.replace('"lat":', '"lat":9'));
  await new App(page).open("#view=data");
  await expect(page.getByTestId("data-left-out")).toContainText(/stations\.yilu: demo-\S+: lat, lon/);
  expect((await numbers(page.getByTestId("counties-total")))[0]).toBe(213);
});

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["zh", "en"]) {
    test(`it is accessible: ${lang}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await new App(page).open(`#view=data&lang=${lang}`);
      await expect(page.getByTestId("data-file")).toHaveCount(4);
      const axe = new AxeBuilder({ page }).withTags(rules).include(".panel");
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    });
  }
}

test("by keyboard alone: the tab, and the sources of a file", async ({ page }) => {
  await new App(page).open("");
  await page.getByTestId("tab-data").focus();
  await page.keyboard.press("Enter");
  const summary = page.locator('[data-file="roads.yilu"] summary');
  await summary.focus();
  await page.keyboard.press("Enter");
  await expect(page.locator('[data-file="roads.yilu"]')).toContainText("OpenFlights");
});
