// The real gateway gives out the app, and a real operator tells it what an invented city does.

import { expect, loose as test, watch } from "./fixture.mjs";
import { City } from "./pages/city.mjs";

const READY = () => performance.getEntriesByName("yilu:map-ready").length > 0;

test("a driver's report arrives, is kept once, and is listed", async ({ page }) => {
  test.setTimeout(90_000);
  const city = await City.build();
  try {
    await city.startGateway();
    const complaints = watch(page, city.url);
    // The answer to the first one gets lost on the way.
    let sent = 0;
    await page.route("**/api/report", async (route) => {
      sent += 1;
      // A connection that was kept may be closed just then.
      const response = await route.fetch({ maxRetries: 3 });
      await (sent === 1 ? route.fulfill({ status: 503 }) : route.fulfill({ response }));
    });
    await page.goto(`${city.url}/#station=demo-140927-007&lang=zh`);
    await page.waitForFunction(READY);
    await page.getByTestId("report").getByText("报告问题").click();
    await page.getByTestId("report-blocked").click();
    await page.getByTestId("report-text").fill("油车占位");
    await page.getByTestId("report-send").click();
    await expect.poll(() => sent, { timeout: 20_000 }).toBe(1);
    expect(city.reports()).toHaveLength(1);
    await expect(page.getByTestId("report-waiting")).toContainText("1 条报告待发送");
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.locator(".notice")).toContainText("已发送", { timeout: 20_000 });
    const [report, ...others] = city.reports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ kind: "blocked", station: "demo-140927-007", text: "油车占位", demo: true });
    const lost = "console: Failed to load resource: the server responded with a status of 503 (Service Unavailable)";
    expect(complaints).toEqual([lost]);
  } finally {
    await city.end();
  }
});

test("numbers change, an interruption is told, and it goes on by itself", async ({ page }) => {
  test.setTimeout(90_000);
  const city = await City.build();
  try {
    await city.startGateway();
    await city.startOperator();
    const complaints = watch(page, city.url);
    const response = await page.goto(city.url);
    expect(response.headers()["content-security-policy"]).toContain("default-src 'none'");
    await page.waitForFunction(READY);
    await expect(page.getByTestId("map-notes")).toContainText("实时状态");
    const badges = page.getByTestId("free-badge");
    await expect(badges.first()).toBeVisible({ timeout: 20_000 });
    const numbers = async () => (await badges.allTextContents()).join(" ");
    const before = await numbers();
    await expect.poll(numbers, { timeout: 30_000 }).not.toBe(before);
    // By the stream: the whole file was asked for once or twice only.
    const asked = await page.evaluate(
      () => performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith("/live.json")).length,
    );
    expect(asked).toBeLessThan(4);
    expect(complaints).toEqual([]);
    await city.kill("gateway");
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.getByTestId("live-cut")).toContainText("实时状态中断", { timeout: 20_000 });
    await city.startGateway();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.getByTestId("live-cut")).toBeHidden({ timeout: 20_000 });
    const after = await numbers();
    await expect.poll(numbers, { timeout: 30_000 }).not.toBe(after);
  } finally {
    await city.end();
  }
});
