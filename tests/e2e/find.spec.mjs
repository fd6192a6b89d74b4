import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { changeStations } from "./pages/station-file.mjs";

const AT_YUANPING = { latitude: 38.71, longitude: 112.73 };

/** Kilometres and charge on arrival of the list's lines. */
async function ways(page) {
  const lines = await page.getByTestId("entry-way").allInnerTexts();
  return lines.map((line) => ({
    km: Number(/([\d.]+) km/.exec(line)?.[1]),
    charge: Number(/到达 (\d+) %/.exec(line)?.[1]),
  }));
}

test("near me: by road, nearest first, with the charge on arrival", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(AT_YUANPING);
  const app = new App(page);
  await app.open();
  // Nobody knows from where, and nothing is reported free where no states come.
  await expect(page.getByTestId("entry-way").first()).toHaveText("");
  await expect(page.getByTestId("filter-free")).toHaveCount(0);
  await page.getByTestId("around-me").click();
  await expect(page.getByTestId("entry-way").first()).toContainText("到达");
  const found = await ways(page);
  expect(found.length).toBe(20);
  expect(found[0].km).toBeLessThan(10);
  expect(found.at(-1).km).toBeGreaterThan(found[0].km);
  for (const way of found) expect(way.charge).toBeLessThanOrEqual(80);
  await page.getByTestId("more-entries").click();
  await expect(page.getByTestId("entry")).toHaveCount(40);
  expect(page.url()).not.toContain("38.71");
});

test("less charge shows in the list, and what it does not last for is told", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(AT_YUANPING);
  const app = new App(page);
  await app.open("#soc=18&reserve=10&temp=-20");
  await page.getByTestId("around-me").click();
  await expect(page.getByTestId("entry-way").first()).toContainText("到达");
  for (let more = 0; more < 3; more += 1) await page.getByTestId("more-entries").click();
  const lines = await page.getByTestId("entry-way").allInnerTexts();
  const first = lines.findIndex((line) => line.includes("电量不足以到达"));
  expect(first).toBeGreaterThan(0);
  expect(lines.slice(first).every((line) => line.includes("电量不足以到达"))).toBe(true);
});

test("far from everything, the list says how far", async ({ page }) => {
  const app = new App(page);
  await changeStations(page, (body) => {
    const data = JSON.parse(body);
    return JSON.stringify({ ...data, stations: data.stations.slice(0, 1) });
  });
  await app.open();
  await app.pick("search-input", "偏关县");
  await page.getByTestId("find-near-here").click();
  await expect(page.getByTestId("find-status")).toContainText(/10 km 内没有合适的充电站，最近的在(直线 )?\d+ km 外/);
});

test("along the trip: by detour", async ({ page }) => {
  const app = new App(page);
  await app.open(`${WINTER_TRIP}&view=find`);
  await page.getByTestId("around-trip").click();
  await expect(page.getByTestId("entry-way").first()).toContainText("顺路");
  const lines = await page.getByTestId("entry-way").allInnerTexts();
  expect(lines.every((line) => /顺路|绕行/.test(line))).toBe(true);
  // What the car cannot use is counted here too, and the card says what the list says.
  await expect(page.getByTestId("find-status")).toContainText(/隐藏（.*专用 \d+/);
  await page.getByTestId("entry").first().click();
  await expect(page.getByTestId("card-way")).toHaveText(lines[0]);
});

test("without a trip, along the trip says what is missing", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await page.getByTestId("around-trip").click();
  await expect(page.getByTestId("find-status")).toContainText("先在“行程”里选好起点和终点");
  await expect(page.getByTestId("entry")).toHaveCount(0);
});

test("a filter hides, says how many and why, and the map shows the same", async ({ page }) => {
  const app = new App(page);
  await app.open();
  const status = page.getByTestId("find-status");
  await expect(status).toContainText(/专用 \d+/);
  const hidden = async () => Number(/另有 (\d+) 个/.exec(await status.innerText())[1]);
  const before = await hidden();
  await page.getByTestId("filter-fast").click();
  await expect(status).toContainText("方式或功率不符");
  expect(await hidden()).toBeGreaterThan(before);
  await page.getByTestId("more-filters").click();
  await page.getByTestId("filter-reset").click();
  await expect(status).not.toContainText("方式或功率不符");
  await page.getByTestId("filter-all").click();
  await page.getByTestId("filter-fits").click();
  await expect(status).not.toContainText("隐藏");
});

test("a favourite is kept, and no filter hides it", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await page.getByTestId("favourite").first().click();
  const name = await page.getByTestId("entry").first().locator(".entry-name").innerText();
  const nothing = async () => {
    await page.getByTestId("more-filters").click();
    for (const wish of ["filter-kind-2", "filter-always"]) await page.getByTestId(wish).click();
  };
  await nothing();
  await expect(page.getByTestId("entry")).toHaveCount(1);
  await expect(page.getByTestId("entry")).toContainText("因收藏而显示");
  await page.reload();
  await expect(page.getByTestId("favourite").first()).toHaveAttribute("aria-pressed", /true|false/);
  await nothing();
  await expect(page.getByTestId("entry").locator(".entry-name")).toHaveText([name]);
});

test("favourites have a list of their own, wherever they are", async ({ page }) => {
  const app = new App(page);
  await app.open();
  const choice = page.getByTestId("around-favourites");
  await expect(choice).toHaveCount(0);
  await page.getByTestId("favourite").first().click();
  const name = await page.getByTestId("entry").first().locator(".entry-name").innerText();
  await choice.click();
  await expect(choice).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("entry").locator(".entry-name")).toHaveText([name]);
  await page.getByTestId("favourite").first().click();
  await expect(page.getByTestId("entry")).toHaveCount(0);
  await page.getByTestId("around-window").click();
  await expect(choice).toHaveCount(0);
  await expect(page.getByTestId("entry")).not.toHaveCount(0);
});

test("a filter is kept under a name and comes back", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await page.getByTestId("filter-fast").click();
  await page.getByTestId("more-filters").click();
  await page.getByTestId("filter-kind-0").click();
  await page.getByTestId("filter-name").fill("快充");
  await page.getByTestId("filter-keep").click();
  await page.reload();
  await page.getByTestId("more-filters").click();
  await expect(page.getByTestId("filter-fast")).toHaveAttribute("aria-pressed", "false");
  await page.getByTestId("saved-filter").click();
  await expect(page.getByTestId("filter-fast")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("filter-kind-0")).toHaveAttribute("aria-pressed", "true");
});

test("what another program left in the storage does no harm", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("yilu-saved", "<script>\n\u0000favourite"));
  const app = new App(page);
  await app.open();
  await expect(page.getByTestId("entry").first()).toBeVisible();
});
