// A board at a service area. Its address has a query, which the strict fixture forbids the app.

import { expect, loose as test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { accessible } from "./pages/axe.mjs";
import { test as sited } from "./pages/installed.mjs";

const board = "./?kiosk=38.407,112.734&reset=20";

async function opened(page) {
  await page.goto(board);
  await page.waitForFunction(() => performance.getEntriesByName("yilu:map-ready").length > 0);
  await expect(page.locator("html.kiosk")).toHaveCount(1);
  return new App(page);
}

test("a board begins where it stands, and gives the plan to a phone", async ({ page, context }, { project }) => {
  const asked = [];
  await context.exposeFunction("asked", () => asked.push(1));
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = () => window.asked();
  });
  const app = await opened(page);
  await expect.poll(() => page.url()).toContain("from=38.407,112.734");
  await app.pick("to-input", "老牛湾");
  await page.getByTestId("plan-button").click();
  await expect(app.itinerary).toBeVisible();
  await expect(page.getByTestId("kiosk-code-picture")).toBeVisible();
  await expect(page.getByTestId("drive-button")).toBeHidden();
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(size).toBeGreaterThan(20);
  expect(asked).toEqual([]);
  await accessible(page, ".kiosk-code");
  await page.screenshot({ path: `test-results/kiosk-${project.name}.png` });
});

test("a board that nobody touches begins anew, and keeps nothing", async ({ page }) => {
  const app = await opened(page);
  await app.pick("to-input", "老牛湾");
  await expect.poll(() => page.url()).toContain("to=");
  await expect(page.getByTestId("kiosk-ending")).toBeVisible({ timeout: 20_000 });
  await page.mouse.move(50, 50);
  await expect(page.getByTestId("kiosk-ending")).toBeHidden();
  await expect.poll(() => page.url(), { timeout: 40_000 }).not.toContain("to=");
  await expect(page.locator("html.kiosk")).toHaveCount(1);
  expect(page.url()).toContain("kiosk=38.407,112.734");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name !== "yilu-kept"))).toEqual([]);
});

test("the code is whole on every board, and no tap leads away", async ({ page }) => {
  for (const [width, height] of [[390, 844], [768, 1024], [800, 480], [1280, 800]]) {
    await page.setViewportSize({ width, height });
    await page.goto("about:blank");
    await page.goto(`${board}#to=39.635,111.435&view=trip`);
    const picture = page.getByTestId("kiosk-code-picture");
    await expect(picture).toBeVisible();
    const isWhole = () => picture.evaluate((picture) => {
      const { left, right, top, bottom } = picture.getBoundingClientRect();
      const corners = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]];
      return corners.every(([x, y]) => picture.contains(document.elementFromPoint(x, y)));
    });
    await expect.poll(isWhole, { message: `${width}x${height}` }).toBe(true);
  }
  await expect(page.getByTestId("handover-button")).toBeHidden();
  await page.goto("about:blank");
  await page.goto(`${board}#station=demo-140927-007`);
  await expect(page.getByTestId("station-card")).toBeVisible();
  await expect(page.getByTestId("kiosk-code")).toContainText("带走此站");
  for (const button of ["navigate-button", "share-place", "report"]) await expect(page.getByTestId(button)).toBeHidden();
});

test("a board whose place is wrong is a board, and says so", async ({ page, context }) => {
  const asked = [];
  await context.exposeFunction("asked", () => asked.push(1));
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = () => window.asked();
  });
  for (const [place, told] of [["1", "读不懂"], ["112.734,38.407", "读不懂"], ["-33.9,151.2", "不在本区域内"]]) {
    await page.goto("about:blank");
    await page.goto(`./?kiosk=${place}`);
    await expect(page.locator("html.kiosk")).toHaveCount(1);
    await expect(page.getByTestId("kiosk-problem")).toContainText(told);
    await page.getByTestId("around-me").click();
  }
  await page.goto("about:blank");
  await page.goto("./?kiosk=38.407,%20112.734");
  await expect.poll(() => page.url()).toContain("from=38.407,112.734");
  await expect(page.getByTestId("kiosk-problem")).toHaveCount(0);
  expect(asked).toEqual([]);
});

sited("a board shows the region that has its place, and so does a frame", async ({ page, site }) => {
  site.write("data/south-stations.yilu", site.read("data/stations.yilu"));
  site.list((list) => {
    const south = structuredClone(list.packs[0]);
    south.files.find(({ kind }) => kind === "stations").path = "south-stations.yilu";
    list.packs.push(Object.assign(south, { id: "south", bounds: [30, 105, 36, 115] }));
  });
  const isAsked = (name) => site.asked.some(({ path }) => path.startsWith(`data/${name}?v=`));
  const cases = [
    ["?kiosk=34.26,108.94", "south-stations.yilu"],
    ["?kiosk=38.407,112.734", "stations.yilu"],
    ["?kiosk=-33.9,151.2", "stations.yilu"],
    ["embed.html#center=34.26,108.94", "south-stations.yilu"],
    ["embed.html#to=34.26,108.94", "south-stations.yilu"],
    ["embed.html#center=38.407,112.734&to=34.26,108.94", "stations.yilu"],
  ];
  for (const [address, name] of cases) {
    await page.goto("about:blank");
    site.asked.length = 0;
    await page.goto(site.url + address);
    await expect.poll(() => isAsked(name), { message: address }).toBe(true);
    expect(isAsked(name.startsWith("south") ? "stations.yilu" : "south-stations.yilu"), address).toBe(false);
  }
});
