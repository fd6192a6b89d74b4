// Before the app is there: the list that one reads meanwhile.

import { expect, test } from "./fixture.mjs";
import { accessible } from "./pages/axe.mjs";

/** The app comes when it is let. */
async function held(page) {
  let let_ = () => {};
  const wait = new Promise((resolve) => { let_ = resolve; });
  await page.route("**/yilu-app-*_bg.wasm", async (route) => {
    await wait;
    await route.continue();
  });
  return let_;
}

test("who waits reads a list, and the app opens the station that was tapped", async ({ page }) => {
  const come = await held(page);
  await page.goto("./");
  const list = page.getByTestId("first-list");
  const first = list.locator("a").first();
  await expect(first).toContainText("演示", { useInnerText: true });
  await expect(first).not.toContainText("demo", { useInnerText: true });
  await accessible(page, "#shell");
  const name = await first.locator(".entry-name > [lang]").first().textContent();
  await first.click();
  expect(page.url()).toContain("#station=");
  come();
  await expect(page.getByTestId("station-card")).toContainText(name);
  await expect(list).toHaveCount(0);
});

test("what the list wants and is not there is no failed start", async ({ browser, baseURL }) => {
  // Where something is missing the page says so on the console: not the strict fixture.
  const page = await browser.newPage({ baseURL, locale: "zh-CN", serviceWorkers: "block" });
  await page.route("**/data/packs.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.route("**/data/widget.json", (route) => route.abort("connectionfailed"));
  const come = await held(page);
  await page.goto("./");
  await page.waitForTimeout(2000);
  await expect(page.getByTestId("start-failed")).toHaveCount(0);
  come();
  await expect(page.getByTestId("cluster").first()).toBeVisible();
  await page.close();
});

test("the data comes along with the app, once", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const come = await held(page);
  await page.goto("./");
  await expect.poll(() => asked.filter((path) => path.endsWith(".yilu")).length).toBe(3);
  come();
  await expect(page.getByTestId("cluster").first()).toBeVisible();
  for (const name of ["packs.json", "config.json", "roads.yilu", "stations.yilu", "vehicles.yilu"]) {
    expect(asked.filter((path) => path.endsWith(`/${name}`)).length, name).toBeLessThanOrEqual(name === "packs.json" ? 3 : 1);
  }
});
