import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { MOST, codeOfFirstMap, together } from "./budget.mjs";

test("the first load shows the map, and says what it is", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await expect(page).toHaveTitle(/一路充/);
  await expect(app.map).toBeVisible();
  await expect(app.banner).toContainText("演示数据");
  await expect(page.getByTestId("map-notes")).toContainText("示意图，不用于导航");
  await expect(page.getByTestId("map-notes")).toContainText("© OpenStreetMap contributors");
  const marks = page.getByTestId("station-mark").or(page.getByTestId("cluster"));
  expect(await marks.count()).toBeGreaterThan(3);
  await expect(page.getByTestId("crash")).toBeHidden();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test("the map draws roads, and clusters part when one taps them", async ({ page }) => {
  const app = new App(page);
  await app.open();
  const inked = await page.evaluate(() => {
    const canvas = document.querySelector("[data-testid=map] canvas");
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
    return count / (width * height);
  });
  expect(inked).toBeGreaterThan(0.01);
  const largest = page.locator("[data-testid=cluster].is-large, [data-testid=cluster]").first();
  const marks = page.getByTestId("station-mark").or(page.getByTestId("cluster"));
  const before = await marks.count();
  await largest.click();
  await expect(async () => {
    expect(await marks.count()).not.toBe(before);
  }).toPass();
});

test("zooming stays with what is seen, whatever the panel covers", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=find");
  const seen = await page.evaluate(() => {
    const map = document.querySelector("[data-testid=map]").getBoundingClientRect();
    const panel = document.querySelector("aside.panel").getBoundingClientRect();
    const isBeside = panel.width < map.width / 2;
    return isBeside ? { x: (panel.right + map.width) / 2, y: map.height / 2 } : { x: map.width / 2, y: panel.top / 2 };
  });
  /** The place in the middle of what is seen: a tap there tells. */
  const middle = async () => {
    const marks = page.getByTestId("station-mark").or(page.getByTestId("cluster"));
    const boxes = await marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().toJSON()));
    return boxes.map(({ x, y, width, height }) => Math.hypot(x + width / 2 - seen.x, y + height / 2 - seen.y)).sort((a, b) => a - b)[0];
  };
  expect(await middle()).toBeLessThan(150);
  for (let time = 0; time < 2; time += 1) {
    await page.locator(".leaflet-control-zoom-in").click();
    await page.waitForTimeout(500);
  }
  // The region's middle is full of stations.
  expect(await middle()).toBeLessThan(250);
});

test("the first map needs little code", async ({ page }) => {
  const app = new App(page);
  await app.open();
  const files = await codeOfFirstMap(page);
  const list = files.map(([path, bytes]) => `${String(bytes).padStart(8)}  ${path}`).join("\n");
  console.log(`${list}\n${String(together(files)).padStart(8)}  together, at most ${MOST}`);
  // A server that does not compress would make the figure another one.
  expect(files.filter(([path]) => path.endsWith(".wasm"))).toHaveLength(1);
  expect(together(files)).toBeGreaterThan(100_000);
  expect(together(files), list).toBeLessThanOrEqual(MOST);
});
